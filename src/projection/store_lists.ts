/** The list of contacts: search, filters, keyset paging. Reads only. */
import { sql, type Kysely, type RawBuilder } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { ContactState } from "../model/kinds.ts";
import { matches, searchTerms } from "./store_search.ts";
import type { ContactView } from "./types.ts";

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
  health?: ContactHealth | undefined;
}

/** `fine`: none of the others. `issue`: something could not be used; `held`: something that was to be sent waits or needs review. */
export type ContactHealth = "fine" | "duplicate" | "issue" | "held";

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
  /** When the activity that was logged last took place. */
  last_activity_at: string | null;
  duplicate: boolean;
  issue: boolean;
  held: boolean;
}

/** Contacts by name, one row more than `limit` when there are more. */
export async function listContacts(
  db: Db,
  firm_id: string,
  connection_ids: readonly string[],
  filter: ContactFilter,
  after: ContactPosition | null,
  limit: number,
): Promise<ContactListRow[]> {
  if (connection_ids.length === 0) return [];
  const list: List = { firm_id, connection_ids, filter, after, rows: limit + 1 };
  const { search, tag, owner, health } = filter;
  // Whoever is not in is nobody's twin.
  if (health === "duplicate" && !filter.states.includes("in")) return [];
  const narrow = Boolean(search || tag || owner) || (health !== undefined && health !== "fine" && (await areFew(db, firm_id, health)));
  if (!narrow) return walk(db, list);
  const found = await gather(db, list);
  return found ?? walk(db, list);
}

/** Whether these are so few that one begins with them, rather than meet them while walking. */
async function areFew(db: Db, firm_id: string, health: Exclude<ContactHealth, "fine">): Promise<boolean> {
  const which = {
    duplicate: sql`contact_twin where firm_id = ${firm_id}`,
    issue: sql`contact where firm_id = ${firm_id} and issue_codes <> '{}'`,
    held: sql`delivery where firm_id = ${firm_id} and state in ('held', 'needs_review')`,
  };
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from (select 1 from ${which[health]} limit ${GATHERED_AT_MOST + 1}) w`.execute(db);
  return rows[0]!.n <= GATHERED_AT_MOST;
}

interface List {
  firm_id: string;
  connection_ids: readonly string[];
  filter: ContactFilter;
  after: ContactPosition | null;
  rows: number;
}

/** More matches than this are so many that the first of them by name are met sooner by walking: about the root of a page times a firm. */
const GATHERED_AT_MOST = 2000;

/**
 * The first of all that match, found by the indexes on words, tags and owners, then sorted; null where more match than are worth sorting.
 * PostgreSQL left alone walks the names and checks each, hoping to meet matches soon: of those who are called Zimmer it meets none until the
 * end. Materialised without an order, the search cannot be taken for such a walk.
 */
async function gather(db: Db, list: List): Promise<ContactListRow[] | null> {
  const { firm_id, connection_ids, filter, after, rows: limit } = list;
  const later =
    after === null
      ? sql`true`
      : sql`(sort_name, connection_id, provider_id) > (${after.sort_name}, ${after.connection_id}::uuid, ${after.provider_id})`;
  const { rows } = await sql<ContactListRow & { matches: number }>`
    with found as materialized (
      select connection_id, provider_id, sort_name from contact
      where ${fitting(firm_id, connection_ids, filter)} and ${later}
      limit ${GATHERED_AT_MOST + 1}
    )
    select f.*, c.owner_member_id, c.view, ${BESIDE}, (select count(*)::int from found) as matches
    from (select * from found order by sort_name, connection_id, provider_id limit ${limit}) f
    join contact c on c.firm_id = ${firm_id} and c.connection_id = f.connection_id and c.provider_id = f.provider_id
    left join member m on m.firm_id = c.firm_id and m.member_id = c.owner_member_id
    order by f.sort_name, f.connection_id, f.provider_id`.execute(db);
  return (rows[0]?.matches ?? 0) > GATHERED_AT_MOST ? null : rows;
}

/** In the order of names. One branch per connection and state, so that each walks its own stretch of the index and stops at the limit. */
async function walk(db: Db, list: List): Promise<ContactListRow[]> {
  const { filter } = list;
  const conditions = [...searchTerms(filter.search ?? "").map((term) => matches(sql`search`, term)), ...conditionsOf(list.firm_id, filter)];
  const branches = list.connection_ids.flatMap((connection_id) =>
    filter.states.map(
      (state) => sql`(
        select firm_id, connection_id, provider_id, sort_name, owner_member_id, view, issue_codes from contact
        where firm_id = ${list.firm_id} and connection_id = ${connection_id} and state = ${state} and ${all(conditions)} and ${behind(list.after, connection_id)}
        order by sort_name, provider_id limit ${list.rows})`,
    ),
  );
  const { rows } = await sql<ContactListRow>`
    select c.connection_id, c.provider_id, c.sort_name, c.owner_member_id, c.view, ${BESIDE} from (
      select * from (${sql.join(branches, sql` union all `)}) b order by sort_name, connection_id, provider_id limit ${list.rows}
    ) c left join member m on m.firm_id = ${list.firm_id} and m.member_id = c.owner_member_id
    order by c.sort_name, c.connection_id, c.provider_id`.execute(db);
  return rows;
}

/** What stands beside a contact `c` and its owner `m`, looked up for the rows of a page alone. */
const BESIDE = sql`
  m.name as owner_name, c.issue_codes <> '{}' as issue,
  (select a.occurred_at from activity a where a.firm_id = c.firm_id and a.connection_id = c.connection_id and a.contact_id = c.provider_id
    order by a.activity_id desc limit 1) as last_activity_at,
  exists (select 1 from contact_twin t where t.firm_id = c.firm_id and t.connection_id = c.connection_id and t.provider_id = c.provider_id) as duplicate,
  exists (select 1 from delivery d where d.firm_id = c.firm_id and d.connection_id = c.connection_id and d.contact_id = c.provider_id
    and d.state in ('held', 'needs_review')) as held`;

/** How many fit. As exact as it can be: asked for before something is done to all of them, not with every page. */
export async function countContacts(db: Db, firm_id: string, connection_ids: readonly string[], filter: ContactFilter): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from contact where ${fitting(firm_id, connection_ids, filter)}`.execute(db);
  return rows[0]!.n;
}

