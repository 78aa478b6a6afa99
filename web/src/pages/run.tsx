/** One sync, live: how far each kind is, how fast, how long it will take, and how it ended (B-SYN-7). */
import { Alert, Group, Progress, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useApi, type KindProgress, type Run } from "../api.ts";
import { PageTitle, Section } from "../parts/page.tsx";
import { waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { duration, KINDS, MODES, number, PHASES, plain, PROVIDERS, STATES, word } from "../parts/words.ts";
import { RunState } from "./runs.tsx";

export function RunPage({ run_id }: { run_id: string }) {
  const query = useApi<Run>(`/runs/${run_id}`);
  const run = query.data;
  useFollowing(run_id, run?.state === "running");
  if (!run) return waiting(query, "the sync");
  return (
    <>
      <PageTitle
        aside={<RunState state={run.state} />}
        below={
          <>
            {run.account_name} · started <Time at={run.started_at} /> · {run.trigger} · {number(run.requests)} requests
          </>
        }
      >
        {PROVIDERS[run.provider]}: {word(MODES, run.mode)}
        {run.target && ` (${word(KINDS, run.target.kind)} ${run.target.id})`}
      </PageTitle>
      <Stack gap="md">
        {run.error && (
          <Alert color={run.state === "held" ? "yellow" : "red"} variant="outline" title={plain(run.error)} role="alert">
            {run.remedy && plain(run.remedy)}
          </Alert>
        )}
        <Section title={run.state === "running" ? word(PHASES, run.phase) : "What was read"}>
          <Text size="sm" c="dimmed" mb="sm" role="status">
            {summary(run)}
          </Text>
          <Stack gap="md">
            {run.kinds.map((kind) => (
              <Kind key={kind.kind} kind={kind} />
            ))}
            {run.working_out && <Bar name="Worked out" read={run.working_out.done} total={run.working_out.total} note="" state="reading" />}
          </Stack>
        </Section>
        {run.counts && <Counts counts={run.counts} />}
      </Stack>
    </>
  );
}

/** The server sends each change; they go where a fetched run would be, so that the page has one source. */
function useFollowing(run_id: string, running: boolean): void {
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

function Bar({
  name,
  read,
  total,
  note,
  state,
}: {
  name: string;
  read: number;
  total: number | null;
  note: string;
  state: KindProgress["state"];
}) {
  const share = state === "done" ? 100 : total ? Math.min(100, (100 * read) / total) : state === "reading" ? 50 : 0;
  const color = state === "refused" ? "red" : state === "done" ? "leaf" : "ink";
  const words =
    state === "waiting"
      ? "not yet"
      : state === "refused"
        ? "refused by the provider"
        : total === null || state === "done"
          ? number(read)
          : `${number(read)} of ${number(total)}`;
  return (
    <div>
      <Group justify="space-between" gap="xs" mb={4}>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="sm">{words}</Text>
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
      {note && (
        <Text size="xs" c="dimmed" mt={2}>
          {note}
        </Text>
      )}
    </div>
  );
}

function Counts({ counts }: { counts: Record<string, unknown> }) {
  return (
    <Section title="Contacts after it">
      <dl className="facts">
        {Object.entries(counts).map(([state, count]) => (
          <div key={state} style={{ display: "contents" }}>
            <dt>{word(STATES, state)}</dt>
            <dd>{number(Number(count))}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
