/** How deliveries are kept, and the re-reads that they ask for. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../../db/tables.ts";
import type { Owner } from "../../mirror/store.ts";
import type { Kind } from "../../model/kinds.ts";

type Db = Kysely<Tables>;
const mine = (owner: Owner) => sql`firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`;

export interface Delivery extends Owner {
  delivery_id: string;
  subscription_id: string;
  received_at: string;
  /** SHA-256 of the raw body, base64. */
  digest: string;
  headers: Record<string, string>;
  /** base64 */
  body: string;
  verified: boolean | null;
  kind: Kind | null;
  provider_id: string | null;
  action: string | null;
  versioned: boolean;
}

/**
 * Stores deliveries, and one row per record that they hint at. The same body again within the hour is not stored again; it hints again
 * only where a body does not tell one version from another.
 */
export async function storeDeliveries(db: Db, deliveries: readonly Delivery[], window_ms: number): Promise<void> {
  await sql`
    with arriving as (
      select * from json_to_recordset(${JSON.stringify(deliveries)}::text::json) as p(
        firm_id uuid, connection_id uuid, delivery_id uuid, subscription_id uuid, received_at timestamptz, digest text, headers json, body text,
        verified boolean, kind text, provider_id text, action text, versioned boolean)
    ), stored as (
      insert into webhook_inbox (firm_id, delivery_id, connection_id, subscription_id, received_at, digest, hour, headers, body, verified, kind, provider_id, action)
      select firm_id, delivery_id, connection_id, subscription_id, received_at, decode(digest, 'base64'),
        floor(extract(epoch from received_at) / 3600)::bigint, headers, decode(body, 'base64'), verified, kind, provider_id, action
      from arriving order by firm_id, subscription_id, digest
      on conflict (firm_id, subscription_id, hour, digest) do nothing returning delivery_id
    )
    insert into webhook_hint as h (firm_id, connection_id, kind, provider_id, first_at, last_at, due_at, deliveries)
    select firm_id, connection_id, kind, provider_id, min(received_at), max(received_at), min(received_at) + ${window_ms} * interval '1 millisecond', count(*)
    from arriving a
    where kind is not null and (not versioned or exists (select 1 from stored s where s.delivery_id = a.delivery_id))
    group by firm_id, connection_id, kind, provider_id order by firm_id, connection_id, kind, provider_id
    on conflict (firm_id, connection_id, kind, provider_id)
      do update set last_at = greatest(h.last_at, excluded.last_at), deliveries = h.deliveries + excluded.deliveries`.execute(db);
}

export async function countRefusals(
  db: Db,
  refusals: readonly (Owner & { reason: string; day: string; count: number; at: string })[],
): Promise<void> {
  await sql`
    insert into webhook_refusal as r (firm_id, connection_id, reason, day, count, last_at)
    select firm_id, connection_id, reason, day, count, at
    from json_to_recordset(${JSON.stringify(refusals)}::text::json) as p(firm_id uuid, connection_id uuid, reason text, day date, count bigint, at timestamptz)
    order by 1, 2, 3, 4
    on conflict (firm_id, connection_id, reason, day) do update set count = r.count + excluded.count, last_at = excluded.last_at`.execute(
    db,
  );
}

export async function listRefusals(db: Db, owner: Owner, since: string): Promise<{ reason: string; count: number; last_at: string }[]> {
  const { rows } = await sql<{ reason: string; count: number; last_at: string }>`
    select reason, sum(count)::bigint as count, max(last_at) as last_at from webhook_refusal
    where ${mine(owner)} and last_at > ${since}::timestamptz group by reason order by reason`.execute(db);
  return rows;
}

export interface Hint {
  kind: Kind;
  provider_id: string;
  last_at: string;
  reads: number;
}

/** Connections that have re-reads due. One that was never read to its end has none: its first sync reads everything anyhow. */
export async function connectionsWithHints(db: Db, now: string, limit: number): Promise<Owner[]> {
  const { rows } = await sql<Owner>`
    select h.firm_id, h.connection_id from webhook_hint h
      join connection c on c.firm_id = h.firm_id and c.connection_id = h.connection_id
    where h.due_at <= ${now}::timestamptz and (h.claimed_until is null or h.claimed_until < ${now}::timestamptz)
      and c.state = 'connected' and c.first_synced_at is not null
    group by h.firm_id, h.connection_id order by min(h.due_at) limit ${limit}`.execute(db);
  return rows;
}

/** The records that this run is to read, by when they fell due. */
export async function claimHints(
  db: Db,
  owner: Owner,
  input: { run_id: string; now: string; until: string; limit: number },
): Promise<Hint[]> {
  const { rows } = await sql<Hint>`
    update webhook_hint h set run_id = ${input.run_id}, claimed_until = ${input.until}::timestamptz, reads = h.reads + 1
    from (
      select kind, provider_id from webhook_hint
      where ${mine(owner)} and due_at <= ${input.now}::timestamptz and (claimed_until is null or claimed_until < ${input.now}::timestamptz)
      order by due_at limit ${input.limit} for update skip locked
    ) due
    where h.firm_id = ${owner.firm_id} and h.connection_id = ${owner.connection_id} and h.kind = due.kind and h.provider_id = due.provider_id
    returning h.kind, h.provider_id, h.last_at, h.reads`.execute(db);
  return rows;
}

