/**
 * Looks after the subscriptions of a connection (B-SYN-8): makes what is missing, renews long before the end, makes anew what has lapsed,
 * was suspended or fell silent, and has the gap closed by a sync. What the provider has and we do not know is removed if its address is ours.
 */
import type { Vault } from "../../connections/vault.ts";
import { readSettings } from "../../connections/store_settings.ts";
import { newId } from "../../lib/ids.ts";
import type { Owner } from "../../mirror/store.ts";
import type { Connector, Subscription, Subscriptions } from "../../model/connector.ts";
import { VendorError } from "../../model/connector.ts";
import type { Kind, Provider } from "../../model/kinds.ts";
import type { SyncDeps } from "../deps.ts";
import { readConnection, type ConnectionForSync } from "../store_connection.ts";
import { newToken, sealSecret, tokenHash } from "./secrets.ts";
import { GRACE_MS, judgeSilence, PATIENCE_MS } from "./silence.ts";
import {
  claimCare,
  compareRuns,
  endCare,
  endSubscription,
  enrolConnections,
  hasHeardSince,
  hasSyncedSince,
  insertSubscription,
  markSilent,
  readLive,
  updateSubscription,
  type Care,
  type SubscriptionRow,
} from "./store_subscriptions.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How often a connection is looked at, and how often the provider is asked what it has. */
const LOOK_MS = 5 * MINUTE;
const ASK_MS = 60 * MINUTE;
/** While deliveries may have been lost, or a handshake is awaited. */
const SOON_MS = 10_000;
const HANDSHAKE_MS = 10 * MINUTE;
const LEASE_MS = 2 * MINUTE;
const LONGEST_RETRY_MS = 6 * 60 * MINUTE;
/** clio.md §6.1: renew when fewer than ten days are left, of thirty. */
const RENEW_MS = 10 * DAY;

const NEVER = new AbortController().signal;

export interface CareDeps extends SyncDeps {
  vault: Vault;
  /** Where this provider reaches us, without the path; null: nowhere, so nothing is subscribed to. */
  hooks_url(provider: Provider): string | null;
  /** Has what changed read soon. May be asked for while a sync is under way. */
  syncSoon(owner: Owner): Promise<void>;
}

/** Looks after whoever is due; the number of connections. */
export async function tendWebhooks(deps: CareDeps, stop: AbortSignal = NEVER): Promise<number> {
  const now = deps.clock.now().toISOString();
  await enrolConnections(deps.db.kysely, now);
  const due = await claimCare(deps.db.kysely, { now, lease_until: leaseFrom(deps), limit: 4 });
  await Promise.all(due.map((care) => tend(deps, care, stop)));
  return due.length;
}

/** Looks after one connection now, whatever is due. `had` is false when somebody else is at it. */
export async function tendNow(deps: CareDeps, owner: Owner): Promise<{ had: boolean; error: string | null }> {
  const now = deps.clock.now().toISOString();
  await enrolConnections(deps.db.kysely, now);
  const [care] = await claimCare(deps.db.kysely, { now, lease_until: leaseFrom(deps), limit: 1, only: owner });
  return { had: care !== undefined, error: care ? await tend(deps, { ...care, checked_at: null }, NEVER) : null };
}

const leaseFrom = (deps: CareDeps) => new Date(deps.clock.now().getTime() + LEASE_MS).toISOString();

/** Why it did not come to its end; null: it did. */
async function tend(deps: CareDeps, care: Care, stop: AbortSignal): Promise<string | null> {
  const began = deps.clock.now();
  const next: Care = { ...care };
  let error: string | null = null;
  let wait = LOOK_MS;
  try {
    const connection = await readConnection(deps.db.kysely, care.connection_id);
    if (connection) wait = await new Caretaker(deps, connection, next, stop).work();
    next.failures = 0;
  } catch (failure) {
    // Whoever comes next goes on at once.
    if (stop.aborted)
      return endCare(deps.db.kysely, { ...care, due_at: began.toISOString(), error: null, now: began.toISOString() }).then(() => null);
    next.failures += 1;
    wait = Math.min(LONGEST_RETRY_MS, MINUTE * 2 ** Math.min(next.failures, 10));
    error = failure instanceof Error ? failure.message : String(failure);
    deps.log.warn({ err: failure, connection_id: care.connection_id }, "a connection's webhooks could not be looked after");
  }
  const due_at = new Date(began.getTime() + wait).toISOString();
  await endCare(deps.db.kysely, { ...next, due_at, error, now: deps.clock.now().toISOString() });
  return error;
}

