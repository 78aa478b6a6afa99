/** What a run reads, decided before it starts. Pure. */
import type { Connector, KindPlan } from "../model/connector.ts";
import type { Kind } from "../model/kinds.ts";
import type { Settings } from "../model/settings.ts";

export type RunMode = "first" | "incremental" | "full" | "record";

/** B-SYN-3: what lies this far behind the last success is read again. */
export const OVERLAP_MS = 30 * 60_000;
/** B-SYN-3: after a longer silence everything is read. */
export const SILENCE_MS = 7 * 24 * 3600_000;
const DAY_MS = 24 * 3600_000;

/** B-SYN-1, B-SYN-3: the first run reads all; a later one what changed, unless the last success is older than seven days. */
export function chooseMode(
  asked: "incremental" | "full",
  state: { first_synced_at: string | null; oldest_success: string | null },
  now: Date,
): RunMode {
  if (state.first_synced_at === null) return "first";
  if (asked === "full") return "full";
  if (state.oldest_success === null || now.getTime() - Date.parse(state.oldest_success) > SILENCE_MS) return "full";
  return "incremental";
}

export interface PlannedListing {
  kind: Kind;
  part: string;
  since: string | null;
}

export const CHANGED = "changed";

/**
 * The listings of a run, in reading order: small tables first, then open matters, contacts, the rest (B-SYN-7: open matters come early).
 * `read_through` is the provider's time up to which a kind was read before.
 */
export function planListings(
  connector: Connector,
  mode: RunMode,
  settings: Settings,
  read_through: ReadonlyMap<Kind, string>,
  now: Date,
): PlannedListing[] {
  const plans = connector.plans.filter((plan) => plan.kind !== "lead" || settings.sync.leads);
  if (mode !== "incremental") {
    const first = plans.flatMap((plan) => plan.parts.slice(0, 1).map((part) => ({ kind: plan.kind, part, since: null })));
    const rest = plans.flatMap((plan) => plan.parts.slice(1).map((part) => ({ kind: plan.kind, part, since: null })));
    return [...first, ...rest];
  }
  return plans.map((plan) => {
    const through = read_through.get(plan.kind);
    if (!plan.changed_since || through === undefined)
      return { kind: plan.kind, part: plan.parts.length === 1 ? plan.parts[0]! : CHANGED, since: null };
    return { kind: plan.kind, part: CHANGED, since: sinceTime(plan, through, settings, now) };
  });
}

/** B-SYN-3: the last success less the overlap; the case-updates preset reaches at least 30 days back for matters. */
function sinceTime(plan: KindPlan, through: string, settings: Settings, now: Date): string {
  const overlap = Date.parse(through) - OVERLAP_MS;
  const days = plan.kind === "matter" ? settings.sync.matters_later_days : null;
  return new Date(days === null ? overlap : Math.min(overlap, now.getTime() - days * DAY_MS)).toISOString();
}

/** Requests that a full read takes at best: Σ ceil(rows / page maximum) over the kinds. */
export function requestFloor(connector: Connector, rows: ReadonlyMap<Kind, number>): number {
  return connector.plans.reduce(
    (sum, plan) => sum + (rows.has(plan.kind) ? Math.max(1, Math.ceil(rows.get(plan.kind)! / plan.page_size)) : 0),
    0,
  );
}
