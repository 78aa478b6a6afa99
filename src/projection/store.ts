/** How the projection is kept: the tables it fills, how far it has come, and what it reads of what it filled before. */
import { sql, type Kysely } from "kysely";
import { keepingConnection } from "../db/keeping.ts";
import type { Db as Database } from "../db/pool.ts";
import type { Tables } from "../db/tables.ts";
import { listOf, unnestPlain, unnestLists, unnestTexts } from "../db/texts.ts";
import { eventsOf, type Arrived } from "../events/derive.ts";
import { recordEvents } from "../events/store.ts";
import type { Owner } from "../mirror/store.ts";
import type { Kind, Presence } from "../model/kinds.ts";
import type { ContactView, ManualKeyFact, ManualTag, MatterForContact, MatterView, Member, Participant } from "./types.ts";

type Db = Kysely<Tables>;

const mine = (owner: Owner) => sql`firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`;

// How far it has come -------------------------------------------------------------------------------------------------------

/** The stages of a pass over the whole firm, in order: each reads only the mirror and what the stages before it have filled. */
export const PASS_STAGES = ["company", "matter", "relationship", "contact"] as const;
export type PassStage = (typeof PASS_STAGES)[number];

export interface ProjectionState {
  seq: number;
  settings_version: number;
  projected_day: string | null;
  pass_stage: PassStage | null;
  pass_after: string | null;
  pass_seq: number | null;
  pass_settings_version: number | null;
  pass_done: number;
  pass_total: number;
}

export async function readState(db: Db, owner: Owner): Promise<ProjectionState> {
  await sql`insert into projection_state (firm_id, connection_id) values (${owner.firm_id}, ${owner.connection_id}) on conflict do nothing`.execute(
    db,
  );
  const { rows } = await sql<ProjectionState>`
    select seq, settings_version, projected_day, pass_stage, pass_after, pass_seq, pass_settings_version, pass_done, pass_total
    from projection_state where ${mine(owner)}`.execute(db);
  return rows[0]!;
}

export async function startPass(
  db: Db,
  owner: Owner,
  input: { stage: PassStage; seq: number; settings_version: number; total: number },
): Promise<void> {
  await sql`
    update projection_state set pass_stage = ${input.stage}, pass_after = '', pass_seq = ${input.seq}, pass_settings_version = ${input.settings_version},
      pass_done = 0, pass_total = ${input.total} where ${mine(owner)}`.execute(db);
}

/**
 * The transaction does not wait for the disk: what a power cut takes of it is projected again, since how far the pass has come is lost with
 * it. Whatever is committed later and waits makes this durable too.
 */
export async function withoutWaiting(trx: Db): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(trx);
}

export async function advancePass(trx: Db, owner: Owner, stage: PassStage, after: string, done: number): Promise<void> {
  await sql`
    update projection_state set pass_stage = ${stage}, pass_after = ${after}, pass_done = pass_done + ${done} where ${mine(owner)}`.execute(
    trx,
  );
}

export async function finishPass(db: Db, owner: Owner, day: string): Promise<void> {
  await sql`
    update projection_state set seq = pass_seq, settings_version = pass_settings_version, projected_day = ${day}::date,
      pass_stage = null, pass_after = null, pass_seq = null, pass_settings_version = null where ${mine(owner)}`.execute(db);
}

export async function advanceSeq(trx: Db, owner: Owner, seq: number): Promise<void> {
  await sql`update projection_state set seq = ${seq} where ${mine(owner)}`.execute(trx);
}

export async function setDay(trx: Db, owner: Owner, day: string): Promise<void> {
  await sql`update projection_state set projected_day = ${day}::date where ${mine(owner)}`.execute(trx);
}

/** Runs `work` while no other process projects this connection. The lock ends with the database session, so a killed process leaves none. */
export function whileAlone<T>(db: Pick<Database, "kysely" | "pool">, owner: Owner, work: () => Promise<T>): Promise<T> {
  const inSession = async (session: Db) => {
    await sql`select pg_advisory_lock(hashtextextended(${`projection ${owner.connection_id}`}, 0))`.execute(session);
    try {
      return await work();
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${`projection ${owner.connection_id}`}, 0))`.execute(session);
    }
  };
  return keepingConnection(db, `projection ${owner.connection_id}`, () => db.kysely.connection().execute(inSession));
}

/** Rows that a pass goes through, for its progress. */
export async function countRecordsOf(db: Db, owner: Owner, kinds: Kind[]): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from record where ${mine(owner)} and kind = any(${kinds}::text[])`.execute(db);
  return rows[0]!.n;
}