/** Removes every subscription of a connection at its provider, as far as that still listens to us (B-CON-7). */
export async function removeSubscriptions(deps: CareDeps, connection: ConnectionForSync, why: string): Promise<void> {
  const rows = await readLive(deps.db.kysely, connection);
  const calls = rows.length > 0 ? await callsOf(deps, connection) : null;
  for (const row of rows) {
    if (row.provider_id !== null)
      await calls?.remove(row.provider_id).catch((error: unknown) => {
        deps.log.warn({ err: error, connection_id: connection.connection_id }, "a subscription to webhooks could not be removed");
      });
    await endSubscription(deps.db.kysely, row, why, deps.clock.now().toISOString());
  }
  if (calls && rows.some((row) => row.provider_id === null)) await removeStrays(deps, connection, calls);
}

/** One whose making was interrupted may be at the provider without our knowing its id. */
async function removeStrays(deps: CareDeps, connection: ConnectionForSync, calls: Subscriptions): Promise<void> {
  const base = deps.hooks_url(connection.provider);
  if (base === null) return;
  try {
    const address = `${base}/hooks/${connection.provider}/${connection.connection_id}/`;
    for (const one of await calls.list()) if (one.url.startsWith(address)) await calls.remove(one.id);
  } catch (error) {
    deps.log.warn({ err: error, connection_id: connection.connection_id }, "subscriptions to webhooks could not be looked for");
  }
}

async function callsOf(deps: CareDeps, connection: ConnectionForSync, pause: AbortSignal = NEVER): Promise<Subscriptions> {
  const session = await deps.session(connection, () => {}, { rank: 1, pause });
  return deps.connectors[connection.provider].webhook.subscriptions(session);
}

class Caretaker {
  readonly deps: CareDeps;
  readonly connection: ConnectionForSync;
  readonly connector: Connector;
  readonly care: Care;
  readonly address: string | null;
  readonly #stop: AbortSignal;
  #calls: Promise<Subscriptions> | null = null;

  constructor(deps: CareDeps, connection: ConnectionForSync, care: Care, stop: AbortSignal) {
    this.#stop = stop;
    this.deps = deps;
    this.connection = connection;
    this.connector = deps.connectors[connection.provider];
    this.care = care;
    const base = deps.hooks_url(connection.provider);
    this.address = base === null ? null : `${base}/hooks/${connection.provider}/${connection.connection_id}`;
  }

