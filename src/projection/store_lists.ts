/** What is asked of the projected contacts: lists, one contact, its matters, its history. Reads only. */
import { sql, type Kysely, type RawBuilder } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { ContactState, Presence, Provider } from "../model/kinds.ts";
import type { Owner } from "../mirror/store.ts";
import type { Capacity, ContactView } from "./types.ts";

type Db = Kysely<Tables>;

export interface ContactFilter {
  states: readonly ContactState[];
  /** `client`: whoever has a status; `none`: who has none. */
  status?: "client" | "active" | "pending" | "past" | "none" | undefined;
  /** A member's id, or `none`. */
  owner?: string | undefined;
  tag?: string | undefined;
  search?: string | undefined;
  skip_code?: string | undefined;
}

/** The last row of the page before. */
export interface ContactPosition {
  sort_name: string;
  connection_id: string;
  provider_id: string;
}

export interface ContactListRow extends ContactPosition {
  owner_name: string | null;
  owner_member_id: string | null;
  view: ContactView;
}

/**
 * Contacts by name, one row more than `limit` when there are more. One branch per connection and state, each with its own constants:
 * so each walks its stretch of the index and stops, or takes the trigram index where the words are rare, whichever PostgreSQL finds cheaper.
 */
export async function listContacts(
  db: Db,
  firm_id: string,
  connection_ids: readonly string[],
  filter: ContactFilter,
  after: ContactPosition | null,
  limit: number,
): Promise<ContactListRow[]> {
  if (connection_ids.length === 0) return [];
  const where = contactConditions(filter);
  const branches = connection_ids.flatMap((connection_id) =>
    filter.states.map(
      (state) => sql`(
        select connection_id, provider_id, sort_name, owner_member_id, view from contact
        where firm_id = ${firm_id} and connection_id = ${connection_id} and state = ${state} and ${where} and ${behind(after, connection_id)}
        order by sort_name, provider_id limit ${limit + 1})`,
    ),
  );
  const { rows } = await sql<ContactListRow>`
    select c.*, m.name as owner_name from (
      select * from (${sql.join(branches, sql` union all `)}) b order by sort_name, connection_id, provider_id limit ${limit + 1}
    ) c left join member m on m.firm_id = ${firm_id} and m.member_id = c.owner_member_id
    order by c.sort_name, c.connection_id, c.provider_id`.execute(db);
  return rows;
}

/** What comes after a position, seen from one connection: the order is by name, then connection, then id. */
function behind(after: ContactPosition | null, connection_id: string): RawBuilder<unknown> {
  if (after === null) return sql`true`;
  if (connection_id < after.connection_id) return sql`sort_name > ${after.sort_name}`;
  if (connection_id > after.connection_id) return sql`sort_name >= ${after.sort_name}`;
  return sql`(sort_name, provider_id) > (${after.sort_name}, ${after.provider_id})`;
}

