/** What is asked of the projected matters. Reads only. */
import { sql, type Kysely, type RawBuilder } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import type { Presence } from "../model/kinds.ts";
import { matches, termsAsTyped } from "./store_search.ts";
import type { MatterView, Participant } from "./types.ts";

type Db = Kysely<Tables>;

export interface MatterFilter {
  status?: "open" | "pending" | "closed" | undefined;
  practice_area?: string | undefined;
  stage?: string | undefined;
  staff_id?: string | undefined;
  search?: string | undefined;
}

/** The last row of the page before. `updated_at` is "" where the provider told none: these come first. */
export interface MatterPosition {
  updated_at: string;
  connection_id: string;
  provider_id: string;
}

export interface MatterListRow {
  connection_id: string;
  provider_id: string;
  updated_at: string | null;
  view: MatterView;
  main_client_name: string | null;
}

/** Matters, the most recently changed first, one row more than `limit` when there are more. */
export async function listMatters(
  db: Db,
  firm_id: string,
  connection_ids: readonly string[],
  filter: MatterFilter,
  after: MatterPosition | null,
  limit: number,
): Promise<MatterListRow[]> {
  if (connection_ids.length === 0) return [];
  const list: List = { firm_id, connection_ids, where: matterConditions(filter), after, rows: limit + 1 };
  const { practice_area, stage, staff_id, search } = filter;
  if (!practice_area && !stage && !staff_id && !search) return walk(db, list);
  return (await gather(db, list)) ?? walk(db, list);
}

