/** How runs are kept: the run, its listings and their cursors, what was met, what is parked. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { recordRunEnd } from "../events/store.ts";
import type { Owner } from "../mirror/store.ts";
import type { Kind, Provider } from "../model/kinds.ts";
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

export interface ListingRow {
  kind: Kind;
  part: string;
  position: number;
  state: "waiting" | "reading" | "done" | "refused";
  since: string | null;
  cursor: string | null;
  restarts: number;
  rows_read: number;
  total: number | null;
  provider_time: string | null;
  first_page_at: string | null;
  note: string | null;
}

/** Thrown when another worker has taken the run over: whatever this one still holds must not be written (invariant of the fence). */
export class LostRun extends Error {
  override readonly name = "LostRun";
}

export interface ConnectionForSync {
  firm_id: string;
  connection_id: string;
  provider: Provider;
  region: string | null;
  firm_uuid: string | null;
  firm_url: string | null;
  state: "connected" | "disconnected";
  blind_since: string | null;
  first_synced_at: string | null;
  firm_time_zone: string;
  firm_country: string;
}

export async function readConnection(db: Db, connection_id: string): Promise<ConnectionForSync | null> {
  const { rows } = await sql<ConnectionForSync>`
    select c.firm_id, c.connection_id, c.provider, c.region, c.firm_uuid, c.firm_url, c.state, c.blind_since, c.first_synced_at,
      f.time_zone as firm_time_zone, f.country as firm_country
    from connection c join firm f using (firm_id) where c.connection_id = ${connection_id}`.execute(db);
  return rows[0] ?? null;
}

