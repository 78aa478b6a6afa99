import type { SandboxClock } from "./types.ts";

export interface Verdict {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Milliseconds since 1970 when the count starts anew, or when one more request fits. */
  reset_at: number;
  /** Whole seconds to wait, at least 1; 0 when allowed. */
  retry_after: number;
}

export interface RateLimit {
  /** Counts one request of `key`; a refused one is not counted. */
  take(key: string): Verdict;
  /** Takes back the last request of `key`, where the vendor does not count it. */
  give_back(key: string): void;
}

const secondsUntil = (at: number, now: number): number => Math.max(1, Math.ceil((at - now) / 1000));

/** So many requests per key in each window; the window opens with the key's first request. */
export function fixedWindow(options: { clock: SandboxClock; limit: () => number; window_ms: number }): RateLimit {
  const windows = new Map<string, { ends: number; used: number }>();
  return {
    take(key) {
      const now = options.clock.now().getTime();
      const limit = options.limit();
      let window = windows.get(key);
      if (!window || window.ends <= now) windows.set(key, (window = { ends: now + options.window_ms, used: 0 }));
      const allowed = window.used < limit;
      if (allowed) window.used++;
      const retry_after = allowed ? 0 : secondsUntil(window.ends, now);
      return { allowed, limit, remaining: Math.max(0, limit - window.used), reset_at: window.ends, retry_after };
    },
    give_back(key) {
      const window = windows.get(key);
      if (window && window.used > 0) window.used--;
    },
  };
}

/** A bucket per key that holds `burst` requests and fills steadily. */
export function tokenBucket(options: { clock: SandboxClock; per_second: () => number; burst: () => number }): RateLimit {
  const buckets = new Map<string, { tokens: number; seen: number }>();
  return {
    take(key) {
      const now = options.clock.now().getTime();
      const rate = options.per_second();
      const burst = options.burst();
      const bucket = buckets.get(key) ?? { tokens: burst, seen: now };
      bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.seen) / 1000) * rate);
      bucket.seen = now;
      buckets.set(key, bucket);
      const allowed = bucket.tokens >= 1;
      if (allowed) bucket.tokens--;
      const reset_at = now + Math.ceil(((1 - Math.min(bucket.tokens, 1)) / rate) * 1000);
      return {
        allowed,
        limit: burst,
        remaining: Math.floor(bucket.tokens),
        reset_at,
        retry_after: allowed ? 0 : secondsUntil(reset_at, now),
      };
    },
    give_back(key) {
      const bucket = buckets.get(key);
      if (bucket) bucket.tokens = Math.min(options.burst(), bucket.tokens + 1);
    },
  };
}
