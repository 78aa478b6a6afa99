/**
 * F2: worker processes on a real PostgreSQL and real sockets, one after the other, each killed without warning at a named place of the way of
 * a write, or halted for longer than its lease while another works (F24). What is left is taken up by the next; in the end everything is there once.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createClioSandbox } from "../../sandbox/clio/sandbox.ts";
import { createClock } from "../../sandbox/kit/clock.ts";
import { createRandom, type Random } from "../../sandbox/kit/random.ts";
import { serve } from "../../sandbox/kit/serve.ts";
import { createMyCaseSandbox } from "../../sandbox/mycase/sandbox.ts";
import { createConnectors } from "../../src/connectors/index.ts";
import { connect, type Db } from "../../src/db/pool.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { WRITE_CRASH_POINTS, type CrashPoint } from "../../src/lib/crash_point.ts";
import type { Owner } from "../../src/mirror/store.ts";
import type { Provider } from "../../src/model/kinds.ts";
import type { ActivityKind } from "../../src/model/settings.ts";
import type { NewActivity } from "../../src/outbox/types.ts";
import { addFile, type Logged } from "./activities.ts";
import { canFind, check, type Checked } from "./check.ts";
import { ownDatabase, type Database } from "./database.ts";
import { addFirm, allKinds, readPlaces, type Authors, type Place, type WritingSandbox } from "./firm.ts";
import { scaled, SCALED, type KillTask } from "./kill_task.ts";
import { markOf } from "./marks.ts";
import { syncOnce } from "./world.ts";
import { unlimited } from "../../src/lib/pacer.ts";

/** One chain of processes: everything of one kind at one provider. */
export interface Chain {
  provider: Provider;
  kind: ActivityKind;
  operation: "note" | "communication" | "document" | "call" | "thread";
}

export const CHAINS: readonly Chain[] = [
  { provider: "clio", kind: "note", operation: "note" },
  { provider: "mycase", kind: "document", operation: "document" },
  { provider: "clio", kind: "message", operation: "communication" },
  { provider: "mycase", kind: "call", operation: "call" },
  { provider: "clio", kind: "document", operation: "document" },
  { provider: "mycase", kind: "note", operation: "note" },
  { provider: "mycase", kind: "text", operation: "thread" },
];

export interface ChainResult extends Chain {
  points: CrashPoint[];
  killed: CrashPoint[];
  halted: number;
  violations: string[];
  by_operation: Checked["by_operation"];
  compared: number;
}

const DOCUMENT_POINTS: readonly CrashPoint[] = ["write:created", "write:before_finish", "write:finished"];
const LOOK_POINTS: readonly CrashPoint[] = ["write:look_claimed", "write:looked", "write:look_settled", "write:janitor_looked"];
const HALTS = 2;
const HALT_MS = 2 * (SCALED.timeout_ms + SCALED.lease_extra_ms);
const EACH = 4;
const PATIENCE_MS = 120_000;

/** The places that this kind comes to. */
export function pointsOf({ kind, operation }: Chain): CrashPoint[] {
  const editable = operation !== "document" && operation !== "thread";
  return WRITE_CRASH_POINTS.filter(
    (point) =>
      (kind === "document" || !DOCUMENT_POINTS.includes(point)) &&
      (operation !== "thread" || !LOOK_POINTS.includes(point)) &&
      (editable || point !== "write:edited"),
  );
}

interface Stage {
  chain: Chain;
  db: Db;
  database: Database;
  sandbox: WritingSandbox;
  url: string;
  owner: Owner;
  authors: Authors;
  places: Place[];
  random: Random;
  activities: NewActivity[];
  revisions: Map<string, number>;
  stop(): Promise<void>;
}

export async function runChain(
  beside: Database,
  chain: Chain,
  { points = pointsOf(chain), halts = HALTS }: { points?: readonly CrashPoint[]; halts?: number } = {},
): Promise<ChainResult> {
  const stage = await setUp(beside, chain);
  try {
    const killed: CrashPoint[] = [];
    const violations: string[] = [];
    for (const point of points) {
      const missed = await killAt(stage, point);
      if (missed === null) killed.push(point);
      else violations.push(missed);
    }
    for (let n = 0; n < halts; n++) violations.push(...(await halt(stage)));
    const last = await run(taskOf(stage, null));
    if (last.news !== null) violations.push(`the last process threw: ${last.news}`);
    const checked = await checkAll(stage);
    return {
      ...chain,
      points: [...points],
      killed,
      halted: halts,
      violations: [...violations, ...checked.violations],
      by_operation: checked.by_operation,
      compared: checked.compared,
    };
  } finally {
    await stage.stop();
  }
}