export async function countChanges(db: Db, owner: Owner, after_seq: number, up_to: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 from record where ${mine(owner)} and seq > ${after_seq} limit ${up_to}) changed`.execute(db);
  return rows[0]!.n;
}

/** Over all firms, for the metrics: changed records that have not been projected. */
export async function readBacklog(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(greatest(m.seq - coalesce(p.seq, 0), 0)), 0)::bigint as n from mirror_clock m left join projection_state p using (firm_id, connection_id)`.execute(
    db,
  );
  return rows[0]!.n;
}

// The context ---------------------------------------------------------------------------------------------------------------

export async function readFirm(db: Db, owner: Owner): Promise<{ time_zone: string; country: string; connected_at: string }> {
  const { rows } = await sql<{ time_zone: string; country: string; connected_at: string }>`
    select f.time_zone, f.country, c.created_at as connected_at from connection c join firm f using (firm_id)
    where c.firm_id = ${owner.firm_id} and c.connection_id = ${owner.connection_id}`.execute(db);
  return rows[0]!;
}

export async function readMembers(db: Db, firm_id: string): Promise<Member[]> {
  const { rows } =
    await sql<Member>`select member_id, name, email, active from member where firm_id = ${firm_id} order by member_id`.execute(db);
  return rows;
}

export async function readKind(db: Db, owner: Owner, kind: Kind): Promise<{ raw: Record<string, unknown> }[]> {
  const { rows } = await sql<{ raw: Record<string, unknown> }>`
    select raw from record where ${mine(owner)} and kind = ${kind} and presence <> 'tombstone' order by length(provider_id), provider_id`.execute(
    db,
  );
  return rows;
}

// Companies and who belongs to them -------------------------------------------------------------------------------------------

export async function readAffiliations(
  db: Db,
  owner: Owner,
  by: { contact_ids: string[] } | { company_ids: string[] },
): Promise<{ company_id: string; contact_id: string }[]> {
  const condition =
    "contact_ids" in by ? sql`contact_id = any(${by.contact_ids}::text[])` : sql`company_id = any(${by.company_ids}::text[])`;
  const { rows } = await sql<{ company_id: string; contact_id: string }>`
    select company_id, contact_id from affiliation where ${mine(owner)} and ${condition}
    order by length(company_id), company_id, length(contact_id), contact_id`.execute(db);
  return rows;
}

export async function replaceAffiliations(
  trx: Db,
  owner: Owner,
  of: { contact_ids: string[] } | { company_ids: string[] },
  pairs: { company_id: string; contact_id: string }[],
): Promise<void> {
  const condition =
    "contact_ids" in of ? sql`contact_id = any(${of.contact_ids}::text[])` : sql`company_id = any(${of.company_ids}::text[])`;
  await sql`delete from affiliation where ${mine(owner)} and ${condition}`.execute(trx);
  if (pairs.length === 0) return;
  await sql`
    insert into affiliation (firm_id, connection_id, company_id, contact_id)
    select ${owner.firm_id}, ${owner.connection_id}, p.company_id, p.contact_id
    from json_to_recordset(${JSON.stringify(pairs)}::text::json) as p(company_id text, contact_id text) on conflict do nothing`.execute(
    trx,
  );
}

// Matters and who takes part --------------------------------------------------------------------------------------------------

/** Matters and contacts are compared by this before anything is written. */
export async function readHashes(db: Db, owner: Owner, table: "matter" | "contact", ids: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ provider_id: string; view_hash: string }>`
    select provider_id, view_hash from ${sql.table(table)} where ${mine(owner)} and provider_id = any(${ids}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.provider_id, row.view_hash]));
}

export async function readViews<View>(db: Db, owner: Owner, table: "matter" | "contact", ids: string[]): Promise<Map<string, View>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ provider_id: string; view: View }>`
    select provider_id, view from ${sql.table(table)} where ${mine(owner)} and provider_id = any(${ids}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.provider_id, row.view]));
}

/** The rows without their views, which travel beside them. */
const columnsOf = (rows: { view: unknown; view_text: string }[]): string =>
  JSON.stringify(rows.map((row) => ({ ...row, view: undefined, view_text: undefined })));

export interface MatterRow {
  provider_id: string;
  number: string;
  name: string;
  status: string;
  practice_area: string;
  stage: string;
  opened_on: string | null;
  closed_on: string | null;
  updated_at: string | null;
  presence: Presence;
  left_out: boolean;
  practice_area_id: string | null;
  stage_id: string | null;
  staff_ids: string[];
  main_client_id: string | null;
  for_contact: MatterForContact;
  view: MatterView;
  view_text: string;
  view_hash: string;
}

