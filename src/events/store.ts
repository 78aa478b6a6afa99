/** How events are kept: recorded in the transaction that makes them true, read by whoever follows, dropped with age. */
import { sql, type Kysely, type RawBuilder } from "kysely";
import type { Tables } from "../db/tables.ts";
import { unnestPlain } from "../db/texts.ts";
import type { EventOwner, EventRow, EventType, NewEvent } from "./types.ts";

type Db = Kysely<Tables>;

/**
 * Records what happened, and queues it for the firm's endpoints. The first sync of a connection is quiet: its whole content is news to
 * nobody; `run.finished` says that it is there.
 */
export async function recordEvents(trx: Db, owner: EventOwner, make: () => NewEvent[], at: string): Promise<void> {
  if (!(await hasBeenRead(trx, owner))) return;
  await recordKnown(trx, owner, make(), at);
}

/** The same for events that are at hand. */
export async function recordKnown(trx: Db, owner: EventOwner, events: readonly NewEvent[], at: string): Promise<void> {
  if (events.length > 0) await insertEvents(trx, owner, events, at, sql`n.first_synced_at is not null`);
}

export function recordRunEnd(trx: Db, owner: EventOwner, data: Record<string, unknown>, at: string): Promise<void> {
  return insertEvents(trx, owner, [{ type: "run.finished", data }], at, sql`true`);
}

async function hasBeenRead(trx: Db, owner: EventOwner): Promise<boolean> {
  const { rows } = await sql`
    select 1 from connection where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and first_synced_at is not null`.execute(
    trx,
  );
  return rows.length > 0;
}

/** The clock's row stays locked until the transaction ends: that makes the order of numbers the order of commits. */
async function insertEvents(trx: Db, owner: EventOwner, events: readonly NewEvent[], at: string, when: RawBuilder<unknown>): Promise<void> {
  const count = events.length;
  const types = unnestPlain(events.map((event) => event.type));
  const data = unnestPlain(events.map((event) => JSON.stringify(event.data)));
  await sql`
    with clock as (
      insert into event_clock as c (firm_id, seq)
      select n.firm_id, ${count}::int from connection n where n.firm_id = ${owner.firm_id} and n.connection_id = ${owner.connection_id} and ${when}
      on conflict (firm_id) do update set seq = c.seq + excluded.seq returning seq
    ), fresh as (
      insert into event (firm_id, seq, connection_id, type, data, at)
      select ${owner.firm_id}, clock.seq - ${count} + p.position, ${owner.connection_id}, p.type, p.data::jsonb, ${at}::timestamptz
      from clock, rows from (${types}, ${data}) with ordinality as p(type, data, position)
      returning firm_id, seq, type
    )
    insert into webhook_delivery (firm_id, endpoint_id, seq, next_attempt_at)
    select e.firm_id, e.endpoint_id, fresh.seq, ${at}::timestamptz from fresh join webhook_endpoint e on e.firm_id = fresh.firm_id
    where e.state <> 'disabled' and (e.event_types = '{}' or fresh.type = any(e.event_types))`.execute(trx);
}

export async function readEvents(db: Db, firm_id: string, after: number, types: readonly EventType[], limit: number): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select seq, event_id, connection_id, type, data, at from event
    where firm_id = ${firm_id} and seq > ${after} and (${types.length === 0} or type = any(${types}::text[])) order by seq limit ${limit}`.execute(
    db,
  );
  return rows;
}

/** Where the firm's events stand: the last one, and up to which they were dropped. */
export async function readEventClock(db: Db, firm_id: string): Promise<{ seq: number; dropped_through: number }> {
  const { rows } = await sql<{ seq: number; dropped_through: number }>`
    select seq, dropped_through from event_clock where firm_id = ${firm_id}`.execute(db);
  return rows[0] ?? { seq: 0, dropped_through: 0 };
}

/** Drops what is older than `before`, of every firm, with its deliveries; gives how many events. */
export async function dropEvents(db: Db, before: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with old as (
      select e.firm_id, max(e.seq) as through from event e join event_clock c using (firm_id) where e.at < ${before}::timestamptz group by e.firm_id
    ), noted as (
      update event_clock c set dropped_through = old.through from old where c.firm_id = old.firm_id
    ), dropped as (
      delete from event e using old where e.firm_id = old.firm_id and e.seq <= old.through returning 1
    )
    select count(*)::int as n from dropped`.execute(db);
  return rows[0]!.n;
}
