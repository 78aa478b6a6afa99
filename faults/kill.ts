/**
 * Level C (F1): real processes on a real PostgreSQL and a real socket. A child syncs and is killed without warning at a named place;
 * another takes over. Afterwards mirror = sandbox, projection = recomputation, and hardly a page was read twice.
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createRandom } from "../sandbox/kit/random.ts";
import { connect, type Db } from "../src/db/pool.ts";
import { systemClock } from "../src/lib/clock.ts";
import { CRASH_POINTS, type CrashPoint } from "../src/lib/crash_point.ts";
import type { Provider } from "../src/model/kinds.ts";
import type { ChildNews, ChildTask } from "./sync_task.ts";
import { askedOf } from "./pages.ts";
import { compareServed, serveWorld } from "./served.ts";
import type { Vendor } from "./vendor.ts";
import { decideAll, watchRun } from "./watch.ts";
import type { World } from "./world.ts";

/** `held`: a full run that finds most contacts gone, and therefore has to ask. */
export type KillMode = "first" | "incremental" | "full" | "held";

export interface KillCase {
  provider: Provider;
  mode: KillMode;
  point: CrashPoint;
  nth: number;
}

export interface KillResult extends KillCase {
  reached: boolean;
  /** Milliseconds from the kill until the next process had the run. */
  recovery_ms: number;
  pages_again: number;
  violations: string[];
}

const LEASE_MS = 300;
const PAGE_SIZE = 6;
const PARALLEL = 2;
/** One page is being stored and the next one fetched, in each lane. */
const IN_FLIGHT = 2 * PARALLEL;
const PATIENCE_MS = 120_000;

const READING: readonly [CrashPoint, number[]][] = [
  ["run:started", [1]],
  ["page:fetched", [1, 4]],
  ["page:before_commit", [1, 6]],
  ["page:after_commit", [1, 7]],
  ["listing:restarted", [1]],
  ["reading:done", [1]],
];
const ABSENCE: readonly [CrashPoint, number[]][] = [
  ["absence:read", [1, 2]],
  ["absence:marked", [1]],
];
const PARKED: readonly [CrashPoint, number[]][] = [
  ["parked:before_decision", [1]],
  ["parked:after_decision", [1]],
];
const ENDING: readonly [CrashPoint, number[]][] = [
  ["projection:batch_computed", [1, 3]],
  ["projection:batch_committed", [1, 2]],
  ["projection:pass_done", [1]],
  ["run:before_finish", [1]],
  ["run:finished", [1]],
];

const POINTS: Record<KillMode, readonly (readonly [CrashPoint, number[]])[]> = {
  first: [...READING, ["page:fetched", [11, 25]], ["page:before_commit", [25]], ...ENDING],
  incremental: [...READING, ...PARKED, ...ENDING],
  full: [...READING, ["page:fetched", [11]], ...ABSENCE, ...PARKED, ...ENDING],
  held: [["absence:read", [20]], ["absence:marked", [1]], ...PARKED, ["run:before_finish", [1]]],
};

/** Every named place in every mode that comes to it, at both providers; its later passes at one of the two, taking turns. */
export function allCases(): KillCase[] {
  const cases: KillCase[] = [];
  let turn = 0;
  for (const mode of ["first", "incremental", "full", "held"] as const) {
    for (const [point, nths] of POINTS[mode]) {
      for (const nth of nths) {
        const later = nth > 1 && mode !== "held";
        const providers = later ? ([turn++ % 2 === 0 ? "clio" : "mycase"] as const) : (["clio", "mycase"] as const);
        for (const provider of providers) cases.push({ provider, mode, point, nth });
      }
    }
  }
  return cases;
}

/** Each named place once, modes and providers taking turns. */
export function fewCases(): KillCase[] {
  return CRASH_POINTS.map((point, index) => {
    const fitting = allCases().filter((one) => one.point === point && one.mode !== "held");
    return fitting[(index * 7) % fitting.length]!;
  });
}

export async function runCase(database: ChildTask["database"], one: KillCase): Promise<KillResult> {
  const db = await connect(database.url, { max: 4 }, database.backend);
  const stage = await setUp(db, one.provider);
  try {
    await prepare(stage, one);
    return await killAndRecover(database, stage, one);
  } finally {
    await stage.stop();
    await db.close();
  }
}

interface Stage {
  db: Db;
  owner: World["owner"];
  vendor: Vendor;
  url: string;
  world: World;
  stop(): Promise<void>;
}

async function setUp(db: Db, provider: Provider): Promise<Stage> {
  const { world, url, close } = await serveWorld(db, provider, { page_size: PAGE_SIZE });
  return { owner: world.owner, vendor: world.vendor, db, url, world, stop: close };
}

