/** A write waits for nothing that is read: it has places of its own. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { systemClock, type Clock } from "../lib/clock.ts";
import { createLog } from "../lib/log.ts";
import type { Lane, Outcome } from "./lanes.ts";
import { makeReady } from "./store.ts";
import { makeFirm } from "./test_firms.ts";
import { startWorker, workerDefaults } from "./worker.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase({ max: 10 });
});
afterAll(() => db.drop());

test("first syncs on every place, of other firms and of its own, delay no write by more than two seconds", async () => {
  const firms = await Promise.all(Array.from({ length: 12 }, () => makeFirm(db)));
  const busy: Lane[] = [];
  const written = Promise.withResolvers<number>();
  // What the worker itself waits before it looks again, and not how busy this machine is: the wait under way, and those that begin then.
  let waited_ms = 0;
  const clock: Clock = {
    ...systemClock,
    sleep(ms, signal) {
      if (ms === workerDefaults.poll_ms) waited_ms += ms;
      return systemClock.sleep(ms, signal);
    },
  };
  const turn = async (lane: Lane, pause: AbortSignal): Promise<Outcome> => {
    if (lane.kind === "write") written.resolve(waited_ms);
    else {
      busy.push(lane);
      await new Promise<void>((resolve) => pause.addEventListener("abort", () => resolve()));
    }
    return { again: false, due_at: null, planned_from: null, rank: lane.rank, failures: 0 };
  };
  for (const firm of firms) await makeReady(db.kysely, firm, "sync", 0);
  const worker = startWorker({ db, clock, log: createLog({ log_level: "silent" }), turn }, { ...workerDefaults, turn_ms: 60_000 });
  try {
    while (busy.length < workerDefaults.slots + workerDefaults.express) await systemClock.sleep(20);
    waited_ms = workerDefaults.poll_ms;
    await makeReady(db.kysely, busy[0]!, "write", 0);
    expect(await written.promise).toBeLessThan(2_000);
  } finally {
    await worker.stop();
  }
});
