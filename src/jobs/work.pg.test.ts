import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createClioSandbox, type ClioSandbox } from "../../sandbox/clio/sandbox.ts";
import { createClock } from "../../sandbox/kit/clock.ts";
import { serve } from "../../sandbox/kit/serve.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { systemClock } from "../lib/clock.ts";
import type { Owner } from "../mirror/store.ts";
import type { Working } from "./jobs.ts";
import { jobsFor, makeFirm } from "./test_firms.ts";
import type { WorkTask } from "./test_work.ts";

const CHILD = fileURLToPath(new URL("./test_work.ts", import.meta.url));
const LEASE_MS = 3000;
const LONG = 300_000;
let db: TestDb;
let sandbox: ClioSandbox;
let server: Awaited<ReturnType<typeof serve>>;
/** How long the provider takes for one answer. */
let slow_ms = 0;
/** While this is open it answers nothing. */
let halt: Promise<void> | null = null;
const children: ChildProcess[] = [];
const workings: Working[] = [];

beforeAll(async () => {
  db = await testDatabase({ max: 20 });
  const filling = { firm: "generated", seed: 7, contacts: 4000, matters: 400, relationships: 0 } as const;
  sandbox = createClioSandbox({ filling, clock: createClock({ mode: "real" }), switches: { rate_limit: null } });
  const late = async (request: Request) => {
    await systemClock.sleep(slow_ms);
    await halt;
    return sandbox.fetch(request);
  };
  server = await serve({ fetch: late }, { port: 0 });
});
afterAll(async () => {
  await server.close();
  await db.drop();
});
beforeEach(async () => {
  slow_ms = 0;
  halt = null;
  await sql`delete from firm`.execute(db.kysely);
  sandbox.log.reset();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await Promise.all(workings.splice(0).map((working) => working.stop()));
});

