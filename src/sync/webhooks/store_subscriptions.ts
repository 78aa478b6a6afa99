/** How subscriptions are kept, and who looks after those of a connection. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../../db/tables.ts";
import type { Owner } from "../../mirror/store.ts";
import type { Kind, Provider } from "../../model/kinds.ts";

type Db = Kysely<Tables>;

export interface SubscriptionRow extends Owner {
  subscription_id: string;
  model: string;
  kind: Kind;
  provider_id: string | null;
  base_url: string;
  token_hash: Buffer;
  key_id: string | null;
  secret: Buffer | null;
  state: "creating" | "pending" | "enabled" | "ended";
  state_since: string;
  detail: string | null;
  created_at: string;
  expires_at: string | null;
  silent_since: string | null;
  last_gap_at: string | null;
}

const COLUMNS = sql.raw(
  "firm_id, subscription_id, connection_id, model, kind, provider_id, base_url, token_hash, key_id, secret, state, state_since, detail, created_at, expires_at, silent_since, last_gap_at",
);
const mine = (owner: Owner) => sql`firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`;

/** Those that deliveries to this connection's address may be for, ended ones of the last days included. */
export async function readSubscriptionsAt(
  db: Db,
  connection_id: string,
  since: string,
): Promise<(SubscriptionRow & { provider: Provider })[]> {
  const { rows } = await sql<SubscriptionRow & { provider: Provider }>`
    select s.*, c.provider from webhook_subscription s
      join connection c on c.firm_id = s.firm_id and c.connection_id = s.connection_id
    where s.connection_id = ${connection_id} and (s.state <> 'ended' or s.state_since > ${since}::timestamptz)`.execute(db);
  return rows;
}

export async function readLive(db: Db, owner: Owner): Promise<SubscriptionRow[]> {
  const { rows } = await sql<SubscriptionRow>`
    select ${COLUMNS} from webhook_subscription where ${mine(owner)} and state <> 'ended' order by model`.execute(db);
  return rows;
}

export async function insertSubscription(
  db: Db,
  row: Pick<
    SubscriptionRow,
    "firm_id" | "connection_id" | "subscription_id" | "model" | "kind" | "base_url" | "token_hash" | "silent_since" | "last_gap_at"
  > & { at: string },
): Promise<void> {
  await sql`
    insert into webhook_subscription (firm_id, connection_id, subscription_id, model, kind, base_url, token_hash, silent_since, last_gap_at, state_since, created_at)
    values (${row.firm_id}, ${row.connection_id}, ${row.subscription_id}, ${row.model}, ${row.kind}, ${row.base_url}, ${row.token_hash},
      ${row.silent_since}::timestamptz, ${row.last_gap_at}::timestamptz, ${row.at}, ${row.at})`.execute(db);
}

type Id = Pick<SubscriptionRow, "firm_id" | "subscription_id">;

/** What the provider says of it. A secret that is known stays. */
export async function updateSubscription(
  db: Db,
  id: Id,
  told: {
    provider_id: string;
    state: "pending" | "enabled";
    expires_at: string | null;
    key_id: string | null;
    secret: Buffer | null;
    at: string;
  },
): Promise<void> {
  await sql`
    update webhook_subscription set provider_id = ${told.provider_id}, expires_at = ${told.expires_at}::timestamptz,
      key_id = coalesce(${told.key_id}::uuid, key_id), secret = coalesce(${told.secret}::bytea, secret),
      state_since = case when state = ${told.state} then state_since else ${told.at}::timestamptz end, state = ${told.state}
    where firm_id = ${id.firm_id} and subscription_id = ${id.subscription_id} and state <> 'ended'`.execute(db);
}