export async function writeMatters(trx: Db, owner: Owner, rows: MatterRow[], at: string): Promise<void> {
  await sql`
    insert into matter (firm_id, connection_id, provider_id, number, name, status, practice_area, stage, opened_on, closed_on, updated_at, presence, left_out,
      practice_area_id, stage_id, staff_ids, main_client_id, for_contact, view, view_hash, projected_at)
    select ${owner.firm_id}, ${owner.connection_id}, p.provider_id, p.number, p.name, p.status, p.practice_area, p.stage, p.opened_on, p.closed_on, p.updated_at,
      p.presence, p.left_out, p.practice_area_id, p.stage_id, p.staff_ids, p.main_client_id, p.for_contact, p.unnest::json, p.view_hash, ${at}::timestamptz
    from rows from (json_to_recordset(${columnsOf(rows)}::text::json) as (provider_id text, number text, name text, status text, practice_area text,
      stage text, opened_on date, closed_on date, updated_at timestamptz, presence text, left_out boolean, practice_area_id text, stage_id text,
      staff_ids text[], main_client_id text, for_contact json, view_hash text), ${unnestPlain(rows.map((row) => row.view_text))}) as p
    on conflict (firm_id, connection_id, provider_id) do update set number = excluded.number, name = excluded.name, status = excluded.status,
      practice_area = excluded.practice_area, stage = excluded.stage, opened_on = excluded.opened_on, closed_on = excluded.closed_on,
      updated_at = excluded.updated_at, presence = excluded.presence, left_out = excluded.left_out, practice_area_id = excluded.practice_area_id,
      stage_id = excluded.stage_id, staff_ids = excluded.staff_ids, main_client_id = excluded.main_client_id, for_contact = excluded.for_contact,
      view = excluded.view, view_hash = excluded.view_hash, projected_at = excluded.projected_at`.execute(trx);
}

export interface ParticipationRow {
  matter_id: string;
  relationship_id: string;
  position: number;
  person_id: string;
  person_type: Participant["person_type"];
  capacity: Participant["capacity"];
  role: string;
}

/** Who takes part by the matters' own records, or by these relationships, as kept. */
export async function readParticipants(
  db: Db,
  owner: Owner,
  of: { matter_ids: string[] } | { relationship_ids: string[] },
): Promise<ParticipationRow[]> {
  const condition =
    "matter_ids" in of
      ? sql`matter_id = any(${of.matter_ids}::text[]) and relationship_id = ''`
      : sql`relationship_id = any(${of.relationship_ids}::text[]) and relationship_id <> ''`;
  const { rows } = await sql<ParticipationRow>`
    select matter_id, relationship_id, position, person_id, person_type, capacity, role from participation where ${mine(owner)} and ${condition}
    order by matter_id, relationship_id, position`.execute(db);
  return rows;
}

/** Takes out what was kept of these matters' own records or relationships, which may be none, and puts the rows in. */
export async function replaceParticipants(
  trx: Db,
  owner: Owner,
  kept: { matter_ids: string[] } | { relationship_ids: string[] },
  rows: ParticipationRow[],
): Promise<void> {
  const [ids, condition] =
    "matter_ids" in kept
      ? [kept.matter_ids, sql`matter_id = any(${kept.matter_ids}::text[]) and relationship_id = ''`]
      : [kept.relationship_ids, sql`relationship_id = any(${kept.relationship_ids}::text[]) and relationship_id <> ''`];
  if (ids.length > 0) await sql`delete from participation where ${mine(owner)} and ${condition}`.execute(trx);
  if (rows.length === 0) return;
  await sql`
    insert into participation (firm_id, connection_id, matter_id, relationship_id, position, person_id, person_type, capacity, role)
    select ${owner.firm_id}, ${owner.connection_id}, p.matter_id, p.relationship_id, p.position, p.person_id, p.person_type, p.capacity, p.role
    from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as p(matter_id text, relationship_id text, position int, person_id text, person_type text, capacity text, role text)`.execute(trx);
}

/** The matters that any of these people or companies takes part in. */
export async function mattersOf(db: Db, owner: Owner, person_ids: string[]): Promise<string[]> {
  if (person_ids.length === 0) return [];
  const { rows } = await sql<{ matter_id: string }>`
    select distinct matter_id from participation where ${mine(owner)} and person_id = any(${person_ids}::text[]) and relationship_id = ''`.execute(
    db,
  );
  return rows.map((row) => row.matter_id);
}

