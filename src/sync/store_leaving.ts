/** How connections end: closed at once, and everything that was kept of one erased, piece by piece. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";

type Db = Kysely<Tables>;

const mine = (owner: Owner) => sql`firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`;

/**
 * Closes it: no request leaves, no run that is under way stores anything more (its fence moves), no lane is taken. False: there is none, or
 * it is being erased.
 */
export async function beginEnd(db: Db, owner: Owner, { by, at }: { by: string; at: string }): Promise<boolean> {
  // Runs before their connection: so do workers, which hold their run and then mark the connection (sync/run.ts).
  await endRuns(db, owner, { by, at });
  const { rows } = await sql`
    update connection set state = 'disconnected', state_reason = ${`Disconnected by ${by}.`}, ended_by = ${by},
      state_since = case state when 'disconnected' then state_since else ${at}::timestamptz end, ending_since = coalesce(ending_since, ${at}::timestamptz)
    where ${mine(owner)} and erasing_since is null returning true`.execute(db);
  if (rows.length === 0) return false;
  // One that began a moment ago.
  await endRuns(db, owner, { by, at });
  // In the order in which workers hold them (jobs/store.ts).
  await sql`
    delete from lane where (firm_id, connection_id, kind) in (
      select firm_id, connection_id, kind from lane where ${mine(owner)} order by kind for update)`.execute(db);
  await sql`delete from webhook_hint where ${mine(owner)}`.execute(db);
  return true;
}

async function endRuns(db: Db, owner: Owner, { by, at }: { by: string; at: string }): Promise<void> {
  await sql`
    update sync_run set state = 'failed', phase = 'finished', finished_at = ${at}, fence = fence + 1, error = ${`The connection was ended by ${by}.`},
      remedy = 'Connect it again to go on.'
    where ${mine(owner)} and state = 'running'`.execute(db);
}

export async function listEnding(db: Db): Promise<Owner[]> {
  const { rows } = await sql<Owner>`select firm_id, connection_id from connection where ending_since is not null`.execute(db);
  return rows;
}

/** Unless it was connected again meanwhile. The secrets that deliveries were signed with go with the tokens. */
export async function finishEnd(db: Db, owner: Owner, at: string): Promise<void> {
  const { rows } = await sql`
    update connection set ending_since = null where ${mine(owner)} and ending_since is not null returning true`.execute(db);
  if (rows.length === 0) return;
  await sql`
    update webhook_subscription set secret = null, key_id = null, state_since = case state when 'ended' then state_since else ${at}::timestamptz end,
      state = 'ended' where ${mine(owner)}`.execute(db);
}

// Erasing -----------------------------------------------------------------------------------------------------------------------

/**
 * Every table that holds something of a connection, in the order in which it is emptied: what others hang on comes after them, and the
 * subscriptions first, so that no delivery finds its way in. A test holds the list against the schema.
 */
export const ERASED = [
  "webhook_subscription",
  "webhook_care",
  "webhook_hint",
  "webhook_inbox",
  "webhook_refusal",
  "lane",
  "form_clock",
  "form_request",
  "form",
  "portal_clock",
  "portal_reach",
  "portal_notice",
  "text_in",
  "text_out",
  "portal_access",
  "automation_clock",
  "automation_send",
  "task",
  "delivery",
  "portal_document",
  "portal_thread_read",
  "portal_message",
  "portal_thread",
  "activity_file",
  "activity",
  "settle_window",
  "bulk_edit_row",
  "contact_twin",
  "contact",
  "contact_words",
  "project",
  "matter_stage",
  "main_client",
  "participation",
  "matter",
  "affiliation",
  "change",
  "event",
  "contact_pin",
  "manual_tag",
  "manual_key_fact",
  "own_write",
  "parked_change",
  "quarantine",
  "record",
  "preview_row",
  "settings_preview",
  "sync_seen",
  "sync_listing",
  "sync_run",
  "sync_mark",
  "mirror_clock",
  "projection_state",
  "notice",
  "settings_version",
  "connection_grant",
  "oauth_state",
  "first_run",
] as const;

type Erased = (typeof ERASED)[number];

/** These know the connection by its runs alone. */
const OF_RUNS = new Set<Erased>(["sync_seen", "sync_listing"]);

