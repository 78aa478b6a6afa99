/** A change of settings that gives every contact other tags, tried first and then made, without a request to the provider. */
import type { Bench } from "../bench.ts";
import { forInformation, median, withGoal, type Told } from "../figures.ts";
import { askOnce } from "../worker.ts";

/** One change is too short to tell the machine's moods from our work. */
const CHANGES = 3;

export async function projectionPart(bench: Bench): Promise<Told[]> {
  const { sync, ...firm } = await bench.large();
  const preview = await askOnce("previewSettings", firm, { as_shipped: true, profile: bench.profile });
  bench.say(`settings tried: ${preview.contacts_changed} contacts would change, known in ${preview.seconds.toFixed(1)} s`);
  const changes = [];
  for (let time = 0; time < CHANGES; time++) {
    const change = await askOnce("changeSettings", firm, { as_shipped: true, profile: bench.profile });
    bench.say(`settings changed: ${change.contacts_changed} contacts in ${change.seconds.toFixed(1)} s`);
    changes.push(change);
  }
  const seconds = median(changes.map((change) => change.seconds));
  return [
    withGoal("projection.preview_seconds", preview.seconds, "s", 15),
    withGoal("projection.preview_peak_memory", preview.peak_mb, "MB", 400),
    forInformation("projection.preview_contacts", preview.contacts_changed, "contacts"),
    withGoal("projection.settings_change_over_sync", seconds / sync.seconds, "ratio", 0.5),
    forInformation("projection.settings_change_seconds", seconds, "s"),
    forInformation("projection.settings_change_contacts", median(changes.map((change) => change.contacts_changed)), "contacts"),
  ];
}
