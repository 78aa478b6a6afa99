/**
 * One firm, and processes that die in it one after the other: each is killed (SIGKILL) at a named place, then two others do at once what it left
 * behind and what has come in since. The mail server misbehaves all along.
 */
import { systemClock } from "../../src/lib/clock.ts";
import { AUTOMATION_CRASH_POINTS, PORTAL_CRASH_POINTS, type CrashPoint } from "../../src/lib/crash_point.ts";
import type { Provider } from "../../src/model/kinds.ts";
import type { Database } from "../writes/database.ts";
import { check } from "./check.ts";
import { Diary } from "./diary.ts";
import { run } from "./process.ts";
import type { Fate } from "./sink.ts";
import { lastSeq, news, noteDoubts, rest, review, shuffled, tellAgain } from "./story.ts";
import type { Errand, Task } from "./task.ts";
import { addAutomations, openWorld, type ClientsWorld } from "./world.ts";

export const POINTS: readonly CrashPoint[] = [...AUTOMATION_CRASH_POINTS, ...PORTAL_CRASH_POINTS];

/** How often a process comes to the place before it ends, at least. */
const TIMES: Partial<Record<CrashPoint, number>> = {
  "automation:stepped": 4,
  "send:claimed": 2,
  "send:answered": 2,
  "notice:claimed": 3,
  "notice:answered": 3,
  "form:submitted": 2,
  "form:logged": 2,
  "form:compared": 2,
  "form:planned": 4,
  "mail:attached": 2,
};
/** Only a letter that was taken comes here. */
const TAKEN: readonly CrashPoint[] = ["send:logged"];
const MINUTE = 60_000;
/** Whoever dies leaves a lease that has soon ended. */
const SHORT_MS = 200;

export interface ChainResult {
  provider: Provider;
  seed: number;
  killed: CrashPoint[];
  /** Rounds that two processes did at once. */
  doubled: number;
  told_again: number;
  hooks: number;
  met: Map<Fate, number>;
  letters: number;
  /** In doubt or refused when all had come to rest: a person looked at each. */
  reviewed: number;
  messages: number;
  documents: number;
  forms: number;
  would_email: number;
  violations: string[];
}

export const emptyChain = (provider: Provider, seed: number): ChainResult => ({
  ...{
    provider,
    seed,
    killed: [],
    doubled: 0,
    told_again: 0,
    hooks: 0,
    met: new Map(),
    letters: 0,
    reviewed: 0,
    messages: 0,
    documents: 0,
  },
  ...{ forms: 0, would_email: 0, violations: [] },
});

export async function runChain(
  beside: Database,
  { provider, seed, points = POINTS }: { provider: Provider; seed: number; points?: readonly CrashPoint[] },
): Promise<ChainResult> {
  const world = await openWorld(beside, provider, seed);
  const result = emptyChain(provider, seed);
  try {
    await addAutomations(world);
    const diary = new Diary();
    const from_seq = await lastSeq(world);
    // Whoever wrote and was asked before: the first kills need them too.
    let { errands, after: before } = await news(world, diary, null);
    await world.round({ errands });
    for (const point of shuffled(world, points)) {
      ({ errands, after: before } = await news(world, diary, before));
      result.violations.push(...(await kill(world, diary, point, errands, result)));
      await takeOver(world, errands, from_seq, result);
    }
    world.sink.behave("taken");
    await rest(world);
    result.violations.push(...(await check(world, diary, "at_rest")).map((what) => `at rest: ${what}`));
    result.reviewed = await review(world);
    await rest(world);
    result.violations.push(...(await check(world, diary, "over")).map((what) => `in the end: ${what}`));
    return { ...result, ...told(world, diary) };
  } finally {
    await world.close();
  }
}

async function kill(world: ClientsWorld, diary: Diary, point: CrashPoint, errands: Errand[], result: ChainResult): Promise<string[]> {
  world.sink.behave(TAKEN.includes(point) ? "taken" : "by_seed");
  const nth = 1 + world.random.int(TIMES[point] ?? 1);
  const end = await run(world.task({ errands, lease_ms: SHORT_MS, crash: { point, nth } }));
  await noteDoubts(world, diary);
  if (end.killed) result.killed.push(point);
  return end.killed ? [] : [`no process came to ${point} for the ${nth}. time (${end.threw ?? "it ended by itself"})`];
}

/** Two at once, each in an order of its own; now and then everything is told again before. */
async function takeOver(world: ClientsWorld, errands: Errand[], from_seq: number, result: ChainResult): Promise<void> {
  world.sink.behave("by_seed");
  await systemClock.sleep(2 * SHORT_MS);
  await world.pass(3 * MINUTE);
  if (world.random.int(2) === 0) {
    await tellAgain(world, from_seq);
    result.told_again += 1;
  }
  const task = (): Task => world.task({ errands: shuffled(world, errands) });
  const ends = await Promise.all([run(task()), run(task())]);
  result.doubled += 1;
  result.violations.push(...ends.flatMap(({ threw }) => (threw === null ? [] : [`one of two processes: ${threw}`])));
}

function told(world: ClientsWorld, diary: Diary): Partial<ChainResult> {
  const { sandbox, sink } = world;
  return {
    ...{ hooks: world.hooks(), met: sink.met, letters: sink.arrived.length, forms: diary.forms.length },
    ...{ messages: diary.messages.length, documents: diary.documents.length },
    would_email: sandbox.provider === "mycase" ? sandbox.would_email_count() : 0,
  };
}
