/** Who may be an occasion for something: found by the columns that lists use, a page at a time; never a firm in memory. Reads only. */
import { sql, type Kysely, type RawBuilder } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { KeyFactView } from "../projection/types.ts";
import type { RunAbout } from "./causes.ts";
import type { Account, Because, Candidate } from "./types.ts";

type Db = Kysely<Tables>;

const mine = (account: Account) => sql`c.firm_id = ${account.firm_id} and c.connection_id = ${account.connection_id}`;

/**
 * The view is JSON as it was written: one of its values is looked for as text, which is many times faster than reading it. Inside a
 * text of the view a quotation mark is escaped, so that nobody's name can look like it.
 */
const CANDIDATE = sql`c.provider_id as contact_id, c.state, c.skip_code, c.client_status, c.tag_keys, c.owner_member_id,
  position('"never_engage":null' in c.view::text) = 0 as never_engage`;

export async function readCandidates(db: Db, account: Account, ids: readonly string[]): Promise<Map<string, Candidate>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Candidate>`
    select ${CANDIDATE} from contact c where ${mine(account)} and c.provider_id = any(${ids}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.contact_id, row]));
}

/** Clients who are not in the ledger of those who were ever one. Materialised, they are found in an index alone, without their views. */
export async function readNewClients(db: Db, account: Account, after: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ provider_id: string }>`
    with clients as materialized (
      select c.provider_id from contact c where ${mine(account)} and c.client_status is not null and c.provider_id > ${after}
    )
    select provider_id from clients where not exists (
      select 1 from client_ever e where e.firm_id = ${account.firm_id} and e.provider = ${account.provider} and e.contact_id = clients.provider_id)
    order by provider_id limit ${limit}`.execute(db);
  return rows.map((row) => row.provider_id);
}

/** What made each of these a client: the last change to one, else the run that read the contact last. */
export async function readClientCauses(db: Db, account: Account, ids: readonly string[]): Promise<Map<string, Because>> {
  const { rows } = await sql<Because & { contact_id: string }>`
    select w.id as contact_id, coalesce(h.cause, 'run') as cause, case when h.cause is null then r.run_id::text else h.cause_id end as cause_id
    from unnest(${ids}::text[]) as w(id)
    left join record r on r.firm_id = ${account.firm_id} and r.connection_id = ${account.connection_id} and r.kind = 'contact' and r.provider_id = w.id
    left join lateral (
      select cause, cause_id from change where firm_id = ${account.firm_id} and connection_id = ${account.connection_id} and entity = 'contact'
        and provider_id = w.id and field = 'client_status' and coalesce(old_value, 'null') = 'null' order by change_id desc limit 1
    ) h on true`.execute(db);
  return new Map(rows.map(({ contact_id, ...because }) => [contact_id, because]));
}

export async function readRuns(db: Db, firm_id: string, causes: readonly Because[]): Promise<Map<string, RunAbout>> {
  const ids = [...new Set(causes.filter(({ cause, cause_id }) => cause === "run" && cause_id !== null).map(({ cause_id }) => cause_id!))];
  if (ids.length === 0) return new Map();
  const { rows } = await sql<RunAbout & { run_id: string }>`
    select run_id, mode, trigger from sync_run where firm_id = ${firm_id} and run_id = any(${ids}::uuid[])`.execute(db);
  return new Map(rows.map(({ run_id, mode, trigger }) => [run_id, { mode, trigger }]));
}

export async function readTagged(db: Db, account: Account, tag_key: string, after: string, limit: number): Promise<string[]> {
  return idsWhere(db, account, sql`c.tag_keys @> array[${tag_key}]`, after, limit);
}

export interface FactCandidate extends Candidate {
  key_facts: KeyFactView[];
}

/** Contacts in whose view some day ends so: whether it is the right fact is for the rules to say. */
export async function readFactCandidates(
  db: Db,
  account: Account,
  endings: readonly string[],
  after: string,
  limit: number,
): Promise<FactCandidate[]> {
  const has = sql.join(
    endings.map((ending) => sql`position(${`${ending}"`} in c.view::text) > 0`),
    sql` or `,
  );
  const { rows } = await sql<FactCandidate>`
    select ${CANDIDATE}, c.view->'key_facts' as key_facts from contact c
    where ${mine(account)} and c.provider_id > ${after} and c.state <> 'tombstone' and (${has}) order by c.provider_id limit ${limit}`.execute(
    db,
  );
  return rows;
}

async function idsWhere(db: Db, account: Account, where: RawBuilder<unknown>, after: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ provider_id: string }>`
    select c.provider_id from contact c where ${mine(account)} and ${where} and c.provider_id > ${after} order by c.provider_id limit ${limit}`.execute(
    db,
  );
  return rows.map((row) => row.provider_id);
}

/** Those that are in. */
export async function countContacts(db: Db, account: Account): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from contact c where ${mine(account)} and c.state = 'in'`.execute(db);
  return rows[0]!.n;
}

