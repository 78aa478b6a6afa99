/**
 * `npm run faults`: syncs under faults by seed (level A of the engine notes), kills real processes at every named crash point (level C),
 * and proves each guard by taking it away. Ends with 1 when anything was wrong, or when a fault was not met often enough to say anything.
 */
import { parseArgs } from "node:util";
import { systemClock } from "../src/lib/clock.ts";
import { openFaultDatabase, type FaultDatabase } from "./database.ts";
import { allCases, fewCases, runCase, type KillCase, type KillResult } from "./kill.ts";
import { MUTATIONS, prove, type Proof } from "./mutations.ts";
import { printReport, replayKill, replaySeed, reportOf } from "./report.ts";
import { runSeed, type SeedResult } from "./seed.ts";
import { runWrites, type WritesAsked } from "./writes/main.ts";

const USAGE = `npm run faults -- [options]
  --seeds N      so many seeds (200; 20 with --quick)
  --seed K       this seed alone, telling what happens
  --kill CASE    this kill alone: provider/mode/point/nth
  --only PART    seeds, kills, guards or writes
  --write-docs   with --only writes: docs/writeback.md from what was counted
  --quick        fewer of everything, within a minute
  --json         one JSON object on standard output`;

const PARTS = ["seeds", "kills", "guards"] as const;
/** Worlds at once: while one waits for PostgreSQL, another computes. */
const SEED_LANES = 2;
const KILL_LANES = 2;

interface Wanted {
  seeds: number[];
  kills: KillCase[];
  proofs: [(typeof MUTATIONS)[number], "clio" | "mycase"][];
  whole: boolean;
  json: boolean;
  verbose: boolean;
}

function wanted(): Wanted | WritesAsked {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string" },
      seed: { type: "string" },
      kill: { type: "string" },
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      "write-docs": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { quick, json } = values;
  if (values.help) stop(USAGE, 0);
  const one = { json, whole: false, verbose: true, seeds: [], kills: [], proofs: [] };
  if (values.seed !== undefined) return { ...one, seeds: [whole(values.seed)] };
  if (values.kill !== undefined) return { ...one, kills: [namedCase(values.kill)] };
  if (values.only === "writes") return { quick, json, write_docs: values["write-docs"] };
  const part = PARTS.find((name) => name === values.only);
  if (values.only !== undefined && !part) stop(`--only takes ${PARTS.join(", ")}, writes`, 2);
  const has = (name: (typeof PARTS)[number]) => part === undefined || part === name;
  const count = values.seeds === undefined ? (quick ? 20 : 200) : whole(values.seeds);
  const providers = ["clio", "mycase"] as const;
  return {
    json,
    whole: true,
    verbose: false,
    seeds: has("seeds") ? Array.from({ length: count }, (_, index) => index + 1) : [],
    kills: has("kills") ? (quick ? fewCases() : allCases()) : [],
    proofs: has("guards")
      ? MUTATIONS.flatMap((mutation, index) =>
          (quick ? [providers[index % 2]!] : providers).map((provider) => [mutation, provider] as Wanted["proofs"][number]),
        )
      : [],
  };
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

async function proofOrFailure(database: FaultDatabase, [mutation, provider]: Wanted["proofs"][number]): Promise<Proof> {
  return prove(database, mutation, provider).catch((error: unknown): Proof => ({
    guard: mutation.guard,
    provider,
    clean: false,
    caught: false,
    violations: thrown(error),
  }));
}

/** What is written back has a run of its own. */
async function writes(asked: WritesAsked): Promise<boolean> {
  const database = await openFaultDatabase();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void database.drop().finally(() => process.exit(130)));
  try {
    return await runWrites(database, asked);
  } finally {
    await database.drop();
  }
}

async function main(): Promise<boolean> {
  const want = wanted();
  if ("write_docs" in want) return writes(want);
  const began = systemClock.now().getTime();
  const database = await openFaultDatabase();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void database.drop().finally(() => process.exit(130)));
  try {
    console.error(`${want.seeds.length} seeds, ${want.kills.length} kills, ${want.proofs.length} proofs on ${database.backend} PostgreSQL`);
    const [seeds, kills] = await Promise.all([
      inLanes("seeds", want.seeds, SEED_LANES, (seed) => seedOrFailure(database, seed, want.verbose)),
      inLanes("kills", want.kills, KILL_LANES, (one) => killOrFailure(database, one)),
    ]);
    const proofs = await inLanes("proofs", want.proofs, SEED_LANES + 1, (one) => proofOrFailure(database, one));
    const seconds = Math.round((systemClock.now().getTime() - began) / 1000);
    const report = reportOf({ seeds, kills, proofs, whole: want.whole, seconds, backend: database.backend });
    if (want.json) console.log(JSON.stringify(report));
    else printReport(report);
    return report.ok;
  } finally {
    await database.drop();
  }
}

process.exitCode = (await main()) ? 0 : 1;
