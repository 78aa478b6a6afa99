/** Sends what waits to the firms' endpoints. Any number of processes may do so side by side; each delivery is one sender's at a time. */
import type { Vault } from "../connections/vault.ts";
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { post, type Lookup } from "../lib/outbound.ts";
import { pauseAfter } from "./backoff.ts";
import { openSecrets } from "./secrets.ts";
import { signedHeaders } from "./sign.ts";
import { dropEvents } from "./store.ts";
import { settle, takeDue, type Delivery, type Outcome } from "./store_deliveries.ts";
import { disableEndpoint } from "./store_endpoints.ts";
import { beginningOf, troubleOf } from "./trouble.ts";
import type { EventRow, EventType } from "./types.ts";

export interface DeliverDeps {
  db: Db;
  vault: Vault;
  clock: Clock;
  log: Log;
  random: () => number;
  allow_local: boolean;
  /** Told of every attempt; for metrics. */
  on_attempt?: (outcome: "delivered" | "retried" | "failed") => void;
  lookup?: Lookup;
}

const TIMEOUT_MS = 15_000;
/** Clearly more than one attempt may take. */
const LEASE_MS = 60_000;
const PER_ENDPOINT = 5;
const AT_ONCE = 50;
const IDLE_MS = 1_000;
const ANSWER_LIMIT = 16 * 1024;
const KEEP_MS = 30 * 24 * 3_600_000;
const SWEEP_EVERY_MS = 3_600_000;

/** Goes on until told to stop; attempts that are under way end first. */
export async function deliverEvents(deps: DeliverDeps, signal: AbortSignal): Promise<void> {
  let swept = 0;
  while (!signal.aborted) {
    try {
      const now = deps.clock.now().getTime();
      if (now - swept >= SWEEP_EVERY_MS) {
        await dropEvents(deps.db.kysely, new Date(now - KEEP_MS).toISOString());
        swept = now;
      }
      if ((await deliverDue(deps)) > 0) continue;
    } catch (error) {
      deps.log.error({ err: error }, "events could not be delivered; trying again");
    }
    await deps.clock.sleep(IDLE_MS, signal).catch(() => {});
  }
}

/** One round: sends what is due now; gives how many it sent. */
export async function deliverDue(deps: DeliverDeps): Promise<number> {
  const now = deps.clock.now();
  const due = await takeDue(deps.db.kysely, {
    now: now.toISOString(),
    lease_until: new Date(now.getTime() + LEASE_MS).toISOString(),
    per_endpoint: PER_ENDPOINT,
    limit: AT_ONCE,
  });
  await Promise.all(due.map((delivery) => deliverOne(deps, delivery)));
  return due.length;
}

async function deliverOne(deps: DeliverDeps, delivery: Delivery): Promise<void> {
  const began = deps.clock.now();
  const answer = await attempt(deps, delivery);
  const at = deps.clock.now();
  const outcome = judge(delivery, answer, at, deps.random());
  const tried = { at: began.toISOString(), took_ms: Math.max(0, at.getTime() - began.getTime()), ...answer };
  await settle(deps.db.kysely, delivery, outcome, tried);
  deps.on_attempt?.(outcome.state === "pending" ? "retried" : outcome.state);
  if (outcome.state !== "failed") return;
  const notice =
    answer.status === 410
      ? "Switched off: the endpoint answered 410 Gone."
      : `Switched off: an event could not be delivered for three days. The last time: ${outcome.error}`;
  await disableEndpoint(deps.db.kysely, delivery, notice, at.toISOString());
  deps.log.warn({ firm_id: delivery.firm_id, endpoint_id: delivery.endpoint_id, status: answer.status }, "an endpoint was disabled");
}

type Answer = { status: number; error: null; answer: string } | { status: null; error: string; answer: "" };

type SendDeps = Pick<DeliverDeps, "db" | "vault" | "clock" | "allow_local" | "lookup">;
type Target = Pick<Delivery, "firm_id" | "endpoint_id" | "url">;

/** A message that tells of nothing, signed as all are: to try an endpoint before something happens. Nothing of it is kept. */
export async function sendTest(deps: SendDeps, target: Target, id: string): Promise<Answer & { took_ms: number }> {
  const began = deps.clock.now();
  const message = { type: "endpoint.test", timestamp: began.toISOString(), data: { endpoint_id: target.endpoint_id } };
  const answer = await sendSigned(deps, target, id, message);
  return { ...answer, took_ms: Math.max(0, deps.clock.now().getTime() - began.getTime()) };
}

const attempt = (deps: DeliverDeps, delivery: Delivery): Promise<Answer> =>
  sendSigned(deps, delivery, delivery.event_id, messageOf(delivery));

async function sendSigned(deps: SendDeps, target: Target, id: string, message: object): Promise<Answer> {
  try {
    const secrets = await openSecrets(deps, target);
    const body = JSON.stringify(message);
    const timestamp = Math.floor(deps.clock.now().getTime() / 1000);
    const headers = {
      "content-type": "application/json",
      "user-agent": "Privity/1.0",
      ...signedHeaders(secrets, { id, timestamp, body }),
    };
    const { lookup, allow_local } = deps;
    const { status, began } = await post(new URL(target.url), {
      headers,
      body,
      timeout_ms: TIMEOUT_MS,
      answer_limit: ANSWER_LIMIT,
      allow_local,
      ...(lookup ? { lookup } : {}),
    });
    return { status, error: null, answer: beginningOf(began) };
  } catch (error) {
    return { status: null, error: troubleOf(error, TIMEOUT_MS), answer: "" };
  }
}

/** What is sent, and what the feed shows of an event: `type`, `timestamp`, `data`, as Standard Webhooks has it. */
export function messageOf(event: Pick<EventRow, "type" | "at" | "data" | "connection_id">): {
  type: EventType;
  timestamp: string;
  data: Record<string, unknown>;
} {
  return { type: event.type, timestamp: event.at, data: { connection_id: event.connection_id, ...event.data } };
}

function judge(delivery: Delivery, { status, error }: Answer, at: Date, random: number): Outcome {
  const base = { status, at: at.toISOString(), next_attempt_at: null };
  if (status !== null && status >= 200 && status < 300) return { ...base, state: "delivered", error: null };
  const says = error ?? `it answered ${status}`;
  const since_first = at.getTime() - Date.parse(delivery.first_attempt_at ?? at.toISOString());
  const pause = status === 410 ? null : pauseAfter(delivery.attempts, since_first, random);
  if (pause === null) return { ...base, state: "failed", error: says };
  return { ...base, state: "pending", error: says, next_attempt_at: new Date(at.getTime() + pause).toISOString() };
}
