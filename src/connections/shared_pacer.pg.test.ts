import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createClioSandbox } from "../../sandbox/clio/sandbox.ts";
import { createClock } from "../../sandbox/kit/clock.ts";
import { serve } from "../../sandbox/kit/serve.ts";
import type { Sandbox } from "../../sandbox/kit/types.ts";
import { createMyCaseSandbox } from "../../sandbox/mycase/sandbox.ts";
import { createFakeClock } from "../../test/fake_clock.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { systemClock } from "../lib/clock.ts";
import { createLog } from "../lib/log.ts";
import type { Provider } from "../model/kinds.ts";
import type { RequestRank } from "./budget.ts";
import { sharedPacers } from "./shared_pacer.ts";
import type { PacerTask } from "./test_pacer.ts";

const CHILD = fileURLToPath(new URL("./test_pacer.ts", import.meta.url));
const log = createLog({ log_level: "silent" });
/** Starting processes takes its time on a busy machine. */
vi.setConfig({ testTimeout: 120_000 });
let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(() => sql`delete from rate_budget`.execute(db.kysely));

/** Requests per window, wherever one begins. */
function most(sandbox: Sandbox, window_ms: number): number {
  const times = sandbox.log.entries().map((entry) => Date.parse(entry.at));
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + window_ms).length));
}

async function askFromProcesses(
  provider: Provider,
  url: string,
  token: string,
  processes: number,
  task: Pick<PacerTask, "requests" | "side_by_side" | "rank">,
) {
  const children = Array.from({ length: processes }, () => {
    const child = fork(CHILD, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const ended = new Promise<string>((resolve) => {
      child.once("message", (word) => resolve(word as string));
      child.once("exit", () => resolve("gone"));
    });
    child.send({ database: { url: db.url, backend: db.backend }, provider, sandbox_url: url, token, ...task } satisfies PacerTask);
    return { child, ended };
  });
  return {
    words: () => Promise.all(children.map(({ ended }) => ended)),
    kill: () => children.forEach(({ child }) => child.kill("SIGKILL")),
  };
}

for (const processes of [1, 8]) {
  test(`B-SYN-11: ${processes} process(es) that ask MyCase as fast as they can stay within 25 a second together, with no 429`, async () => {
    const sandbox = createMyCaseSandbox({
      filling: { firm: "imaginary" },
      clock: createClock({ mode: "real" }),
      client_id: "c",
      client_secret: "s",
    });
    const server = await serve(sandbox, { port: 0 });
    try {
      const each = { requests: 64 / processes, side_by_side: 6, rank: 2 as RequestRank };
      const asked = await askFromProcesses("mycase", server.url, sandbox.grant().access_token, processes, each);
      expect(await asked.words()).toEqual(Array.from({ length: processes }, () => "done"));
      expect(sandbox.log.count()).toBe(64);
      expect(sandbox.log.count({ status: 429 })).toBe(0);
      expect(most(sandbox, 1000)).toBeLessThanOrEqual(25);
    } finally {
      await server.close();
    }
  });
}

test("B-SYN-11: eight processes use one Clio token's minute only as far as our share goes; full reads leave some of that", async () => {
  const sandbox = createClioSandbox({ filling: { firm: "imaginary" }, clock: createClock({ mode: "real" }) });
  const server = await serve(sandbox, { port: 0 });
  const { access_token } = sandbox.grant();
  const full = await askFromProcesses("clio", server.url, access_token, 6, { requests: 40, side_by_side: 3, rank: 3 });
  const urgent: { kill(): void }[] = [];
  try {
    await expect.poll(() => sandbox.log.count(), { timeout: 60_000 }).toBe(36);
    urgent.push(await askFromProcesses("clio", server.url, access_token, 2, { requests: 40, side_by_side: 3, rank: 1 }));
    await expect.poll(() => sandbox.log.count(), { timeout: 60_000 }).toBe(40);
    await systemClock.sleep(1500);
    expect(sandbox.log.count()).toBe(40);
    expect(sandbox.log.count({ status: 429 })).toBe(0);
  } finally {
    for (const asked of [full, ...urgent]) asked.kill();
    await server.close();
  }
});

test("B-SYN-11: requests of one process that wait together are granted by one look at the row", async () => {
  let looks = 0;
  const counting = { ...db, transaction: ((work) => ((looks += 1), db.transaction(work))) as TestDb["transaction"] };
  const pacer = sharedPacers({ db: counting, clock: systemClock, log })("packs", { requests: 1000, per_ms: 1000 }, need(2));
  await Promise.all(Array.from({ length: 100 }, () => pacer.take()));
  expect(looks).toBeLessThanOrEqual(12);
});

test("B-SYN-11: the more urgent of one process leaves first", async () => {
  const pacers = sharedPacers({ db, clock: createFakeClock(), log });
  const order: number[] = [];
  const take = (rank: RequestRank) =>
    pacers("order", { requests: 1, per_ms: 40 }, need(rank))
      .take()
      .then(() => order.push(rank));
  await take(2);
  await Promise.all(([3, 2, 0, 1] as const).map(take));
  expect(order).toEqual([2, 0, 1, 2, 3]);
});

test("B-SYN-7: a wait that is no longer wanted ends at once", async () => {
  const pause = new AbortController();
  const pacer = sharedPacers({ db, clock: systemClock, log })("ends", { requests: 1, per_ms: 60_000 }, { rank: 3, pause: pause.signal });
  await pacer.take();
  const waiting = pacer.take();
  setTimeout(() => pause.abort(new Error("the program ends")), 50);
  await expect(waiting).rejects.toThrow("the program ends");
  await expect(pacer.take()).rejects.toThrow("the program ends");
});

const need = (rank: RequestRank) => ({ rank, pause: new AbortController().signal });