const rowsOf = (table: Erased, owner: Owner) =>
  table === "activity_file"
    ? sql`activity_file where firm_id = ${owner.firm_id} and activity_id in (select activity_id from activity where ${mine(owner)})`
    : OF_RUNS.has(table)
      ? sql`${sql.table(table)} where firm_id = ${owner.firm_id} and run_id in (select run_id from sync_run where ${mine(owner)})`
      : sql`${sql.table(table)} where ${mine(owner)}`;

export interface EraseState {
  account_name: string;
  state: "connected" | "disconnected";
  ending_since: string | null;
  erasing_since: string | null;
}

export async function readEraseState(db: Db, owner: Owner): Promise<EraseState | null> {
  const { rows } = await sql<EraseState>`
    select account_name, state, ending_since, erasing_since from connection where ${mine(owner)} for update`.execute(db);
  return rows[0] ?? null;
}

export async function beginErase(db: Db, owner: Owner, at: string): Promise<void> {
  await sql`
    update connection set erasing_since = coalesce(erasing_since, ${at}::timestamptz),
      state_reason = 'Everything that was synced is being erased.' where ${mine(owner)}`.execute(db);
}

export async function listErasing(db: Db): Promise<Owner[]> {
  const { rows } = await sql<Owner>`select firm_id, connection_id from connection where erasing_since is not null`.execute(db);
  return rows;
}

export async function countRows(db: Db, owner: Owner): Promise<number> {
  let total = 0;
  for (const table of ERASED) {
    const { rows } = await sql<{ n: number }>`select count(*)::float8 as n from ${rowsOf(table, owner)}`.execute(db);
    total += rows[0]!.n;
  }
  return total;
}

export async function writeEraseTotal(db: Db, owner: Owner, total: number): Promise<void> {
  await sql`update connection set erase_total = greatest(erase_total, erased + ${total}::float8::bigint) where ${mine(owner)}`.execute(db);
}

/** So many rows at most, and the progress with them; null: nobody wants them erased. */
export async function eraseSome(db: Db, owner: Owner, table: Erased, limit: number): Promise<number | null> {
  const gone = table === "activity_file" ? await eraseFiles(db, owner, limit) : await eraseRows(db, owner, table, limit);
  const { rows } = await sql`
    update connection set erased = erased + ${gone} where ${mine(owner)} and erasing_since is not null returning true`.execute(db);
  return rows.length === 0 ? null : gone;
}

async function eraseRows(db: Db, owner: Owner, table: Erased, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where ctid = any(array(select ctid from ${rowsOf(table, owner)} limit ${limit}))`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** With what was attached to its activities alone; the sweep of files takes the bytes once no row names them. */
async function eraseFiles(db: Db, owner: Owner, limit: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with gone as (
      delete from activity_file where ctid = any(array(select ctid from ${rowsOf("activity_file", owner)} limit ${limit}))
      returning firm_id, activity_id, position, file_id
    ), files as (
      delete from file f using gone g where f.firm_id = g.firm_id and f.file_id = g.file_id and not exists (
        select 1 from activity_file o where o.firm_id = f.firm_id and o.file_id = f.file_id
          and (o.activity_id, o.position) not in (select activity_id, position from gone))
    )
    select count(*)::int as n from gone`.execute(db);
  return rows[0]!.n;
}

/** The connection itself, and the budget that its requests had. */
export async function eraseConnection(db: Db, owner: Owner): Promise<void> {
  await wordlessLedger(db, owner);
  await sql`delete from rate_budget where scope like ${`% ${owner.connection_id}`}`.execute(db);
  await sql`delete from connection where ${mine(owner)} and erasing_since is not null`.execute(db);
}

/** The ledger of starts outlives the connection, so that nothing starts anew (B-AUT-1); what names people goes, ids and codes stay. */
async function wordlessLedger(db: Db, owner: Owner): Promise<void> {
  const ours = sql`c.firm_id = ${owner.firm_id} and c.connection_id = ${owner.connection_id} and c.purpose = 'sync'
    and s.firm_id = c.firm_id and s.provider = c.provider`;
  await sql`
    update automation_story t set params = '{}' from automation_start s, connection c
    where ${ours} and t.firm_id = s.firm_id and t.start_id = s.start_id and t.params <> '{}'`.execute(db);
  await sql`update automation_start s set params = '{}', about = '{}' from connection c where ${ours}`.execute(db);
}