/** Of whom a matter's automations speak. */
export async function readMainClients(db: Db, account: Account, matter_ids: readonly string[]): Promise<Map<string, string | null>> {
  if (matter_ids.length === 0) return new Map();
  const { rows } = await sql<{ provider_id: string; main_client_id: string | null }>`
    select c.provider_id, coalesce(n.contact_id, c.main_client_id) as main_client_id from matter c
    left join main_client n on n.firm_id = c.firm_id and n.connection_id = c.connection_id and n.matter_id = c.provider_id
    where ${mine(account)} and c.provider_id = any(${matter_ids}::text[]) and not c.left_out`.execute(db);
  return new Map(rows.map((row) => [row.provider_id, row.main_client_id]));
}

// Where it stands ---------------------------------------------------------------------------------------------------------------

/** The connections that read, of one firm or of all. */
export async function listAccounts(db: Db, firm_id: string | null): Promise<Account[]> {
  const { rows } = await sql<Account>`
    select c.firm_id, c.connection_id, c.provider, c.state, c.blind_since, c.first_synced_at, f.time_zone, k.doubt_since
    from connection c join firm f using (firm_id) left join automation_clock k using (firm_id, connection_id)
    where c.purpose = 'sync' and c.erasing_since is null and (${firm_id}::uuid is null or c.firm_id = ${firm_id}::uuid)
    order by c.firm_id, c.connection_id`.execute(db);
  return rows;
}

export interface Standing {
  /** Null: its first sync has not been looked at. */
  event_seq: number | null;
  fact_day: string | null;
  /** Where the firm's events stand now. */
  last_seq: number;
  /** Nothing of its first sync is still being worked out. */
  settled: boolean;
  /** A sync that began after the doubt has been read to its end. */
  caught_up: boolean;
}

export async function readStanding(db: Db, account: Account): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select k.event_seq::float8, k.fact_day, coalesce((select seq from event_clock where firm_id = c.firm_id), 0)::float8 as last_seq,
      coalesce(p.pass_stage is null and p.settings_version > 0 and p.seq >= coalesce(m.seq, 0), false) as settled,
      exists (select 1 from sync_run r where r.firm_id = c.firm_id and r.connection_id = c.connection_id and r.mode in ('incremental', 'full')
        and r.state = 'succeeded' and r.started_at > k.doubt_since) as caught_up
    from connection c left join automation_clock k using (firm_id, connection_id) left join projection_state p using (firm_id, connection_id)
    left join mirror_clock m using (firm_id, connection_id) where ${mine(account)}`.execute(db);
  return rows[0] ?? { event_seq: null, fact_day: null, last_seq: 0, settled: false, caught_up: false };
}

/** Never back; two who look at the same harm nothing. */
export async function advance(db: Db, account: Account, to: { event_seq: number; fact_day: string }): Promise<void> {
  await sql`
    insert into automation_clock as k (firm_id, connection_id, event_seq, fact_day)
    values (${account.firm_id}, ${account.connection_id}, ${to.event_seq}, ${to.fact_day}::date)
    on conflict (firm_id, connection_id) do update set event_seq = greatest(k.event_seq, excluded.event_seq),
      fact_day = greatest(k.fact_day, excluded.fact_day)`.execute(db);
}

export interface ToldRow {
  seq: number;
  type: string;
  data: Record<string, unknown>;
}

/** What was told of one connection, in the order of commits. */
export async function readTold(db: Db, account: Account, after: number, limit: number): Promise<ToldRow[]> {
  const { rows } = await sql<ToldRow>`
    select seq::float8, type, data from event where firm_id = ${account.firm_id} and connection_id = ${account.connection_id} and seq > ${after}
      and type in ('tag.gained', 'matter.closed', 'matter.phase_changed') order by seq limit ${limit}`.execute(db);
  return rows;
}