/** What the provider's people have done since the last sync, so that the mode comes to all its places. */
async function prepare({ vendor, world }: Stage, one: KillCase): Promise<void> {
  if (one.mode !== "first") {
    await world.sync();
    const random = createRandom(3);
    const contacts = vendor.contacts();
    for (const id of contacts.slice(0, 16)) vendor.editContact(id, "Edited");
    vendor.editMatter(vendor.matters()[0]!, "Edited");
    vendor.renameArea(random, "Renamed");
    vendor.blankContact(contacts[20]!);
    vendor.addContact(random);
    if (one.mode === "full") for (const id of contacts.slice(30, 33)) vendor.remove("contact", id);
    if (one.mode === "held") for (const id of contacts.slice(10, 50)) vendor.remove("contact", id);
  }
  if (one.point === "listing:restarted") vendor.sandbox.faults.script("page_expired", /contacts|clients/, 1);
}

async function killAndRecover(database: ChildTask["database"], stage: Stage, one: KillCase): Promise<KillResult> {
  const { vendor, world, owner, url } = stage;
  vendor.sandbox.log.reset();
  const { access_token } = vendor.token();
  const mode = one.mode === "full" || one.mode === "held" ? "full" : "incremental";
  const task = {
    database,
    connection_id: owner.connection_id,
    sandbox_url: url,
    token: access_token,
    mode,
    lease_ms: LEASE_MS,
    parallel: PARALLEL,
  } as const;
  // The second process stands by, as another worker would: how long a process takes to start is not what is asked.
  const standby = new Child();
  const first = await new Child().carryOut({ ...task, crash: { point: one.point, nth: one.nth } });
  const killed_at = systemClock.now().getTime();
  const second = await standby.carryOut({ ...task, crash: null });
  const violations: string[] = [];
  const reached = first.signal === "SIGKILL";
  if (!reached) violations.push(`the child was not killed at ${one.point}: ${JSON.stringify(first.news)}`);
  const taken = second.news.find((news) => "taken" in news);
  const ended = second.news.find((news) => "ended" in news)?.ended;
  const expected = one.mode === "held" ? "held" : "succeeded";
  if (ended !== expected)
    violations.push(`the second process ended with ${ended ?? JSON.stringify(second.news)} instead of ${expected}${await errorOf(stage)}`);
  const recovery_ms = taken ? second.taken_at - killed_at : Number.POSITIVE_INFINITY;
  if (recovery_ms > LEASE_MS + 5_000) violations.push(`I15: work resumed after ${recovery_ms} ms`);
  const pages_again = one.point === "run:finished" ? 0 : pagesAgain(stage);
  if (one.point !== "listing:restarted" && pages_again > IN_FLIGHT)
    violations.push(`F1: ${pages_again} pages were read again, ${IN_FLIGHT} can have been in flight`);
  if (taken) violations.push(...(await watchRun(world, taken.taken.run_id)));
  violations.push(...(await compareAfter(stage, one)));
  return { ...one, reached, recovery_ms, pages_again, violations };
}

async function errorOf({ db, owner }: Stage): Promise<string> {
  const { rows } = await db.pool.query<{ error: string | null }>(
    "select error from sync_run where connection_id = $1 order by started_at desc limit 1",
    [owner.connection_id],
  );
  return rows[0]?.error ? `: ${rows[0].error}` : "";
}

/** List requests that were asked more than once. */
function pagesAgain({ vendor, world }: Stage): number {
  const urls = vendor.sandbox.log
    .entries()
    .filter((entry) => askedOf(world.provider, new URL(entry.url))?.id === null)
    .map((entry) => entry.url);
  return urls.length - new Set(urls).size;
}

async function compareAfter(stage: Stage, one: KillCase): Promise<string[]> {
  const { world } = stage;
  if (one.mode === "held") {
    for (let decided = 1, rounds = 0; decided > 0 && rounds < 5; rounds++) {
      decided = await decideAll(world);
      await world.sync({ mode: "full" });
    }
  }
  const wrong = await compareServed(world);
  // An incremental run cannot see what is gone from a list, nor what a provider changes without a new update time.
  return one.mode === "incremental" ? wrong.filter((what) => !/ differs: (cases|client|practice_area|etag)\b/.test(what)) : wrong;
}

interface ChildEnd {
  news: ChildNews[];
  taken_at: number;
  signal: NodeJS.Signals | null;
}

const CHILD = fileURLToPath(new URL("child.ts", import.meta.url));

class Child {
  readonly #process: ChildProcess = fork(CHILD, [], { stdio: ["ignore", "inherit", "inherit", "ipc"] });

  async carryOut(task: ChildTask): Promise<ChildEnd> {
    const news: ChildNews[] = [];
    let taken_at = Number.POSITIVE_INFINITY;
    this.#process.on("message", (message: ChildNews) => {
      if ("taken" in message) taken_at = systemClock.now().getTime();
      news.push(message);
    });
    const patience = new AbortController();
    const ended = once(this.#process, "exit").finally(() => patience.abort(new Error("ended")));
    systemClock.sleep(PATIENCE_MS, patience.signal).then(
      () => this.#process.kill("SIGTERM"),
      () => {},
    );
    this.#process.send(task);
    const [, signal] = (await ended) as [number | null, NodeJS.Signals | null];
    return { news, taken_at, signal };
  }
}
