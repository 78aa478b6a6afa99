/** `npm run faults -- --only writes`: F2, F4 to F8, F24 and F31 of the engine notes, each guard taken away, and docs/writeback.md. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { connectors } from "../../src/connectors/index.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { LEASE_EXTRA_MS } from "../../src/outbox/deps.ts";
import { sideBySide, type Task } from "../side_by_side.ts";
import type { Database } from "./database.ts";
import { writebackDocument } from "./document.ts";
import { CHAINS, pointsOf, runChain, type ChainResult } from "./kill.ts";
import { proveWriting, WRITE_MUTATIONS } from "./mutations.ts";
import { POLICIES, runPolicy } from "./policies.ts";
import { printWrites, reportOf, type WritesRun } from "./report.ts";
import { runMix } from "./run.ts";
import { playStory, STORIES } from "./stories.ts";

export interface WritesAsked {
  quick: boolean;
  json: boolean;
  write_docs: boolean;
}

const PROVIDERS = ["clio", "mycase"] as const;

export async function runWrites(database: Database, { quick, json, write_docs }: WritesAsked): Promise<boolean> {
  const began = systemClock.now().getTime();
  const run: WritesRun = { mixes: [], chains: [], stories: [], proofs: [], policies: [], quick, seconds: 0 };
  const tasks = quick ? quickTasks(database, run) : allTasks(database, run);
  await sideBySide(tasks);
  run.seconds = Math.round((systemClock.now().getTime() - began) / 1000);
  const report = reportOf(run);
  if (json) console.log(JSON.stringify(report));
  else printWrites(report);
  if (write_docs && report.ok) {
    const promises = { clio: connectors.clio.writing.promises, mycase: connectors.mycase.writing.promises };
    const day = systemClock.now().toISOString().slice(0, 10);
    writeFileSync(
      fileURLToPath(new URL("../../docs/writeback.md", import.meta.url)),
      writebackDocument({ report, promises, lease_ms: LEASE_EXTRA_MS, day }),
    );
  }
  return report.ok;
}

const SEEDS = [1, 2, 3];
const DELIVERIES = 700;
const COMPARED = 400;

function allTasks(database: Database, run: WritesRun): Task[] {
  return [
    ...CHAINS.map((chain) => chainTask(database, run, chain, pointsOf(chain))),
    ...SEEDS.flatMap((seed) => PROVIDERS.map((provider) => mixTask(database, run, provider, seed, DELIVERIES))),
    ...STORIES.flatMap((story) => story.providers.map((provider) => storyTask(database, run, story, provider))),
    ...WRITE_MUTATIONS.flatMap((mutation) => mutation.providers.map((provider) => proofTask(database, run, mutation, provider))),
    ...POLICIES.flatMap((policy) =>
      PROVIDERS.map(
        (provider) => async () => void run.policies.push(await runPolicy(database, policy, { provider, seed: 9, deliveries: COMPARED })),
      ),
    ),
  ];
}

/** Providers taking turns; of the kills a few. */
function quickTasks(database: Database, run: WritesRun): Task[] {
  const turn = <T>(list: readonly T[], index: number): T => list[index % list.length]!;
  return [
    ...CHAINS.slice(0, 2).map((chain, index) =>
      chainTask(
        database,
        run,
        chain,
        pointsOf(chain).filter((_, place) => place % 3 === index),
      ),
    ),
    ...PROVIDERS.map((provider) => mixTask(database, run, provider, 1, 100)),
    ...STORIES.map((story, index) => storyTask(database, run, story, turn(story.providers, index))),
    ...WRITE_MUTATIONS.map((mutation, index) => proofTask(database, run, mutation, turn(mutation.providers, index))),
  ];
}

const thrown = (error: unknown): string[] => [`threw ${error instanceof Error ? error.stack : String(error)}`];

const chainTask =
  (database: Database, run: WritesRun, chain: (typeof CHAINS)[number], points: ChainResult["points"]): Task =>
  async () => {
    const failed = (error: unknown): ChainResult => ({
      ...chain,
      points,
      killed: [],
      halted: 0,
      violations: thrown(error),
      by_operation: new Map(),
      compared: 0,
    });
    run.chains.push(await runChain(database, chain, { points }).catch(failed));
  };

const mixTask =
  (database: Database, run: WritesRun, provider: (typeof PROVIDERS)[number], seed: number, deliveries: number): Task =>
  async () =>
    void run.mixes.push(await runMix(database, { provider, seed, deliveries, parallel: 16 }));

const storyTask =
  (database: Database, run: WritesRun, story: (typeof STORIES)[number], provider: (typeof PROVIDERS)[number]): Task =>
  async () => {
    const failed = (error: unknown) => ({
      fault: story.fault,
      provider,
      reached: 0,
      violations: thrown(error),
      by_operation: new Map(),
      compared: 0,
    });
    run.stories.push(await playStory(database, story, provider, 3).catch(failed));
  };

const proofTask =
  (database: Database, run: WritesRun, mutation: (typeof WRITE_MUTATIONS)[number], provider: (typeof PROVIDERS)[number]): Task =>
  async () => {
    const failed = (error: unknown) => ({ guard: mutation.guard, provider, clean: false, caught: false, violations: thrown(error) });
    run.proofs.push(await proveWriting(database, mutation, provider).catch(failed));
  };
