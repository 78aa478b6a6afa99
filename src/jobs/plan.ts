/** When a connection's lane is due: the pure part of the scheduler. */
import { nextDue, retryDue } from "../sync/due.ts";
import type { LaneRank } from "./lanes.ts";
import type { PlanRow } from "./store_plans.ts";

/** Read every so many milliseconds, instead of at the times that the settings name; null: as they say. */
export type Every = number | null;

export interface Planned {
  due_at: Date;
  planned_from: string;
  rank: LaneRank;
}

/** The same text as in `readUnplanned`. */
const plannedFrom = (row: PlanRow, every: Every) => `${row.settings_version} ${row.time_zone} ${every ?? "settings"}`;

/** A first sync is long, and never goes ahead of what is short. */
const rankOf = (row: PlanRow): LaneRank => (row.first_synced_at === null ? 2 : 1);

const after = (row: PlanRow, every: Every, from: Date): Date =>
  every === null ? nextDue(row.cadence, row.time_zone, from) : new Date(from.getTime() + every);

/**
 * For a connection without a plan: at once where nothing was read yet; else the first time that was missed since the last success, which is
 * caught up once. Where only the settings have changed, what lies behind them is no concern.
 */
export function planAnew(row: PlanRow, every: Every, now: Date): Planned {
  const missed = row.planned_from === "" ? row.last_success_at : null;
  const first = row.first_synced_at === null;
  const due_at = first ? now : after(row, every, missed === null ? now : new Date(missed));
  return { due_at, planned_from: plannedFrom(row, every), rank: rankOf(row) };
}

/** After a run: times that passed meanwhile are not made up for; it has read what they would have. */
export function planNext(row: PlanRow, every: Every, now: Date): Planned {
  return { due_at: after(row, every, now), planned_from: plannedFrom(row, every), rank: rankOf(row) };
}

export function planRetry(row: PlanRow, every: Every, failures: number, now: Date): Planned {
  const next = planNext(row, every, now);
  return { ...next, due_at: retryDue(next.due_at, failures, now) };
}
