import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Client } from "pg";
import { afterAll, afterEach, expect, test } from "vitest";
import { systemClock } from "../lib/clock.ts";
import { createLog } from "../lib/log.ts";
import { openCluster, stopServer, type Cluster } from "./embedded.ts";
import { runner } from "./embedded_server.ts";
import { openDatabase, serverVersion } from "./pool.ts";
import { TEST_SETTINGS } from "./testing.ts";

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
// One folder for most tests: making one takes a second.
const dir = newDir();
const open = (): Promise<Cluster> => openCluster(dir, { settings: TEST_SETTINGS });

afterEach(() => stopServer(dir));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function newDir(): string {
  return mkdtempSync(join(tmpdir(), `privity-test-${process.pid}-cluster-`));
}

async function query(cluster: Cluster, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: cluster.url("postgres") });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const serverPid = () => Number(readFileSync(join(dir, "postgres", "data", "postmaster.pid"), "utf8").split("\n")[0]);

/** Another Node process that opens the same folder, says what it saw, and leaves properly or is killed. */
async function otherProcess(how: "stop" | "kill"): Promise<{ started_here: boolean; stopped: boolean }> {
  const program = `import { openCluster } from ${JSON.stringify(here("embedded.ts"))};
    const cluster = await openCluster(${JSON.stringify(dir)}, { settings: ${JSON.stringify(TEST_SETTINGS)} });
    const say = (stopped) => process.stdout.write(JSON.stringify({ started_here: cluster.started_here, stopped }), () => ${how === "kill"} && process.kill(process.pid, "SIGKILL"));
    say(${how === "kill"} ? false : await cluster.stop());`;
  const run = promisify(execFile)(process.execPath, ["--input-type=module-typescript", "--eval", program]);
  const { stdout } = await run.catch((error: { stdout: string; stderr: string }) => {
    if (how === "kill") return error;
    throw new Error(error.stderr);
  });
  return JSON.parse(stdout) as { started_here: boolean; stopped: boolean };
}

test("a folder becomes a database, keeps its rows over a stop, and the last one out stops the server", async () => {
  const first = await open();
  expect(first.started_here).toBe(true);
  await query(first, "create table kept as select 42 as answer");
  expect(await first.stop()).toBe(true);
  expect(existsSync(join(dir, "postgres", "data", "postmaster.pid"))).toBe(false);

  const again = await open();
  expect(await query(again, "select answer from kept")).toEqual([{ answer: 42 }]);
  expect(await again.stop()).toBe(true);
});

test("a second process shares the running server, and neither stops it under the other", async () => {
  const first = await open();
  expect(await otherProcess("stop")).toEqual({ started_here: false, stopped: false });
  expect(await query(first, "select 1 as one")).toEqual([{ one: 1 }]);

  const second = await open();
  expect(await first.stop(), "the one that started it leaves first").toBe(false);
  expect(await query(second, "select 1 as one")).toEqual([{ one: 1 }]);
  expect(await second.stop()).toBe(true);
});

test("two processes that start at the same moment end with one server", async () => {
  const [mine, other] = await Promise.all([open(), otherProcess("stop")]);
  expect([mine.started_here, other.started_here].filter(Boolean).length).toBeGreaterThanOrEqual(1);
  expect(await query(mine, "select 1 as one")).toEqual([{ one: 1 }]);
  await mine.stop();
});

test("the server outlives a process that was killed, and the next process goes on with it", async () => {
  expect((await otherProcess("kill")).started_here).toBe(true);
  const pid = serverPid();
  const next = await open();
  expect(next.started_here).toBe(false);
  expect(serverPid()).toBe(pid);
  expect(await next.stop(), "nobody else is left").toBe(true);
});

test("a server that was killed is started again, with what was committed", async () => {
  const first = await openCluster(dir); // with fsync, as in life
  await query(first, "create table committed as select 42 as answer");
  process.kill(serverPid(), "SIGKILL");
  await systemClock.sleep(20);
  const again = await openCluster(dir);
  expect(again.started_here).toBe(true);
  expect(await query(again, "select answer from committed")).toEqual([{ answer: 42 }]);
  await again.stop();
  expect(await first.stop()).toBe(true);
});

test("a stale lock whose number another program has now does not keep the server from starting", async () => {
  const first = await open();
  const lock = readFileSync(join(dir, "postgres", "data", "postmaster.pid"), "utf8");
  await first.stop();
  writeFileSync(join(dir, "postgres", "data", "postmaster.pid"), lock.replace(/^\d+/, String(process.pid)));
  const again = await open();
  expect(again.started_here).toBe(true);
  await again.stop();
});

/** What a container may forbid; each way must do by itself. Without root there is only one way. */
const isRoot = process.getuid?.() === 0;
for (const how of ["user_namespace", "capability", "unprivileged_user"] as const) {
  test.skipIf(!isRoot || runner([how]).how !== how)(`root starts it by ${how}`, async () => {
    const own = newDir();
    if (how === "unprivileged_user") chmodSync(own, 0o755); // the two others get through a closed folder
    try {
      const cluster = await openCluster(own, { settings: TEST_SETTINGS, as: [how] });
      expect(await query(cluster, "select 1 as one")).toEqual([{ one: 1 }]);
      expect(await cluster.stop()).toBe(true);
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
  });
}

test("two programs that open a new data folder at once get one database, each version told", async () => {
  const own = newDir();
  try {
    const opened = await Promise.all([1, 2].map(() => openDatabase({ database_url: null, data_dir: own }, { max: 2 })));
    const names = await Promise.all(opened.map(async (db) => (await db.pool.query("select current_database() as name")).rows));
    expect(names).toEqual([[{ name: "privity" }], [{ name: "privity" }]]);
    expect((await serverVersion(opened[0]!.pool)).number).toBeGreaterThanOrEqual(150_000);
    await Promise.all(opened.map((db) => db.close()));
    expect(existsSync(join(own, "postgres", "data", "postmaster.pid"))).toBe(false);
  } finally {
    await stopServer(own);
    rmSync(own, { recursive: true, force: true });
  }
});

test("issue 3, 9: a normal stop ends our connections before the server, and says nothing of lost ones", async () => {
  const own = newDir();
  const lines: string[] = [];
  const log = createLog({ log_level: "trace" }, { write: (line) => void lines.push(line) });
  try {
    const db = await openDatabase({ database_url: null, data_dir: own }, { max: 8, log });
    await Promise.all(Array.from({ length: 8 }, () => db.pool.query("select pg_sleep(0.05)")));
    const ended = new Set<unknown>();
    let clients = 0;
    db.pool.on("remove", (client) => ended.add(client));
    clients = db.pool.totalCount;
    await db.close();
    expect([clients, ended.size], "opened, and ended when the pool says that it is closed").toEqual([8, 8]);
    expect(lines).toEqual([]);
    const serverLog = readFileSync(join(own, "postgres", "log"), "utf8");
    expect(serverLog).toContain("database system is shut down");
    // Our presence ends with the server; none of the pool's connections may have to be cut off.
    expect(serverLog.split("terminating connection due to administrator command").length - 1).toBeLessThanOrEqual(1);
  } finally {
    await stopServer(own);
    rmSync(own, { recursive: true, force: true });
  }
});