/** What comes after a position, seen from one connection: the order is by name, then connection, then id. */
function behind(after: ContactPosition | null, connection_id: string): RawBuilder<unknown> {
  if (after === null) return sql`true`;
  if (connection_id < after.connection_id) return sql`sort_name > ${after.sort_name}`;
  if (connection_id > after.connection_id) return sql`sort_name >= ${after.sort_name}`;
  return sql`(sort_name, provider_id) > (${after.sort_name}, ${after.provider_id})`;
}

const SICK: Record<Exclude<ContactHealth, "fine">, (firm_id: string) => RawBuilder<unknown>> = {
  duplicate: (firm_id) =>
    sql`(connection_id, provider_id) in (select connection_id, provider_id from contact_twin where firm_id = ${firm_id})`,
  issue: () => sql`issue_codes <> '{}'`,
  held: (firm_id) => sql`exists (
    select 1 from delivery d where d.firm_id = ${firm_id} and d.connection_id = contact.connection_id and d.contact_id = contact.provider_id
      and d.state in ('held', 'needs_review'))`,
};

function healthIs(firm_id: string, health: ContactHealth): RawBuilder<unknown>[] {
  if (health !== "fine") return [SICK[health](firm_id)];
  return Object.values(SICK).map((sick) => sql`not (${sick(firm_id)})`);
}

/** Those that fit, their words looked up in the index. */
function fitting(firm_id: string, connection_ids: readonly string[], filter: ContactFilter): RawBuilder<unknown> {
  const words = searchTerms(filter.search ?? "").map((term) => matches(sql`w.search`, term));
  const named = sql`exists (
    select 1 from contact_words w
    where w.firm_id = contact.firm_id and w.connection_id = contact.connection_id and w.provider_id = contact.provider_id and ${all(words)})`;
  return all([
    sql`firm_id = ${firm_id} and connection_id = any(${connection_ids}::uuid[]) and state = any(${filter.states}::text[])`,
    ...(words.length > 0 ? [named] : []),
    ...conditionsOf(firm_id, filter),
  ]);
}

const all = (conditions: RawBuilder<unknown>[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);

/** All but the words. */
function conditionsOf(firm_id: string, filter: ContactFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (filter.status === "none") conditions.push(sql`client_status is null`);
  else if (filter.status === "client") conditions.push(sql`client_status is not null`);
  else if (filter.status) conditions.push(sql`client_status = ${filter.status}`);
  if (filter.owner === "none") conditions.push(sql`owner_member_id is null`);
  else if (filter.owner) conditions.push(sql`owner_member_id = ${filter.owner}`);
  if (filter.tag) conditions.push(sql`tag_keys @> array[${filter.tag.toLowerCase()}]`);
  if (filter.health) conditions.push(...healthIs(firm_id, filter.health));
  if (filter.skip_code) conditions.push(sql`skip_code = ${filter.skip_code}`);
  return conditions;
}
