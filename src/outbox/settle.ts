/** How an unknown outcome is settled (decision 0020): when to look, what a look proves, and how the settle window is learned. Pure. */
import type { Found, OperationPromise } from "../model/writing.ts";
import type { Event } from "./states.ts";

export const GIVE_UP_MS = 72 * 3_600_000;
/** What a window may grow to by learning; beyond that a person decides anyway. */
const LONGEST_WINDOW_MS = 3_600_000;
const LEARNED_FROM = 1000;
/** Calls that MyCase took (202) and never showed are made again so many times at most. */
export const ACCEPTED_AT_MOST = 4;

/** The window: never below the promise, twice the longest of the last thousand. */
export function settleWindow(promise: Pick<OperationPromise, "settle_ms">, seen_ms: readonly number[]): number {
  const longest = seen_ms.length === 0 ? 0 : Math.max(...seen_ms);
  return Math.max(promise.settle_ms, Math.min(2 * longest, LONGEST_WINDOW_MS));
}

export const learn = (seen_ms: readonly number[], sample: number): number[] => [...seen_ms, Math.round(sample)].slice(-LEARNED_FROM);

export interface Waiting {
  /** How long ago the request left, in milliseconds. */
  age_ms: number;
  window_ms: number;
  /** Looks so far, and how many of them counted as absent. */
  looks: number;
  absent: number;
  /** How old it was at the last look that showed nothing; null: none yet. */
  absent_ms: number | null;
}

/** Between the two looks that prove absence. */
const apart = (window_ms: number) => Math.max(window_ms / 2, 1000);

/** The first look: early also where the window is long, since most records are there at once (a call that was merely accepted is learned of this way). */
const firstLook = (window_ms: number) => Math.min(Math.max(window_ms / 16, 1000), 4000);

/** The age at which to look next. Early looks cost little and find most; only those after the window prove anything when they find nothing. */
export function nextLookAt({ age_ms, window_ms, absent }: Pick<Waiting, "age_ms" | "window_ms" | "absent">): number {
  if (absent > 0) return Math.max(age_ms, window_ms) + apart(window_ms);
  let at = firstLook(window_ms);
  while (at <= age_ms) at *= 2;
  return age_ms >= window_ms ? age_ms : Math.min(at, window_ms);
}

export interface Looked {
  event: Extract<Event, "found" | "absent"> | null;
  /** With `found`: ours, and the others that answer to the same mark. */
  record: Found | null;
  twins: Found[];
  absent: number;
  /** Without an event: how old it is to be at the next look. */
  next_at_age_ms: number;
  /** How long it took to be seen, where this look can tell. */
  sample_ms: number | null;
}

/** What one look proves. `age_ms` is the age when the look began: a record that appeared while it lasted is for the next one. */
export function judgeLook(found: readonly Found[], waiting: Waiting): Looked {
  const [record = null, ...twins] = found.toSorted(older);
  if (record) return { event: "found", record, twins, absent: waiting.absent, next_at_age_ms: 0, sample_ms: sampleOf(waiting) };
  const counts = waiting.age_ms >= waiting.window_ms;
  const absent = waiting.absent + (counts ? 1 : 0);
  const next_at_age_ms = nextLookAt({ ...waiting, age_ms: waiting.age_ms + 1, absent });
  return { event: absent >= 2 ? "absent" : null, record: null, twins: [], absent, next_at_age_ms, sample_ms: null };
}

/** It was seen between the last look and this one. A look that came late, because nobody worked, says nothing of the provider. */
function sampleOf({ age_ms, absent_ms, window_ms }: Waiting): number {
  return Math.min(age_ms, 2 * (absent_ms ?? firstLook(window_ms)));
}

const older = (a: Found, b: Found): number =>
  (a.created_at ?? "").localeCompare(b.created_at ?? "") ||
  a.provider_id.length - b.provider_id.length ||
  a.provider_id.localeCompare(b.provider_id);
