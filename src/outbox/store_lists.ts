/** What people ask of the outbox. Reads only. */
import { sql } from "kysely";
import type { Owner } from "../mirror/store.ts";
import type { Provider } from "../model/kinds.ts";
import type { Operation } from "../model/writing.ts";
import { STATES, type State } from "./states.ts";
import type { Db, DeliveryRow } from "./store.ts";
import type { DeliveryEvent, DeliveryFilter, Page } from "./types.ts";

export type ListedRow = DeliveryRow & { contact_name: string; author_name: string; provider: Provider; way_connection_id: string | null };

const SELECT = sql`
  select d.*, coalesce(c.view->>'name', '') as contact_name, coalesce(m.name, '') as author_name, n.provider,
    coalesce((select w.connection_id from connection w where w.firm_id = d.firm_id and w.provider = n.provider and w.user_id = d.writer_user_id
      order by w.state limit 1), d.writer_connection_id) as way_connection_id
  from delivery d
  join connection n on n.firm_id = d.firm_id and n.connection_id = d.connection_id
  left join contact c on c.firm_id = d.firm_id and c.connection_id = d.connection_id and c.provider_id = d.contact_id
  left join member m on m.firm_id = d.firm_id and m.member_id = d.author_member_id`;

const matching = (firm_id: string, filter: DeliveryFilter) => sql`
  d.firm_id = ${firm_id}
  and (${filter.states === undefined} or d.state = any(${filter.states ?? []}::text[]))
  and (${filter.kinds === undefined} or d.kind = any(${filter.kinds ?? []}::text[]))
  and (${filter.connection_id ?? null}::uuid is null or d.connection_id = ${filter.connection_id ?? null}::uuid)
  and (${filter.contact_id ?? null}::text is null or d.contact_id = ${filter.contact_id ?? null}::text)
  and (${filter.matter_id ?? null}::text is null or d.matter_id = ${filter.matter_id ?? null}::text)
  and (${filter.reason ?? null}::text is null or d.reason = ${filter.reason ?? null}::text)
  and (${filter.author_member_id ?? null}::uuid is null or d.author_member_id = ${filter.author_member_id ?? null}::uuid)
  and (${filter.activity_id ?? null}::uuid is null or d.delivery_id in (
    select delivery_id from delivery_activity where firm_id = ${firm_id} and activity_id = ${filter.activity_id ?? null}::uuid))`;

export async function listRows(db: Db, firm_id: string, filter: DeliveryFilter, page: Page): Promise<ListedRow[]> {
  const { rows } = await sql<ListedRow>`
    ${SELECT} where ${matching(firm_id, filter)} and (${page.after}::uuid is null or d.delivery_id < ${page.after}::uuid)
    order by d.delivery_id desc limit ${page.limit}`.execute(db);
  return rows;
}

export async function listIds(db: Db, firm_id: string, filter: DeliveryFilter, limit: number): Promise<string[]> {
  const { rows } = await sql<{ delivery_id: string }>`
    select d.delivery_id from delivery d where ${matching(firm_id, filter)} order by d.delivery_id limit ${limit}`.execute(db);
  return rows.map((row) => row.delivery_id);
}

export async function readRow(db: Db, firm_id: string, delivery_id: string): Promise<ListedRow | null> {
  const { rows } = await sql<ListedRow>`${SELECT} where d.firm_id = ${firm_id} and d.delivery_id = ${delivery_id}`.execute(db);
  return rows[0] ?? null;
}

/** Of many activities, each one's deliveries. */
export async function rowsOfActivities(db: Db, firm_id: string, activity_ids: readonly string[]): Promise<Map<string, ListedRow[]>> {
  const { rows } = await sql<ListedRow & { activity_id: string }>`
    select l.*, a.activity_id from delivery_activity a join (${SELECT} where d.firm_id = ${firm_id}) l on l.delivery_id = a.delivery_id
    where a.firm_id = ${firm_id} and a.activity_id = any(${activity_ids}::uuid[]) order by l.delivery_id`.execute(db);
  const grouped = new Map<string, ListedRow[]>();
  for (const { activity_id, ...row } of rows) grouped.set(activity_id, [...(grouped.get(activity_id) ?? []), row]);
  return grouped;
}

export async function readStory(db: Db, firm_id: string, delivery_id: string): Promise<DeliveryEvent[]> {
  const { rows } = await sql<DeliveryEvent>`
    select seq, at, event, from_state as "from", to_state as "to", attempt, words, detail from delivery_event
    where firm_id = ${firm_id} and delivery_id = ${delivery_id} order by seq limit 1000`.execute(db);
  return rows;
}

/** Of one state no more are counted: this stands for more, and nobody waits for a walk through all that ever arrived. */
const COUNTED_AT_MOST = 10_001;
const EACH_STATE = sql`unnest(${STATES}::text[]) as s(state)`;

