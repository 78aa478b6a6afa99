/** The listings of a run: their cursors, and what was met. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Kind } from "../model/kinds.ts";
import { LostRun, type Run } from "./store_runs.ts";

type Db = Kysely<Tables>;

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

/** What a full run has met. A record may be met twice; in one order, since two parts of a kind may meet the same ones at the same time. */
export async function markSeen(trx: Db, run: Run, kind: Kind, ids: string[]): Promise<void> {
  await sql`
    insert into sync_seen (firm_id, run_id, kind, provider_id)
    select ${run.firm_id}, ${run.run_id}, ${kind}, unnest(${ids.toSorted()}::text[]) on conflict do nothing`.execute(trx);
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
