/** Faults that need a story of their own: F7 (taken and dropped in silence), F24 (a halted worker wakes), F31 (an old backup). */
import { createRandom } from "../../sandbox/kit/random.ts";
import { connect } from "../../src/db/pool.ts";
import type { Provider } from "../../src/model/kinds.ts";
import type { ActivityKind } from "../../src/model/settings.ts";
import { Diary } from "./activities.ts";
import { check, type Checked } from "./check.ts";
import { putBack, sentUnseen } from "./restore.ts";
import { ownDatabase, type Database } from "./database.ts";
import { createWritesWorld, QUIET, workOff, type Mix, type WritesWorld } from "./world.ts";

export interface StoryResult {
  fault: string;
  provider: Provider;
  reached: number;
  violations: string[];
  by_operation: Checked["by_operation"];
  compared: number;
}

interface Story {
  fault: string;
  providers: readonly Provider[];
  mix: Partial<Mix>;
  play(world: WritesWorld, diary: Diary): Promise<{ reached: number; violations?: string[] }>;
}

const BOTH: readonly Provider[] = ["clio", "mycase"];
const COUNT = 60;

export const STORIES: readonly Story[] = [
  {
    fault: "F7",
    providers: ["mycase"],
    mix: { calls_dropped: 0.5 },
    play: async (world, diary) => ({ reached: await calls(world, diary) }),
  },
  {
    fault: "F7",
    providers: ["mycase"],
    mix: { calls_dropped: 1 },
    play: async (world, diary) => {
      const reached = await calls(world, diary);
      const { rows } = await world.db.pool.query<{ n: number }>(
        "select count(*)::int as n from delivery where firm_id = $1 and (state <> 'needs_review' or reason is distinct from 'not_confirmed')",
        [world.owner.firm_id],
      );
      return {
        reached,
        violations: rows[0]!.n === 0 ? [] : [`F7: ${rows[0]!.n} calls that never came about are not shown as not confirmed`],
      };
    },
  },
  {
    fault: "F24",
    providers: BOTH,
    mix: { stalls: 0.3, stall_ms: [60_000, 600_000], leaves_late: 0.2 },
    play: async (world, diary) => {
      await logAndWork(world, diary, COUNT, null);
      return { reached: [...world.happened.values()].reduce((sum, n) => sum + n, 0) };
    },
  },
  {
    fault: "F31",
    providers: BOTH,
    mix: {},
    play: async (world, diary) => {
      await putBack(world, diary, true);
      const { rows } = await world.db.pool.query<{ n: number }>(
        "select count(distinct delivery_id)::int as n from delivery_event where firm_id = $1 and event = 'restored'",
        [world.owner.firm_id],
      );
      return { reached: rows[0]!.n, violations: await sentUnseen(world) };
    },
  },
];

async function logAndWork(world: WritesWorld, diary: Diary, count: number, kinds: readonly ActivityKind[] | null): Promise<void> {
  world.faultsOn();
  await diary.log(count, kinds);
  await workOff(world);
  world.faultsOff();
  await workOff(world);
}

/** How many were taken with a 202 and never came about. */
async function calls(world: WritesWorld, diary: Diary): Promise<number> {
  await logAndWork(world, diary, COUNT / 3, ["call"]);
  const taken = world.sandbox.log.totals().filter((one) => one.method === "POST" && one.status === 202);
  return taken.reduce((sum, one) => sum + one.count, 0) - world.sandbox.written.totals()["calls"]!;
}

export async function playStory(database: Database, story: Story, provider: Provider, seed: number): Promise<StoryResult> {
  const own = await ownDatabase(database);
  const db = await connect(own.url, { max: 6 }, database.backend);
  try {
    const world = await createWritesWorld(db, { provider, seed, mix: { ...QUIET, ...story.mix } });
    const diary = new Diary(world, createRandom(seed));
    const { reached, violations = [] } = await story.play(world, diary);
    const checked = await check(world, diary.logged);
    return {
      fault: story.fault,
      provider,
      reached,
      violations: [...violations, ...checked.violations],
      by_operation: checked.by_operation,
      compared: checked.compared,
    };
  } finally {
    await db.close();
    await own.drop();
  }
}
