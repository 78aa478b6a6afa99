/** What is true of a record that arrives, given what the mirror holds. Pure. */
import type { Presence } from "../model/kinds.ts";

/** What the mirror holds of a record, without its content. */
export interface Held {
  provider_id: string;
  content_hash: string;
  /** ISO; null where the provider tells none. */
  updated_at: string | null;
  read_at: string;
  decisive_at: string | null;
  presence: Presence;
}

export interface Arriving {
  content_hash: string;
  updated_at: string | null;
  read_at: string;
}

/** `stale`: an older version than the mirror's, dropped. `unchanged`: nothing to write, unless the record had been missed. */
export type Verdict = "new" | "changed" | "returned" | "unchanged" | "stale";

/**
 * Newest wins (invariant 1): the provider's update time decides; of two reads of one version, the one that was asked for later.
 * Where either has no update time, the later request decides.
 */
export function judge(held: Held | undefined, arriving: Arriving): Verdict {
  if (!held) return "new";
  const order = held.updated_at && arriving.updated_at ? Date.parse(arriving.updated_at) - Date.parse(held.updated_at) : 0;
  if (order < 0) return "stale";
  const same = held.content_hash === arriving.content_hash;
  if (order === 0 && Date.parse(arriving.read_at) < Date.parse(held.read_at)) return same ? "unchanged" : "stale";
  if (held.presence !== "present") return "returned";
  return same ? "unchanged" : "changed";
}

/** True when two versions of a record differ in nothing but the fields that move by themselves (`updated_at`, `etag`): B-OWN-2. */
export function differsOnlyInVolatile(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  volatile: readonly string[],
): boolean {
  const skip = new Set(volatile);
  const keys = new Set([...Object.keys(before), ...Object.keys(after)].filter((key) => !skip.has(key)));
  for (const key of keys) if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) return false;
  return true;
}

/** How long a record must have been suspected before a second "not found" makes it a tombstone (B-SYN-6). */
export const TOMBSTONE_AFTER_MS = 24 * 3600 * 1000;

/** What "not found" by id makes of a record. */
export function afterNotFound(presence: Presence, presence_since: string | null, now: Date): Presence {
  if (presence === "tombstone") return "tombstone";
  if (presence === "suspected_gone" && presence_since !== null && now.getTime() - Date.parse(presence_since) >= TOMBSTONE_AFTER_MS)
    return "tombstone";
  return "suspected_gone";
}

export const MASS_CHANGE_SHARE = 0.05;
export const MASS_CHANGE_AT_LEAST = 25;

/** B-SYN-6: more than 5 % of what was there before, and at least 25, is more than one run may take by itself. */
export function isMassChange(harmed: number, before: number): boolean {
  return harmed >= MASS_CHANGE_AT_LEAST && harmed > before * MASS_CHANGE_SHARE;
}

/** The smallest number of harmed records that `isMassChange` refuses. */
export function massChangeThreshold(before: number): number {
  return Math.max(MASS_CHANGE_AT_LEAST, Math.floor(before * MASS_CHANGE_SHARE) + 1);
}
