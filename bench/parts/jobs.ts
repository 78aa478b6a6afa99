/** B-SYN-11: how fast turns are handed out among many firms, and what one noisy firm of 40 % of the work does to the others (fault F19). */
import type { Bench } from "../bench.ts";
import { atLeast, forInformation, withGoal, type Told } from "../figures.ts";
import { askOnce } from "../worker.ts";

/** Turns a second, on two cores. */
const GOAL = 500;
const PER_SECOND = 250;

export async function jobsPart(bench: Bench): Promise<Told[]> {
  const server = await bench.server();
  const database_url = await server.create();
  const connections = bench.sizes.lanes;
  const ask = (over_s: number, turn_ms: number, noisy_share: number) =>
    askOnce("runLanes", { database_url, connections, over_s, turn_ms, noisy_share });
  const rush = await ask(0, 0, 0);
  const over_s = connections / PER_SECOND;
  const alone = await ask(over_s, 6, 0);
  const beside = await ask(over_s, 6, 0.4);
  await server.drop(database_url);
  const turns_per_s = rush.turns / (rush.seconds - 1);
  bench.say(
    `${connections} firms: ${Math.round(turns_per_s)} turns a second; the noisy one had ${beside.turns - connections + 1} turns beside them`,
  );
  return [
    atLeast("jobs.turn_rate", turns_per_s, "turns/s", GOAL),
    withGoal("jobs.small_firm_lag_ratio", beside.lag_p99 / alone.lag_p99, "× alone", 2),
    forInformation("jobs.small_firm_lag_p99", beside.lag_p99, "ms"),
  ];
}
