import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { beginWriting, isOldBackup, renewEpoch } from "./restore.ts";
import { testFirm } from "./test_outbox.ts";

let db: TestDb;
let data_dir: string;
beforeAll(async () => {
  db = await testDatabase();
  data_dir = await mkdtemp(join(tmpdir(), "privity-restore-"));
});
afterAll(async () => {
  await db.drop();
  await rm(data_dir, { recursive: true });
});

const instance = async () => (await db.pool.query<{ instance_id: string; epoch: string }>("select instance_id, epoch from instance")).rows;

test("F31: an old backup of the database is noticed before anything is sent, also one from before this folder worked on it; a crash is no alarm", async () => {
  const firm = await testFirm(db);
  const { activity_id } = await firm.log();
  const begin = () => beginWriting(firm.deps, data_dir);
  await begin();
  await renewEpoch(firm.deps, data_dir);
  await begin();
  expect(await firm.state(activity_id)).toMatchObject([{ state: "queued" }]);

  // Died after the folder had the new word, before the database confirmed it; and before the folder had it.
  const [row] = await instance();
  await db.pool.query("update instance set epoch = 'earlier', pending = $1", [row!.epoch]);
  expect(await isOldBackup(firm.deps, data_dir)).toBe(false);
  await db.pool.query("update instance set epoch = $1, pending = 'next'", [row!.epoch]);
  expect(await isOldBackup(firm.deps, data_dir)).toBe(false);

  for (const restored of ["update instance set epoch = 'of last night', pending = null", "delete from instance"]) {
    await renewEpoch(firm.deps, data_dir);
    await db.pool.query(restored);
    expect(await isOldBackup(firm.deps, data_dir)).toBe(true);
  }
  await begin();
  expect(await firm.state(activity_id)).toEqual([{ state: "unknown", reason: "after_restore" }]);
  await begin();
  expect(await isOldBackup(firm.deps, data_dir)).toBe(false);
});
