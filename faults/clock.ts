/**
 * Time for a world in which nothing really waits. When everything that runs has come to rest, the clock jumps to the next sleeper: so a
 * rate limit of minutes costs nothing, and with one lane of reading a seed meets the same times whenever it is repeated.
 */
import type { SandboxClock } from "../sandbox/kit/types.ts";
import type { Clock } from "../src/lib/clock.ts";

interface Sleeper {
  at: number;
  wake: () => void;
}

/** So many turns of the event loop without work count as rest. */
const TURNS_AT_REST = 3;

export class VirtualClock implements Clock {
  readonly #base: SandboxClock;
  readonly #isBusy: () => boolean;
  readonly #sleepers: Sleeper[] = [];
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
      const sleeper: Sleeper = { at: this.now().getTime() + Math.max(0, ms), wake: () => {} };
      const abort = () => {
        const place = this.#sleepers.indexOf(sleeper);
        if (place !== -1) this.#sleepers.splice(place, 1);
        reject(signal?.reason as Error);
      };
      sleeper.wake = () => {
        signal?.removeEventListener("abort", abort);
        resolve();
      };
      signal?.addEventListener("abort", abort, { once: true });
      const later = this.#sleepers.findIndex((other) => other.at > sleeper.at);
      this.#sleepers.splice(later === -1 ? this.#sleepers.length : later, 0, sleeper);
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#sleepers.length > 0) {
      await this.#rest();
      const next = this.#sleepers.shift();
      if (!next) break;
      await this.#base.advance(Math.max(0, next.at - this.now().getTime()));
      next.wake();
    }
    this.#running = false;
  }

  async #rest(): Promise<void> {
    for (let quiet = 0; quiet < TURNS_AT_REST;) {
      await new Promise((resolve) => setImmediate(resolve));
      quiet = this.#isBusy() ? 0 : quiet + 1;
    }
  }
}