/** By state, whatever the filter says of it and of reasons; and the reasons of those that fit, the most frequent first. */
export async function countBy(
  db: Db,
  firm_id: string,
  filter: DeliveryFilter,
): Promise<{ by_state: Record<State, number>; reasons: { reason: string; n: number }[] }> {
  const { states: _states, reason: _reason, ...rest } = filter;
  const { rows } = await sql<{ state: State; n: number }>`
    select s.state, c.n from ${EACH_STATE} cross join lateral (
      select count(*)::int as n from (
        select 1 from delivery d where ${matching(firm_id, rest)} and d.state = s.state limit ${COUNTED_AT_MOST}) few) c`.execute(db);
  const by_state = Object.fromEntries(STATES.map((state) => [state, 0])) as Record<State, number>;
  for (const row of rows) by_state[row.state] = row.n;
  const fits = filter.states === undefined ? rest : { ...rest, states: filter.states };
  const { rows: reasons } = await sql<{ reason: string; n: number }>`
    select d.reason, count(*)::int as n from delivery d where ${matching(firm_id, fits)} and d.reason is not null
    group by d.reason order by n desc, d.reason`.execute(db);
  return { by_state, reasons };
}

export interface CountRow {
  connection_id: string;
  by_state: Record<State, number>;
  oldest_queued_at: string | null;
  oldest_unknown_at: string | null;
  needs_filing: number;
}

export async function readCounts(db: Db, firm_id: string): Promise<CountRow[]> {
  const { rows } = await sql<{ connection_id: string; state: State; n: number; oldest: string | null; needs_filing: number }>`
    select n.connection_id, s.state, d.n, case when s.state in ('queued', 'unknown') then (
        select min(first_queued_at) from delivery d where d.firm_id = n.firm_id and d.connection_id = n.connection_id and d.state = s.state) end as oldest,
      (select count(*)::int from activity a where a.firm_id = n.firm_id and a.connection_id = n.connection_id and a.needs_filing) as needs_filing
    from connection n cross join ${EACH_STATE} cross join lateral (
      select count(*)::int as n from (
        select 1 from delivery d
        where d.firm_id = n.firm_id and d.connection_id = n.connection_id and d.state = s.state limit ${COUNTED_AT_MOST}) few) d
    where n.firm_id = ${firm_id} and n.purpose = 'sync' order by n.connection_id`.execute(db);
  const counts = new Map<string, CountRow>();
  for (const row of rows) {
    const none = Object.fromEntries(STATES.map((state) => [state, 0])) as Record<State, number>;
    const one = counts.get(row.connection_id) ?? {
      connection_id: row.connection_id,
      by_state: none,
      oldest_queued_at: null,
      oldest_unknown_at: null,
      needs_filing: row.needs_filing,
    };
    one.by_state[row.state] = row.n;
    if (row.state === "queued") one.oldest_queued_at = row.oldest;
    if (row.state === "unknown") one.oldest_unknown_at = row.oldest;
    counts.set(row.connection_id, one);
  }
  return [...counts.values()];
}

/** What the provider has more than once, as far as we know and nobody has said that it may; the latest first. */
export async function listTwins(
  db: Db,
  owner: Owner,
  limit: number,
): Promise<{
  count: number;
  since: string | null;
  sample: Pick<ListedRow, "delivery_id" | "kind" | "contact_id" | "contact_name" | "provider_id" | "twins">[];
}> {
  const twice = sql`d.firm_id = ${owner.firm_id} and d.connection_id = ${owner.connection_id} and d.twins <> '[]'
    and exists (select from jsonb_array_elements(d.twins) twin where twin->>'provider_id' <> all(d.twins_accepted))`;
  const { rows } = await sql<{ count: number; since: string | null }>`
    select count(*)::int as count, min(d.delivered_at) as since from delivery d where ${twice}`.execute(db);
  const sample = await sql<ListedRow>`${SELECT} where ${twice} order by d.delivery_id desc limit ${limit}`.execute(db);
  return { ...rows[0]!, sample: sample.rows };
}

export interface Totals {
  by_state: Record<State, number>;
  oldest_queued_s: number;
}

/** Of the whole installation, for its dashboards. */
export async function readTotals(db: Db, at: string): Promise<Totals> {
  const { rows } = await sql<{ state: State; n: number; oldest_s: number }>`
    select state, count(*)::int as n, coalesce(extract(epoch from ${at}::timestamptz - min(due_at)), 0)::float8 as oldest_s
    from delivery where state not in ('delivered', 'cancelled') group by state`.execute(db);
  const by_state = Object.fromEntries(STATES.map((state) => [state, 0])) as Record<State, number>;
  for (const row of rows) by_state[row.state] = row.n;
  return { by_state, oldest_queued_s: Math.max(rows.find((row) => row.state === "queued")?.oldest_s ?? 0, 0) };
}

export async function readWindows(db: Db, firm_id: string): Promise<{ connection_id: string; operation: Operation; seen_ms: number[] }[]> {
  const { rows } = await sql<{ connection_id: string; operation: Operation; seen_ms: number[] }>`
    select connection_id, operation, seen_ms from settle_window where firm_id = ${firm_id}`.execute(db);
  return rows;
}
