/** Server time of the contacts list and of search over the large firm. */
import type { Bench } from "../bench.ts";
import { forInformation, median, p95, withGoal, type Told } from "../figures.ts";
import { askOnce } from "../worker.ts";

const SLOWEST_TOLD = 5;

export async function apiPart(bench: Bench): Promise<Told[]> {
  const { database_url, owner } = await bench.large();
  const { list, search } = await askOnce("askApi", { database_url, owner, questions: bench.sizes.questions }, { as_shipped: true });
  for (const { path, ms, items } of [...list, ...search].toSorted((a, b) => b.ms - a.ms).slice(0, SLOWEST_TOLD))
    bench.say(`${ms.toFixed(1)} ms, ${items} items: ${path}`);
  const times = (asked: { ms: number }[]) => asked.map(({ ms }) => ms);
  return [
    withGoal("api.contacts_list_p95", p95(times(list)), "ms", 50),
    forInformation("api.contacts_list_median", median(times(list)), "ms"),
    withGoal("api.contacts_search_p95", p95(times(search)), "ms", 50),
    forInformation("api.contacts_search_median", median(times(search)), "ms"),
  ];
}