async function startChild(lease_ms: number): Promise<ChildProcess> {
  const child = fork(CHILD, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  children.push(child);
  const ready = new Promise((resolve) => child.once("message", resolve));
  const { access_token } = sandbox.grant();
  child.send({ database: { url: db.url, backend: db.backend }, sandbox_url: server.url, token: access_token, lease_ms } satisfies WorkTask);
  await ready;
  return child;
}

const here = (options: { every?: number } = {}) =>
  jobsFor(db, server.url, sandbox.grant().access_token, { lease_ms: 30_000, every: options.every ?? null });

interface Row {
  run_id: string;
  connection_id: string;
  mode: string;
  trigger: string;
  state: string;
  fence: number;
  free: boolean;
  finished_at: string | null;
  pages: number;
}

async function runsOf(owner: Owner): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select run_id, connection_id, mode, trigger, state, fence, lease_until <= clock_timestamp() as free, finished_at,
      (select coalesce(sum(pages), 0)::int from sync_listing l where l.firm_id = r.firm_id and l.run_id = r.run_id) as pages
    from sync_run r where firm_id = ${owner.firm_id} order by started_at, run_id`.execute(db.kysely);
  return rows;
}
const pagesOf = async (owner: Owner) => (await runsOf(owner))[0]?.pages ?? 0;
const until = { timeout: 120_000, interval: 50 };

test(
  "B-SYN-7: a worker that is killed in the middle of a first sync is replaced by another, which goes on from the last page that was stored",
  async () => {
    slow_ms = 150;
    const owner = await makeFirm(db);
    const dead = await startChild(LEASE_MS);
    await expect.poll(() => pagesOf(owner), until).toBeGreaterThan(5);
    // However long the other takes to start here, the first one is still at it.
    const goes_on = Promise.withResolvers<void>();
    halt = goes_on.promise;
    await startChild(LEASE_MS);
    dead.kill("SIGKILL");
    const killed_at = Date.now();
    halt = null;
    goes_on.resolve();
    await expect.poll(async () => (await runsOf(owner))[0]?.fence, until).toBe(2);
    expect(Date.now() - killed_at).toBeLessThan(LEASE_MS + 60_000);
    await expect.poll(async () => (await runsOf(owner))[0]?.state, until).toBe("succeeded");
    const [run] = await runsOf(owner);
    // At most the pages in hand of three lists, and those fetched ahead, were read twice.
    expect(sandbox.log.count({ method: "GET" })).toBeLessThanOrEqual(run!.pages + 6);
  },
  LONG,
);

test(
  "B-SYN-7: a worker that is told to stop stores the page in hand, and another takes over at once, long before any lease would end",
  async () => {
    slow_ms = 150;
    const owner = await makeFirm(db);
    const first = await startChild(600_000);
    await expect.poll(() => pagesOf(owner), until).toBeGreaterThan(3);
    const gone = new Promise((resolve) => first.once("exit", resolve));
    first.kill("SIGTERM");
    expect(await gone).toBe(0);
    const [paused] = await runsOf(owner);
    expect(paused).toMatchObject({ state: "running", free: true });
    await startChild(600_000);
    await expect.poll(async () => (await runsOf(owner))[0]?.state, until).toBe("succeeded");
    expect((await runsOf(owner)).map((run) => [run.run_id, run.fence])).toEqual([[paused!.run_id, 2]]);
    // Each of the three lists that are read side by side has asked for its next page while the one in hand was being stored.
    const again = sandbox.log.count({ method: "GET", status: 200 }) - (await runsOf(owner))[0]!.pages;
    expect(again).toBeGreaterThanOrEqual(0);
    expect(again).toBeLessThanOrEqual(3);
  },
  LONG,
);

test(
  "B-SYN-11: a firm's manual sync is not starved by other firms' first syncs, though there are fewer workers than these",
  async () => {
    const manual = await makeFirm(db);
    const jobs = here();
    workings.push(await jobs.work({ slots: 1, express: 0, poll_ms: 50, turn_ms: 600 }));
    await expect.poll(async () => (await runsOf(manual))[0]?.state, until).toBe("succeeded");
    slow_ms = 150;
    const [one, two] = [await makeFirm(db), await makeFirm(db)];
    await jobs.schedule();
    await expect.poll(async () => (await pagesOf(one)) + (await pagesOf(two)), until).toBeGreaterThan(1);
    const { run_id } = await jobs.ask(manual.connection_id, { mode: "incremental", trigger: "manual" });
    await expect.poll(async () => (await runsOf(manual)).find((run) => run.run_id === run_id)?.state, until).toBe("succeeded");
    // And the first syncs share the one place: both come to their end, after it.
    for (const owner of [one, two]) await expect.poll(async () => (await runsOf(owner))[0]?.state, until).toBe("succeeded");
    const ended = async (owner: Owner, id?: string) =>
      Date.parse((await runsOf(owner)).find((run) => id === undefined || run.run_id === id)!.finished_at!);
    const manual_ended = await ended(manual, run_id);
    for (const owner of [one, two]) expect(await ended(owner)).toBeGreaterThan(manual_ended);
  },
  LONG,
);

test(
  "B-SYN-1: what is due is read once, however many workers there are, and is planned for the firm's next morning or evening",
  async () => {
    const owners = [await makeFirm(db), await makeFirm(db), await makeFirm(db)];
    const jobs = Array.from({ length: 4 }, () => here());
    workings.push(...(await Promise.all(jobs.map((one) => one.work({ poll_ms: 50 })))));
    for (const owner of owners) await expect.poll(async () => (await runsOf(owner))[0]?.state, until).toBe("succeeded");
    for (const owner of owners) await expect.poll(() => lane(owner, "sync"), until).toMatchObject({ ready: false });
    await systemClock.sleep(500);
    for (const owner of owners) expect(await runsOf(owner)).toMatchObject([{ mode: "first", trigger: "schedule", fence: 1 }]);
    const { rows } = await sql<{ due: string; ahead: boolean }>`
      select to_char(due_at at time zone time_zone, 'HH24:MI') as due, due_at > clock_timestamp() as ahead
      from lane join firm using (firm_id) where kind = 'sync'`.execute(db.kysely);
    expect(rows).toHaveLength(3);
    for (const row of rows) expect([["06:00", "18:00"].includes(row.due), row.ahead]).toEqual([true, true]);
  },
  LONG,
);

test(
  "B-SYN-1: a run that nobody could start is found, other settings are planned anew, and what was not worked out is worked out",
  async () => {
    const owner = await makeFirm(db);
    const jobs = here({ every: 3_600_000 });
    workings.push(await jobs.work({ poll_ms: 50 }));
    await expect.poll(async () => (await runsOf(owner))[0]?.state, until).toBe("succeeded");
    await expect.poll(() => lane(owner, "sync"), until).toMatchObject({ ready: false });
    // Somebody asked for a record, and died before any worker was told.
    await sql`insert into sync_run (firm_id, run_id, connection_id, mode, trigger, target_kind, target_id, lease_until)
      values (${owner.firm_id}, gen_random_uuid(), ${owner.connection_id}, 'record', 'manual', 'contact', '1', now())`.execute(db.kysely);
    await sql`update firm set time_zone = 'Asia/Tokyo' where firm_id = ${owner.firm_id}`.execute(db.kysely);
    await sql`update projection_state set settings_version = 0 where firm_id = ${owner.firm_id}`.execute(db.kysely);
    await jobs.schedule();
    await expect.poll(async () => (await runsOf(owner)).at(-1), until).toMatchObject({ mode: "record", state: "succeeded" });
    await expect.poll(() => lane(owner, "sync"), until).toMatchObject({ planned_from: "1 Asia/Tokyo 3600000" });
    await expect
      .poll(async () => {
        const { rows } = await sql<{ n: number }>`select settings_version as n from projection_state`.execute(db.kysely);
        return rows[0]?.n;
      }, until)
      .toBe(1);
  },
  LONG,
);

async function lane(owner: Owner, kind: string) {
  const { rows } = await sql<{ ready: boolean; planned_from: string }>`
    select ready, planned_from from lane where firm_id = ${owner.firm_id} and kind = ${kind}`.execute(db.kysely);
  return rows[0];
}
