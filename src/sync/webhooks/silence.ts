/** Whether a subscription that the provider calls enabled has gone silent: polls find what it should have told (engine-notes, Webhooks 3.3). Pure. */

/** So many changes that only a poll found, and not one delivery. */
const MISSED = 3;
/** A delivery takes seconds; a change so shortly before the poll says nothing. */
export const GRACE_MS = 60_000;
/** A subscription that was made anew because of silence is given this long before it is made anew again. */
export const PATIENCE_MS = 6 * 3600_000;

export interface Compared {
  finished_at: string;
  missed: number;
  heard: number;
}

const DAY_MS = 24 * 3600_000;

export interface Judgement {
  /** Since when it is silent; null: it speaks, or nobody knows better. */
  since: string | null;
  /** Whether these runs proved it. */
  proved: boolean;
}

/** What these runs, in their order, say of it. Without a new proof the suspicion ends after a day: a quiet firm has nothing to tell. */
export function judgeSilence(before: string | null, runs: readonly Compared[]): Judgement {
  let since = before;
  let proved = false;
  for (const { finished_at, missed, heard } of runs) {
    if (heard > 0) [since, proved] = [null, false];
    else if (missed >= MISSED) [since, proved] = [since ?? finished_at, true];
    else if (since !== null && Date.parse(finished_at) - Date.parse(since) > DAY_MS) since = null;
  }
  return { since, proved };
}