export async function prolongClaims(db: Db, owner: Owner, run_id: string, until: string): Promise<void> {
  await sql`update webhook_hint set claimed_until = ${until}::timestamptz where ${mine(owner)} and run_id = ${run_id}`.execute(db);
}

/** What was read goes, unless it was hinted at again meanwhile: then it waits for its next turn, the longer the more often it was read. */
export async function settleHints(
  db: Db,
  owner: Owner,
  run_id: string,
  done: readonly Hint[],
  next: { now: string; pause_ms: number; longest_ms: number },
): Promise<void> {
  const list = JSON.stringify(done);
  await sql`
    with done as (select * from json_to_recordset(${list}::text::json) as p(kind text, provider_id text, last_at timestamptz)),
    gone as (
      delete from webhook_hint h using done d
      where h.firm_id = ${owner.firm_id} and h.connection_id = ${owner.connection_id} and h.run_id = ${run_id}
        and h.kind = d.kind and h.provider_id = d.provider_id and h.last_at <= d.last_at
    )
    update webhook_hint h set run_id = null, claimed_until = null,
      due_at = ${next.now}::timestamptz + least(${next.longest_ms}, ${next.pause_ms} * h.reads) * interval '1 millisecond'
    from done d
    where h.firm_id = ${owner.firm_id} and h.connection_id = ${owner.connection_id} and h.run_id = ${run_id}
      and h.kind = d.kind and h.provider_id = d.provider_id and h.last_at > d.last_at`.execute(db);
}

/** What could not be read is tried again later; after so many tries it is left to the next sync. */
export async function postponeHints(db: Db, owner: Owner, run_id: string, input: { due_at: string; tries: number }): Promise<void> {
  await sql`
    with given_up as (delete from webhook_hint where ${mine(owner)} and run_id = ${run_id} and reads >= ${input.tries})
    update webhook_hint set run_id = null, claimed_until = null, due_at = ${input.due_at}::timestamptz
    where ${mine(owner)} and run_id = ${run_id} and reads < ${input.tries}`.execute(db);
}

/** Asks for everything anew that deliveries of this time named. Says how many records that is. */
export async function replayDeliveries(db: Db, owner: Owner, input: { from: string; to: string; now: string }): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into webhook_hint as h (firm_id, connection_id, kind, provider_id, first_at, last_at, due_at, deliveries)
    select firm_id, connection_id, kind, provider_id, ${input.now}::timestamptz, ${input.now}::timestamptz, ${input.now}::timestamptz, count(*)
    from webhook_inbox
    where ${mine(owner)} and received_at >= ${input.from}::timestamptz and received_at < ${input.to}::timestamptz and kind is not null
    group by firm_id, connection_id, kind, provider_id order by kind, provider_id
    on conflict (firm_id, connection_id, kind, provider_id) do update set last_at = excluded.last_at, due_at = least(h.due_at, excluded.due_at)`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0n);
}

/** Forgets deliveries of before; a few thousand at a time. */
export async function forgetDeliveries(db: Db, before: string, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from webhook_inbox where (firm_id, delivery_id) in (
      select firm_id, delivery_id from webhook_inbox where received_at < ${before}::timestamptz limit ${limit})`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

// Runs that re-read -------------------------------------------------------------------------------------------------------------

/** Removals and blankings that earlier re-reads have applied since: many small runs may not do what one large one may not (B-SYN-6). */
export async function countHarmedSince(db: Db, owner: Owner, trigger: string, since: string): Promise<Map<Kind, number>> {
  const { rows } = await sql<{ kind: Kind; n: number }>`
    select p.kind, count(*)::int as n from parked_change p join sync_run r on r.firm_id = p.firm_id and r.run_id = p.run_id
    where p.firm_id = ${owner.firm_id} and p.connection_id = ${owner.connection_id} and p.state = 'applied' and p.decided_at > ${since}::timestamptz
      and r.trigger = ${trigger} group by p.kind`.execute(db);
  return new Map(rows.map((row) => [row.kind, row.n]));
}

/** A run that changed nothing leaves no trace: echoes of our own writes would fill the history. */
export async function forgetIdleRun(trx: Db, run: { firm_id: string; connection_id: string; run_id: string }): Promise<void> {
  await sql`delete from sync_run where firm_id = ${run.firm_id} and run_id = ${run.run_id}`.execute(trx);
}

/** Runs whose worker has died; their records were given back when their claim ended. */
export async function failLostRuns(db: Db, trigger: string, now: string): Promise<void> {
  await sql`
    update sync_run set state = 'failed', phase = 'finished', finished_at = ${now}::timestamptz, error = 'its worker has died; its records were read again'
    where state = 'running' and mode = 'record' and trigger = ${trigger} and lease_until < ${now}::timestamptz - interval '1 minute'`.execute(
    db,
  );
}

/** Whether this run has written a record; `seq`: the place in the connection's order of changes before it began. */
export async function hasChangedSince(db: Db, run: Owner & { run_id: string }, seq: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from record where ${mine(run)} and seq > ${seq} and run_id = ${run.run_id} limit 1`.execute(db);
  return rows.length > 0;
}
