/** Somebody else put other settings in force while these were being edited: theirs and mine, setting by setting; nothing typed is lost. */
import { Alert, Button, Group, Radio, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";
import { useApi, type Choices, type SettingsAnswer } from "../api.ts";
import { differing, isSame, valueAt, withValue, type Document } from "./setting_document.ts";
import { settingName, shownValue } from "./setting_words.ts";
import { Time } from "./time.tsx";

type Whose = "mine" | "theirs";

interface ConflictProps {
  connection_id: string;
  /** What was in force when the draft was begun. */
  base: Document;
  mine: Document;
  theirs: SettingsAnswer;
  goOn: (document: Document) => void;
  drop: () => void;
}

export function SettingsConflict({ connection_id, base, mine, theirs, goOn, drop }: ConflictProps) {
  const choices = useApi<Choices>(`/connections/${connection_id}/settings/choices`).data;
  const [chosen, setChosen] = useState<Record<string, Whose>>({});
  const paths = differing(theirs.described, base, mine);
  const theirs_only = differing(theirs.described, base, theirs.document).filter((path) => !paths.includes(path));
  const rows = paths.map((path) => rowOf(path, base, mine, theirs.document));
  // Where only one of the two changed a setting there is nothing to decide, but it may be.
  const whose = (row: Row): Whose | undefined => chosen[row.path] ?? (row.both ? undefined : "mine");
  const open = rows.filter((row) => !row.same && whose(row) === undefined);
  const merged = () =>
    rows.reduce(
      (document, row) => (row.same || whose(row) === "theirs" ? document : withValue(document, row.path, row.mine)),
      theirs.document,
    );
  return (
    <Alert variant="outline" role="alert" title={`${theirs.created_by} has changed the settings meanwhile`}>
      <Stack gap="sm">
        <Text size="sm">
          Version {theirs.version} is in force since <Time at={theirs.created_at} />
          {theirs.note && ` (“${theirs.note}”)`}. What you changed is kept here and is not saved yet. Choose for each setting, then go on.
        </Text>
        <Table.ScrollContainer minWidth={560}>
          <Table verticalSpacing="xs" aria-label="What you changed, and what they changed">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Setting</Table.Th>
                <Table.Th>Before</Table.Th>
                <Table.Th>Theirs, in force</Table.Th>
                <Table.Th>Mine</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Table.Tr key={row.path}>
                  <Table.Th scope="row">{settingName(row.path)}</Table.Th>
                  <Table.Td>{shownValue(row.path, row.before, choices)}</Table.Td>
                  {row.same ? (
                    <Table.Td colSpan={2}>Both the same: {shownValue(row.path, row.mine, choices)}</Table.Td>
                  ) : (
                    (["theirs", "mine"] as const).map((side) => (
                      <Table.Td key={side}>
                        <Radio
                          name={`whose ${row.path}`}
                          label={shownValue(row.path, row[side], choices)}
                          aria-label={`${settingName(row.path)}, ${side}: ${shownValue(row.path, row[side], choices)}`}
                          checked={whose(row) === side}
                          onChange={() => setChosen({ ...chosen, [row.path]: side })}
                        />
                      </Table.Td>
                    ))
                  )}
                </Table.Tr>
              ))}
              {theirs_only.map((path) => (
                <Table.Tr key={path}>
                  <Table.Th scope="row">{settingName(path)}</Table.Th>
                  <Table.Td>{shownValue(path, valueAt(base, path), choices)}</Table.Td>
                  <Table.Td>{shownValue(path, valueAt(theirs.document, path), choices)}</Table.Td>
                  <Table.Td>
                    <Text size="sm" c="dimmed">
                      not changed by you
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        {open.length > 0 && <Text size="sm">Still to choose: {open.map((row) => settingName(row.path)).join(", ")}.</Text>}
        <Group>
          <Button disabled={open.length > 0} onClick={() => goOn(merged())}>
            Go on with these
          </Button>
          <Button variant="default" onClick={drop}>
            Take all of theirs
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

interface Row {
  path: string;
  before: unknown;
  mine: unknown;
  theirs: unknown;
  /** Both came to the same. */
  same: boolean;
  /** Both changed it, each otherwise. */
  both: boolean;
}

function rowOf(path: string, base: Document, mine_document: Document, theirs_document: Document): Row {
  const [before, mine, theirs] = [base, mine_document, theirs_document].map((document) => valueAt(document, path));
  const same = isSame(mine, theirs);
  return { path, before, mine, theirs, same, both: !same && !isSame(before, theirs) };
}
