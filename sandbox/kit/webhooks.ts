import { createRandom } from "./random.ts";
import type { SandboxClock } from "./types.ts";

export interface Delivery {
  id: number;
  subscription_id: number;
  /** What it was about, for people: `contact 12 updated`. */
  about: string;
  url: string;
  body: string;
  /** One per attempt: the answer's status, or null when no answer came. */
  attempts: { at: string; status: number | null }[];
  /** When the next attempt is due. */
  next_at: string | null;
  state: "waiting" | "delivered" | "gone" | "given_up" | "lost";
}

/** How badly the messenger behaves. Rates are from 0 to 1. */
export interface WebhookKnobs {
  duplicates: number;
  reorder: number;
  loss: number;
  delay_ms: number;
}

export interface WebhookSenderOptions {
  clock: SandboxClock;
  deliver: (request: Request) => Promise<Response>;
  seed: number;
  /** Waits before each further attempt, in milliseconds. */
  retry_waits: readonly number[];
  /** What the vendor makes of an answer. */
  verdict(status: number | null): "ok" | "gone" | "retry";
  /** After every attempt; `final` when no further one follows. */
  on_attempt?(delivery: Delivery, verdict: "ok" | "gone" | "retry", final: boolean): void;
  /** Asked before every attempt: false ends the delivery (subscription deleted or suspended meanwhile). */
  still_wanted?(subscription_id: number): boolean;
}

export interface WebhookMessage {
  subscription_id: number;
  about: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface WebhookSender {
  knobs: WebhookKnobs;
  send(message: WebhookMessage): void;
  /** Resolves when no attempt is on its way any more (retries that wait for the clock are not on their way). */
  settle(): Promise<void>;
  deliveries(): readonly Delivery[];
}

const KEPT = 500;
const REORDER_MS = 5_000;
const DUPLICATE_MS = 1_000;

export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { clock } = options;
  const random = createRandom(options.seed);
  const knobs: WebhookKnobs = { duplicates: 0, reorder: 0, loss: 0, delay_ms: 0 };
  const flying = new Set<Promise<void>>();
  let deliveries: Delivery[] = [];
  let next_id = 1;

  const track = (work: Promise<void>): Promise<void> => {
    flying.add(work);
    return work.finally(() => flying.delete(work));
  };
  const after = (ms: number, delivery: Delivery, task: () => Promise<void>): void => {
    const at = new Date(clock.now().getTime() + ms);
    delivery.next_at = at.toISOString();
    clock.at(at, () => track(task()));
  };

  async function attempt(message: WebhookMessage, delivery: Delivery): Promise<void> {
    if (options.still_wanted && !options.still_wanted(message.subscription_id)) {
      delivery.state = "given_up";
      delivery.next_at = null;
      return;
    }
    delivery.next_at = null;
    const at = clock.now().toISOString();
    const status = await post(options.deliver, message);
    delivery.attempts.push({ at, status });
    const verdict = options.verdict(status);
    const wait = options.retry_waits[delivery.attempts.length - 1];
    const final = verdict !== "retry" || wait === undefined;
    if (verdict === "ok") delivery.state = "delivered";
    else if (verdict === "gone") delivery.state = "gone";
    else if (wait === undefined) delivery.state = "given_up";
    else after(wait, delivery, () => attempt(message, delivery));
    options.on_attempt?.(delivery, verdict, final);
  }

  function start(message: WebhookMessage, delay: number): Delivery {
    const { subscription_id, about, url, body } = message;
    const delivery: Delivery = { id: next_id++, subscription_id, about, url, body, attempts: [], next_at: null, state: "waiting" };
    deliveries.push(delivery);
    if (deliveries.length > KEPT * 2) deliveries = deliveries.slice(-KEPT);
    if (delay < 0) delivery.state = "lost";
    else if (delay > 0) after(delay, delivery, () => attempt(message, delivery));
    else void track(attempt(message, delivery));
    return delivery;
  }

  return {
    knobs,
    send(message) {
      const lost = random.next() < knobs.loss;
      const late = random.next() < knobs.reorder ? REORDER_MS : 0;
      const twice = random.next() < knobs.duplicates;
      if (lost) return void start(message, -1);
      start(message, knobs.delay_ms + late);
      if (twice) start(message, knobs.delay_ms + late + DUPLICATE_MS);
    },
    async settle() {
      while (flying.size > 0) await Promise.all(flying);
    },
    deliveries: () => deliveries.slice(-KEPT),
  };
}

/** The status, or null when the receiver could not be reached. */
async function post(deliver: (request: Request) => Promise<Response>, message: WebhookMessage): Promise<number | null> {
  try {
    const request = new Request(message.url, { method: "POST", headers: message.headers, body: message.body, redirect: "manual" });
    const answer = await deliver(request);
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return null;
  }
}
