/** How deliveries are kept: taken by one sender at a time, tried until they arrive or are given up. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { EventRow, EventType } from "./types.ts";

type Db = Kysely<Tables>;

export interface Delivery extends EventRow {
  firm_id: string;
  endpoint_id: string;
  url: string;
  attempts: number;
  first_attempt_at: string | null;
}

/** Takes what is due, a few of each endpoint so that a slow one keeps nobody waiting. Ours until `lease_until`; then somebody else's. */
export async function takeDue(
  db: Db,
  input: { now: string; lease_until: string; per_endpoint: number; limit: number },
): Promise<Delivery[]> {
  const { rows } = await sql<Delivery>`
    with due as (
      select d.firm_id, d.endpoint_id, d.seq, e.url from webhook_endpoint e cross join lateral (
        select firm_id, endpoint_id, seq from webhook_delivery
        where firm_id = e.firm_id and endpoint_id = e.endpoint_id and state = 'pending' and next_attempt_at <= ${input.now}::timestamptz
        order by next_attempt_at, seq limit ${input.per_endpoint} for update skip locked
      ) d
      where e.state = 'active' limit ${input.limit}
    ), taken as (
      update webhook_delivery d set next_attempt_at = ${input.lease_until}::timestamptz, attempts = d.attempts + 1,
        first_attempt_at = coalesce(d.first_attempt_at, ${input.now}::timestamptz), last_attempt_at = ${input.now}::timestamptz
      from due where d.firm_id = due.firm_id and d.endpoint_id = due.endpoint_id and d.seq = due.seq
      returning d.firm_id, d.endpoint_id, d.seq, d.attempts, d.first_attempt_at, due.url
    )
    select taken.*, v.event_id, v.connection_id, v.type, v.data, v.at
    from taken join event v on v.firm_id = taken.firm_id and v.seq = taken.seq order by taken.seq`.execute(db);
  return rows;
}

export interface Outcome {
  state: "pending" | "delivered" | "failed";
  status: number | null;
  error: string | null;
  /** For `pending`. */
  next_attempt_at: string | null;
  at: string;
}

/** One try: when it began, how long it took, what came back. */
export interface Attempt {
  at: string;
  took_ms: number;
  /** Null: nothing came back. */
  status: number | null;
  /** How the answer begins. */
  answer: string;
  error: string | null;
}

const ATTEMPTS_KEPT = 30;

/**
 * Counts only for the attempt that was taken: a sender that slept through its lease changes nothing. That it tried is kept all the same; every
 * part of the statement sees the tries before it.
 */
export async function settle(db: Db, delivery: Delivery, outcome: Outcome, tried: Attempt): Promise<void> {
  const of = (table: string) =>
    sql`${sql.ref(`${table}.firm_id`)} = ${delivery.firm_id} and ${sql.ref(`${table}.endpoint_id`)} = ${delivery.endpoint_id} and ${sql.ref(`${table}.seq`)} = ${delivery.seq}`;
  await sql`
    with tried as (
      insert into webhook_attempt (firm_id, endpoint_id, seq, at, took_ms, status, answer, error)
      select firm_id, endpoint_id, seq, ${tried.at}::timestamptz, ${tried.took_ms}, ${tried.status}, ${tried.answer}, ${tried.error}
      from webhook_delivery where ${of("webhook_delivery")}
    ), older as (
      delete from webhook_attempt where ${of("webhook_attempt")} and attempt_id <= (
        select attempt_id from webhook_attempt where ${of("webhook_attempt")} order by attempt_id desc offset ${ATTEMPTS_KEPT - 1} limit 1)
    )
    update webhook_delivery set state = ${outcome.state}, status = ${outcome.status}, error = ${outcome.error},
      next_attempt_at = coalesce(${outcome.next_attempt_at}::timestamptz, next_attempt_at),
      delivered_at = case when ${outcome.state} = 'delivered' then ${outcome.at}::timestamptz end
    where firm_id = ${delivery.firm_id} and endpoint_id = ${delivery.endpoint_id} and seq = ${delivery.seq} and attempts = ${delivery.attempts}
      and state = 'pending'`.execute(db);
}

export interface DeliveryRow {
  seq: number;
  event_id: string;
  type: EventType;
  state: Outcome["state"];
  attempts: number;
  last_attempt_at: string | null;
  next_attempt_at: string | null;
  status: number | null;
  error: string | null;
  delivered_at: string | null;
}

/** The latest first. */
export async function listDeliveries(
  db: Db,
  place: { firm_id: string; endpoint_id: string },
  state: Outcome["state"] | null,
  before: number | null,
  limit: number,
): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    select d.seq, v.event_id, v.type, d.state, d.attempts, d.last_attempt_at, case when d.state = 'pending' then d.next_attempt_at end as next_attempt_at,
      d.status, d.error, d.delivered_at
    from webhook_delivery d join event v on v.firm_id = d.firm_id and v.seq = d.seq
    where d.firm_id = ${place.firm_id} and d.endpoint_id = ${place.endpoint_id} and (${state}::text is null or d.state = ${state})
      and (${before}::bigint is null or d.seq < ${before}::bigint)
    order by d.seq desc limit ${limit + 1}`.execute(db);
  return rows;
}

/** Sends again, with three new days of patience: the ones named by their events, all that failed since a time, or all of a time. Gives how many. */
export async function retryDeliveries(
  db: Db,
  place: { firm_id: string; endpoint_id: string },
  which: { event_ids: readonly string[] } | { failed_since: string } | { from: string; until: string },
  at: string,
): Promise<number> {
  const wanted =
    "event_ids" in which
      ? sql`v.event_id = any(${which.event_ids}::uuid[])`
      : "until" in which
        ? sql`v.at >= ${which.from}::timestamptz and v.at < ${which.until}::timestamptz`
        : sql`d.state = 'failed' and v.at >= ${which.failed_since}::timestamptz`;
  const { rows } = await sql`
    update webhook_delivery d set state = 'pending', attempts = 0, first_attempt_at = null, next_attempt_at = ${at}::timestamptz, status = null,
      error = null, delivered_at = null
    from event v where d.firm_id = ${place.firm_id} and d.endpoint_id = ${place.endpoint_id} and v.firm_id = d.firm_id and v.seq = d.seq and ${wanted}
    returning 1`.execute(db);
  return rows.length;
}

/** The tries of one delivery, the latest first; null: nothing was sent there of this event. */
export async function listAttempts(db: Db, place: { firm_id: string; endpoint_id: string }, event_id: string): Promise<Attempt[] | null> {
  const { rows } = await sql<Attempt & { attempt_id: number | null }>`
    select a.attempt_id, a.at, a.took_ms, a.status, a.answer, a.error
    from webhook_delivery d join event v on v.firm_id = d.firm_id and v.seq = d.seq
    left join webhook_attempt a on a.firm_id = d.firm_id and a.endpoint_id = d.endpoint_id and a.seq = d.seq
    where d.firm_id = ${place.firm_id} and d.endpoint_id = ${place.endpoint_id} and v.event_id = ${event_id}
    order by a.attempt_id desc`.execute(db);
  if (rows.length === 0) return null;
  return rows.flatMap(({ attempt_id, ...tried }) => (attempt_id === null ? [] : [tried]));
}
