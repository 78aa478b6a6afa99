/**
 * Time for a world of very many writes: as `../clock.ts`, but all who wake at one moment wake together, and while the database works this
 * process sleeps instead of asking again and again, because the database needs the processor too.
 */
import { systemClock, type Clock } from "../../src/lib/clock.ts";
import type { SandboxClock } from "../../sandbox/kit/types.ts";

interface Moment {
  at: number;
  wake: Set<() => void>;
}

const TURNS_AT_REST = 3;

export class CrowdClock implements Clock {
  readonly #base: SandboxClock;
  readonly #isBusy: () => boolean;
  /** Ascending. */
  readonly #moments: Moment[] = [];
  #running = false;

  constructor(base: SandboxClock, isBusy: () => boolean) {
    this.#base = base;
    this.#isBusy = isBusy;
  }

  now(): Date {
    return this.#base.now();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const moment = this.#at(Math.ceil(this.now().getTime() + Math.max(0, ms)));
      const abort = () => {
        moment.wake.delete(wake);
        reject(signal?.reason as Error);
      };
      const wake = () => {
        signal?.removeEventListener("abort", abort);
        resolve();
      };
      moment.wake.add(wake);
      signal?.addEventListener("abort", abort, { once: true });
      if (!this.#running) void this.#run();
    });
  }

  #at(at: number): Moment {
    const place = this.#moments.findLastIndex((one) => one.at <= at);
    const known = this.#moments[place];
    if (known?.at === at) return known;
    const made: Moment = { at, wake: new Set() };
    this.#moments.splice(place + 1, 0, made);
    return made;
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#moments.length > 0) {
      await this.#rest();
      const next = this.#moments.shift();
      if (!next) break;
      if (next.wake.size === 0) continue;
      await this.#base.advance(Math.max(0, next.at - this.now().getTime()));
      for (const wake of next.wake) wake();
    }
    this.#running = false;
  }

  async #rest(): Promise<void> {
    for (let quiet = 0; quiet < TURNS_AT_REST;) {
      if (this.#isBusy()) {
        quiet = 0;
        await systemClock.sleep(1);
      } else {
        quiet += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }
}
