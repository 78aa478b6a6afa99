/** How far a sync is: per kind what was read, of how many, how fast, and how long it will take (B-SYN-7). */
import { Group, Progress, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { KindProgress, Run } from "../api.ts";
import { duration, KINDS, number, word } from "./words.ts";

/** The server sends each change; they go where a fetched run would be, so that the page has one source. */
export function useFollowing(run_id: string, running: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!running) return;
    const events = new EventSource(`/api/v1/runs/${run_id}/events`);
    events.addEventListener("run", (event: MessageEvent<string>) => {
      const run = JSON.parse(event.data) as Run;
      client.setQueryData([`/runs/${run_id}`], run);
      if (run.state === "running") return;
      events.close();
      void client.invalidateQueries();
    });
    return () => events.close();
  }, [client, run_id, running]);
}

export function RunProgress({ run }: { run: Run }) {
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm" role="status">
        {summary(run)}
      </Text>
      <Stack gap="md">
        {run.kinds.map((kind) => (
          <Kind key={kind.kind} kind={kind} />
        ))}
        {run.working_out && <Bar name="Worked out" read={run.working_out.done} total={run.working_out.total} note="" state="reading" />}
      </Stack>
    </>
  );
}

function summary(run: Run): string {
  const read = `${number(run.rows_read)} rows in ${duration(run.seconds)}`;
  const rate = run.rows_per_second === null ? "" : `, ${number(Math.round(run.rows_per_second))} a second`;
  const left = run.seconds_left === null ? "" : `, about ${duration(run.seconds_left)} left`;
  return read + rate + left;
}

function Kind({ kind }: { kind: KindProgress }) {
  const notes = [
    kind.changed > 0 && `${number(kind.changed)} new or changed`,
    kind.quarantined > 0 && `${number(kind.quarantined)} could not be taken in`,
    kind.rows_per_second !== null && `${number(Math.round(kind.rows_per_second))} a second`,
    kind.seconds_left !== null && `${duration(kind.seconds_left)} left`,
    kind.note,
  ];
  return (
    <Bar name={word(KINDS, kind.kind)} read={kind.read} total={kind.total} note={notes.filter(Boolean).join(" · ")} state={kind.state} />
  );
}

interface BarProps {
  name: string;
  read: number;
  total: number | null;
  note: string;
  state: KindProgress["state"];
}

function Bar({ name, read, total, note, state }: BarProps) {
  const share = state === "done" ? 100 : total ? Math.min(100, (100 * read) / total) : state === "reading" ? 50 : 0;
  const color = state === "refused" ? "red" : state === "done" ? "leaf" : "ink";
  return (
    <div>
      <Group justify="space-between" gap="xs" mb={4}>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="sm">{wordsFor({ read, total, state })}</Text>
      </Group>
      <Progress.Root size="md">
        {/* Without a total nobody knows how far it is: the stripes move, and no figure is claimed. */}
        <Progress.Section
          value={share}
          color={color}
          withAria={total !== null || state === "done"}
          aria-label={total !== null || state === "done" ? name : undefined}
          animated={state === "reading"}
          striped={state === "reading"}
        />
      </Progress.Root>
      {/* The line keeps its place while there is nothing to say, so that nothing jumps. */}
      <Text size="xs" c="dimmed" mt={2} mih="1.5em">
        {note}
      </Text>
    </div>
  );
}

function wordsFor({ read, total, state }: Pick<BarProps, "read" | "total" | "state">): string {
  if (state === "waiting") return "not yet";
  if (state === "refused") return "refused by the provider";
  return total === null || state === "done" ? number(read) : `${number(read)} of ${number(total)}`;
}