async function setUp(beside: Database, chain: Chain): Promise<Stage> {
  const { provider } = chain;
  const own = await ownDatabase(beside);
  const db = await connect(own.url, { max: 4 }, own.backend);
  let sandbox: WritingSandbox | null = null;
  const answer = async (request: Request) => (await sandbox?.fetch(request)) ?? new Response(null, { status: 503 });
  const storage = await serve({ fetch: answer }, { port: 0 });
  const server = await serve({ fetch: answer }, { port: 0 });
  const options = {
    filling: { firm: "imaginary" },
    clock: createClock({ mode: "real" }),
    storage_url: storage.url,
    switches: { rate_limit: null, ...(provider === "mycase" ? { call_delay_seconds: 0.3 } : {}) },
  } as const;
  sandbox = provider === "clio" ? createClioSandbox(options) : createMyCaseSandbox(options);
  const settings = allKinds(provider, { message_minutes: 0, document_minutes: 0 });
  const { owner, authors } = await addFirm(db, sandbox, systemClock.now().toISOString(), settings);
  const connector = createConnectors({ clio_url: server.url, mycase_api_url: server.url, mycase_auth_url: server.url })[provider];
  const { access_token } = sandbox.grant(authors[0].user_id);
  const tokens = { access_token: () => Promise.resolve(access_token), refresh: () => Promise.resolve(access_token) };
  const session = () => ({ region: null, firm_uuid: null, tokens, pacer: unlimited, fetch: answer, clock: systemClock });
  await syncOnce(db, connector, owner, session, systemClock);
  const stop = async () => {
    await Promise.all([server.close(), storage.close()]);
    await db.close();
    await own.drop();
  };
  return {
    chain,
    db,
    database: { url: own.url, backend: own.backend },
    sandbox,
    url: server.url,
    owner,
    authors,
    places: await readPlaces(db, owner),
    random: createRandom(7),
    activities: [],
    revisions: new Map(),
    stop,
  };
}

/** A few more to be written, so that every process has something to do. */
async function logMore({ chain, db, owner, authors, places, random, activities, revisions }: Stage): Promise<void> {
  for (let n = 0; n < EACH; n++) {
    const mark = markOf(activities.length + 1);
    const at = systemClock.now().toISOString();
    const with_matter = places.filter((place) => place.matter_id !== null);
    const { contact_id, matter_id } = random.pick(with_matter);
    const file_ids = chain.kind === "document" ? [await addFile(db, owner.firm_id, `${mark}r1.txt`, at)] : [];
    revisions.set(mark, 1);
    activities.push({
      connection_id: owner.connection_id,
      contact_id,
      matter_id: chain.kind === "document" || n % 2 === 0 ? matter_id : null,
      kind: chain.kind,
      direction: chain.kind === "note" || chain.kind === "document" ? null : "out",
      occurred_at: at,
      author_member_id: authors[activities.length % 4 === 3 ? 1 : 0].member_id,
      subject: chain.kind === "document" ? "" : "For the file",
      body: chain.kind === "document" ? "" : `${mark}r1. What was said.`,
      // Two and two are one conversation.
      address: chain.kind === "text" ? `+1555${Math.floor(activities.length / 2)}` : chain.kind === "call" ? "+15550100" : null,
      conversation: null,
      file_ids,
      source: "api",
      source_key: mark,
    });
  }
}

function taskOf(stage: Stage, crash: KillTask["crash"]): KillTask {
  const { chain, database, url, owner, authors, sandbox, activities, revisions } = stage;
  const tokens = Object.fromEntries(authors.map((one) => [one.connection_id, sandbox.grant(one.user_id).access_token]));
  const edits = [...revisions]
    .filter(([, revision]) => revision > 1)
    .map(([source_key]) => ({ source_key, body: `${source_key}r2. What was said.` }));
  return {
    database,
    provider: chain.provider,
    url,
    owner,
    tokens,
    activities,
    edits,
    janitor: crash?.point === "write:janitor_looked",
    restored: crash?.point === "write:restored",
    crash,
  };
}