  #now(): string {
    return this.deps.clock.now().toISOString();
  }

  #subscriptions(): Promise<Subscriptions> {
    return (this.#calls ??= callsOf(this.deps, this.connection, this.#stop));
  }

  /** Milliseconds until the next look. */
  async work(): Promise<number> {
    const { deps, connection, care } = this;
    const { settings } = await readSettings(deps.db.kysely, connection);
    if (connection.state !== "connected") return LOOK_MS;
    if (!settings.sync.webhooks || this.address === null) {
      const why = this.address === null ? "the provider cannot reach this installation" : "webhooks were switched off";
      await removeSubscriptions(deps, connection, why);
      return LOOK_MS;
    }
    const silent = await this.#judge();
    const rows = await readLive(deps.db.kysely, connection);
    if (this.#mustAsk(rows, silent)) {
      await this.#reconcile(rows, silent);
      care.checked_at = this.#now();
    }
    const fresh = (row: SubscriptionRow) => deps.clock.now().getTime() - Date.parse(row.created_at) < HANDSHAKE_MS;
    const waiting = (await readLive(deps.db.kysely, connection)).some((row) => row.state !== "enabled" && fresh(row));
    return (await this.#closeGap()) && !waiting ? LOOK_MS : SOON_MS;
  }

  #mustAsk(rows: readonly SubscriptionRow[], silent: ReadonlySet<string>): boolean {
    const { checked_at } = this.care;
    const now = this.deps.clock.now().getTime();
    if (checked_at === null || now - Date.parse(checked_at) >= ASK_MS || silent.size > 0) return true;
    if (rows.length < this.connector.webhook.models.length) return true;
    return rows.some((row) => row.state !== "enabled" || row.base_url !== this.address || this.#left(row.expires_at) < RENEW_MS);
  }

  #left(expires_at: string | null): number {
    return expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(expires_at) - this.deps.clock.now().getTime();
  }

  /** Compares what polls found with what was delivered; the subscriptions that have to be made anew for their silence. */
  async #judge(): Promise<Set<string>> {
    const { deps, connection, care } = this;
    const found = new Set<string>();
    let judged = care.judged_at;
    for (const row of await readLive(deps.db.kysely, connection)) {
      if (row.state !== "enabled") continue;
      const speaks = row.silent_since !== null && (await hasHeardSince(deps.db.kysely, row, row.silent_since));
      const from = [row.state_since, care.judged_at ?? row.state_since].sort().at(-1)!;
      const runs = await compareRuns(deps.db.kysely, row, { from, grace_ms: GRACE_MS });
      const { since, proved } = judgeSilence(speaks ? null : row.silent_since, runs);
      if (since !== row.silent_since) await markSilent(deps.db.kysely, row, since);
      const fresh = deps.clock.now().getTime() - Date.parse(row.created_at) < PATIENCE_MS;
      if (proved && !(row.silent_since !== null && fresh)) found.add(row.subscription_id);
      judged = [judged ?? "", ...runs.map((run) => run.finished_at)].sort().at(-1) || null;
    }
    care.judged_at = judged;
    return found;
  }

  async #reconcile(rows: readonly SubscriptionRow[], silent: ReadonlySet<string>): Promise<void> {
    const calls = await this.#subscriptions();
    const told = await calls.list();
    const ours = new Set(rows.map((row) => row.provider_id));
    for (const one of told) if (one.url.startsWith(`${this.address}/`) && !ours.has(one.id)) await calls.remove(one.id);
    for (const { model, kind } of this.connector.webhook.models) {
      const row = rows.find((each) => each.model === model);
      if (!row) await this.#create(model, kind, null);
      else await this.#keep(row, told.find((one) => one.id === row.provider_id) ?? null, silent.has(row.subscription_id));
    }
  }

  async #keep(row: SubscriptionRow, told: Subscription | null, is_silent: boolean): Promise<void> {
    const lapsed = this.#lapse(row, told, is_silent);
    if (lapsed === null && told) return this.#confirm(row, told);
    const now = this.#now();
    if (told) await (await this.#subscriptions()).remove(told.id);
    await endSubscription(this.deps.db.kysely, row, lapsed ?? "it was never made", now);
    // A move to another address is no loss: the old one was answered until now.
    const lost = row.provider_id !== null && (lapsed !== MOVED || row.state !== "enabled");
    if (lost) this.care.gap_at = now;
    await this.#create(row.model, row.kind, { ...row, last_gap_at: lost ? now : row.last_gap_at });
  }

  /** Why it has to be made anew; null: it need not. */
  #lapse(row: SubscriptionRow, told: Subscription | null, is_silent: boolean): string | null {
    if (row.provider_id === null) return "it was never made";
    if (told === null) return "the provider no longer has it";
    if (told.state === "suspended") return "the provider has suspended it";
    if (this.#left(told.expires_at) <= 0) return "it has expired";
    if (row.base_url !== this.address) return MOVED;
    return is_silent ? "it was silent while polls found changes" : null;
  }

  async #confirm(row: SubscriptionRow, listed: Subscription): Promise<void> {
    const calls = await this.#subscriptions();
    let told: Subscription | null = this.#left(listed.expires_at) < RENEW_MS ? await calls.renew(listed.id) : listed;
    if (told?.state === "pending") told = (await this.#activate(calls, told)) ?? told;
    await this.#store(row, told ?? listed);
  }

  async #activate(calls: Subscriptions, told: Subscription): Promise<Subscription | null> {
    return told.secret === null ? calls.read(told.id) : calls.activate(told.id, told.secret);
  }

  /** The row comes first, so that a handshake during the creation finds it. The provider is asked again: it may be enabled by then. */
  async #create(model: string, kind: Kind, before: SubscriptionRow | null): Promise<void> {
    const { deps, connection } = this;
    const token = newToken();
    const at = this.#now();
    const row = {
      ...{ firm_id: connection.firm_id, connection_id: connection.connection_id, subscription_id: newId(deps.clock) },
      ...{ model, kind, base_url: this.address!, token_hash: tokenHash(token), at },
      silent_since: before?.silent_since ?? null,
      last_gap_at: before?.last_gap_at ?? null,
    };
    await insertSubscription(deps.db.kysely, row);
    const calls = await this.#subscriptions();
    try {
      const made = await calls.create({ model, url: `${this.address}/${token}` });
      const told = made.state === "pending" ? await this.#activate(calls, made) : made;
      await this.#store(row, { ...(told ?? made), secret: told?.secret ?? made.secret });
    } catch (error) {
      if (error instanceof VendorError && error.failure !== "transient")
        await endSubscription(deps.db.kysely, row, error.message, this.#now());
      throw error;
    }
    // What happened before it spoke is read by the first sync, or by one more.
    if (connection.first_synced_at !== null) this.care.gap_at ??= this.#now();
  }

  async #store(row: Pick<SubscriptionRow, "firm_id" | "subscription_id">, told: Subscription): Promise<void> {
    const box = told.secret === null ? { key_id: null, secret: null } : await sealSecret(this.deps.vault, row, told.secret);
    const state = told.state === "enabled" ? "enabled" : "pending";
    await updateSubscription(this.deps.db.kysely, row, {
      provider_id: told.id,
      state,
      expires_at: told.expires_at,
      ...box,
      at: this.#now(),
    });
  }

  /** True once a sync that began after the loss has ended; until then one is asked for. */
  async #closeGap(): Promise<boolean> {
    const { deps, connection, care } = this;
    if (care.gap_at === null) return true;
    if (await hasSyncedSince(deps.db.kysely, connection, care.gap_at)) {
      care.gap_at = null;
      return true;
    }
    if (connection.first_synced_at !== null) await deps.syncSoon(connection);
    return false;
  }
}

const MOVED = "this installation has another address now";
