/** Level A: one seed, from a first sync under faults to the quiet in which mirror = sandbox and projection = recomputation must hold. */
import { createRandom } from "../sandbox/kit/random.ts";
import { connect, type Db } from "../src/db/pool.ts";
import type { Connector } from "../src/model/connector.ts";
import { compare, compareVersions } from "./compare.ts";
import { Happenings } from "./happen.ts";
import { drawScenario, everythingOn, type Episode, type Scenario } from "./scenario.ts";
import { decideAll, watchRun } from "./watch.ts";
import { createWorld, type World } from "./world.ts";

const DAY = 24 * 3600_000;

export interface SeedResult {
  seed: number;
  provider: string;
  runs: number;
  requests: number;
  violations: string[];
  reached: Record<string, number>;
}

export interface SeedOptions {
  /** For the proofs by mutation: what stands between the engine and its connector. */
  wrap?: (connector: Connector) => Connector;
  verbose?: boolean;
}

export async function runSeed(
  database: { url: string; backend: Db["backend"] },
  seed: number,
  options: SeedOptions = {},
): Promise<SeedResult> {
  const scenario = drawScenario(seed);
  const db = await connect(database.url, { max: 5 }, database.backend);
  try {
    return await play(db, scenario, options);
  } finally {
    await db.close();
  }
}

async function play(db: Db, scenario: Scenario, options: SeedOptions): Promise<SeedResult> {
  const { seed, provider } = scenario;
  const world = await createWorld(db, { ...scenario, settings: everythingOn, ...(options.wrap ? { wrap: options.wrap } : {}) });
  const happenings = new Happenings(world, createRandom(seed * 31 + 7));
  const violations: string[] = [];
  let runs = 0;
  const run = async (label: string, mode: "incremental" | "full") => {
    try {
      const { run: row, end } = await world.sync({ mode });
      if (options.verbose)
        console.error(`${label}: ${row.mode} ${end}, ${world.wire.requests} requests so far, ${world.clock.now().toISOString()}`);
      violations.push(...(await watchRun(world, row.run_id)).map((what) => `${label}: ${what}`));
    } catch (error) {
      violations.push(`${label}: threw ${error instanceof Error ? error.stack : String(error)}`);
    }
    runs += 1;
  };
  world.sandbox.faults.set({ seed, rates: scenario.rates });
  for (const [index, episode] of scenario.episodes.entries()) {
    await world.pass(episode.gap_ms);
    await prepare(world, happenings, episode, options);
    await run(`run ${index + 1}`, episode.mode);
    if (index % 2 === 1) await decideAll(world);
  }
  await calm(world, happenings);
  if (scenario.gentle) {
    // I2: what was only edited and added, an incremental run brings, once those that failed before are made up for.
    await run("incremental in quiet", "incremental");
    violations.push(...(await compareVersions(world)).map((what) => `after the incremental run in quiet: ${what}`));
  }
  // One full cycle, and a day later the second look at whatever was not found (B-SYN-6).
  // A large removal is asked about slice by slice: as long as an admin is asked, there may be more.
  for (let decided = 1; decided > 0;) {
    await run("full in quiet", "full");
    decided = runs < 20 ? await decideAll(world) : 0;
  }
  await world.pass(DAY + 3600_000);
  await run("last incremental", "incremental");
  violations.push(...(await compare(world, { odd_rows: oddRows(scenario) })));
  return { seed, provider, runs, requests: world.wire.requests, violations, reached: await tally(world, happenings) };
}

const oddRows = (scenario: Scenario): boolean => (scenario.switches.missing_rate ?? 0) > 0;

/** Before the run: what happens at request 0. During it: the rest, when their request has been answered. */
async function prepare(world: World, happenings: Happenings, episode: Episode, options: SeedOptions): Promise<void> {
  for (const { event } of episode.events.filter(({ at }) => at === 0)) await happenings.happen(event, false, []);
  const waiting = episode.events.filter(({ at }) => at > 0).toSorted((a, b) => a.at - b.at);
  const start = world.wire.requests;
  world.wire.hooks = {
    before: () => {},
    after: async (asked, ids) => {
      const listed = asked?.kind === "contact" && asked.id === null ? ids : [];
      while (waiting[0] && waiting[0].at <= world.wire.requests - start) {
        const { event } = waiting.shift()!;
        if (options.verbose) console.error(`  request ${world.wire.requests}: ${JSON.stringify(event)}`);
        await happenings.happen(event, true, listed);
      }
    },
  };
}

/** All faults end; odd rows stay odd for some seeds. */
async function calm(world: World, happenings: Happenings): Promise<void> {
  world.wire.hooks = { before: () => {}, after: () => {} };
  world.wire.list_fault = { rate: 0, faults: [] };
  world.wire.outage = null;
  world.wire.hidden.clear();
  world.wire.unreadable.clear();
  world.sandbox.faults.clear();
  await happenings.happen({ do: "limit", limit: 50 }, false, []);
  await world.pass(5 * 60_000);
}

/** What was reached, by the numbers of the engine notes. */
async function tally(world: World, happenings: Happenings): Promise<Record<string, number>> {
  const sandbox = world.sandbox.faults.reached();
  const { reached } = world.wire;
  const sum = (...names: string[]) =>
    names.reduce(
      (total, name) => total + ((sandbox as Record<string, number>)[name] ?? 0) + (reached.get(name) ?? 0) + (happenings.counts[name] ?? 0),
      0,
    );
  return {
    F3: sum("answer_dropped", "request_dropped", "error_500_before", "error_500_after", "gateway_504"),
    F12: sum("F12"),
    F13: sum("F13", "edit_while_paging"),
    F14: sum("page_expired"),
    F15: sum("empty_list", "truncated_list", "missing_next", "forbidden_page", "row_vanishes"),
    F16: sum("F16"),
    F17: sum("F17"),
    F18: sum("limited_429_seconds", "limited_429_date", "limited_429_missing", "limited_429_absurd"),
    F25: sum("F25"),
    F26: sum("F26"),
    F27: sum(
      "error_502_html",
      "forbidden_html_403",
      "maintenance_503",
      "redirect_other_host",
      "slow_body",
      "truncated_body",
      "not_json_200",
      "dns_failure",
      "tls_failure",
      "maintenance",
      "unauthorized_401",
    ),
  };
}
