/** A clock for tests: whoever sleeps moves it on. Sleepers wake in the order of their times, one at a time. */
import type { Clock } from "../src/lib/clock.ts";

export interface FakeClock extends Clock {
  /** Milliseconds since the start. */
  elapsed(): number;
  /** Every wait that was asked for, in order. */
  readonly waits: readonly number[];
}

export function createFakeClock(start = "2026-03-02T12:00:00.000Z"): FakeClock {
  const begin = Date.parse(start);
  let now = begin;
  const waits: number[] = [];
  const sleepers: { at: number; wake: () => void }[] = [];
  const wakeNext = () => {
    sleepers.sort((a, b) => a.at - b.at);
    const next = sleepers.shift();
    if (!next) return;
    now = Math.max(now, next.at);
    next.wake();
  };
  return {
    now: () => new Date(now),
    elapsed: () => now - begin,
    waits,
    sleep: (ms) =>
      new Promise((wake) => {
        waits.push(ms);
        sleepers.push({ at: now + ms, wake });
        // After everything that can run at this moment has run.
        setImmediate(wakeNext);
      }),
  };
}
