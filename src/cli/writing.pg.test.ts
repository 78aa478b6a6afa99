/** What begins with a worker that writes: where files lie is tried out, and nothing waits for it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectors } from "../connectors/index.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { systemClock } from "../lib/clock.ts";
import { readConfig, type Environment } from "../lib/config.ts";
import { createLog } from "../lib/log.ts";
import { createMetrics } from "../lib/metrics.ts";
import { fileSpace } from "../outbox/files.ts";
import { openTestS3, type TestS3 } from "../outbox/test_s3.ts";
import { openHouse } from "../automations/test_house.ts";
import { joinWriting } from "./writing.ts";

let db: TestDb;
let s3: TestS3;
let data_dir: string;
beforeAll(async () => {
  [db, s3, data_dir] = await Promise.all([testDatabase(), openTestS3(), mkdtemp(join(tmpdir(), "privity-writing-"))]);
});
afterAll(async () => {
  await s3?.close();
  await rm(data_dir, { recursive: true, force: true });
  await db?.drop();
});

/** What the log says when a worker begins. */
async function beginning(environment: Environment): Promise<string> {
  let said = "";
  const { begin } = joinWriting({
    ...{ db, connectors, clock: systemClock, metrics: createMetrics(), url: "https://privity.marsh.example" },
    files: fileSpace(readConfig({ PRIVITY_DATA_DIR: data_dir, ...environment })),
    session: () => Promise.reject(new Error("nothing is sent here")),
    log: createLog({ log_level: "info" }, { write: (line: string) => void (said += line) }),
    ready: async () => {},
  });
  await begin();
  return said;
}

test("F31, issue 6: when an old backup was put back, automations and what clients are told are in doubt before anything leaves", async () => {
  const { rows, firm_id } = await openHouse(db);
  await beginning({});
  const doubts = () => rows<{ since: string | null }>("select doubt_since as since from portal_clock where firm_id = $1", [firm_id]);
  expect(await doubts()).toEqual([]);
  await db.pool.query("update instance set epoch = 'of the backup', pending = null");
  expect(await beginning({})).toContain("an old backup of the database was put back");
  expect(await doubts()).toMatchObject([{ since: expect.any(String) as string }]);
});

test("a worker says in its log when files cannot be kept, and begins all the same; where they can it says nothing", async () => {
  expect(await beginning({})).toBe("");
  expect(await beginning(s3.environment)).toBe("");
  const refused = await beginning({ ...s3.environment, PRIVITY_S3_SECRET_ACCESS_KEY: "hunter2hunter2" });
  expect(refused).toContain("files cannot be kept");
  expect(refused).toMatch(/refused us.*PRIVITY_S3_SECRET_ACCESS_KEY/);
  expect(refused).not.toContain("hunter2");
});