/** Null: it was killed there. */
async function killAt(stage: Stage, point: CrashPoint): Promise<string | null> {
  await logMore(stage);
  const { sandbox, revisions, random } = stage;
  const writes = /note|communication|document|call|message|thread/;
  // Something to look up, something to send again.
  if (stage.chain.operation !== "thread" || point === "write:before_settle") {
    sandbox.faults.script("answer_dropped", writes, 1);
    sandbox.faults.script("request_dropped", writes, 1);
  }
  if (point === "write:edited") for (const mark of [...revisions.keys()].slice(-EACH, -EACH + 2)) revisions.set(mark, 2);
  const nth =
    point === "write:expired" || LOOK_POINTS.includes(point) || point === "write:restored" || stage.chain.operation === "thread"
      ? 1
      : 1 + random.int(2);
  // Whoever finds a lease that has ended needs one that died over its delivery.
  if (point === "write:expired") await run(taskOf(stage, { point: "write:before_request", nth: 1 }));
  const end = await run(taskOf(stage, { point, nth: point === "write:logged" ? stage.activities.length - 1 : nth }));
  return end.signal === "SIGKILL" ? null : `F2: no process came to ${point} (${end.news ?? "it ended by itself"})`;
}

/** A process is halted in the middle for longer than its lease; another does the work; then the first one wakes. */
async function halt(stage: Stage): Promise<string[]> {
  await logMore(stage);
  const first = start(taskOf(stage, null));
  await systemClock.sleep(700 + stage.random.int(600));
  first.process.kill("SIGSTOP");
  const second = start(taskOf(stage, null));
  await systemClock.sleep(HALT_MS);
  first.process.kill("SIGCONT");
  const ends = await Promise.all([first.ended, second.ended]);
  const left = ends.some(({ news }) => news !== null) ? await unfinished(stage) : "";
  return ends.flatMap(({ news }, place) =>
    news === null ? [] : [`F24: the ${place === 0 ? "halted" : "other"} process: ${news}; ${left}`],
  );
}

/** What had not come to its end, for whoever has to find out why. */
async function unfinished({ db }: Stage): Promise<string> {
  const { rows } = await db.pool.query<{ told: string }>(
    `select concat_ws(' ', state, step, reason, words, 'attempt', attempt, 'due', due_at - now(), 'lease', lease_until - now()) as told
     from delivery where state in ('queued', 'sending', 'unknown') limit 5`,
  );
  return rows.map((row) => row.told).join("; ") || "all deliveries had ended";
}

interface End {
  signal: NodeJS.Signals | null;
  /** What it threw; null: nothing. */
  news: string | null;
}

const CHILD = fileURLToPath(new URL("child.ts", import.meta.url));

function start(task: KillTask): { process: ReturnType<typeof fork>; ended: Promise<End> } {
  const child = fork(CHILD, [], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  let news: string | null = null;
  child.on("message", (message: { threw?: string }) => void (news = message.threw ?? null));
  const patience = new AbortController();
  const watch = async () => {
    await systemClock.sleep(PATIENCE_MS, patience.signal);
    news ??= child.connected ? "it did not come to an end" : "it had ended its work, and went on living";
    child.kill("SIGTERM");
  };
  watch().catch(() => {});
  child.send(task);
  const ended = once(child, "exit").then(([, signal]) => {
    patience.abort(new Error("ended"));
    return { signal: signal as NodeJS.Signals | null, news };
  });
  return { process: child, ended };
}

const run = (task: KillTask): Promise<End> => start(task).ended;

async function checkAll(stage: Stage): Promise<Checked> {
  const { db, owner, chain, authors, sandbox, activities, revisions } = stage;
  const { rows } = await db.pool.query<{ activity_id: string; source_key: string }>(
    "select activity_id, source_key from activity where firm_id = $1",
    [owner.firm_id],
  );
  const ids = new Map(rows.map((row) => [row.source_key, row.activity_id]));
  const logged = activities.map((one): Logged => ({
    activity_id: ids.get(one.source_key!) ?? "",
    mark: one.source_key!,
    kind: one.kind,
    revision: revisions.get(one.source_key!)!,
    author: one.author_member_id === authors[1].member_id ? 1 : 0,
  }));
  const side = scaled(createConnectors()[chain.provider].writing);
  const checked = await check({ db, owner, provider: chain.provider, sandbox, side, authors, errors: [] }, logged);
  if (!canFind({ side }, chain.operation)) return checked;
  const { rows: left } = await db.pool.query<{ n: number }>(
    "select count(*)::int as n from delivery where state in ('sending', 'unknown')",
  );
  return left[0]!.n === 0
    ? checked
    : { ...checked, violations: [...checked.violations, `F2: ${left[0]!.n} are still being sent or looked up`] };
}
