import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld } from "../../faults/world.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { defaultSettings } from "../model/presets.ts";
import { startRun } from "./run.ts";
import { readConnection } from "./store_connection.ts";
import { RunWorker } from "./worker.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const counted = async (run_id: string) =>
  (await db.pool.query<{ requests: number }>("select requests from sync_run where run_id = $1", [run_id])).rows[0]?.requests;

test("B-SYN-7: a request is counted once, also when several listings commit at the same time", async () => {
  const world = await createWorld(db, { provider: "clio" });
  const run = await startRun(world.deps, world.owner.connection_id, { mode: "full", trigger: "test" });
  const connection = (await readConnection(db.kysely, run.connection_id))!;
  const worker = await RunWorker.open(world.deps, run, connection, defaultSettings("clio"));
  await worker.reader.page({ kind: "staff", part: "all", since: null, cursor: null });
  await Promise.all([1, 2, 3].map(() => worker.commit(async () => {})));
  expect(await counted(run.run_id)).toBe(world.sandbox.log.count());
});

test("B-SYN-7: a request that a failed commit would have counted is counted by the next", async () => {
  const world = await createWorld(db, { provider: "clio" });
  const run = await startRun(world.deps, world.owner.connection_id, { mode: "full", trigger: "test" });
  const connection = (await readConnection(db.kysely, run.connection_id))!;
  const worker = await RunWorker.open(world.deps, run, connection, defaultSettings("clio"));
  await worker.reader.page({ kind: "staff", part: "all", since: null, cursor: null });
  await expect(worker.commit(() => Promise.reject(new Error("no room")))).rejects.toThrow("no room");
  expect(await counted(run.run_id)).toBe(0);
  await worker.commit(async () => {});
  expect(await counted(run.run_id)).toBe(world.sandbox.log.count());
});
