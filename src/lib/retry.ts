/** When to ask again: what a provider's headers tell, and our own back-off where it tells nothing. */

/** A provider that says "come back in a year" has a bug; nobody waits longer than this on its word. */
const LONGEST_TOLD_MS = 3_600_000;

/**
 * Milliseconds to wait by a `Retry-After` header: seconds, or a date by the provider's own clock (clio.md §4).
 * Null where it is missing or makes no sense (words, negative, in the past, more than an hour): the caller's default holds then.
 */
export function retryAfter(header: string | null, provider_now: Date): number | null {
  const text = header?.trim() ?? "";
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : /[a-z]{3}/i.test(text) ? Date.parse(text) - provider_now.getTime() : NaN;
  return ms >= 0 && ms <= LONGEST_TOLD_MS ? Math.ceil(ms) : null;
}

/** The provider's clock when it answered, by its `Date` header; null where it did not say. */
export function providerTime(headers: Headers): Date | null {
  const at = new Date(headers.get("date") ?? "");
  return Number.isNaN(at.getTime()) ? null : at;
}

/** The pause before try number `tried + 1`: doubling from half a second up to 20 s, half of it by chance so that crowds spread out. */
export function backOff(tried: number, random: () => number): number {
  const longest = Math.min(20_000, 500 * 2 ** (tried - 1));
  return Math.round(longest * (0.5 + random() / 2));
}