/** The secret that a handshake brought; false when there is one already, or none is expected any more. */
export async function keepSecret(db: Db, id: Id, box: { key_id: string; secret: Buffer }): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update webhook_subscription set key_id = ${box.key_id}, secret = ${box.secret}
    where firm_id = ${id.firm_id} and subscription_id = ${id.subscription_id} and state in ('creating', 'pending') and secret is null`.execute(
    db,
  );
  return numAffectedRows === 1n;
}

export async function listSealed(db: Db, firm_id: string): Promise<SubscriptionRow[]> {
  const { rows } = await sql<SubscriptionRow>`
    select ${COLUMNS} from webhook_subscription where firm_id = ${firm_id} and secret is not null`.execute(db);
  return rows;
}

/** The same secret in another box; without effect when it is not in the box that `row` holds any more. */
export async function replaceSecret(db: Db, row: SubscriptionRow, box: { key_id: string; secret: Buffer }): Promise<void> {
  await sql`
    update webhook_subscription set key_id = ${box.key_id}, secret = ${box.secret}
    where firm_id = ${row.firm_id} and subscription_id = ${row.subscription_id} and secret = ${row.secret}`.execute(db);
}

export async function endSubscription(db: Db, id: Id, detail: string, at: string): Promise<void> {
  await sql`
    update webhook_subscription set state = 'ended', state_since = ${at}, detail = ${detail}
    where firm_id = ${id.firm_id} and subscription_id = ${id.subscription_id} and state <> 'ended'`.execute(db);
}

export async function markSilent(db: Db, id: Id, since: string | null): Promise<void> {
  await sql`
    update webhook_subscription set silent_since = ${since}::timestamptz where firm_id = ${id.firm_id} and subscription_id = ${id.subscription_id}`.execute(
    db,
  );
}

// Care --------------------------------------------------------------------------------------------------------------------------

export interface Care extends Owner {
  fence: number;
  checked_at: string | null;
  gap_at: string | null;
  judged_at: string | null;
  failures: number;
}

/** Connections that have become known since get their row, at once. */
export async function enrolConnections(db: Db, now: string): Promise<void> {
  await sql`
    insert into webhook_care (firm_id, connection_id, due_at)
    select c.firm_id, c.connection_id, ${now} from connection c
    where c.purpose = 'sync' and not exists (select 1 from webhook_care w where w.firm_id = c.firm_id and w.connection_id = c.connection_id)
    on conflict do nothing`.execute(db);
}

/** Takes the care of some connections that are due; nobody else has it until `lease_until`. */
export async function claimCare(db: Db, input: { now: string; lease_until: string; limit: number; only?: Owner }): Promise<Care[]> {
  const { rows } = await sql<Care>`
    update webhook_care w set lease_until = ${input.lease_until}::timestamptz, fence = w.fence + 1
    from (
      select firm_id, connection_id from webhook_care
      where (lease_until is null or lease_until < ${input.now}::timestamptz)
        and ${input.only ? mine(input.only) : sql`due_at <= ${input.now}::timestamptz`}
      order by due_at limit ${input.limit} for update skip locked
    ) due
    where w.firm_id = due.firm_id and w.connection_id = due.connection_id
    returning w.firm_id, w.connection_id, w.fence, w.checked_at, w.gap_at, w.judged_at, w.failures`.execute(db);
  return rows;
}

/** Gives the care back. Without effect when somebody else has it by now. */
export async function endCare(db: Db, care: Care & { due_at: string; error: string | null; now: string }): Promise<void> {
  await sql`
    update webhook_care set lease_until = null, due_at = ${care.due_at}::timestamptz, checked_at = ${care.checked_at}::timestamptz,
      gap_at = ${care.gap_at}::timestamptz, judged_at = ${care.judged_at}::timestamptz, failures = ${care.failures}, error = ${care.error},
      error_since = case when ${care.error}::text is null then null else coalesce(error_since, ${care.now}::timestamptz) end
    where ${mine(care)} and fence = ${care.fence}`.execute(db);
}

/** The provider is to be asked again at once: somebody wants it, or settings have changed. */
export async function askForCare(db: Db, owner: Owner, now: string): Promise<void> {
  await sql`
    insert into webhook_care (firm_id, connection_id, due_at) values (${owner.firm_id}, ${owner.connection_id}, ${now})
    on conflict (firm_id, connection_id) do update set due_at = excluded.due_at, checked_at = null`.execute(db);
}

/** Whether a sync that began after this time has read what changed. */
export async function hasSyncedSince(db: Db, owner: Owner, since: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from sync_run where ${mine(owner)} and mode <> 'record' and state in ('succeeded', 'held') and started_at > ${since}::timestamptz limit 1`.execute(
    db,
  );
  return rows.length > 0;
}

