/** What is done to the selected matters: automations paused, or going on; with the way back. */
import { Button, Group, NativeSelect, Popover, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useApi, type BulkMattersEdit, type MatterCount } from "../api.ts";
import { BulkFrame, useBulk, type BulkKind, type Chosen } from "../parts/bulk.tsx";
import { PAUSED_FOR, pausedUntil } from "../parts/pause.tsx";
import { number } from "../parts/words.ts";

const KIND: BulkKind<BulkMattersEdit["what"]> = {
  path: "/matters",
  one: "matter",
  many: "matters",
  touches: /^\/(?:matters|automation|audit)/,
};

export function MatterBulkBar(props: {
  chosen: Chosen;
  more: boolean;
  filter: Record<string, string>;
  all: boolean;
  setAll: (all: boolean) => void;
  clear: () => void;
}) {
  const { chosen, more, filter, all, setAll, clear } = props;
  const total = useApi<MatterCount>("/matters/count", filter, { enabled: all || more }).data?.matters ?? null;
  const bulk = useBulk(KIND, all ? { filter } : { rows: chosen }, clear);
  return (
    <BulkFrame
      label="Selected matters"
      bulk={bulk}
      chosen={chosen.length}
      more={more}
      total={total}
      all={all}
      setAll={setAll}
      clear={clear}
    >
      <PauseAction run={bulk.run} count={all ? total : chosen.length} />
    </BulkFrame>
  );
}

function PauseAction({ run, count }: { run: (what: BulkMattersEdit["what"], said: string) => void; count: number | null }) {
  const [days, setDays] = useState("");
  const [opened, setOpened] = useState(false);
  const act = (what: BulkMattersEdit["what"], said: string) => {
    setOpened(false);
    run(what, said);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" withArrow trapFocus shadow="md">
      <Popover.Target>
        <Button size="xs" onClick={() => setOpened(!opened)}>
          Automations …
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Automations of the selected matters">
        <Stack gap="sm" maw={320}>
          <Text size="sm">
            {count === null ? "All that fit" : `${number(count)} ${count === 1 ? "matter" : "matters"}`}. While paused, no automation writes
            to anybody about them, and clients get no notices. What waits goes on afterwards.
          </Text>
          <NativeSelect
            label="Pause"
            data={Object.entries(PAUSED_FOR).map(([value, label]) => ({ value, label }))}
            value={days}
            onChange={(event) => setDays(event.currentTarget.value)}
          />
          <Group gap="xs">
            <Button size="xs" onClick={() => act({ kind: "pause", until: pausedUntil(days) }, "now without automations")}>
              Pause automations
            </Button>
            <Button size="xs" variant="default" onClick={() => act({ kind: "unpause" }, "with automations again")}>
              End the pauses
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
