/** B-SYN-11: how fast turns are handed out among many firms, and what one noisy firm of 40 % of the work does to the others (fault F19). */
import type { Bench } from "../bench.ts";
import { forInformation, withGoal, type Told } from "../figures.ts";
import { askOnce } from "../worker.ts";

/** 500 turns a second on two cores. */
const GOAL_MS = 2;
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
  const ms = ((rush.seconds - 1) * 1000) / rush.turns;
  bench.say(
    `${connections} firms: ${Math.round(1000 / ms)} turns a second; the noisy one had ${beside.turns - connections + 1} turns beside them`,
  );
  return [
    withGoal("jobs.turn_rate", ms, "ms a turn", GOAL_MS),
    withGoal("jobs.small_firm_lag_ratio", beside.lag_p99 / alone.lag_p99, "× alone", 2),
    forInformation("jobs.small_firm_lag_p99", beside.lag_p99, "ms"),
  ];
}
