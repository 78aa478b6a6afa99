/** What is looked at before something starts by itself, over a whole firm. */
import type { Bench } from "../bench.ts";
import { forInformation, withGoal, type Told } from "../figures.ts";
import { askOnce } from "../worker.ts";

export async function automationsPart(bench: Bench): Promise<Told[]> {
  const { sync: _sync, ...firm } = await bench.large();
  const found = await askOnce("evaluateAutomations", firm, { as_shipped: true, profile: bench.profile });
  bench.say(
    `automations: ${found.held} held in ${found.first_seconds.toFixed(1)} s, ${found.facts} key facts in ${found.day_seconds.toFixed(1)} s`,
  );
  const slowest = Math.max(found.first_seconds, found.idle_seconds, found.day_seconds);
  return [
    withGoal("automations.evaluate_seconds", slowest, "s", 5),
    forInformation("automations.first_look_seconds", found.first_seconds, "s"),
    forInformation("automations.nothing_new_seconds", found.idle_seconds, "s"),
    forInformation("automations.day_seconds", found.day_seconds, "s"),
    forInformation("automations.held", found.held, "starts"),
    forInformation("automations.key_facts", found.facts, "starts"),
  ];
}