/** When each kind was last read to its end, by the provider's clock and by ours. */
export async function readMarks(db: Db, owner: Owner): Promise<{ read_through: Map<Kind, string>; oldest_success: string | null }> {
  const { rows } = await sql<{ kind: Kind; read_through: string; succeeded_at: string }>`
    select kind, read_through, succeeded_at from sync_mark where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`.execute(
    db,
  );
  const successes = rows.map((row) => row.succeeded_at).sort();
  return { read_through: new Map(rows.map((row) => [row.kind, row.read_through])), oldest_success: successes[0] ?? null };
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

/**
 * A first run that failed (the provider was away for hours) leaves its cursors to the next one, which goes on from the last page that was
 * stored (B-SYN-7). A page token too old to be taken is refused by the provider, and its listing starts again.
 */
export async function inheritListings(db: Db, run: Run): Promise<void> {
  await sql`
    with earlier as (
      select run_id from sync_run
      where firm_id = ${run.firm_id} and connection_id = ${run.connection_id} and mode = 'first' and state = 'failed' order by started_at desc limit 1
    )
    update sync_listing l set state = e.state, cursor = e.cursor, pages = e.pages, rows_read = e.rows_read, rows_changed = e.rows_changed,
      rows_quarantined = e.rows_quarantined, total = e.total, provider_time = e.provider_time, first_page_at = e.first_page_at, note = e.note
    from sync_listing e join earlier on e.run_id = earlier.run_id
    where e.firm_id = ${run.firm_id} and l.firm_id = ${run.firm_id} and l.run_id = ${run.run_id} and l.kind = e.kind and l.part = e.part
      and e.state in ('reading', 'done')`.execute(db);
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

export async function readListings(db: Db, run: Run): Promise<ListingRow[]> {
  const { rows } = await sql<ListingRow>`
    select kind, part, position, state, since, cursor, restarts, rows_read, total, provider_time, first_page_at, note
    from sync_listing where firm_id = ${run.firm_id} and run_id = ${run.run_id} order by position`.execute(db);
  return rows;
}

export interface ListingProgress {
  kind: Kind;
  part: string;
  state: "reading" | "done" | "refused";
  cursor: string | null;
  rows_read: number;
  rows_changed: number;
  rows_quarantined: number;
  total: number | null;
  provider_time: string | null;
  first_page_at: string | null;
}

/** Moves the cursor, in the transaction that holds the rows (invariant 2), and does what `holdRun` does. */
export async function advanceListing(trx: Db, run: Run, page: ListingProgress, lease_until: string, requests: number): Promise<void> {
  const { numAffectedRows } = await sql`
    with held as (
      update sync_run set lease_until = ${lease_until}::timestamptz, requests = requests + ${requests}
      where firm_id = ${run.firm_id} and run_id = ${run.run_id} and fence = ${run.fence} and state = 'running'
      returning firm_id, run_id
    )
    update sync_listing l set state = ${page.state}, cursor = ${page.cursor}, pages = pages + 1, rows_read = rows_read + ${page.rows_read},
      rows_changed = rows_changed + ${page.rows_changed}, rows_quarantined = rows_quarantined + ${page.rows_quarantined},
      total = coalesce(${page.total}, total), provider_time = coalesce(provider_time, ${page.provider_time}::timestamptz),
      first_page_at = coalesce(first_page_at, ${page.first_page_at}::timestamptz),
      note = case when ${page.state} = 'done' and coalesce(${page.total}, total) > rows_read + ${page.rows_read}
        then 'the provider announced ' || coalesce(${page.total}, total) || ' records and listed ' || rows_read + ${page.rows_read} else note end
    from held where l.firm_id = held.firm_id and l.run_id = held.run_id and l.kind = ${page.kind} and l.part = ${page.part}`.execute(trx);
  if (numAffectedRows !== 1n) throw new LostRun("another process has taken this run over");
}

/** A listing whose page token was refused starts again; what it has met stays met. */
export async function restartListing(trx: Db, run: Run, kind: Kind, part: string, note: string): Promise<void> {
  await sql`
    update sync_listing set cursor = null, restarts = restarts + 1, rows_read = 0, note = ${note}
    where firm_id = ${run.firm_id} and run_id = ${run.run_id} and kind = ${kind} and part = ${part}`.execute(trx);
}

export async function refuseListing(trx: Db, run: Run, kind: Kind, part: string, note: string): Promise<void> {
  await sql`
    update sync_listing set state = 'refused', note = ${note}
    where firm_id = ${run.firm_id} and run_id = ${run.run_id} and kind = ${kind} and part = ${part}`.execute(trx);
}

/** What a full run has met. A record may be met twice. */
export async function markSeen(trx: Db, run: Run, kind: Kind, ids: string[]): Promise<void> {
  await sql`
    insert into sync_seen (firm_id, run_id, kind, provider_id)
    select ${run.firm_id}, ${run.run_id}, ${kind}, unnest(${ids}::text[]) on conflict do nothing`.execute(trx);
}

/** Records of a kind that the mirror holds, that this run did not meet, and that nobody has read since its listing began. */
export async function readMissing(db: Db, run: Run, kind: Kind, listing_began: string, after: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ provider_id: string }>`
    select r.provider_id from record r
    where r.firm_id = ${run.firm_id} and r.connection_id = ${run.connection_id} and r.kind = ${kind} and r.presence = 'present'
      and r.read_at < ${listing_began}::timestamptz and r.provider_id > ${after}
      and not exists (select 1 from sync_seen s where s.firm_id = r.firm_id and s.run_id = ${run.run_id} and s.kind = r.kind and s.provider_id = r.provider_id)
    order by r.provider_id limit ${limit}`.execute(db);
  return rows.map((row) => row.provider_id);
}

// Parked changes ------------------------------------------------------------------------------------------------------------

export interface ParkedWrite {
  kind: Kind;
  provider_id: string;
  effect: "gone" | "blanked";
  /** The new content as JSON text, for `blanked`. */
  text: string | null;
  updated_at: string | null;
  read_at: string;
}

export interface ParkedChange {
  kind: Kind;
  provider_id: string;
  effect: "gone" | "blanked";
  raw: Record<string, unknown> | null;
  updated_at: string | null;
  read_at: string;
}

export async function parkChanges(trx: Db, owner: Owner, run_id: string, changes: ParkedWrite[]): Promise<void> {
  for (const change of changes) {
    await sql`
      insert into parked_change as p (firm_id, connection_id, run_id, kind, provider_id, effect, raw, updated_at, read_at)
      values (${owner.firm_id}, ${owner.connection_id}, ${run_id}, ${change.kind}, ${change.provider_id}, ${change.effect}, ${change.text}::text::json,
        ${change.updated_at}::timestamptz, ${change.read_at}::timestamptz)
      on conflict (firm_id, connection_id, run_id, kind, provider_id)
        do update set effect = excluded.effect, raw = excluded.raw, updated_at = excluded.updated_at, read_at = excluded.read_at
        where p.state = 'parked'`.execute(trx);
  }
}

export async function countParked(db: Db, run: Run, state: "parked" | "held"): Promise<Map<Kind, number>> {
  const { rows } = await sql<{ kind: Kind; n: number }>`
    select kind, count(*)::int as n from parked_change
    where firm_id = ${run.firm_id} and connection_id = ${run.connection_id} and run_id = ${run.run_id} and state = ${state} group by kind`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.kind, row.n]));
}

