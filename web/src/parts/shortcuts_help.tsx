/** The list of keys, and their switch. */
import { Kbd, Modal, Stack, Switch, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { placesFor } from "./navigation.ts";
import { useShortcutsOn } from "./shortcuts.ts";

const GENERAL: [ReactNode, string][] = [
  [
    <>
      <Kbd>/</Kbd> or <Kbd>Ctrl</Kbd> <Kbd>K</Kbd>
    </>,
    "Search contacts and matters, or jump to a page",
  ],
  [
    <>
      <Kbd>J</Kbd> <Kbd>K</Kbd>
    </>,
    "Next row, row before (the arrows too); Enter opens it",
  ],
  [<Kbd key="z">Z</Kbd>, "Undo what was just done"],
  [<Kbd key="?">?</Kbd>, "This list"],
];

export function ShortcutsHelp({ role, opened, close }: { role: string | undefined; opened: boolean; close: () => void }) {
  const [on, setOn] = useShortcutsOn();
  const rows: [ReactNode, string][] = [
    ...GENERAL,
    ...placesFor(role).map(({ letter, name }): [ReactNode, string] => [
      <>
        <Kbd>G</Kbd> then <Kbd>{letter.toUpperCase()}</Kbd>
      </>,
      `Go to ${name}`,
    ]),
  ];
  return (
    <Modal opened={opened} onClose={close} title="Keyboard shortcuts" size="md" closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="md">
        <Switch
          label="Use single keys"
          description="Turn them off if you speak to your computer, or press them by accident. Ctrl K and the arrows stay."
          checked={on}
          onChange={(event) => setOn(event.currentTarget.checked)}
        />
        <Table aria-label="Keyboard shortcuts">
          <Table.Tbody>
            {rows.map(([keys, does]) => (
              <Table.Tr key={does}>
                <Table.Th scope="row" fw={400}>
                  <Text size="sm" span>
                    {keys}
                  </Text>
                </Table.Th>
                <Table.Td>{does}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Modal>
  );
}
