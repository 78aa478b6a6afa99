/**
 * `npm run faults`: syncs under faults by seed (level A of the engine notes), kills real processes at every named crash point (level C),
 * rehearses tokens, plays the stories of the service, and proves each guard by taking it away. Ends with 1 when anything was wrong, or when a fault was not met often enough to say anything.
 */
import { parseArgs } from "node:util";
import { systemClock } from "../src/lib/clock.ts";
import { runClients, type ClientsAsked } from "./clients/main.ts";
import { openFaultDatabase, type FaultDatabase } from "./database.ts";
import { allCases, fewCases, runCase, type KillCase, type KillResult } from "./kill.ts";
import { MUTATIONS, prove, type Proof } from "./mutations.ts";
import { printReport, replayKill, replaySeed, reportOf } from "./report.ts";
import { runSeed, type SeedResult } from "./seed.ts";
import { guarded, playStory, proveStory, STORIES, type StoryResult } from "./service.ts";
import type { Story } from "./service/story.ts";
import { proveTokens, rehearse, rehearsals, type Rehearsal, type RehearsalOptions } from "./tokens.ts";
import { runWrites, type WritesAsked } from "./writes/main.ts";

const USAGE = `npm run faults -- [options]
  --seeds N      so many seeds (200; 20 with --quick)
  --seed K       this seed alone, telling what happens; with --only clients: its firms alone
  --kill CASE    this kill alone: provider/mode/point/nth
  --story FAULT  this story of the service alone, such as F22
  --only PART    seeds, kills, tokens, service, guards, writes or clients
  --write-docs   with --only writes: docs/writeback.md from what was counted; with --only clients: their part of docs/faults.md
  --quick        fewer of everything, and only stories without processes of their own
  --json         one JSON object on standard output`;

const PARTS = ["seeds", "kills", "tokens", "service", "guards"] as const;
/** Worlds at once: while one waits for PostgreSQL, another computes. */
const SEED_LANES = 2;
const KILL_LANES = 2;

/** What a proof needs is known once there is a database. */
type Prove = (database: FaultDatabase) => Promise<Proof>;

const WORKERS = 50;
const WHOLE = { connections: 280, expiries: 1000, workers: WORKERS };
const FEW = { connections: 24, expiries: 70, workers: WORKERS };
/** Without processes or servers of their own: seconds. */
const QUICK_STORIES = new Set(["F9", "F11", "F21", "F32"]);

interface Wanted {
  seeds: number[];
  kills: KillCase[];
  proofs: Prove[];
  rehearsals: RehearsalOptions[];
  stories: readonly Story[];
  whole: boolean;
  json: boolean;
  verbose: boolean;
}

/** A part that is a run of its own, and what is asked of it. */
type Apart = { part: "writes"; asked: WritesAsked } | { part: "clients"; asked: ClientsAsked };

function wanted(): Wanted | Apart {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string" },
      seed: { type: "string" },
      kill: { type: "string" },
      story: { type: "string" },
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      "write-docs": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { quick, json, "write-docs": write_docs } = values;
  if (values.help) stop(USAGE, 0);
  if (values.only === "clients") {
    const seed = values.seed === undefined ? null : whole(values.seed);
    return { part: "clients", asked: { quick, json, write_docs, seed } };
  }
  const one = { json, whole: false, verbose: true, seeds: [], kills: [], proofs: [], rehearsals: [], stories: [] };
  if (values.seed !== undefined) return { ...one, seeds: [whole(values.seed)] };
  if (values.kill !== undefined) return { ...one, kills: [namedCase(values.kill)] };
  if (values.story !== undefined) return { ...one, stories: namedStories(values.story) };
  if (values.only === "writes") return { part: "writes", asked: { quick, json, write_docs } };
  const part = PARTS.find((name) => name === values.only);
  if (values.only !== undefined && !part) stop(`--only takes ${PARTS.join(", ")}, writes, clients`, 2);
  const has = (name: (typeof PARTS)[number]) => part === undefined || part === name;
  const count = values.seeds === undefined ? (quick ? 20 : 200) : whole(values.seeds);
  const providers = ["clio", "mycase"] as const;
  const stories = quick ? STORIES.filter((story) => QUICK_STORIES.has(story.fault)) : STORIES;
  return {
    json,
    whole: true,
    verbose: false,
    seeds: has("seeds") ? Array.from({ length: count }, (_, index) => index + 1) : [],
    kills: has("kills") ? (quick ? fewCases() : allCases()) : [],
    rehearsals: has("tokens") ? rehearsals(quick ? FEW : WHOLE) : [],
    stories: has("service") ? stories : [],
    proofs: has("guards")
      ? [
          ...MUTATIONS.flatMap((mutation, index) =>
            (quick ? [providers[index % 2]!] : providers).map(
              (provider): Prove =>
                (database) =>
                  prove(database, mutation, provider),
            ),
          ),
          ...(["lease", "patience"] as const).map(
            (without): Prove =>
              async (database) =>
                proveTokens(await database.another(), without),
          ),
          ...guarded(stories).map(
            (story): Prove =>
              (database) =>
                proveStory(database, story),
          ),
        ]
      : [],
  };
}

