/** When a delivery that failed is tried again: soon at first, then a few times a day, for three days. */

const FIRST_MS = 5_000;
const FACTOR = 4;
const LONGEST_MS = 12 * 3_600_000;
const GIVE_UP_MS = 72 * 3_600_000;

/** Milliseconds until the next try after `attempts` failures; null: enough. `since_first_ms`: how long ago the first try was. */
export function pauseAfter(attempts: number, since_first_ms: number, random: number): number | null {
  if (since_first_ms >= GIVE_UP_MS) return null;
  const pause = Math.min(FIRST_MS * FACTOR ** (attempts - 1), LONGEST_MS);
  // A fifth of chance, so that what failed together does not come back together; the last try falls on the end of the three days.
  return Math.min(Math.round(pause * (0.9 + 0.2 * random)), Math.max(GIVE_UP_MS - since_first_ms, 1));
}
