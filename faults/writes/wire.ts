/**
 * Between the outbox and the sandbox, for one worker process that may die or stall: what a dead one still had in hand comes to nothing, what a
 * stalled one does comes late.
 */
import type { Random } from "../../sandbox/kit/random.ts";
import type { Db } from "../../src/db/pool.ts";
import type { Clock } from "../../src/lib/clock.ts";
import type { Pacer } from "../../src/model/connector.ts";

export interface Mishaps {
  /** Of the writes: the worker dies right after the provider has carried one out. */
  dies_after_send: number;
  /** Of the requests: it stalls for minutes before it asks whether its lease still holds, or after the answer has come. */
  stalls: number;
  /** For how long. */
  stall_ms: readonly [from: number, to: number];
  /** Of the writes: leaves a minute after the lease was asked, as one does whose process was halted right then (F24). */
  leaves_late: number;
  /** Of the uploads: the bytes take minutes, longer than any lease that is not prolonged. */
  uploads_slow: number;
}

/** Times of the wire come in steps, so that many wake together. */
const STEP_MS = 50;

const LATE_MS = 60_000;
const SLOW_UPLOAD_MS = 4 * 60_000;

export type Happened = "died_after_send" | "stalled_before_send" | "stalled_after_answer" | "left_late" | "upload_slow";

/** Never resolves. */
const nothing = <T>(): Promise<T> => new Promise<T>(() => {});

export interface WireOptions {
  send(request: Request): Promise<Response>;
  clock: Clock;
  random: Random;
  mishaps: Mishaps;
  count(what: Happened): void;
  busy(by: 1 | -1): void;
}

/** One worker process, as far as it can die or stall: everything that it does goes through here. */
export class Worker {
  #state: "well" | "stalled" | "dead" = "well";
  #thaw: Promise<void> = Promise.resolve();
  readonly #gone = Promise.withResolvers<"died" | "stalled">();
  readonly #replaced = new AbortController();
  readonly #options: WireOptions;

  constructor(options: WireOptions) {
    this.#options = options;
  }

  /** When it is not heard of any more, and another has to go on. */
  get gone(): Promise<"died" | "stalled"> {
    return this.#gone.promise;
  }

  /** Once it wakes from a stall it is told that another has its lane, so that it only ends what it has in hand. */
  get replaced(): AbortSignal {
    return this.#replaced.signal;
  }

  #die(): void {
    this.#state = "dead";
    this.#gone.resolve("died");
  }

  #stall(): void {
    const { clock, random, mishaps } = this.#options;
    const [from, to] = mishaps.stall_ms;
    this.#state = "stalled";
    const thaw = async () => {
      await clock.sleep(from + random.int(to - from));
      if (this.#state === "stalled") this.#state = "well";
      this.#replaced.abort(new Error("another worker has this lane"));
    };
    this.#thaw = thaw();
    this.#gone.resolve("stalled");
  }

  async #awake(): Promise<void> {
    if (this.#state === "stalled") await this.#thaw;
    if (this.#state === "dead") await nothing();
  }

  async #through<T>(task: Promise<T>): Promise<T> {
    const result = await task.then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    await this.#awake();
    if ("error" in result) throw result.error;
    return result.value;
  }

  readonly clock: Clock = {
    now: () => this.#options.clock.now(),
    sleep: (ms, signal) => this.#through(this.#options.clock.sleep(ms, signal)),
  };

  db(db: Db): Db {
    return {
      ...db,
      transaction: async (work) => {
        await this.#awake();
        return this.#through(db.transaction(work));
      },
    };
  }

  /** The way to the provider takes its time here, before the lease is asked: what leaves, leaves at once. */
  readonly pacer: Pacer = {
    take: async () => {
      const { clock, random } = this.#options;
      await this.#awake();
      await clock.sleep(STEP_MS * (1 + random.int(2)));
      this.#stallsBy("stalled_before_send");
      await this.#awake();
    },
    learn: () => undefined,
  };

  readonly fetch = async (request: Request): Promise<Response> => {
    const { send, clock, random, mishaps, count, busy } = this.#options;
    if (request.method !== "GET" && random.next() < mishaps.leaves_late) {
      count("left_late");
      await clock.sleep(LATE_MS);
    }
    if (request.method === "PUT" && !request.headers.has("authorization") && random.next() < mishaps.uploads_slow) {
      count("upload_slow");
      await clock.sleep(SLOW_UPLOAD_MS);
    }
    busy(1);
    // With its body at hand, so that time does not jump while somebody reads.
    const answered = await send(request)
      .then(settled, (error: unknown) => error as Error)
      .finally(() => busy(-1));
    if (request.method !== "GET" && this.#state === "well" && random.next() < mishaps.dies_after_send) {
      count("died_after_send");
      this.#die();
    }
    await this.#awake();
    await clock.sleep(STEP_MS * random.int(4));
    this.#stallsBy("stalled_after_answer");
    await this.#awake();
    if (answered instanceof Error) throw answered;
    return answered;
  };

  #stallsBy(what: Happened): void {
    const { random, mishaps, count } = this.#options;
    if (random.next() >= mishaps.stalls / 2 || this.#state !== "well" || this.#replaced.signal.aborted) return;
    count(what);
    this.#stall();
  }
}

async function settled(answer: Response): Promise<Response> {
  if (!answer.body) return answer;
  const { status, headers } = answer;
  try {
    return new Response(await answer.arrayBuffer(), { status, headers });
  } catch (error) {
    return new Response(new ReadableStream({ pull: (controller) => controller.error(error) }), { status, headers });
  }
}
