/** What is asked of one contact: what was derived of it, its matters, its twins, its history. Reads only. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import type { Presence, Provider } from "../model/kinds.ts";
import type { Capacity, ContactView } from "./types.ts";

type Db = Kysely<Tables>;

export interface ContactRow {
  view: ContactView;
  owner_name: string | null;
  channel_keys: string[];
  projected_at: string;
  first_projected_at: string;
  read_at: string | null;
}

export async function readContact(db: Db, owner: Owner, provider_id: string): Promise<ContactRow | null> {
  const { rows } = await sql<ContactRow>`
    select c.view, c.channel_keys, c.projected_at, c.first_projected_at, r.read_at, m.name as owner_name
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

/** Since when the derived values of a contact are what they are: the last change of each that history still has. */
export async function listSince(db: Db, owner: Owner, provider_id: string): Promise<{ field: string; value: string; at: string }[]> {
  const { rows } = await sql<{ field: string; value: string; at: string }>`
    select field, value, max(at) as at from (
      select field, at, case field when 'tag' then lower(new_value #>> '{}') when 'key_fact' then new_value->>'label' else '' end as value
      from change
      where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and entity = 'contact' and provider_id = ${provider_id}
        and field in ('state', 'client_status', 'owner', 'tag', 'key_fact') and (field in ('client_status', 'owner') or new_value is not null)
    ) c group by field, value`.execute(db);
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