function namedStories(fault: string): Story[] {
  const found = STORIES.filter((story) => story.fault === fault);
  return found.length > 0 ? found : stop(`there is no story of ${fault}; there are ${STORIES.map((story) => story.fault).join(", ")}`, 2);
}

function whole(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : stop(`${text} is no number of seeds`, 2);
}

function namedCase(text: string): KillCase {
  const found = allCases().find((one) => `${one.provider}/${one.mode}/${one.point}/${one.nth}` === text);
  return (
    found ??
    stop(
      `there is no kill ${text}; there are\n${allCases()
        .map((one) => `${one.provider}/${one.mode}/${one.point}/${one.nth}`)
        .join("\n")}`,
      2,
    )
  );
}

function stop(text: string, code: number): never {
  console.error(text);
  process.exit(code);
}

/** Works through a list in so many lanes; what throws counts as a violation, and the others go on. */
async function inLanes<Item, Result>(
  what: string,
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = [...items];
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      results.push(await work(item));
      if (results.length % 20 === 0) console.error(`${results.length} of ${items.length} ${what}`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

const thrown = (error: unknown): string[] => [`threw ${error instanceof Error ? error.stack : String(error)}`];

async function seedOrFailure(database: FaultDatabase, seed: number, verbose: boolean): Promise<SeedResult> {
  const result = await runSeed(database, seed, { verbose }).catch((error: unknown) => ({
    seed,
    provider: "",
    runs: 0,
    requests: 0,
    reached: {},
    violations: thrown(error),
  }));
  if (result.violations.length > 0) console.error(`failed: ${replaySeed(seed)}`);
  return result;
}

async function killOrFailure(database: FaultDatabase, one: KillCase): Promise<KillResult> {
  const result = await runCase(database, one).catch((error: unknown): KillResult => ({
    ...one,
    reached: false,
    recovery_ms: 0,
    pages_again: 0,
    violations: thrown(error),
  }));
  if (result.violations.length > 0) console.error(`failed: ${replayKill(result)}`);
  return result;
}

async function proofOrFailure(database: FaultDatabase, prove: Prove): Promise<Proof> {
  return prove(database).catch((error: unknown): Proof => ({
    guard: "a proof",
    provider: "",
    clean: false,
    caught: false,
    violations: thrown(error),
  }));
}

async function rehearsalOrFailure(database: FaultDatabase, options: RehearsalOptions): Promise<Rehearsal> {
  return rehearse(await database.another(), options).catch((error: unknown): Rehearsal => ({
    ...{ name: options.provider, expiries: 0, refreshes: 0, lost: 0, failed: 0, revoked: 0, dead: 0, most_at_once: 0 },
    violations: thrown(error),
  }));
}

async function storyOrFailure(database: FaultDatabase, story: Story): Promise<StoryResult> {
  const { fault, what, needed } = story;
  const result = await playStory(database, story).catch((error: unknown) => ({
    ...{ fault, what, needed, reached: 0, seconds: 0 },
    violations: thrown(error),
  }));
  console.error(`${fault} took ${result.seconds} s`);
  return result;
}

/** What is written back has a run of its own, and what clients are told, write and answer. */
async function apart({ part, asked }: Apart): Promise<boolean> {
  const database = await openFaultDatabase();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void database.drop().finally(() => process.exit(130)));
  try {
    return part === "writes" ? await runWrites(database, asked) : await runClients(database, asked);
  } finally {
    await database.drop();
  }
}

async function main(): Promise<boolean> {
  const want = wanted();
  if ("part" in want) return apart(want);
  const began = systemClock.now().getTime();
  const database = await openFaultDatabase();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void database.drop().finally(() => process.exit(130)));
  try {
    const { seeds: few, kills: many, rehearsals: tokens, stories: told, proofs: guards } = want;
    console.error(
      `${few.length} seeds, ${many.length} kills, ${tokens.length} rehearsals, ${told.length} stories, ${guards.length} proofs on ${database.backend} PostgreSQL`,
    );
    const [seeds, kills] = await Promise.all([
      inLanes("seeds", want.seeds, SEED_LANES, (seed) => seedOrFailure(database, seed, want.verbose)),
      inLanes("kills", want.kills, KILL_LANES, (one) => killOrFailure(database, one)),
    ]);
    const [rehearsed, stories] = await Promise.all([
      inLanes("rehearsals", want.rehearsals, 1, (one) => rehearsalOrFailure(database, one)),
      inLanes("stories", want.stories, 1, (one) => storyOrFailure(database, one)),
    ]);
    const proofs = await inLanes("proofs", want.proofs, SEED_LANES + 1, (one) => proofOrFailure(database, one));
    const seconds = Math.round((systemClock.now().getTime() - began) / 1000);
    const report = reportOf({
      seeds,
      kills,
      proofs,
      rehearsals: rehearsed,
      stories,
      whole: want.whole,
      seconds,
      backend: database.backend,
    });
    if (want.json) console.log(JSON.stringify(report));
    else printReport(report);
    return report.ok;
  } finally {
    await database.drop();
  }
}

process.exitCode = (await main()) ? 0 : 1;
