/** Deliveries at 500 a second: how soon they are answered, durably. Edits at the provider: how soon they can be read here. */
import type { Bench } from "../bench.ts";
import { forInformation, median, p99, withGoal, type Told } from "../figures.ts";
import { askOnce, Worker } from "../worker.ts";

const RATE = 500;
const SECONDS = 10;
const EDITS = 100;
const EDIT_EVERY_MS = 100;

export async function webhooksPart(bench: Bench): Promise<Told[]> {
  const firm = await bench.sync("clio", bench.sizes.requests);
  const { worker: sandbox } = await bench.sandbox("clio", bench.sizes.requests);
  const receiver = new Worker();
  try {
    await receiver.ask("receiveWebhooks", firm);
    const ids = await sandbox.ask("personIds", { count: EDITS });
    const watching = askOnce("watchNames", { ...firm, ids });
    const edited = await sandbox.ask("renamePeople", { ids, every_ms: EDIT_EVERY_MS });
    const seen = await watching;
    const visible = edited.map(({ id, at }) => ((seen[id] ?? Number.POSITIVE_INFINITY) - at) / 1000);
    const acks = await sandbox.ask("deliverStorm", { rate: RATE, seconds: SECONDS });
    if (acks.refused > 0) throw new Error(`${acks.refused} of ${acks.ms.length} deliveries were not taken`);
    return [
      withGoal("webhooks.ack_p99", p99(acks.ms), "ms", 50),
      forInformation("webhooks.ack_median", median(acks.ms), "ms"),
      forInformation("webhooks.rate", acks.ms.length / acks.seconds, "deliveries/s"),
      withGoal("webhooks.visible_p50", median(visible), "s", 1),
      withGoal("webhooks.visible_p99", p99(visible), "s", 5),
    ];
  } finally {
    await receiver.stop();
    await bench.drop(firm);
  }
}
