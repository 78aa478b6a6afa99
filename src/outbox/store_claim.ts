/** Whose turn it is: what may be sent or looked up now, whose lease has ended, what has to be held. Rows come locked. */
import { sql } from "kysely";
import type { Owner } from "../mirror/store.ts";
import type { Db, DeliveryRow } from "./store.ts";

const mine = (owner: Owner, alias: string) =>
  sql`${sql.ref(`${alias}.firm_id`)} = ${owner.firm_id} and ${sql.ref(`${alias}.connection_id`)} = ${owner.connection_id}`;

/** One at a time decides what a connection sends next: so two workers never see the same parent free. Ends with the transaction. */
export async function lockClaims(trx: Db, owner: Owner): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`write ${owner.connection_id}`}, 0))`.execute(trx);
}

/**
 * What may leave now: nothing else is on its way to the same parent, and nothing that happened earlier is ready for it. `offset 0` keeps each
 * condition a look of its own at the index, row by row in the order of the queue: however many wait, no more are read than are taken.
 */
export async function takeQueued(trx: Db, owner: Owner, at: string, limit: number): Promise<DeliveryRow[]> {
  if (limit <= 0) return [];
  const same_parent = sql`o.firm_id = d.firm_id and o.connection_id = d.connection_id and o.parent_kind = d.parent_kind and o.parent_id = d.parent_id`;
  const { rows } = await sql<DeliveryRow>`
    select d.* from delivery d
    where ${mine(owner, "d")} and d.state = 'queued' and d.due_at <= ${at}::timestamptz and d.parent_id is not null
      and exists (select 1 from contact c where c.firm_id = d.firm_id and c.connection_id = d.connection_id and c.provider_id = d.contact_id and c.state = 'in' offset 0)
      and not exists (select 1 from delivery o where ${same_parent} and o.blocks offset 0)
      and not exists (select 1 from delivery o where ${same_parent} and o.state = 'queued' and o.due_at <= ${at}::timestamptz
        and (o.occurred_at, o.delivery_id) < (d.occurred_at, d.delivery_id) offset 0)
    order by d.due_at, d.occurred_at, d.delivery_id limit ${limit} for update of d skip locked`.execute(trx);
  return rows;
}

/** Unknown ones whose next look is due and at whom nobody looks. The fence goes on with each look, so that a look that woke late changes nothing. */
export async function takeUnknown(trx: Db, owner: Owner, at: string, lease_until: string, limit: number): Promise<DeliveryRow[]> {
  if (limit <= 0) return [];
  const { rows } = await sql<DeliveryRow>`
    with due as materialized (
      select d.firm_id, d.delivery_id from delivery d
      where ${mine(owner, "d")} and d.state = 'unknown' and d.due_at <= ${at}::timestamptz
        and (d.lease_until is null or d.lease_until <= ${at}::timestamptz)
      order by d.due_at limit ${limit} for update skip locked
    )
    update delivery l set fence = l.fence + 1, lease_until = ${lease_until}::timestamptz from due
    where l.firm_id = due.firm_id and l.delivery_id = due.delivery_id returning l.*`.execute(trx);
  return rows;
}

/** Whose worker was not heard of again. */
export async function takeExpired(trx: Db, owner: Owner, at: string): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    select d.* from delivery d
    where ${mine(owner, "d")} and d.state = 'sending' and d.lease_until <= ${at}::timestamptz
    order by d.lease_until limit 100 for update skip locked`.execute(trx);
  return rows;
}

export interface Standing {
  row: DeliveryRow;
  contact_state: string | null;
}

/** Queued ones whose contact is not in, and held ones whose contact has moved since. */
export async function takeHindered(trx: Db, owner: Owner, limit: number): Promise<Standing[]> {
  const { rows } = await sql<DeliveryRow & { contact_state: string | null }>`
    select d.*, c.state as contact_state from delivery d
    left join contact c on c.firm_id = d.firm_id and c.connection_id = d.connection_id and c.provider_id = d.contact_id
    where ${mine(owner, "d")} and (
      (d.state = 'queued' and c.state is distinct from 'in')
      or (d.state = 'held' and (c.state = 'out_of_segment' or d.reason like 'contact\\_%' and d.reason is distinct from
        case c.state when 'skipped' then 'contact_fell_back' when 'out_of_scope' then 'contact_out_of_scope' when 'in' then 'in' else 'contact_gone' end)))
    order by d.delivery_id limit ${limit} for update of d skip locked`.execute(trx);
  return rows.map(({ contact_state, ...row }) => ({ row, contact_state }));
}

/** Held for want of a way, or of leave: looked at again whenever something may have changed. */
export async function takeHeld(trx: Db, owner: Owner, reasons: readonly string[], after: string, limit: number): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    select d.* from delivery d
    where ${mine(owner, "d")} and d.state = 'held' and d.reason = any(${reasons}::text[]) and d.delivery_id > ${after}
    order by d.delivery_id limit ${limit} for update skip locked`.execute(trx);
  return rows;
}

/**
 * When there is something to do again for this connection; null: nothing waits. What could leave by now but does not is behind one of the
 * others on its way to the same parent, so its time is theirs.
 */
export async function nextDue(db: Db, owner: Owner, at: string): Promise<string | null> {
  const { rows } = await sql<{ at: string | null }>`
    select least(
      (select min(due_at) from delivery where ${mine(owner, "delivery")} and state = 'queued' and due_at > ${at}::timestamptz),
      (select min(greatest(due_at, lease_until)) from delivery where ${mine(owner, "delivery")} and state = 'unknown' and due_at is not null),
      (select min(lease_until) from delivery where ${mine(owner, "delivery")} and state = 'sending')) as at`.execute(db);
  return rows[0]?.at ?? null;
}

/** Connections with something to do by now, for whoever lost the call to their lane. */
export async function readConnectionsDue(db: Db, at: string): Promise<Owner[]> {
  const { rows } = await sql<Owner>`
    select distinct firm_id, connection_id from delivery
    where (state in ('queued', 'unknown') and due_at <= ${at}::timestamptz) or (state = 'sending' and lease_until <= ${at}::timestamptz) or state = 'held'`.execute(
    db,
  );
  return rows;
}

/** Whether anything hangs on what becomes of a contact. */
export async function hasWaiting(db: Db, owner: Owner): Promise<boolean> {
  const { rows } = await sql`
    select 1 from delivery d where ${mine(owner, "d")} and d.state in ('held', 'queued') limit 1`.execute(db);
  return rows.length > 0;
}

export async function takeForJanitor(trx: Db, at: string, lease_until: string, limit: number): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    update delivery set janitor_at = ${lease_until}::timestamptz
    where (firm_id, delivery_id) in (
      select firm_id, delivery_id from delivery where janitor_at <= ${at}::timestamptz and state = 'delivered' order by janitor_at limit ${limit} for update skip locked)
    returning *`.execute(trx);
  return rows;
}

/** Whose account is behind a connection. */
export async function readUserBehind(db: Db, owner: Owner): Promise<string | null> {
  const { rows } = await sql<{ user_id: string | null }>`
    select user_id from connection where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`.execute(db);
  return rows[0]?.user_id ?? null;
}