/** It looks at each that fits. */
export async function countMatters(db: Db, firm_id: string, connection_ids: readonly string[], filter: MatterFilter): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from matter
    where firm_id = ${firm_id} and connection_id = any(${connection_ids}::uuid[]) and ${matterConditions(filter)}`.execute(db);
  return rows[0]!.n;
}

interface List {
  firm_id: string;
  connection_ids: readonly string[];
  where: RawBuilder<unknown>;
  after: MatterPosition | null;
  rows: number;
}

function matterConditions(filter: MatterFilter): RawBuilder<unknown> {
  const conditions = [
    sql`presence <> 'tombstone'`,
    ...termsAsTyped(filter.search ?? "").map((term) => matches(sql`lower(number || ' ' || name)`, term)),
  ];
  if (filter.status) conditions.push(sql`status = ${filter.status}`);
  if (filter.practice_area) conditions.push(sql`practice_area = ${filter.practice_area}`);
  if (filter.stage) conditions.push(sql`stage = ${filter.stage}`);
  if (filter.staff_id) conditions.push(sql`staff_ids @> array[${filter.staff_id}]`);
  return sql.join(conditions, sql` and `);
}

/** As with contacts (store_lists.ts): more than these are met sooner by walking. */
const GATHERED_AT_MOST = 2000;

/** The first of all that match, found by the filters' own indexes; null where more match than are worth sorting. */
async function gather(db: Db, { firm_id, connection_ids, where, after, rows: limit }: List): Promise<MatterListRow[] | null> {
  const later = sql.join(
    connection_ids.map((connection_id) => sql`(connection_id = ${connection_id} and ${behind(after, connection_id)})`),
    sql` or `,
  );
  const { rows } = await sql<MatterListRow & { found: number }>`
    with found as materialized (
      select connection_id, provider_id, updated_at from matter where firm_id = ${firm_id} and ${where} and (${later}) limit ${GATHERED_AT_MOST + 1}
    )
    select m.connection_id, m.provider_id, m.updated_at, m.view, c.view->>'name' as main_client_name, (select count(*)::int from found) as found
    from (select * from found order by updated_at desc, connection_id desc, provider_id desc limit ${limit}) f
    join matter m on m.firm_id = ${firm_id} and m.connection_id = f.connection_id and m.provider_id = f.provider_id
    left join contact c on c.firm_id = ${firm_id} and c.connection_id = m.connection_id and c.provider_id = m.main_client_id
    order by m.updated_at desc, m.connection_id desc, m.provider_id desc`.execute(db);
  return (rows[0]?.found ?? 0) > GATHERED_AT_MOST ? null : rows;
}

/** In the order of the list, one branch per connection, each of which stops at the limit. */
async function walk(db: Db, { firm_id, connection_ids, where, after, rows: limit }: List): Promise<MatterListRow[]> {
  const branches = connection_ids.map(
    (connection_id) => sql`(
      select connection_id, provider_id, updated_at, main_client_id, view from matter
      where firm_id = ${firm_id} and connection_id = ${connection_id} and ${where} and ${behind(after, connection_id)}
      order by updated_at desc, provider_id desc limit ${limit})`,
  );
  const { rows } = await sql<MatterListRow>`
    select m.connection_id, m.provider_id, m.updated_at, m.view, c.view->>'name' as main_client_name from (
      select * from (${sql.join(branches, sql` union all `)}) b order by updated_at desc, connection_id desc, provider_id desc limit ${limit}
    ) m left join contact c on c.firm_id = ${firm_id} and c.connection_id = m.connection_id and c.provider_id = m.main_client_id
    order by m.updated_at desc, m.connection_id desc, m.provider_id desc`.execute(db);
  return rows;
}

function behind(after: MatterPosition | null, connection_id: string): RawBuilder<unknown> {
  if (after === null) return sql`true`;
  const same = connection_id === after.connection_id;
  const later = connection_id < after.connection_id;
  const tie = same ? sql`provider_id < ${after.provider_id}` : later ? sql`true` : sql`false`;
  if (after.updated_at === "") return sql`(updated_at is not null or ${tie})`;
  if (same) return sql`(updated_at, provider_id) < (${after.updated_at}::timestamptz, ${after.provider_id})`;
  return later ? sql`updated_at <= ${after.updated_at}::timestamptz` : sql`updated_at < ${after.updated_at}::timestamptz`;
}

export interface MatterRow {
  view: MatterView;
  presence: Presence;
  projected_at: string;
  read_at: string | null;
}

export async function readMatter(db: Db, owner: Owner, provider_id: string): Promise<MatterRow | null> {
  const { rows } = await sql<MatterRow>`
    select m.view, m.presence, m.projected_at, r.read_at from matter m
    left join record r on r.firm_id = m.firm_id and r.connection_id = m.connection_id and r.kind = 'matter' and r.provider_id = m.provider_id
    where m.firm_id = ${owner.firm_id} and m.connection_id = ${owner.connection_id} and m.provider_id = ${provider_id}`.execute(db);
  return rows[0] ?? null;
}

/** What matters can be filtered by, as it occurs. */
const LISTED_AT_MOST = 500;

/** From value to value by the index, without a look at each matter. */
export async function listValues(db: Db, owner: Owner, column: "practice_area" | "stage"): Promise<string[]> {
  const first = (after: RawBuilder<unknown>) => sql`
    (select ${sql.ref(column)} from matter where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and ${after}
      order by ${sql.ref(column)} limit 1)`;
  const { rows } = await sql<{ value: string }>`
    with recursive v(value) as (
      select ${first(sql`true`)}
      union all select ${first(sql`${sql.ref(column)} > v.value`)} from v where v.value is not null
    ) select value from v where value <> '' limit ${LISTED_AT_MOST}`.execute(db);
  return rows.map((row) => row.value);
}

export interface ParticipantRow {
  relationship_id: string | null;
  person_id: string;
  person_type: Participant["person_type"];
  capacity: Participant["capacity"];
  role: string;
}

/** Who takes part: whom the matter's own record names, then Clio's relationships. */
export async function listParticipants(db: Db, owner: Owner, matter_id: string): Promise<ParticipantRow[]> {
  const { rows } = await sql<ParticipantRow>`
    select nullif(relationship_id, '') as relationship_id, person_id, person_type, capacity, role from participation
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and matter_id = ${matter_id}
    order by length(relationship_id), relationship_id, position limit 500`.execute(db);
  return rows;
}

/** Whether a contact is skipped; asked when a matter is shown, because contacts change without their matters (B-MAT-5). */
export async function isSkipped(db: Db, owner: Owner, id: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from contact
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and provider_id = ${id} and state = 'skipped'`.execute(db);
  return rows.length > 0;
}

/** Names of contacts (and Clio's companies) by id; whom the sync user cannot see is not in the map. */
export async function readContactNames(db: Db, owner: Owner, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ provider_id: string; name: string }>`
    select provider_id, view->>'name' as name from contact
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and provider_id = any(${ids}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.provider_id, row.name]));
}
