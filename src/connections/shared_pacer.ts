/**
 * Keeps all processes together within a provider's limit (B-SYN-11). Requests of one process that wait for the same scope ask together,
 * the most urgent first: one look at the row hands out a pack of places, which are used at once; so no row gets hot and none is wasted.
 */
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Pacer } from "../model/connector.ts";
import { grant, learn, type Limit, type RequestRank, type Seen } from "./budget.ts";
import { withBudget } from "./store_budget.ts";

export interface PacerNeed {
  rank: RequestRank;
  /** Ends every wait with its reason. */
  pause: AbortSignal;
}

/** Gives the pacer of a scope; all of one scope share what is known. */
export type SharedPacers = (scope: string, limit: Limit, need: PacerNeed) => Pacer;

export function sharedPacers(deps: { db: Db; clock: Clock; log: Log }): SharedPacers {
  const scopes = new Map<string, Scope>();
  return (name, limit, need) => {
    const scope = scopes.get(name) ?? new Scope(deps, name, limit);
    scopes.set(name, scope);
    return { take: () => scope.take(need), learn: (seen) => scope.learn(seen) };
  };
}

interface Waiting {
  rank: RequestRank;
  leave(): void;
  fail(reason: Error): void;
}

class Scope {
  readonly #deps: { db: Db; clock: Clock; log: Log };
  readonly #name: string;
  readonly #limit: Limit;
  #waiting: Waiting[] = [];
  #asking = false;
  #nudge = new AbortController();
  #learning: Promise<void> = Promise.resolve();
  #known = { limit: null as number | null, halted_until: 0 };

  constructor(deps: { db: Db; clock: Clock; log: Log }, name: string, limit: Limit) {
    this.#deps = deps;
    this.#name = name;
    this.#limit = limit;
  }

  take({ rank, pause }: PacerNeed): Promise<void> {
    return new Promise((resolve, reject) => {
      if (pause.aborted) return reject(pause.reason as Error);
      const stop = () => {
        this.#waiting = this.#waiting.filter((other) => other !== mine);
        this.#nudge.abort();
        reject(pause.reason as Error);
      };
      const settled = (settle: () => void) => {
        pause.removeEventListener("abort", stop);
        settle();
      };
      const mine: Waiting = { rank, leave: () => settled(resolve), fail: (reason) => settled(() => reject(reason)) };
      pause.addEventListener("abort", stop, { once: true });
      if (this.#waiting.every((other) => other.rank > rank)) this.#nudge.abort();
      this.#waiting.push(mine);
      if (!this.#asking) void this.#ask();
    });
  }

  /** One at a time for this process; goes on until nobody waits. */
  async #ask(): Promise<void> {
    this.#asking = true;
    while (this.#waiting.length > 0) {
      await this.#learning;
      this.#nudge = new AbortController();
      const rank = Math.min(...this.#waiting.map((one) => one.rank)) as RequestRank;
      const wanted = this.#waiting.filter((one) => one.rank === rank);
      if (wanted.length === 0) break;
      try {
        const { granted, wait_ms } = await this.#decide(rank, wanted.length);
        this.#leave(rank, granted);
        if (granted === 0) await this.#deps.clock.sleep(wait_ms, this.#nudge.signal).catch(() => {});
      } catch (error) {
        this.#waiting = this.#waiting.filter((one) => !wanted.includes(one));
        for (const one of wanted) one.fail(error as Error);
      }
    }
    this.#asking = false;
  }

  #decide(rank: RequestRank, wanted: number): Promise<{ granted: number; wait_ms: number }> {
    return withBudget(this.#deps.db, this.#name, (before, now) => {
      const { budget, granted, wait_ms } = grant(before, this.#limit, { rank, wanted }, now);
      return { budget, result: { granted, wait_ms } };
    });
  }

  #leave(rank: RequestRank, count: number): void {
    for (let left = count; left > 0; left -= 1) {
      const next = this.#waiting.find((one) => one.rank === rank);
      if (!next) return; // paused meanwhile: the place is lost
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      next.leave();
    }
  }

  /** Most answers say nothing new, and cost nothing. */
  learn(seen: Seen): void {
    const now = this.#deps.clock.now().getTime();
    const { limit, halted_until } = this.#known;
    const probe = { told_limit: limit, departures: [], halted_until, waiting_rank: null, waiting_until: null, granted: 0 };
    const learned = learn(probe, this.#limit, seen, now);
    if (!learned) return;
    this.#known = { limit: learned.told_limit, halted_until: learned.halted_until ?? 0 };
    this.#learning = this.#learning.then(() =>
      withBudget(this.#deps.db, this.#name, (budget, database_now) => {
        // The answer's times are by our clock; the budget's by the database's.
        const reset_at_ms = seen.reset_at_ms === null ? null : seen.reset_at_ms - now + database_now;
        return { budget: learn(budget, this.#limit, { ...seen, reset_at_ms }, database_now), result: undefined };
      }).catch((error: unknown) => this.#deps.log.warn({ err: error, scope: this.#name }, "what an answer said of the limit is lost")),
    );
  }
}
