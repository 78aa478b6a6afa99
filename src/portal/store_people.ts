/** Who could come into a firm's portal, and how each stands; addresses that several have. Reads only. */
import { sql } from "kysely";
import { MAY_COME } from "./store_access.ts";
import type { PortalDb } from "./types.ts";

/** How somebody stands; the first that holds. */
export const STANDINGS = [
  "revoked",
  "unusable",
  "no_email",
  "shared",
  "anothers",
  "let_in",
  "never_engage",
  "company",
  "by_themselves",
] as const;
export type Standing = (typeof STANDINGS)[number];

export interface PersonRow {
  connection_id: string;
  contact_id: string;
  name: string;
  sort_name: string;
  email: string | null;
  standing: Standing;
  /** Of shown matters in which they take part. */
  matters: number;
  last_seen_at: string | null;
  decided_by: string | null;
  decided_at: string | null;
}

/** Participants of matters that are shown, and whoever was let in or shut out by hand; by name. */
export async function listPeople(
  db: PortalDb,
  firm_id: string,
  of: { standing: Standing | null; after: { sort_name: string; connection_id: string; contact_id: string } | null; limit: number },
): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`
    with parts as (
      select connection_id, contact_id, count(*)::int as matters
      from project, unnest(participant_ids) as contact_id where firm_id = ${firm_id} and shown group by 1, 2
    ), people as (
      select c.connection_id, c.provider_id as contact_id, c.view->>'name' as name, c.sort_name, coalesce(p.matters, 0) as matters, a.last_seen_at,
        coalesce(a.revoked_by, a.created_by) as decided_by, case when a.revoked_by is not null then a.revoked_at
          when a.created_by is not null then a.created_at end as decided_at, a.access_id, a.state as access_state, a.source, c.state,
        c.view->>'type' as type, c.view->>'never_engage' is not null as never_engage,
        case when a.source in ('invited', 'named') then a.email else c.view->'channels'->'emails'->>0 end as email
      from contact c
      join connection k on k.firm_id = c.firm_id and k.connection_id = c.connection_id and k.erasing_since is null
      left join parts p on p.connection_id = c.connection_id and p.contact_id = c.provider_id
      left join portal_access a on a.firm_id = c.firm_id and a.connection_id = c.connection_id and a.contact_id = c.provider_id
      where c.firm_id = ${firm_id} and (p.contact_id is not null or a.created_by is not null or a.state = 'revoked')
        and (${of.after?.sort_name ?? null}::text is null or (c.sort_name, c.connection_id, c.provider_id)
          > (${of.after?.sort_name ?? ""}, ${of.after?.connection_id ?? null}::uuid, ${of.after?.contact_id ?? ""}))
    ), standing as (
      select people.*, case
        when people.access_state = 'revoked' then 'revoked'
        when people.state not in ('in', 'out_of_scope', 'out_of_segment') then 'unusable'
        when people.email is null then 'no_email'
        when (select count(*) from (select connection_id, provider_id from contact where firm_id = ${firm_id} and state = 'in' and channel_keys @> array[people.email]
            union select connection_id, contact_id from portal_reach where firm_id = ${firm_id} and emails @> array[people.email]) havers) > 1 then
          case when w.firm_id is null then 'shared' when w.access_id = people.access_id then 'let_in' else 'anothers' end
        when people.source in ('invited', 'named') then 'let_in'
        when people.never_engage then 'never_engage'
        when people.type <> 'person' then 'company'
        else 'by_themselves' end as standing
      from people left join portal_address w on w.firm_id = ${firm_id} and w.email = people.email
    )
    select connection_id, contact_id, name, sort_name, email, standing, matters, last_seen_at, decided_by, decided_at from standing
    where ${of.standing}::text is null or standing = ${of.standing}::text
    order by sort_name, connection_id, contact_id limit ${of.limit + 1}`.execute(db);
  return rows;
}

export interface AddressRow {
  email: string;
  contacts: { connection_id: string; contact_id: string; name: string; takes_part: boolean }[];
  /** Whose a member said it is; null: nobody's, or nobody was asked yet. */
  owner: { connection_id: string; contact_id: string } | null;
  answered_by: string | null;
  answered_at: string | null;
  /** Somebody has it who did not have it when it was answered, or nobody has answered. */
  open: boolean;
}

/** Addresses that several contacts have, at least one of whom takes part in a shown matter. */
export async function listSharedAddresses(db: PortalDb, firm_id: string, after: string, limit: number): Promise<AddressRow[]> {
  const { rows } = await sql<AddressRow>`
    with parts as (
      select distinct connection_id, contact_id from project, unnest(participant_ids) as contact_id where firm_id = ${firm_id} and shown
    ), emails as (
      select distinct e as email from parts p
      join contact c on c.firm_id = ${firm_id} and c.connection_id = p.connection_id and c.provider_id = p.contact_id and ${MAY_COME},
      json_array_elements_text(c.view->'channels'->'emails') as e where e > ${after}
    ), keys as (
      select e.email, d.connection_id, d.provider_id from emails e
      join contact d on d.firm_id = ${firm_id} and d.state = 'in' and d.channel_keys @> array[e.email]
      union select e.email, r.connection_id, r.contact_id from emails e join portal_reach r on r.firm_id = ${firm_id} and r.emails @> array[e.email]
    ), havers as (
      select e.email, json_agg(json_build_object('connection_id', d.connection_id, 'contact_id', d.provider_id, 'name', d.view->>'name',
          'takes_part', exists (select 1 from parts p where p.connection_id = d.connection_id and p.contact_id = d.provider_id))
          order by d.sort_name, d.provider_id) as contacts,
        array_agg(d.connection_id || ' ' || d.provider_id) as keys, count(*) as how_many
      from keys e join contact d on d.firm_id = ${firm_id} and d.connection_id = e.connection_id and d.provider_id = e.provider_id group by e.email
    )
    select h.email, h.contacts, w.answered_by, w.answered_at, w.firm_id is null or not h.keys <@ w.among as open,
      case when a.access_id is not null then json_build_object('connection_id', a.connection_id, 'contact_id', a.contact_id) end as owner
    from havers h left join portal_address w on w.firm_id = ${firm_id} and w.email = h.email
    left join portal_access a on a.firm_id = w.firm_id and a.access_id = w.access_id
    where h.how_many > 1 order by h.email limit ${limit + 1}`.execute(db);
  return rows;
}
