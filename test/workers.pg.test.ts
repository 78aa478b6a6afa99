/**
 * Issue 3, "Done when": a firm of a few thousand contacts is read, and told of changes, by four worker processes of which two are killed
 * meanwhile. The sandboxes have the providers' real limits, so much of this is waiting.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyDatabase, type TestDb } from "../src/db/testing.ts";
import { freePort, privity, sandboxes, type Process, type Sandboxes } from "./real_processes.ts";

const dir = mkdtempSync(join(tmpdir(), "privity-workers-"));
let db: TestDb;
let vendors: Sandboxes;
let environment: Record<string, string>;
const running: Process[] = [];

beforeAll(async () => {
  // At Clio 60 requests, of which a minute allows 50 and Privity uses 40: one minute's wait, in which workers are killed.
  [db, vendors] = await Promise.all([
    emptyDatabase(),
    sandboxes(["--auto-consent", "--firm", "generated", "--contacts", "5000", "--matters", "2500", "--relationships", "3000"]),
  ]);
  environment = {
    ...vendors.environment,
    DATABASE_URL: db.url,
    PRIVITY_DATA_DIR: dir,
    PRIVITY_PORT: String(await freePort()),
    PRIVITY_LOG: "debug",
  };
}, 240_000);

afterAll(async () => {
  await Promise.all(running.filter((one) => one.alive()).map((one) => one.stop()));
  await vendors?.process.stop();
  await db?.drop();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

const start = (...args: string[]): Process => {
  const started = privity(args, environment);
  running.push(started);
  return started;
};

async function done(...args: string[]): Promise<string> {
  const { code, out } = await privity(args, environment).ended;
  expect(code, args.join(" ")).toBe(0);
  return out;
}

async function rows<T extends object>(text: string): Promise<T[]> {
  return (await db.pool.query<T>(text)).rows;
}

const first_sync = async () =>
  (
    await rows<{ state: string; fence: number; requests: number }>(
      "select r.state, r.fence::int as fence, r.requests from sync_run r join connection using (firm_id, connection_id) where mode = 'first' and provider = 'clio'",
    )
  )[0];

const count = async (where: string, query = ""): Promise<number> =>
  ((await (await fetch(`${where}/sandbox/api/count?${query}`)).json()) as { count: number }).count;

/** Requests to Clio that this process has told of. */
const asked = (worker: Process) => worker.said().split('"provider":"clio"').length;

test("issue 3, B-SYN-11: four workers, two of them killed: the work is taken up within a minute, all of it ends, and no limit is ever met", async () => {
  const server = start("serve", "--no-work");
  await server.says(/Privity is at/);
  const workers = [1, 2, 3, 4].map(() => start("work"));
  await Promise.all(workers.map((worker) => worker.says(/Working/)));
  await done("connect", "clio", "--region", "us", "--follow", "--port", "0");
  await done("connect", "mycase", "--follow", "--port", "0");

  const patient = { timeout: 60_000, interval: 50 };
  await expect.poll(async () => (await first_sync())?.requests ?? 0, patient).toBeGreaterThan(10);
  // Whoever reads Clio, and one more.
  const [reader, other] = workers.toSorted((a, b) => asked(b) - asked(a));
  reader!.kill();
  other!.kill();
  const killed_at = Date.now();
  await expect.poll(async () => (await first_sync())!.fence, { ...patient, message: "the run is taken up" }).toBe(2);
  expect(Date.now() - killed_at).toBeLessThan(60_000);
  await expect.poll(async () => (await first_sync())!.state, { timeout: 120_000, interval: 200 }).toBe("succeeded");

  // Whoever is left hears of what changes.
  const heard = () => rows<{ model: string }>("select model from webhook_subscription where state = 'enabled'");
  await expect.poll(async () => (await heard()).length, { timeout: 90_000, interval: 200 }).toBe(5);
  const { lines } = (await (await fetch(`${vendors.mycase}/sandbox/api/contacts?limit=20`)).json()) as { lines: { id: number }[] };
  for (const { id } of lines)
    await fetch(`${vendors.mycase}/sandbox/api/edit`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ table: "clients", id, change: { last_name: "Marrowby" } }),
    });
  const arrived = () => rows("select 1 from contact where sort_name ilike 'marrowby%'");
  await expect.poll(async () => (await arrived()).length, patient).toBe(20);
  // A hint that is left brings about one run more.
  const left = () => rows("select 'hint' from webhook_hint union all select 'run' from sync_run where state = 'running'");
  await expect.poll(left, { timeout: 90_000, interval: 200 }).toEqual([]);
  expect(await rows("select state from sync_run where state <> 'succeeded'")).toEqual([]);

  const { connections } = JSON.parse(await done("verify", "--json")) as { connections: { checked: object; differences: unknown[] }[] };
  expect(connections.map(({ checked, differences }) => ({ checked, differences }))).toEqual(
    ["clio", "mycase"].map(() => ({ checked: expect.objectContaining({ contacts: 5000, matters: 2500 }) as object, differences: [] })),
  );
  for (const vendor of [vendors.clio, vendors.mycase]) {
    expect(await count(vendor)).toBeGreaterThan(20);
    expect(await count(vendor, "status=429"), "the sandbox answers 429 above the provider's limit").toBe(0);
  }
  expect(workers.filter((worker) => worker.alive())).toHaveLength(2);
}, 600_000);
