/** What somebody may have to look after: counts that add up, hidden people, possible duplicates; and the tags there are. Reads only. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import type { ContactState } from "../model/kinds.ts";

type Db = Kysely<Tables>;

export interface CountsRow {
  states: Partial<Record<ContactState, number>>;
  skipped: Record<string, number>;
  mirror: number;
  unassigned: number;
  hidden: number;
  quarantined: number;
  matters: { total: number; open: number; pending: number; closed: number; left_out: number };
  staff: number;
}

/** B-SYN-10. One statement, so that all the counts are of one moment and add up. */
export async function countStates(db: Db, owner: Owner): Promise<CountsRow> {
  const mine = sql`firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`;
  const { rows } = await sql<CountsRow>`
    select
      (select coalesce(json_object_agg(state, n), '{}') from (select state, count(*)::int as n from contact where ${mine} group by state) s) as states,
      (select coalesce(json_object_agg(code, n), '{}') from (
        select coalesce(skip_code, 'other') as code, count(*)::int as n from contact where ${mine} and state = 'skipped' group by 1) s) as skipped,
      (select count(*)::int from record where ${mine} and kind = 'contact') as mirror,
      (select count(*)::int from contact where ${mine} and state = 'in' and owner_member_id is null) as unassigned,
      (select count(*)::int from (${hiddenPeople(owner)}) h) as hidden,
      (select count(*)::int from quarantine where ${mine}) as quarantined,
      (select json_build_object('total', count(*), 'open', count(*) filter (where status = 'open'), 'pending', count(*) filter (where status = 'pending'),
        'closed', count(*) filter (where status = 'closed'), 'left_out', count(*) filter (where left_out))
        from matter where ${mine} and presence <> 'tombstone') as matters,
      (select count(*)::int from record where ${mine} and kind = 'staff' and presence <> 'tombstone') as staff`.execute(db);
  return rows[0]!;
}

/** B-CTC-4: people whom a matter or relationship names, and whose record never came. A broken record is in quarantine instead. */
function hiddenPeople(owner: Owner) {
  return sql`
    select p.person_id from participation p
    where p.firm_id = ${owner.firm_id} and p.connection_id = ${owner.connection_id} and p.person_type <> 'company'
      and not exists (select 1 from record r where r.firm_id = p.firm_id and r.connection_id = p.connection_id
        and r.kind in ('contact', 'company') and r.provider_id = p.person_id)
      and not exists (select 1 from quarantine q where q.firm_id = p.firm_id and q.connection_id = p.connection_id
        and q.kind in ('contact', 'company') and q.provider_id = p.person_id)
    group by p.person_id`;
}

export interface HiddenRow {
  connection_id: string;
  provider_id: string;
  matters: { provider_id: string; number: string; name: string; role: string; capacity: string }[];
}

export async function listHidden(
  db: Db,
  firm_id: string,
  connection_ids: readonly string[],
  after: { connection_id: string; provider_id: string } | null,
  limit: number,
): Promise<HiddenRow[]> {
  if (connection_ids.length === 0) return [];
  const branches = connection_ids.map(
    (connection_id) =>
      sql`select ${connection_id}::uuid as connection_id, h.person_id as provider_id from (${hiddenPeople({ firm_id, connection_id })}) h`,
  );
  const { rows } = await sql<HiddenRow>`
    select h.connection_id, h.provider_id, coalesce((
      select json_agg(json_build_object('provider_id', m.provider_id, 'number', m.number, 'name', m.name, 'role', x.role, 'capacity', x.capacity))
      from (
        select p.matter_id, p.role, p.capacity from participation p
        where p.firm_id = ${firm_id} and p.connection_id = h.connection_id and p.person_id = h.provider_id order by p.matter_id limit 5
      ) x join matter m on m.firm_id = ${firm_id} and m.connection_id = h.connection_id and m.provider_id = x.matter_id
    ), '[]') as matters
    from (${sql.join(branches, sql` union all `)}) h
    where ${after === null} or (h.connection_id, h.provider_id) > (${after?.connection_id ?? null}::uuid, ${after?.provider_id ?? null})
    order by h.connection_id, h.provider_id limit ${limit + 1}`.execute(db);
  return rows;
}

export interface DuplicateGroupRow {
  channel: string;
  contacts: { connection_id: string; provider_id: string; name: string }[];
}

/** B-CTC-6: e-mails and phones that more than one contact has, over all connections of the firm or within one. */
export async function listDuplicateGroups(
  db: Db,
  firm_id: string,
  connection_ids: readonly string[],
  after: string | null,
  limit: number,
): Promise<DuplicateGroupRow[]> {
  const { rows } = await sql<DuplicateGroupRow>`
    with shared as (
      select key, array_agg(connection_id order by connection_id, provider_id) as connections, array_agg(provider_id order by connection_id, provider_id) as ids
      from contact, unnest(channel_keys) as key
      where firm_id = ${firm_id} and connection_id = any(${connection_ids}::uuid[]) and state = 'in' and (${after}::text is null or key > ${after}::text)
      group by key having count(*) > 1 order by key limit ${limit + 1}
    )
    select s.key as channel, (
      select json_agg(json_build_object('connection_id', c.connection_id, 'provider_id', c.provider_id, 'name', c.view->>'name') order by c.sort_name, c.provider_id)
      from unnest(s.connections[1:20], s.ids[1:20]) as x(connection_id, provider_id)
      join contact c on c.firm_id = ${firm_id} and c.connection_id = x.connection_id and c.provider_id = x.provider_id
    ) as contacts
    from shared s order by s.key`.execute(db);
  return rows;
}

export interface TagRow {
  key: string;
  name: string;
  contacts: number;
}

/** The tags that contacts have who are in, the most frequent first. The spelling is that of the contact with the lowest id. */
export async function listTags(
  db: Db,
  firm_id: string,
  connection_ids: readonly string[],
  search: string | undefined,
  limit: number,
): Promise<TagRow[]> {
  const { rows } = await sql<{ key: string; contacts: number; tags: { name: string }[] }>`
    with counted as (
      select key, count(*)::int as contacts, min(connection_id::text || ' ' || provider_id) as example
      from contact, unnest(tag_keys) as key
      where firm_id = ${firm_id} and connection_id = any(${connection_ids}::uuid[]) and state = 'in'
        and (${search ?? null}::text is null or position(lower(${search ?? ""}) in key) > 0)
      group by key order by count(*) desc, key limit ${limit}
    )
    select t.key, t.contacts, c.view->'tags' as tags from counted t
    join contact c on c.firm_id = ${firm_id} and c.connection_id = split_part(t.example, ' ', 1)::uuid
      and c.provider_id = substr(t.example, strpos(t.example, ' ') + 1)
    order by t.contacts desc, t.key`.execute(db);
  return rows.map(({ key, contacts, tags }) => ({ key, contacts, name: tags.find((tag) => tag.name.toLowerCase() === key)?.name ?? key }));
}
