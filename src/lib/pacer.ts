/** Keeps one process within a provider's rate limit (B-SYN-11): waits before a request leaves, and learns from what answers tell. */
import type { Pacer } from "../model/connector.ts";
import type { Clock } from "./clock.ts";

/** From here on the rest of a window is spread over the time that is left of it (clio.md §4). */
const SCARCE = 3;
/** Windows are told in whole seconds, and clocks differ a little. */
const MARGIN_MS = 250;
/** Two answers name the end of one window up to a second apart, because `Date` is told in whole seconds. */
const SAME_WINDOW_MS = 1500;
/** Requests that leave a second apart may arrive a little closer. */
const STRETCH = 1.05;

export interface PacerOptions {
  limit: { requests: number; per_ms: number };
  clock: Clock;
  /** How many requests of each window are left to the firm's other tools. */
  keep_free?: number;
}

/** For benches and tests, where the limit is not what is looked at. */
export const unlimited: Pacer = { take: () => Promise.resolve(), learn: () => undefined };

/**
 * Until answers tell more, a sliding window: no stretch of `per_ms` holds more than `requests` departures.
 * Where answers name the provider's own window (Clio), that window and what is left of it decide.
 */
export function createPacer({ limit: given, clock, keep_free = 0 }: PacerOptions): Pacer {
  const per_ms = given.per_ms * STRETCH;
  let limit = given.requests;
  let departures: number[] = [];
  /** End of the provider's window, by our clock; what was before the last end no longer counts. */
  let reset_at = Number.NEGATIVE_INFINITY;
  let remaining = Number.POSITIVE_INFINITY;
  let halted_until = Number.NEGATIVE_INFINITY;
  let tail: Promise<void> = Promise.resolve();

  const inWindow = (now: number) => {
    const window_start = reset_at > now ? reset_at - given.per_ms - MARGIN_MS : reset_at;
    departures = departures.filter((at) => at > now - per_ms && at >= window_start);
    return departures.length;
  };

  /** Milliseconds until the next request may leave; 0: now. */
  const pause = (now: number): number => {
    if (halted_until > now) return halted_until - now;
    const told = reset_at > now;
    const allowance = Math.max(1, limit - keep_free);
    const left = Math.min(allowance - inWindow(now), told ? remaining - keep_free : Number.POSITIVE_INFINITY);
    if (left >= 1) return 0;
    return told ? reset_at - now : Math.max(1, Math.ceil((departures[0] ?? now) + per_ms - now));
  };

  /** The last few of a window do not leave at once: another process may be using the same window. */
  const spread = (now: number): number => {
    const left = remaining - keep_free;
    return reset_at > now && left >= 1 && left <= SCARCE ? Math.floor((reset_at - now) / (left + 1)) : 0;
  };

  const leave = async () => {
    const slow = spread(clock.now().getTime());
    if (slow > 0) await clock.sleep(slow);
    for (let wait = pause(clock.now().getTime()); wait > 0; wait = pause(clock.now().getTime())) await clock.sleep(wait);
    departures.push(clock.now().getTime());
    remaining -= 1;
  };

  /** A window that is over, or that ends absurdly late, teaches nothing. */
  const learnWindow = (ends: number, left: number, now: number) => {
    if (ends <= now || ends > now + 2 * per_ms) return;
    // Answers may come out of order, and some requests are still on their way: within one window the lower figure holds.
    if (reset_at > now && Math.abs(ends - reset_at) <= SAME_WINDOW_MS) remaining = Math.min(remaining, left);
    else if (ends > reset_at) [reset_at, remaining] = [ends, left];
  };

  return {
    take() {
      const turn = tail.then(leave);
      tail = turn.catch(() => undefined);
      return turn;
    },
    learn(seen) {
      const now = clock.now().getTime();
      if (seen.limit !== null && seen.limit > 0) limit = seen.limit;
      if (seen.reset_at_ms !== null && seen.remaining !== null) learnWindow(seen.reset_at_ms + MARGIN_MS, seen.remaining, now);
      if (seen.limited) halted_until = Math.max(halted_until, now + (seen.retry_after_ms ?? 1000));
    },
  };
}
