/**
 * Takes deliveries (B-SYN-8): the address proves which subscription it is for, the signature, where there is one, that the provider sent
 * it. What is good is stored before it is answered; what is not is counted and forgotten. From a body comes an id to read again, no value.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Vault } from "../../connections/vault.ts";
import type { Db } from "../../db/pool.ts";
import type { Clock } from "../../lib/clock.ts";
import { newId } from "../../lib/ids.ts";
import type { Log } from "../../lib/log.ts";
import type { Connector } from "../../model/connector.ts";
import type { Provider } from "../../model/kinds.ts";
import { groupCommit, Overloaded } from "./group.ts";
import { openSecret, sealSecret, tokenHash } from "./secrets.ts";
import { countRefusals, storeDeliveries, type Delivery } from "./store_inbox.ts";
import { keepSecret, readSubscriptionsAt, type SubscriptionRow } from "./store_subscriptions.ts";

/** Deliveries about one record within this time are one read. */
export const WINDOW_MS = 250;
/** How long what is known of a connection's subscriptions is taken for true. */
const REMEMBER_MS = 2000;
/** Who is not among them may be younger, as a handshake's subscription is: looked up anew, but not at every knock of a stranger. */
const STRANGER_MS = 100;
const CONNECTIONS_REMEMBERED = 20_000;
/** A handshake follows the creation at once; later ones nobody asked for. */
const HANDSHAKE_MS = 3600_000;
/** What was ended lately is told to stop (410), what nobody knows is not found. */
const ENDED_MS = 30 * 86_400_000;
const REFUSALS_EVERY_MS = 1000;

export interface ReceiveDeps {
  db: Db;
  vault: Vault;
  connectors: Record<Provider, Pick<Connector, "webhook">>;
  clock: Clock;
  log: Log;
}

export interface Arrival {
  provider: string;
  connection_id: string;
  token: string;
  headers: Headers;
  body: Uint8Array;
}

export interface Reply {
  status: 200 | 401 | 404 | 410 | 503;
  headers: Record<string, string>;
}

type Refusal = "unknown_address" | "ended" | "bad_signature" | "unexpected_handshake" | "too_large";

export interface Receiver {
  receive(arrival: Arrival): Promise<Reply>;
  /** A body that was not read to its end. */
  refuseLarge(connection_id: string): void;
  /** Since this process began. */
  counts(): Readonly<Record<"accepted" | "not_stored" | Refusal, number>>;
}

type Known = SubscriptionRow & { provider: Provider; key: string | null };

const reply = (status: Reply["status"], headers: Record<string, string> = {}): Reply => ({ status, headers });

export function createReceiver(deps: ReceiveDeps): Receiver {
  const counts = { accepted: 0, not_stored: 0, unknown_address: 0, ended: 0, bad_signature: 0, unexpected_handshake: 0, too_large: 0 };
  const known = createMemory(deps);
  const refusals = createLedger(deps);
  const inbox = groupCommit<Delivery>({
    store: (deliveries) => deps.db.transaction((trx) => storeDeliveries(trx, deliveries, WINDOW_MS)),
    at_once: 200,
    at_most: 5000,
  });

  const refuse = (status: Reply["status"], reason: Refusal, row?: Known): Reply => {
    counts[reason] += 1;
    if (row) refusals.add(row, reason);
    return reply(status);
  };

  const greet = async (row: Known, handshake: { secret: string; answer: Record<string, string> }): Promise<Reply> => {
    const fresh = deps.clock.now().getTime() - Date.parse(row.created_at) < HANDSHAKE_MS;
    const expected = (row.state === "creating" || row.state === "pending") && fresh;
    if (!expected || (row.key !== null && row.key !== handshake.secret)) return refuse(404, "unexpected_handshake", row);
    if (row.key === null) await keepSecret(deps.db.kysely, row, await sealSecret(deps.vault, row, handshake.secret));
    known.forget(row.connection_id);
    return reply(200, handshake.answer);
  };

  const take = async (row: Known, { headers, body }: Arrival): Promise<Reply> => {
    const { webhook } = deps.connectors[row.provider];
    const verified = row.key === null ? null : webhook.verify(body, headers, row.key);
    if (verified === false) return refuse(401, "bad_signature", row);
    const hint = webhook.hint(body, row.model);
    try {
      await inbox.add({
        firm_id: row.firm_id,
        connection_id: row.connection_id,
        subscription_id: row.subscription_id,
        delivery_id: newId(deps.clock),
        received_at: deps.clock.now().toISOString(),
        digest: createHash("sha256").update(row.subscription_id).update(body).digest("base64"),
        headers: kept(headers),
        body: Buffer.from(body).toString("base64"),
        verified,
        kind: hint?.kind ?? null,
        provider_id: hint?.provider_id ?? null,
        action: hint?.action ?? null,
        versioned: hint?.versioned ?? false,
      });
    } catch (error) {
      counts.not_stored += 1;
      deps.log.error(
        { err: error, connection_id: row.connection_id },
        "a webhook could not be stored; the provider is told to send it again",
      );
      return reply(503, error instanceof Overloaded ? { "retry-after": "1" } : {});
    }
    counts.accepted += 1;
    return reply(200);
  };

  const receive = async (arrival: Arrival): Promise<Reply> => {
    if (!UUID.test(arrival.connection_id)) return refuse(404, "unknown_address");
    const connection_id = arrival.connection_id.toLowerCase();
    const row =
      addressed(await known.at(connection_id, REMEMBER_MS), arrival) ?? addressed(await known.at(connection_id, STRANGER_MS), arrival);
    if (!row) return refuse(404, "unknown_address", known.remembered(connection_id)?.[0]);
    if (row.state === "ended") return refuse(410, "ended", row);
    const handshake = deps.connectors[row.provider].webhook.handshake(arrival.headers);
    return handshake ? greet(row, handshake) : take(row, arrival);
  };

  return {
    // Whatever fails here is caught here: the address, which holds a secret, must not come into the log.
    receive: (arrival) =>
      receive(arrival).catch((error: unknown) => {
        counts.not_stored += 1;
        deps.log.error({ err: error }, "a webhook could not be taken; the provider is told to send it again");
        return reply(503);
      }),
    refuseLarge(connection_id) {
      counts.too_large += 1;
      const row = UUID.test(connection_id) ? known.remembered(connection_id.toLowerCase())?.[0] : undefined;
      if (row) refusals.add(row, "too_large");
    },
    counts: () => counts,
  };
}

