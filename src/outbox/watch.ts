/** What dashboards see of the outbox. */
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import type { Metrics } from "../lib/metrics.ts";
import type { State } from "./states.ts";
import { readTotals } from "./store_lists.ts";

const WATCHED: Partial<Record<State, string>> = {
  held: "Deliveries that wait for something to happen first",
  queued: "Deliveries that wait to be sent",
  unknown: "Deliveries whose outcome is being looked up",
  failed: "Deliveries that failed",
  needs_review: "Deliveries that a person has to decide about",
};

export function watchOutbox(metrics: Metrics, db: Db, clock: Clock): void {
  const totals = () => readTotals(db.kysely, clock.now().toISOString());
  for (const [state, help] of Object.entries(WATCHED))
    metrics.watch(`privity_outbox_${state}`, help, async () => (await totals()).by_state[state as State]);
  metrics.watch(
    "privity_outbox_oldest_due_seconds",
    "How long the oldest delivery that is due has waited",
    async () => (await totals()).oldest_queued_s,
  );
}
