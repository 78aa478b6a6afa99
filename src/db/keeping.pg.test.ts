import { afterEach, expect, test } from "vitest";
import { systemClock } from "../lib/clock.ts";
import { keepingConnection } from "./keeping.ts";
import { testDatabase, type TestDb } from "./testing.ts";

let db: TestDb;
afterEach(() => db.drop());

/** Keeps a connection, and asks for another meanwhile. */
const greedy = (same: string | null) =>
  keepingConnection(db, same, () =>
    db.kysely.connection().execute(async () => {
      await systemClock.sleep(20);
      await db.pool.query("select 1");
      return 1;
    }),
  );

test("more work that keeps a connection than there are connections comes to its end", async () => {
  db = await testDatabase({ max: 4 });
  expect(await Promise.all(Array.from({ length: 20 }, () => greedy(null)))).toHaveLength(20);
});

test("whoever waits for one thing keeps no connection from those who want another", async () => {
  db = await testDatabase({ max: 4 });
  let done = () => {};
  const long = keepingConnection(db, "one firm", () => new Promise<void>((resolve) => (done = resolve)));
  const behind = Array.from({ length: 5 }, () => greedy("one firm"));
  expect(await greedy("another firm")).toBe(1);
  done();
  await Promise.all([long, ...behind]);
});

test("what throws gives its place back", async () => {
  db = await testDatabase({ max: 2 });
  for (let n = 0; n < 3; n += 1) await expect(keepingConnection(db, "x", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await greedy("x")).toBe(1);
});
