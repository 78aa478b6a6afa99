/** One sync, live: how far each kind is, how fast, how long it will take, and how it ended (B-SYN-7). */
import { Alert, Stack, Text } from "@mantine/core";
import { useApi, type Run } from "../api.ts";
import { PageTitle, Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { RunProgress, useFollowing } from "../parts/run_progress.tsx";
import { outcomeOf, runName, triggerOf } from "../parts/run_words.ts";
import { waitingPage } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { number, plain, PHASES, PROVIDERS, STATES, word } from "../parts/words.ts";
import { HeldChanges } from "./attention_held.tsx";
import { RunState } from "./runs.tsx";

export function RunPage({ run_id }: { run_id: string }) {
  const query = useApi<Run>(`/runs/${run_id}`);
  const run = query.data;
  useFollowing(run_id, run?.state === "running");
  if (!run) return waitingPage(query, "Sync", "the sync");
  return (
    <>
      <PageTitle
        aside={<RunState state={run.state} />}
        below={
          <>
            {run.account_name} · started <Time at={run.started_at} />, {triggerOf(run)} · {number(run.requests)} requests
          </>
        }
      >
        {PROVIDERS[run.provider]}: {runName(run)}
      </PageTitle>
      <Stack gap="md">
        {run.state === "failed" && run.error && (
          <Alert color="red" variant="outline" title={plain(run.error)} role="alert">
            {run.remedy && plain(run.remedy)}
          </Alert>
        )}
        {run.state !== "running" && (
          <Section title="How it ended">
            {run.state !== "failed" && <Text>{outcomeOf(run)}.</Text>}
            <Totals run={run} />
          </Section>
        )}
        {run.state === "held" && <HeldChanges connection={run.connection_id} run_id={run.run_id} />}
        <Section title={run.state === "running" ? word(PHASES, run.phase) : "What was read"}>
          {run.kinds.length === 0 ? <Text size="sm">One record, by its id.</Text> : <RunProgress run={run} />}
        </Section>
        {run.counts && <Counts counts={run.counts} />}
      </Stack>
    </>
  );
}

function Totals({ run }: { run: Run }) {
  const changed = run.kinds.reduce((sum, kind) => sum + kind.changed, 0);
  const quarantined = run.kinds.reduce((sum, kind) => sum + kind.quarantined, 0);
  if (run.kinds.length === 0) return null;
  return (
    <Text size="sm" c="dimmed" mt={4}>
      {number(run.rows_read)} rows read, {number(changed)} new or changed,{" "}
      {quarantined === 0 ? (
        "none that could not be taken in"
      ) : (
        <Link className="why-mark" href={`/attention?show=broken&connection=${run.connection_id}`}>
          {number(quarantined)} could not be taken in
        </Link>
      )}
      {run.held > 0 && `, ${number(run.held)} held`}. Ended <Time at={run.finished_at} />.
    </Text>
  );
}

/** B-SYN-10: with their sum. */
function Counts({ counts }: { counts: Record<string, unknown> }) {
  const entries = Object.entries(counts).map(([state, count]) => ({ state, count: Number(count) }));
  return (
    <Section title="Contacts after it">
      <dl className="facts">
        {entries.map(({ state, count }) => (
          <div key={state} style={{ display: "contents" }}>
            <dt>{word(STATES, state)}</dt>
            <dd>{number(count)}</dd>
          </div>
        ))}
        <dt>All together</dt>
        <dd>{number(entries.reduce((sum, { count }) => sum + count, 0))}</dd>
      </dl>
    </Section>
  );
}
