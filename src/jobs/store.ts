/** How lanes are kept. Leases live by the database's clock, which all processes share. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import { HEAD_START_MS, type Lane, type LaneKind, type LaneRank, type Outcome } from "./lanes.ts";

type Db = Kysely<Tables>;

const COLUMNS = sql`firm_id, connection_id, kind, rank, fence, failures`;
const later = (ms: number) => sql`clock_timestamp() + ${ms} * interval '1 millisecond'`;
const mine = (lane: Lane) =>
  sql`firm_id = ${lane.firm_id} and connection_id = ${lane.connection_id} and kind = ${lane.kind} and fence = ${lane.fence}`;
const NOW_MS = sql`extract(epoch from clock_timestamp()) * 1000`;
/** Where the least served of those who wait stands; nobody waits: the beginning. */
const BUSY_SINCE = sql`(select min(virtual_ms) from lane where ready)`;
const joining = (own: ReturnType<typeof sql>) => sql`case when ${BUSY_SINCE} is null then 0 else greatest(${own}, ${BUSY_SINCE}) end`;

/** What a power cut could take is a turn that is taken again: nobody waits for the disk. */
const WITHOUT_WAITING = sql`(select set_config('synchronous_commit', 'off', true)) is not null`;

/** Sees to it that the lane is taken up at once, also where it is at work just now: then once more after that. */
export async function makeReady(db: Db, owner: Owner, kind: LaneKind, rank: LaneRank): Promise<void> {
  await sql`
    insert into lane as l (firm_id, connection_id, kind, rank, due_at, ready, waiting_since_ms, virtual_ms, head_start_ms)
    values (${owner.firm_id}, ${owner.connection_id}, ${kind}, ${rank}, clock_timestamp(), true, ${NOW_MS}, ${joining(sql`0`)}, ${HEAD_START_MS[rank]})
    on conflict (firm_id, connection_id, kind) do update set due_at = least(l.due_at, clock_timestamp()), ready = true,
      waiting_since_ms = case when l.ready then l.waiting_since_ms else ${NOW_MS} end,
      virtual_ms = case when l.ready then l.virtual_ms else ${joining(sql`l.virtual_ms`)} end,
      rank = case when l.ready then least(l.rank, excluded.rank) else excluded.rank end,
      head_start_ms = case when l.ready then greatest(l.head_start_ms, excluded.head_start_ms) else excluded.head_start_ms end`.execute(db);
}

/** Plans the lane's next time. One that is at work plans anew itself when it ends. */
export async function planLane(db: Db, owner: Owner, plan: { due_at: Date; planned_from: string; rank: LaneRank }): Promise<void> {
  await sql`
    insert into lane as l (firm_id, connection_id, kind, rank, due_at, planned_from, head_start_ms)
    values (${owner.firm_id}, ${owner.connection_id}, 'sync', ${plan.rank}, ${plan.due_at.toISOString()}::timestamptz, ${plan.planned_from}, ${HEAD_START_MS[plan.rank]})
    on conflict (firm_id, connection_id, kind) do update set due_at = excluded.due_at, planned_from = excluded.planned_from, rank = excluded.rank,
      head_start_ms = excluded.head_start_ms
      where not l.ready`.execute(db);
}

/** Whatever has come due begins to wait; what somebody else is at just now, at the next poll (two who wait for each other's rows end in an error). */
export async function promoteDue(db: Db): Promise<void> {
  await sql`
    update lane set ready = true, waiting_since_ms = ${NOW_MS}, virtual_ms = ${joining(sql`virtual_ms`)}
    where (firm_id, connection_id, kind) in (
      select firm_id, connection_id, kind from lane where not ready and due_at <= clock_timestamp() for update skip locked)`.execute(db);
}

/** Takes lanes that wait, the least served first. What is asked of them from now on is for their next turn. */
export async function takeLanes(
  db: Db,
  input: { kinds: readonly LaneKind[]; count: number; lowest_rank: LaneRank; lease_ms: number },
): Promise<Lane[]> {
  const { rows } = await sql<Lane>`
    update lane set lease_until = ${later(input.lease_ms)}, fence = fence + 1, due_at = null
    where (firm_id, connection_id, kind) in (
      select firm_id, connection_id, kind from lane
      where ready and kind = any(${input.kinds}::text[]) and rank <= ${input.lowest_rank} and (lease_until is null or lease_until <= clock_timestamp())
      order by virtual_ms - head_start_ms + waiting_since_ms limit ${input.count} for update skip locked) and ${WITHOUT_WAITING}
    returning ${COLUMNS}`.execute(db);
  return rows;
}

/** Prolongs the leases; gives the lanes that are still held. In one order, so that nobody who takes several waits for somebody who waits for them. */
export async function holdLanes(
  db: Db,
  lanes: readonly Lane[],
  lease_ms: number,
): Promise<Pick<Lane, "connection_id" | "kind" | "fence">[]> {
  const { rows } = await sql<Pick<Lane, "connection_id" | "kind" | "fence">>`
    with held as materialized (
      select l.firm_id, l.connection_id, l.kind from lane l
      join json_to_recordset(${JSON.stringify(lanes)}::text::json) as h(firm_id uuid, connection_id uuid, kind text, fence bigint)
        on l.firm_id = h.firm_id and l.connection_id = h.connection_id and l.kind = h.kind and l.fence = h.fence and l.ready
      order by l.firm_id, l.connection_id, l.kind for update of l
    )
    update lane l set lease_until = ${later(lease_ms)} from held h
    where l.firm_id = h.firm_id and l.connection_id = h.connection_id and l.kind = h.kind
    returning l.connection_id, l.kind, l.fence`.execute(db);
  return rows;
}

/** Ends a turn, unless somebody else has the lane by now. What was asked for meanwhile stays due. */
export async function settleLane(db: Db, lane: Lane, outcome: Outcome, used_ms: number): Promise<void> {
  const due_at = outcome.due_at?.toISOString() ?? null;
  if (outcome.again) {
    await sql`update lane set lease_until = null, virtual_ms = virtual_ms + ${used_ms}, waiting_since_ms = ${NOW_MS} where ${mine(lane)} and ${WITHOUT_WAITING}`.execute(
      db,
    );
    return;
  }
  await sql`
    update lane set lease_until = null, virtual_ms = virtual_ms + ${used_ms}, ready = false,
      due_at = least(due_at, ${due_at}::timestamptz), planned_from = coalesce(${outcome.planned_from}::text, planned_from), failures = ${outcome.failures},
      rank = case when due_at is null then ${outcome.rank} else rank end,
      head_start_ms = case when due_at is null then ${HEAD_START_MS[outcome.rank]} else head_start_ms end
    where ${mine(lane)} and ${WITHOUT_WAITING}`.execute(db);
}

/** Whether any lane of these kinds waits for a worker. */
export async function anyWaiting(db: Db, kinds: readonly LaneKind[]): Promise<boolean> {
  const { rows } = await sql`
    select 1 from lane where ready and kind = any(${kinds}::text[]) and (lease_until is null or lease_until <= clock_timestamp()) order by virtual_ms - head_start_ms + waiting_since_ms limit 1`.execute(
    db,
  );
  return rows.length > 0;
}
