import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "kysely";
import { newId } from "../lib/ids.ts";
import { testDatabase, type TestDb } from "./testing.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

test("values come out as texts and numbers that mean the same on every machine", async () => {
  const { rows } = await sql<Record<string, unknown>>`
    select date '2024-02-29' as day, array[date '2024-02-29', null] as days, timestamptz '2026-11-21 11:00:00+02' as time,
      timestamptz '2026-11-21 09:00:00.123456Z' as fine, array[timestamptz '2026-11-21 09:00Z'] as times,
      9007199254740991::int8 as count, array[1::int8, null] as counts, '{"a": 1}'::jsonb as document, 1.50::numeric as price,
      'infinity'::timestamptz as never`.execute(db.kysely);
  expect(rows[0]).toEqual({
    day: "2024-02-29",
    days: ["2024-02-29", null],
    time: "2026-11-21T09:00:00.000Z",
    fine: "2026-11-21T09:00:00.123456Z",
    times: ["2026-11-21T09:00:00.000Z"],
    count: 9007199254740991,
    counts: [1, null],
    document: { a: 1 },
    price: "1.50",
    never: "infinity",
  });
});

test("a whole number that does not fit is refused, not rounded", async () => {
  await expect(db.pool.query("select 9007199254740993::int8")).rejects.toThrow("too large");
});

test("a time that was read finds its row again, to the microsecond", async () => {
  const firm_id = newId();
  await db.kysely.insertInto("firm").values({ firm_id, name: "Alvarez & Moreau LLP" }).execute();
  const { created_at } = await db.kysely.selectFrom("firm").select("created_at").where("firm_id", "=", firm_id).executeTakeFirstOrThrow();
  expect(await db.kysely.selectFrom("firm").select("firm_id").where("created_at", "=", created_at).execute()).toEqual([{ firm_id }]);
});

test("what throws inside a transaction leaves nothing behind", async () => {
  const firm_id = newId();
  const failing = db.transaction(async (trx) => {
    await trx.insertInto("firm").values({ firm_id, name: "Nobody & Sons" }).execute();
    throw new Error("stop");
  });
  await expect(failing).rejects.toThrow("stop");
  expect(await db.kysely.selectFrom("firm").select("name").where("firm_id", "=", firm_id).execute()).toEqual([]);
});

test("a server that drops our connections costs a failed query, not the process", async () => {
  const other = await testDatabase();
  const client = await other.pool.connect();
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  await db.pool.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
  // The word of its end may have come before we ask, or come as the answer.
  await expect(client.query("select 1")).rejects.toThrow(/terminat|not queryable/);
  client.release(true);
  expect((await other.pool.query("select 2 as two")).rows).toEqual([{ two: 2 }]);
  await other.drop();
});