function contactConditions(filter: ContactFilter): RawBuilder<unknown> {
  const conditions = searchTerms(filter.search ?? "").map((term) => matches(sql`search`, term));
  if (filter.status === "none") conditions.push(sql`client_status is null`);
  else if (filter.status === "client") conditions.push(sql`client_status is not null`);
  else if (filter.status) conditions.push(sql`client_status = ${filter.status}`);
  if (filter.owner === "none") conditions.push(sql`owner_member_id is null`);
  else if (filter.owner) conditions.push(sql`owner_member_id = ${filter.owner}`);
  if (filter.tag) conditions.push(sql`tag_keys @> array[${filter.tag.toLowerCase()}]`);
  if (filter.skip_code) conditions.push(sql`skip_code = ${filter.skip_code}`);
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

/** At most this many words count: each is a condition more. */
const MOST_TERMS = 8;

/**
 * The words to look for. What looks like a phone number is one word, the digits that numbers have with and without a country code: that
 * is how they are kept for search.
 */
export function searchTerms(search: string): string[] {
  const text = search.trim().toLowerCase();
  const digits = text.replace(/\D/g, "");
  if (digits.length >= 7 && /^[\d\s()+./-]+$/.test(text)) return [digits.slice(-10)];
  return [...new Set(text.split(/\s+/).filter((term) => /[\p{L}\p{N}]/u.test(term)))].slice(0, MOST_TERMS);
}

/**
 * Three characters and more are found anywhere. Shorter words would give the trigram index nothing to look up, so they count from the
 * beginning of a word, which it can.
 */
export function matches(column: RawBuilder<unknown>, term: string): RawBuilder<unknown> {
  const pattern = term.replace(/[\\%_]/g, (sign) => `\\${sign}`);
  if (Array.from(term).length >= 3) return sql`${column} ilike ${`%${pattern}%`}`;
  return sql`(${column} ilike ${`${pattern}%`} or ${column} ilike ${`% ${pattern}%`})`;
}

// One contact -----------------------------------------------------------------------------------------------------------------

export interface ContactRow {
  view: ContactView;
  owner_name: string | null;
  channel_keys: string[];
  projected_at: string;
  read_at: string | null;
}

export async function readContact(db: Db, owner: Owner, provider_id: string): Promise<ContactRow | null> {
  const { rows } = await sql<ContactRow>`
    select c.view, c.channel_keys, c.projected_at, r.read_at, m.name as owner_name
    from contact c
    left join record r on r.firm_id = c.firm_id and r.connection_id = c.connection_id and r.kind = 'contact' and r.provider_id = c.provider_id
    left join member m on m.firm_id = c.firm_id and m.member_id = c.owner_member_id
    where c.firm_id = ${owner.firm_id} and c.connection_id = ${owner.connection_id} and c.provider_id = ${provider_id}`.execute(db);
  return rows[0] ?? null;
}

export interface ContactMatterRow {
  provider_id: string;
  number: string;
  name: string;
  status: "open" | "pending" | "closed";
  practice_area: string;
  stage: string;
  left_out: boolean;
  capacity: Capacity;
  role: string;
  company_id: string | null;
}

/**
 * The matters of a contact, own ones and those of their companies as client or payer (B-CLI-4: on MyCase only where they are on the
 * case themselves). A MyCase payer's id is a company's only where no person has it (B-MAT-5); Clio's persons and companies share one
 * space of ids.
 */
export async function listContactMatters(db: Db, owner: Owner, provider: Provider, provider_id: string): Promise<ContactMatterRow[]> {
  const mycase = provider === "mycase";
  const { rows } = await sql<ContactMatterRow>`
    with own as (
      select p.matter_id, p.capacity, p.role, null::text as company_id, p.position from participation p
      where p.firm_id = ${owner.firm_id} and p.connection_id = ${owner.connection_id} and p.person_id = ${provider_id}
        and (p.person_type <> 'company' or not ${mycase}::boolean)
    ), through as (
      select p.matter_id, p.capacity, p.role, a.company_id, p.position from affiliation a
      join participation p on p.firm_id = a.firm_id and p.connection_id = a.connection_id and p.person_id = a.company_id
      where a.firm_id = ${owner.firm_id} and a.connection_id = ${owner.connection_id} and a.contact_id = ${provider_id}
        and p.capacity in ('client', 'payer')
        and (p.person_type <> 'untyped' or not exists (
          select 1 from contact c where c.firm_id = p.firm_id and c.connection_id = p.connection_id and c.provider_id = p.person_id))
        and (not ${mycase}::boolean or p.matter_id in (select matter_id from own))
    )
    select m.provider_id, m.number, m.name, m.status, m.practice_area, m.stage, m.left_out, t.capacity, t.role, t.company_id
    from (select * from own union all select * from through) t
    join matter m on m.firm_id = ${owner.firm_id} and m.connection_id = ${owner.connection_id} and m.provider_id = t.matter_id
    where m.presence <> 'tombstone'
    order by m.updated_at desc nulls last, m.provider_id desc, t.company_id nulls first, t.position
    limit 500`.execute(db);
  return rows;
}

export interface DuplicateRow {
  connection_id: string;
  provider_id: string;
  name: string;
  shared: string[];
}

/** B-CTC-6: other contacts that are in and share an e-mail or phone with this one, in any of the firm's connections. */
export async function listDuplicatesOf(
  db: Db,
  owner: Owner,
  provider_id: string,
  channel_keys: readonly string[],
): Promise<DuplicateRow[]> {
  if (channel_keys.length === 0) return [];
  const { rows } = await sql<DuplicateRow>`
    select connection_id, provider_id, view->>'name' as name,
      array(select unnest(channel_keys) intersect select unnest(${channel_keys}::text[]) order by 1) as shared
    from contact
    where firm_id = ${owner.firm_id} and state = 'in' and channel_keys && ${channel_keys}::text[]
      and not (connection_id = ${owner.connection_id} and provider_id = ${provider_id})
    order by sort_name, connection_id, provider_id limit 100`.execute(db);
  return rows;
}

export interface ChangeRow {
  change_id: number;
  field: string;
  old_value: unknown;
  new_value: unknown;
  rule: string | null;
  cause: string;
  cause_id: string | null;
  at: string;
}

/** B-WHY-2: what became of a contact or matter, the latest first. */
export async function listChanges(
  db: Db,
  owner: Owner,
  entity: "contact" | "matter",
  provider_id: string,
  before: number | null,
  limit: number,
): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`
    select change_id, field, old_value, new_value, rule, cause, cause_id, at from change
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and entity = ${entity} and provider_id = ${provider_id}
      and (${before}::bigint is null or change_id < ${before}::bigint)
    order by change_id desc limit ${limit + 1}`.execute(db);
  return rows;
}

// What reasons rest on ----------------------------------------------------------------------------------------------------------

export interface SourceRecord {
  kind: string;
  provider_id: string;
  raw: unknown;
  updated_at: string | null;
  presence: Presence;
}

/** The records that reasons name, as they are in the mirror now. */
export async function readSources(db: Db, owner: Owner, wanted: readonly { kind: string; id: string }[]): Promise<SourceRecord[]> {
  if (wanted.length === 0) return [];
  const { rows } = await sql<SourceRecord>`
    select r.kind, r.provider_id, r.raw, r.updated_at, r.presence
    from json_to_recordset(${JSON.stringify(wanted)}::text::json) as w(kind text, id text)
    join record r on r.firm_id = ${owner.firm_id} and r.connection_id = ${owner.connection_id} and r.kind = w.kind and r.provider_id = w.id`.execute(
    db,
  );
  return rows;
}
