/** One seed: a firm logs for hours under the mix, the faults end, everything comes to rest; then the checker. */
import { connect } from "../../src/db/pool.ts";
import { createRandom } from "../../sandbox/kit/random.ts";
import { janitor } from "../../src/outbox/janitor.ts";
import { Diary } from "./activities.ts";
import { check, type Checked } from "./check.ts";
import type { Database } from "./database.ts";
import { createWritesWorld, MIX, workOff, type WritesOptions, type WritesWorld } from "./world.ts";

export interface MixAsked extends WritesOptions {
  /** How many deliveries at least, in so many waves; between them half an hour goes by. */
  deliveries: number;
  wave?: number;
  edits?: number;
  /** After so many seconds no further wave begins: then there are fewer, and the result says how many. */
  at_most_s?: number;
}

export interface MixResult extends Checked {
  provider: string;
  seed: number;
  deliveries: number;
  /** Writing alone: from the first activity to rest, without preparing the firm and without checking. */
  seconds: number;
  logging_seconds: number;
  /** How often what befell them, by name of the fault. */
  reached: Record<string, number>;
  virtual_hours: number;
}

const HOUR = 3_600_000;

export async function runMix(database: Database, asked: MixAsked): Promise<MixResult> {
  const db = await connect(database.url, { max: 12 }, database.backend);
  try {
    const world = await createWritesWorld(db, { mix: MIX, ...asked });
    return await underMix(world, asked);
  } finally {
    await db.close();
  }
}

export async function underMix(world: WritesWorld, asked: MixAsked): Promise<MixResult> {
  const { deliveries, wave = 2_000, edits = 0.03 } = asked;
  const diary = new Diary(world, createRandom(asked.seed ^ 0xd1a));
  const began = performance.now();
  const started_at = world.clock.now().getTime();
  let logging_ms = 0;
  world.faultsOn();
  const inTime = () => performance.now() - began < (asked.at_most_s ?? Number.POSITIVE_INFINITY) * 1000;
  while (inTime() && (await countDeliveries(world)) < deliveries) {
    const before = performance.now();
    await diary.log(Math.min(wave, deliveries));
    logging_ms += performance.now() - before;
    await workOff(world);
  }
  await diary.edit(edits);
  await workOff(world);
  const reached = reachedIn(world);
  world.faultsOff();
  for (let hours = 0; hours <= 25; hours += 6) {
    while ((await janitor(world.calm)) > 0);
    await workOff(world);
    await world.clock.sleep(6 * HOUR);
  }
  const seconds = (performance.now() - began) / 1000;
  return {
    ...(await check(world, diary.logged)),
    provider: world.provider,
    seed: asked.seed,
    deliveries: await countDeliveries(world),
    seconds,
    logging_seconds: logging_ms / 1000,
    reached,
    virtual_hours: (world.clock.now().getTime() - started_at) / HOUR,
  };
}

function reachedIn({ sandbox, happened }: WritesWorld): Record<string, number> {
  return { ...sandbox.faults.reached(), seen_late: sandbox.lag.reached(), ...Object.fromEntries(happened) };
}

async function countDeliveries({ db, owner }: WritesWorld): Promise<number> {
  const { rows } = await db.pool.query<{ n: number }>("select count(*)::int as n from delivery where firm_id = $1", [owner.firm_id]);
  return rows[0]!.n;
}