// What polls and deliveries say of each other --------------------------------------------------------------------------------------

export interface Heard {
  run_id: string;
  started_at: string;
  finished_at: string;
  /** Records of the kind that the run was the first to bring, changed since `from` and a while before the run. */
  missed: number;
  /** Deliveries in that time. */
  heard: number;
}

/** What the runs that ended after `from` found of a kind, beside what its subscription told since then; the oldest first. */
export async function compareRuns(
  db: Db,
  subscription: Pick<SubscriptionRow, "firm_id" | "connection_id" | "subscription_id" | "kind">,
  input: { from: string; grace_ms: number },
): Promise<Heard[]> {
  const { firm_id, connection_id, subscription_id, kind } = subscription;
  const { rows } = await sql<Heard>`
    select r.run_id, r.started_at, r.finished_at,
      (select count(*)::int from record x
        where x.firm_id = r.firm_id and x.connection_id = r.connection_id and x.kind = ${kind} and x.run_id = r.run_id
          and x.updated_at > ${input.from}::timestamptz and x.updated_at < r.started_at - ${input.grace_ms} * interval '1 millisecond') as missed,
      (select count(*)::int from webhook_inbox i
        where i.firm_id = r.firm_id and i.connection_id = r.connection_id and i.subscription_id = ${subscription_id}
          and i.received_at > ${input.from}::timestamptz and i.received_at <= r.finished_at) as heard
    from sync_run r
    where r.firm_id = ${firm_id} and r.connection_id = ${connection_id} and r.mode = 'incremental' and r.state in ('succeeded', 'held')
      and r.finished_at > ${input.from}::timestamptz
    order by r.finished_at`.execute(db);
  return rows;
}

/** Whether anything was delivered for it after this time. */
export async function hasHeardSince(
  db: Db,
  row: Pick<SubscriptionRow, "firm_id" | "connection_id" | "kind">,
  since: string,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from webhook_inbox where ${mine(row)} and kind = ${row.kind} and received_at > ${since}::timestamptz limit 1`.execute(db);
  return rows.length > 0;
}

// What is asked of them -----------------------------------------------------------------------------------------------------------

export interface SubscriptionView {
  subscription_id: string;
  connection_id: string;
  provider: Provider;
  model: string;
  kind: Kind;
  state: Exclude<SubscriptionRow["state"], "ended">;
  state_since: string;
  created_at: string;
  expires_at: string | null;
  silent_since: string | null;
  last_gap_at: string | null;
  last_delivery_at: string | null;
  /** In the last 24 hours. */
  deliveries: number;
}

export async function listSubscriptions(
  db: Db,
  firm_id: string,
  connection_ids: readonly string[],
  since: string,
): Promise<SubscriptionView[]> {
  const { rows } = await sql<SubscriptionView>`
    select s.subscription_id, s.connection_id, c.provider, s.model, s.kind, s.state, s.state_since, s.created_at, s.expires_at, s.silent_since, s.last_gap_at,
      (select max(i.received_at) from webhook_inbox i where i.firm_id = s.firm_id and i.connection_id = s.connection_id and i.subscription_id = s.subscription_id) as last_delivery_at,
      (select count(*)::int from webhook_inbox i where i.firm_id = s.firm_id and i.connection_id = s.connection_id and i.subscription_id = s.subscription_id
        and i.received_at > ${since}::timestamptz) as deliveries
    from webhook_subscription s join connection c on c.firm_id = s.firm_id and c.connection_id = s.connection_id
    where s.firm_id = ${firm_id} and s.connection_id = any(${connection_ids}::uuid[]) and s.state <> 'ended' order by s.connection_id, s.model`.execute(
    db,
  );
  return rows;
}