function addressed(rows: Known[], { token, provider }: Arrival): Known | undefined {
  const hash = tokenHash(token);
  // All are compared, so that the time tells nothing of which one fits.
  return rows.filter((each) => timingSafeEqual(each.token_hash, hash)).find((each) => each.provider === provider);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NOT_KEPT = new Set(["authorization", "cookie", "proxy-authorization"]);

function kept(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    [...headers].filter(([name]) => !NOT_KEPT.has(name)).map(([name, value]) => [name, value.replaceAll("\0", "")]),
  );
}

/** The subscriptions of a connection with their secrets open, for a moment: a storm must not ask the database for them each time. */
function createMemory(deps: ReceiveDeps) {
  const seen = new Map<string, { rows: Promise<Known[]>; read: Known[] | null; since: number }>();
  const read = async (connection_id: string): Promise<Known[]> => {
    const since = new Date(deps.clock.now().getTime() - ENDED_MS).toISOString();
    const rows = await readSubscriptionsAt(deps.db.kysely, connection_id, since);
    return Promise.all(rows.map(async (row) => ({ ...row, key: await openSecret(deps.vault, row) })));
  };
  return {
    /** As they were known at most `age` milliseconds ago. */
    at(connection_id: string, age: number): Promise<Known[]> {
      const now = deps.clock.now().getTime();
      const held = seen.get(connection_id);
      if (held && now - held.since < age) return held.rows;
      if (seen.size >= CONNECTIONS_REMEMBERED) seen.clear();
      const entry: { rows: Promise<Known[]>; read: Known[] | null; since: number } = { rows: read(connection_id), read: null, since: now };
      seen.set(connection_id, entry);
      entry.rows.then(
        (rows) => (entry.read = rows),
        () => seen.delete(connection_id),
      );
      return entry.rows;
    },
    remembered: (connection_id: string) => seen.get(connection_id)?.read,
    forget: (connection_id: string) => void seen.delete(connection_id),
  };
}

/** Refusals of known connections, added up and written once a second: whoever forges many must not make us write many. */
function createLedger(deps: ReceiveDeps) {
  let open = new Map<string, { firm_id: string; connection_id: string; reason: string; day: string; count: number; at: string }>();
  const write = async () => {
    await deps.clock.sleep(REFUSALS_EVERY_MS);
    const rows = [...open.values()];
    open = new Map();
    await countRefusals(deps.db.kysely, rows).catch((error: unknown) =>
      deps.log.warn({ err: error }, "refused webhooks could not be counted"),
    );
  };
  return {
    add({ firm_id, connection_id }: { firm_id: string; connection_id: string }, reason: string) {
      const at = deps.clock.now().toISOString();
      const key = `${connection_id} ${reason}`;
      const row = open.get(key) ?? { firm_id, connection_id, reason, day: at.slice(0, 10), count: 0, at };
      if (open.size === 0) void write();
      open.set(key, { ...row, count: row.count + 1, at });
    },
  };
}
