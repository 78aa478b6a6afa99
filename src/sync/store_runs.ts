/** How runs are kept: who is at one, how far it is, how it ended. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { recordRunEnd } from "../events/store.ts";
import type { Owner } from "../mirror/store.ts";
import type { Kind } from "../model/kinds.ts";
import type { PlannedListing, RunMode } from "./plan.ts";

type Db = Kysely<Tables>;

export interface Run {
  firm_id: string;
  run_id: string;
  connection_id: string;
  mode: RunMode;
  trigger: string;
  target_kind: Kind | null;
  target_id: string | null;
  state: "running" | "succeeded" | "held" | "failed";
  phase: string;
  started_at: string;
  contacts_before: number;
  fence: number;
}

/** Thrown when another worker has taken the run over: whatever this one still holds must not be written (invariant of the fence). */
export class LostRun extends Error {
  override readonly name = "LostRun";
}

const RUN_COLUMNS = sql.raw(
  "firm_id, run_id, connection_id, mode, trigger, target_kind, target_id, state, phase, started_at, contacts_before, fence",
);

/** Creates the run with its listings; null when another run of the connection is under way. */
export async function createRun(
  db: Db,
  input: Omit<Run, "state" | "phase" | "fence"> & { lease_until: string },
  listings: PlannedListing[],
): Promise<Run | null> {
  const { rows } = await sql<Run>`
    with run as (
      insert into sync_run (firm_id, run_id, connection_id, mode, trigger, target_kind, target_id, started_at, contacts_before, lease_until)
      values (${input.firm_id}, ${input.run_id}, ${input.connection_id}, ${input.mode}, ${input.trigger}, ${input.target_kind}, ${input.target_id},
        ${input.started_at}::timestamptz, ${input.contacts_before}, ${input.lease_until}::timestamptz)
      on conflict do nothing returning ${RUN_COLUMNS}
    ), listing as (
      insert into sync_listing (firm_id, run_id, kind, part, position, since)
      select run.firm_id, run.run_id, p.kind, p.part, p.position, p.since from run,
        json_to_recordset(${JSON.stringify(listings.map((listing, position) => ({ ...listing, position })))}::text::json)
          as p(kind text, part text, position int, since timestamptz)
    )
    select * from run`.execute(db);
  return rows[0] ?? null;
}

/** The run of a connection that is under way, whoever works on it. */
export async function readRunningRun(db: Db, owner: Owner): Promise<(Run & { lease_until: string }) | null> {
  const { rows } = await sql<Run & { lease_until: string }>`
    select ${RUN_COLUMNS}, lease_until from sync_run
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and state = 'running' and mode <> 'record'`.execute(db);
  return rows[0] ?? null;
}

/** Takes over a run whose lease has ended: the fence rises, so that its earlier worker can write no more. */
export async function takeOver(db: Db, run: Run, now: string, lease_until: string): Promise<Run | null> {
  const { rows } = await sql<Run>`
    update sync_run set fence = fence + 1, lease_until = ${lease_until}::timestamptz
    where firm_id = ${run.firm_id} and run_id = ${run.run_id} and state = 'running' and fence = ${run.fence} and lease_until <= ${now}::timestamptz
    returning ${RUN_COLUMNS}`.execute(db);
  return rows[0] ?? null;
}

/** Lets go of a run that is not finished: whoever comes next takes it over at once. */
export async function giveBack(db: Db, run: Run, now: string): Promise<void> {
  await sql`
    update sync_run set lease_until = ${now}::timestamptz
    where firm_id = ${run.firm_id} and run_id = ${run.run_id} and fence = ${run.fence} and state = 'running'`.execute(db);
}

/** The oldest reading of one record that nobody is at. */
export async function readWaitingRecordRun(db: Db, owner: Owner, now: string): Promise<Run | null> {
  const { rows } = await sql<Run>`
    select ${RUN_COLUMNS} from sync_run
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and state = 'running' and mode = 'record'
      and target_id is not null and lease_until <= ${now}::timestamptz
    order by started_at, run_id limit 1`.execute(db);
  return rows[0] ?? null;
}

/** Every write of a run begins with this: it fails when the run is no longer ours, and prolongs the lease. */
export async function holdRun(trx: Db, run: Run, lease_until: string, input: { requests?: number; phase?: string } = {}): Promise<void> {
  const { numAffectedRows } = await sql`
    update sync_run set lease_until = ${lease_until}::timestamptz, requests = requests + ${input.requests ?? 0}, phase = coalesce(${input.phase ?? null}, phase)
    where firm_id = ${run.firm_id} and run_id = ${run.run_id} and fence = ${run.fence} and state = 'running'`.execute(trx);
  if (numAffectedRows !== 1n) throw new LostRun("another process has taken this run over");
}

export interface RunOutcome {
  state: "succeeded" | "held" | "failed";
  finished_at: string;
  error: string | null;
  remedy: string | null;
  counts: Record<string, number>;
}

export async function finishRun(trx: Db, run: Run, outcome: RunOutcome): Promise<void> {
  const { numAffectedRows } = await sql`
    update sync_run set state = ${outcome.state}, phase = 'finished', finished_at = ${outcome.finished_at}::timestamptz, error = ${outcome.error},
      remedy = ${outcome.remedy}, counts = ${JSON.stringify(outcome.counts)}::text::jsonb
    where firm_id = ${run.firm_id} and run_id = ${run.run_id} and fence = ${run.fence} and state = 'running'`.execute(trx);
  if (numAffectedRows !== 1n) throw new LostRun("another process has taken this run over");
  await sql`delete from sync_seen where firm_id = ${run.firm_id} and run_id = ${run.run_id}`.execute(trx);
  const { run_id, mode, trigger } = run;
  await recordRunEnd(trx, run, { run_id, mode, trigger, state: outcome.state, counts: outcome.counts }, outcome.finished_at);
}