/** The people whom relationships tie to any of these matters: their tags and owner follow the matter too. */
export async function relatedTo(db: Db, owner: Owner, matter_ids: string[]): Promise<string[]> {
  if (matter_ids.length === 0) return [];
  const { rows } = await sql<{ person_id: string }>`
    select distinct person_id from participation where ${mine(owner)} and matter_id = any(${matter_ids}::text[]) and relationship_id <> ''`.execute(
    db,
  );
  return rows.map((row) => row.person_id);
}

export interface PersonMatter {
  person_id: string;
  person_type: Participant["person_type"];
  capacity: Participant["capacity"];
  role: string;
  relationship_id: string;
  matter: MatterForContact;
}

/** What these people and companies take part in; left-out and vanished matters are unknown to every rule (B-SYN-2, B-SYN-6). */
export async function readPersonMatters(
  db: Db,
  owner: Owner,
  person_ids: string[],
  matters: "matter" | "preview_matter" = "matter",
): Promise<PersonMatter[]> {
  const { rows } = await sql<PersonMatter>`
    select p.person_id, p.person_type, p.capacity, p.role, p.relationship_id, m.for_contact as matter
    from participation p join ${sql.table(matters)} m on m.firm_id = p.firm_id and m.connection_id = p.connection_id and m.provider_id = p.matter_id
    where p.firm_id = ${owner.firm_id} and p.connection_id = ${owner.connection_id} and p.person_id = any(${person_ids}::text[])
      and not m.left_out and m.presence <> 'tombstone'
    order by length(p.matter_id), p.matter_id, length(p.relationship_id), p.relationship_id, p.position`.execute(db);
  return rows;
}

/** Rows that no record of the mirror accounts for; there should be none. */
export async function readOrphans(db: Db, owner: Owner): Promise<{ entity: "matter" | "contact" | "relationship"; provider_id: string }[]> {
  const { rows } = await sql<{ entity: "matter" | "contact" | "relationship"; provider_id: string }>`
    with mine as (select kind, provider_id from record where ${mine(owner)})
    select 'matter' as entity, provider_id from matter where ${mine(owner)} and provider_id not in (select provider_id from mine where kind = 'matter')
    union all
    select 'contact', provider_id from contact where ${mine(owner)} and provider_id not in (select provider_id from mine where kind = 'contact')
    union all
    select 'relationship', relationship_id from participation
    where ${mine(owner)} and relationship_id <> '' and relationship_id not in (select provider_id from mine where kind = 'relationship')
    limit 100`.execute(db);
  return rows;
}

// Contacts --------------------------------------------------------------------------------------------------------------------

export interface ContactRow {
  provider_id: string;
  state: string;
  sort_name: string;
  client_status: string | null;
  owner_member_id: string | null;
  tag_keys: string[];
  channel_keys: string[];
  skip_code: string | null;
  issue_codes: string[];
  search: string;
  revisit_on: string | null;
  view: ContactView;
  view_text: string;
  view_hash: string;
}

export async function writeContacts(trx: Db, owner: Owner, rows: ContactRow[], at: string): Promise<void> {
  const column = (value: (row: ContactRow) => string | null) => unnestPlain(rows.map((row) => value(row) ?? ""));
  const typed = (value: (row: ContactRow) => string) => unnestTexts(rows.map(value));
  const list = (value: (row: ContactRow) => string[]) => unnestLists(rows.map(value));
  await sql`
    insert into contact (firm_id, connection_id, provider_id, state, sort_name, client_status, owner_member_id, tag_keys, channel_keys, skip_code, issue_codes, search,
      revisit_on, view, view_hash, first_projected_at, projected_at)
    select ${owner.firm_id}, ${owner.connection_id}, p.provider_id, p.state, coalesce(p.sort_name, ''), nullif(p.client_status, ''),
      nullif(p.owner_member_id, '')::uuid, ${listOf(sql`p.tags`)}, ${listOf(sql`p.channels`)}, nullif(p.skip_code, ''), ${listOf(sql`p.issues`)}, p.search,
      nullif(p.revisit_on, '')::date, p.view::json, p.view_hash, ${at}::timestamptz, ${at}::timestamptz
    from rows from (${column((row) => row.provider_id)}, ${column((row) => row.state)}, ${typed((row) => row.sort_name)},
      ${column((row) => row.client_status)}, ${column((row) => row.owner_member_id)}, ${list((row) => row.tag_keys)},
      ${list((row) => row.channel_keys)}, ${column((row) => row.skip_code)}, ${list((row) => row.issue_codes)}, ${typed((row) => row.search)}, ${column((row) => row.revisit_on)},
      ${unnestPlain(rows.map((row) => row.view_text))}, ${column((row) => row.view_hash)})
      as p(provider_id, state, sort_name, client_status, owner_member_id, tags, channels, skip_code, issues, search, revisit_on, view, view_hash)
    on conflict (firm_id, connection_id, provider_id) do update set state = excluded.state, sort_name = excluded.sort_name,
      client_status = excluded.client_status, owner_member_id = excluded.owner_member_id, tag_keys = excluded.tag_keys, channel_keys = excluded.channel_keys,
      skip_code = excluded.skip_code, issue_codes = excluded.issue_codes, search = excluded.search, revisit_on = excluded.revisit_on, view = excluded.view, view_hash = excluded.view_hash,
      projected_at = excluded.projected_at`.execute(trx);
}

