/** How previews are kept, and what they read besides: a consistent look at one moment, and matters that are only tried. */
import { sql, type Kysely } from "kysely";
import { keepingConnection } from "../db/keeping.ts";
import type { Db as Database } from "../db/pool.ts";
import type { Tables } from "../db/tables.ts";
import { unnestBytes, unnestPlain, unnestTexts } from "../db/texts.ts";
import type { Owner } from "../mirror/store.ts";
import type { Settings } from "../model/settings.ts";
import type { PreviewOutcome } from "./preview_lists.ts";
import type { PreviewChange } from "./preview_whys.ts";
import type { MatterRow } from "./store_matters.ts";

type Db = Kysely<Tables>;

const mine = (owner: Owner) => sql`firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`;

/** Previews of one connection that are kept: the newest ones. */
const KEPT = 3;

export interface PreviewRecord {
  preview_id: string;
  settings: Settings;
  state: "running" | "done" | "failed" | "applied";
  base_version: number;
  seq: number | null;
  change_id: number | null;
  done: number;
  total: number;
  outcome: PreviewOutcome | null;
  error: string | null;
  created_by: string;
  created_at: string;
  beat_at: string;
}

/** Ids sort by time, so the newest are the highest. */
export async function insertPreview(
  db: Db,
  owner: Owner,
  row: { preview_id: string; settings: Settings; base_version: number; created_by: string; at: string },
): Promise<void> {
  await sql`
    insert into settings_preview (firm_id, connection_id, preview_id, document, base_version, created_by, created_at, beat_at)
    values (${owner.firm_id}, ${owner.connection_id}, ${row.preview_id}, ${JSON.stringify(row.settings)}::text::jsonb, ${row.base_version},
      ${row.created_by}, ${row.at}::timestamptz, ${row.at}::timestamptz)`.execute(db);
  await sql`
    delete from settings_preview where ${mine(owner)} and preview_id not in (
      select preview_id from settings_preview where ${mine(owner)} order by preview_id desc limit ${KEPT})`.execute(db);
}

export async function readPreview(db: Db, owner: Owner, preview_id: string): Promise<PreviewRecord | null> {
  const { rows } = await sql<PreviewRecord>`
    select preview_id, document as settings, state, base_version, seq, change_id, done, total, outcome, error, created_by, created_at, beat_at
    from settings_preview where ${mine(owner)} and preview_id = ${preview_id}`.execute(db);
  return rows[0] ?? null;
}

export async function startPreview(
  db: Db,
  owner: Owner,
  preview_id: string,
  at: { seq: number; change_id: number; total: number },
): Promise<void> {
  await sql`
    update settings_preview set seq = ${at.seq}, change_id = ${at.change_id}, total = ${at.total} where ${mine(owner)} and preview_id = ${preview_id}`.execute(
    db,
  );
}

export async function advancePreview(db: Db, owner: Owner, preview_id: string, done: number, at: string): Promise<void> {
  await sql`
    update settings_preview set done = done + ${done}, beat_at = ${at}::timestamptz where ${mine(owner)} and preview_id = ${preview_id}`.execute(
    db,
  );
}

export async function endPreview(
  db: Db,
  owner: Owner,
  preview_id: string,
  end: { state: "done"; outcome: PreviewOutcome } | { state: "failed"; error: string } | { state: "applied" },
): Promise<void> {
  const outcome = end.state === "done" ? JSON.stringify(end.outcome) : null;
  await sql`
    update settings_preview set state = ${end.state}, outcome = coalesce(${outcome}::text::jsonb, outcome), error = ${end.state === "failed" ? end.error : null}
    where ${mine(owner)} and preview_id = ${preview_id}`.execute(db);
}

export interface PreviewRow {
  entity: "contact" | "matter";
  sort_name: string;
  provider_id: string;
  name: string;
  changes: PreviewChange[];
}

