/** How many requests a sync costs, counted by the provider: a first one, one with nothing changed, one with some contacts changed. */
import type { Bench } from "../bench.ts";
import { withGoal, type Told } from "../figures.ts";
import { askOnce } from "../worker.ts";
import { createConnectors } from "../../src/connectors/index.ts";
import { PROVIDERS, type Provider } from "../../src/model/kinds.ts";

/** More than two of Clio's pages. */
const CHANGED = 450;

export async function requestsPart(bench: Bench): Promise<Told[]> {
  const told: Told[] = [];
  for (const provider of PROVIDERS) told.push(...(await requestsOf(bench, provider)));
  return told;
}

async function requestsOf(bench: Bench, provider: Provider): Promise<Told[]> {
  const { worker, opened: sandbox } = await bench.sandbox(provider, bench.sizes.requests);
  const firm = await bench.sync(provider, bench.sizes.requests);
  const first = await worker.ask("sandboxRequests", null);
  if (firm.sync.requests !== total(first)) throw new Error(`the run counted ${firm.sync.requests} requests, the provider ${total(first)}`);
  const incremental = async () => {
    await askOnce("runSync", { ...firm, mode: "incremental" });
    return worker.ask("sandboxRequests", null);
  };
  const idle = await incremental();
  await worker.ask("touchContacts", { count: CHANGED });
  const busy = await incremental();
  await bench.drop(firm);
  return [
    withGoal(`sync.requests_over_floor.${provider}`, total(first) - sandbox.floor, "requests", 10),
    withGoal(`sync.incremental_idle_requests_per_kind.${provider}`, Math.max(...Object.values(idle)), "requests", 1),
    withGoal(
      `sync.incremental_changed_extra.${provider}`,
      total(busy) - total(idle),
      "requests",
      Math.ceil(CHANGED / contactsPerPage(provider)),
    ),
  ];
}

const total = (counts: Record<string, number>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

function contactsPerPage(provider: Provider): number {
  const plan = createConnectors()[provider].plans.find((plan) => plan.kind === "contact");
  if (!plan) throw new Error(`${provider} reads no contacts`);
  return plan.page_size;
}