export async function readParked(db: Db, owner: Owner, run_id: string, state: "parked" | "held", limit: number): Promise<ParkedChange[]> {
  const { rows } = await sql<ParkedChange>`
    select kind, provider_id, effect, raw, updated_at, read_at from parked_change
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and run_id = ${run_id} and state = ${state}
    order by kind, provider_id limit ${limit}`.execute(db);
  return rows;
}

export async function decideParked(
  trx: Db,
  owner: Owner,
  run_id: string,
  input: { from: "parked" | "held"; to: "held" | "applied" | "refused"; at: string; only?: { kind: Kind; ids: string[] } },
): Promise<void> {
  await sql`
    update parked_change set state = ${input.to}, decided_at = ${input.to === "held" ? null : input.at}::timestamptz
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and run_id = ${run_id} and state = ${input.from}
      and (${input.only === undefined} or (kind = ${input.only?.kind ?? ""} and provider_id = any(${input.only?.ids ?? []}::text[])))`.execute(
    trx,
  );
}

export interface HeldRun {
  run_id: string;
  started_at: string;
  kind: Kind;
  effect: "gone" | "blanked";
  count: number;
  /** The first few ids. */
  sample: string[];
}

/** What waits for an admin's word, by run and effect (B-SYN-6). */
export async function listHeld(db: Db, owner: Owner): Promise<HeldRun[]> {
  const { rows } = await sql<HeldRun>`
    select p.run_id, r.started_at, p.kind, p.effect, count(*)::int as count, (array_agg(p.provider_id order by p.provider_id))[1:5] as sample
    from parked_change p join sync_run r on r.firm_id = p.firm_id and r.run_id = p.run_id
    where p.firm_id = ${owner.firm_id} and p.connection_id = ${owner.connection_id} and p.state = 'held'
    group by p.run_id, r.started_at, p.kind, p.effect order by r.started_at, p.kind, p.effect`.execute(db);
  return rows;
}

export async function setBlind(trx: Db, owner: Owner, since: string | null): Promise<void> {
  await sql`
    update connection set blind_since = case when ${since}::timestamptz is null then null else coalesce(blind_since, ${since}::timestamptz) end
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`.execute(trx);
}

// The end of a run ------------------------------------------------------------------------------------------------------------

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

/** What was read to its end: the next incremental run reads on from there. */
export async function writeMarks(trx: Db, run: Run, marks: { kind: Kind; read_through: string }[], at: string): Promise<void> {
  await sql`
    insert into sync_mark as m (firm_id, connection_id, kind, read_through, succeeded_at)
    select ${run.firm_id}, ${run.connection_id}, p.kind, p.read_through, ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(marks)}::text::json) as p(kind text, read_through timestamptz)
    on conflict (firm_id, connection_id, kind)
      do update set read_through = greatest(m.read_through, excluded.read_through), succeeded_at = excluded.succeeded_at`.execute(trx);
}

export async function markFirstSynced(trx: Db, owner: Owner, at: string): Promise<void> {
  await sql`
    update connection set first_synced_at = coalesce(first_synced_at, ${at}::timestamptz)
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`.execute(trx);
}

/** The newest update time that the mirror holds of a kind: stands in for the provider's clock where it tells none. */
export async function newestUpdate(db: Db, owner: Owner, kind: Kind): Promise<string | null> {
  const { rows } = await sql<{ newest: string | null }>`
    select max(updated_at) as newest from record where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and kind = ${kind}`.execute(
    db,
  );
  return rows[0]?.newest ?? null;
}