export async function insertPreviewRows(
  db: Db,
  owner: Owner,
  preview_id: string,
  rows: (PreviewRow & { lists: string[] })[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns = JSON.stringify(rows.map((row) => ({ ...row, changes: undefined })));
  await sql`
    insert into preview_row (firm_id, connection_id, preview_id, entity, sort_name, provider_id, name, lists, changes)
    select ${owner.firm_id}, ${owner.connection_id}, ${preview_id}, p.entity, p.sort_name, p.provider_id, p.name, p.lists, p.unnest::json
    from rows from (json_to_recordset(${columns}::text::json) as (entity text, sort_name text, provider_id text, name text, lists text[]),
      ${unnestTexts(rows.map((row) => JSON.stringify(row.changes)))}) as p`.execute(db);
}

/** By name, one row more than `limit` when there are more; `list` null: all contacts. */
export async function listPreviewRows(
  db: Db,
  owner: Owner,
  preview_id: string,
  list: string | null,
  after: { sort_name: string; provider_id: string } | null,
  limit: number,
): Promise<PreviewRow[]> {
  const { rows } = await sql<PreviewRow>`
    select entity, sort_name, provider_id, name, changes from preview_row
    where ${mine(owner)} and preview_id = ${preview_id} and (case when ${list}::text is null then entity = 'contact' else lists @> array[${list}::text] end)
      and (${after === null} or (sort_name, provider_id) > (${after?.sort_name ?? ""}, ${after?.provider_id ?? ""}))
    order by sort_name, provider_id limit ${limit + 1}`.execute(db);
  return rows;
}

// One moment ------------------------------------------------------------------------------------------------------------------

/** Everything that `work` reads is of one moment, whatever is written meanwhile. What it makes for itself is gone afterwards. */
export async function atOneMoment<T>(db: Database, work: (trx: Db) => Promise<T>): Promise<T> {
  return keepingConnection(db, null, () => db.kysely.transaction().setIsolationLevel("repeatable read").execute(work));
}

/** The last entry of the connection's history: pins, tags and new days move it as syncs do. */
export async function readLastChange(db: Db, owner: Owner): Promise<number> {
  const { rows } = await sql<{
    change_id: number;
  }>`select coalesce(max(change_id), 0) as change_id from change where ${mine(owner)}`.execute(db);
  return rows[0]!.change_id;
}

/** A table of the session's own, beside `matter`; it ends with the transaction. */
export async function openPreviewMatters(trx: Db): Promise<void> {
  await sql`
    create temporary table preview_matter (firm_id uuid, connection_id uuid, provider_id text primary key, presence text, left_out boolean, for_contact text)
    on commit drop`.execute(trx);
}

export async function insertPreviewMatters(trx: Db, owner: Owner, rows: MatterRow[]): Promise<void> {
  if (rows.length === 0) return;
  const column = (value: (row: MatterRow) => string) => unnestPlain(rows.map(value));
  await sql`
    insert into preview_matter select ${owner.firm_id}::uuid, ${owner.connection_id}::uuid, p.provider_id, p.presence, p.left_out::boolean, p.for_contact
    from rows from (${column((row) => row.provider_id)}, ${column((row) => row.presence)}, ${column((row) => String(row.left_out))},
      ${unnestBytes(rows.map((row) => row.for_contact))}) as p(provider_id, presence, left_out, for_contact)`.execute(trx);
}

/** Its statistics, without which the join with it is planned as if it were empty. */
export async function countedPreviewMatters(trx: Db): Promise<void> {
  await sql`analyze preview_matter`.execute(trx);
}

// What moved ------------------------------------------------------------------------------------------------------------------

/** The place in the mirror's order of changes, held still until the transaction ends. */
export async function holdSeq(trx: Db, owner: Owner): Promise<number> {
  const { rows } = await sql<{ seq: number }>`select seq from mirror_clock where ${mine(owner)} for update`.execute(trx);
  return rows[0]?.seq ?? 0;
}

export async function countMovedRecords(db: Db, owner: Owner, after_seq: number): Promise<{ kind: string; n: number }[]> {
  const { rows } = await sql<{ kind: string; n: number }>`
    select kind, count(*)::int as n from record where ${mine(owner)} and seq > ${after_seq} group by kind order by kind`.execute(db);
  return rows;
}

export async function countMovedContacts(db: Db, owner: Owner, after_change: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(distinct provider_id)::int as n from change where ${mine(owner)} and change_id > ${after_change} and entity = 'contact'`.execute(
    db,
  );
  return rows[0]!.n;
}
