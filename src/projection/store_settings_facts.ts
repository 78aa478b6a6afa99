/** What the settings stand on now: how many contacts, matters and staff each part of them touches, and the pins. Reads only. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import { mine } from "./store_owner.ts";

type Db = Kysely<Tables>;

export interface Touched {
  contacts: number;
  contacts_in: number;
  out_of_scope: number;
  out_of_segment: number;
  clients: number;
  owned: number;
  pinned: number;
  matters: number;
  matters_open: number;
  matters_left_out: number;
}

export async function countTouched(db: Db, owner: Owner): Promise<Touched> {
  const { rows } = await sql<Touched>`
    select * from (
      select count(*)::int as contacts, (count(*) filter (where state = 'in'))::int as contacts_in,
        (count(*) filter (where state = 'out_of_scope'))::int as out_of_scope,
        (count(*) filter (where state = 'out_of_segment'))::int as out_of_segment,
        (count(*) filter (where state = 'in' and client_status is not null))::int as clients,
        (count(*) filter (where state = 'in' and owner_member_id is not null))::int as owned
      from contact where ${mine(owner)}
    ) c, (
      select count(*)::int as matters, (count(*) filter (where status = 'open' and not left_out))::int as matters_open,
        (count(*) filter (where left_out))::int as matters_left_out
      from matter where ${mine(owner)} and presence <> 'tombstone'
    ) m, (select count(*)::int as pinned from contact_pin where ${mine(owner)}) p`.execute(db);
  return rows[0]!;
}

export interface MatterWord {
  practice_area: string;
  stage: string;
  matters: number;
}

/** How many matters have which practice area and stage, as their names are at the provider. */
export async function countMatterWords(db: Db, owner: Owner): Promise<MatterWord[]> {
  const { rows } = await sql<MatterWord>`
    select view->>'practice_area' as practice_area, view->>'stage' as stage, count(*)::int as matters
    from matter where ${mine(owner)} and presence <> 'tombstone' group by 1, 2`.execute(db);
  return rows;
}

export interface PinRow {
  contact_id: string;
  name: string | null;
  member_id: string;
  pinned_by: string | null;
  at: string;
}

/** The latest first, one row more than `limit` when there are more. */
export async function listPins(db: Db, owner: Owner, after: { at: string; contact_id: string } | null, limit: number): Promise<PinRow[]> {
  const { rows } = await sql<PinRow>`
    select p.contact_id, c.view->>'name' as name, p.member_id, p.pinned_by, p.created_at as at
    from contact_pin p left join contact c
      on c.firm_id = p.firm_id and c.connection_id = p.connection_id and c.provider_id = p.contact_id
    where p.firm_id = ${owner.firm_id} and p.connection_id = ${owner.connection_id}
      and (${after === null} or (p.created_at, p.contact_id) < (${after?.at ?? null}::timestamptz, ${after?.contact_id ?? ""}))
    order by p.created_at desc, p.contact_id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export interface RoleRow {
  role: string;
  contacts: number;
  examples: string[];
}

/** The relationship texts that contacts have, the most frequent first, ignoring case, each with a few of the names. */
export async function listRoles(db: Db, owner: Owner, limit: number): Promise<RoleRow[]> {
  const { rows } = await sql<RoleRow>`
    with roles as (
      select min(btrim(role)) as role, count(distinct person_id)::int as contacts, (array_agg(distinct person_id))[1:3] as ids
      from participation where ${mine(owner)} and role <> '' and relationship_id <> ''
      group by lower(btrim(role)) order by count(distinct person_id) desc, min(btrim(role)) limit ${limit}
    )
    select r.role, r.contacts, coalesce((
      select array_agg(c.view->>'name' order by c.sort_name) from contact c where ${mine(owner)} and c.provider_id = any(r.ids)), '{}') as examples
    from roles r order by r.contacts desc, r.role`.execute(db);
  return rows;
}