export async function countContacts(db: Db, owner: Owner): Promise<Record<string, number>> {
  const { rows } = await sql<{
    state: string;
    n: number;
  }>`select state, count(*)::int as n from contact where ${mine(owner)} group by state`.execute(db);
  return Object.fromEntries(rows.map((row) => [row.state, row.n]));
}

/** Contacts whose answer changes by itself on or before this day. */
export async function readRevisits(db: Db, owner: Owner, day: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ provider_id: string }>`
    select provider_id from contact where ${mine(owner)} and revisit_on <= ${day}::date order by provider_id limit ${limit}`.execute(db);
  return rows.map((row) => row.provider_id);
}

// What members added ------------------------------------------------------------------------------------------------------------

export interface Additions {
  pins: Map<string, { member_id: string }>;
  tags: Map<string, ManualTag[]>;
  key_facts: Map<string, ManualKeyFact[]>;
}

export async function hasAdditions(db: Db, owner: Owner): Promise<boolean> {
  const { rows } = await sql`
    select 1 where exists (select 1 from contact_pin where ${mine(owner)}) or exists (select 1 from manual_tag where ${mine(owner)})
      or exists (select 1 from manual_key_fact where ${mine(owner)})`.execute(db);
  return rows.length > 0;
}

export async function readAdditions(db: Db, owner: Owner, ids: string[]): Promise<Additions> {
  const of = sql`${mine(owner)} and contact_id = any(${ids}::text[])`;
  const pins = await sql<{ contact_id: string; member_id: string }>`select contact_id, member_id from contact_pin where ${of}`.execute(db);
  const tags = await sql<ManualTag & { contact_id: string }>`
    select contact_id, name, member_id, created_at as at from manual_tag where ${of} order by created_at, name`.execute(db);
  const facts = await sql<ManualKeyFact & { contact_id: string }>`
    select contact_id, key_fact_id, label, date, text, member_id, created_at as at from manual_key_fact where ${of} order by created_at, key_fact_id`.execute(
    db,
  );
  return {
    pins: new Map(pins.rows.map((row) => [row.contact_id, { member_id: row.member_id }])),
    tags: groupByContact(tags.rows),
    key_facts: groupByContact(facts.rows),
  };
}

function groupByContact<Row extends { contact_id: string }>(rows: Row[]): Map<string, Omit<Row, "contact_id">[]> {
  const groups = new Map<string, Omit<Row, "contact_id">[]>();
  for (const { contact_id, ...row } of rows) {
    const group = groups.get(contact_id);
    if (group) group.push(row);
    else groups.set(contact_id, [row]);
  }
  return groups;
}

// History -----------------------------------------------------------------------------------------------------------------------

export interface ChangeRow {
  entity: "contact" | "matter";
  provider_id: string;
  field: string;
  old: unknown;
  new: unknown;
  rule: string | null;
  cause: string;
  cause_id: string | null;
}

/** History, and what it tells others: in one transaction, so that neither is there without the other. */
export async function writeChanges(trx: Db, owner: Owner, rows: ChangeRow[], arrived: Arrived[], at: string): Promise<void> {
  if (rows.length > 0) await insertChanges(trx, owner, rows, at);
  if (rows.length + arrived.length > 0) await recordEvents(trx, owner, () => eventsOf(rows, arrived), at);
}

async function insertChanges(trx: Db, owner: Owner, rows: ChangeRow[], at: string): Promise<void> {
  await sql`
    insert into change (firm_id, connection_id, entity, provider_id, field, old_value, new_value, rule, cause, cause_id, at)
    select ${owner.firm_id}, ${owner.connection_id}, p.entity, p.provider_id, p.field, p.old, p.new, p.rule, p.cause, p.cause_id, ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as p(entity text, provider_id text, field text, old jsonb, new jsonb, rule text, cause text, cause_id text)`.execute(trx);
}
