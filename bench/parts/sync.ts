/** First syncs of a large firm: their time beside that of the floor program before and after each, and its memory beside that of a smaller firm. */
import type { Bench } from "../bench.ts";
import { forInformation, mean, withGoal, type Told } from "../figures.ts";
import { askOnce } from "../worker.ts";

export async function syncPart(bench: Bench): Promise<Told[]> {
  const { quick, large } = bench.sizes;
  const floors = [await floor(bench)];
  const { sync } = await bench.large();
  const syncs = [sync];
  floors.push(await floor(bench));
  if (!quick) {
    // Another of each: on a shared machine one minute is not as fast as the next.
    const again = await bench.sync("clio", large);
    await bench.drop(again);
    syncs.push(again.sync);
    floors.push(await floor(bench));
  }
  const floor_seconds = mean(floors.map((one) => one.seconds));
  const seconds = mean(syncs.map((one) => one.seconds));
  const peak_mb = Math.max(...syncs.map((one) => one.peak_mb));
  const quarter = await bench.sync("clio", bench.sizes.quarter);
  await bench.drop(quarter);
  return [
    withGoal("sync.full_over_floor_time", seconds / floor_seconds, "ratio", 2.5),
    forInformation("sync.full_seconds", seconds, "s"),
    forInformation("sync.full_reading_seconds", mean(syncs.map((one) => one.reading_seconds)), "s"),
    forInformation("sync.full_projecting_seconds", mean(syncs.map((one) => one.projecting_seconds)), "s"),
    forInformation("sync.full_rows_per_second", sync.rows / seconds, "rows/s"),
    forInformation("sync.floor_seconds", floor_seconds, "s"),
    forInformation("sync.floor_rows_per_second", sync.rows / floor_seconds, "rows/s"),
    withGoal("sync.peak_memory", peak_mb, "MB", 400),
    { ...withGoal("sync.memory_growth", peak_mb / quarter.sync.peak_mb, "ratio", 1.25), ...(bench.sizes.quick && { goal: null }) },
  ];
}

async function floor(bench: Bench) {
  const server = await bench.server();
  const { opened: sandbox } = await bench.sandbox("clio", bench.sizes.large);
  const database_url = await server.create();
  const result = await askOnce("runFloor", { database_url, sandbox });
  await server.drop(database_url);
  bench.say(`floor program: ${result.rows} rows in ${result.seconds.toFixed(1)} s`);
  return result;
}

/** Ten times the large firm, once: to show that memory does not grow with the firm. Takes minutes. */
export async function millionPart(bench: Bench): Promise<Told[]> {
  const quarter = await bench.sync("clio", bench.sizes.quarter);
  await bench.drop(quarter);
  const million = await bench.sync("clio", bench.sizes.million);
  await bench.drop(million);
  return [
    forInformation("million.contacts", bench.sizes.million.contacts, "contacts"),
    forInformation("million.seconds", million.sync.seconds, "s"),
    forInformation("million.rows_per_second", million.sync.rows / million.sync.seconds, "rows/s"),
    withGoal("million.peak_memory", million.sync.peak_mb, "MB", 400),
    withGoal("million.memory_growth", million.sync.peak_mb / quarter.sync.peak_mb, "ratio", 1.25),
  ];
}
