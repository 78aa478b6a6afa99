import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepStatistics, renewStatistics } from "./statistics.ts";
import { testDatabase, type TestDb } from "./testing.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
  await sql`alter table participation set (autovacuum_enabled = off)`.execute(db.kysely);
});
afterAll(() => db.drop());

const FIRM = "0199aaaa-0000-7000-8000-000000000001";

async function fill(from: number, to: number): Promise<void> {
  await sql`
    insert into participation (firm_id, connection_id, matter_id, relationship_id, position, person_id, person_type, capacity, role)
    select ${FIRM}, ${FIRM}, n::text, '', 0, n::text, 'contact', 'client', '' from generate_series(${from}::int, ${to}::int) n`.execute(
    db.kysely,
  );
}

/** How many rows of the firm PostgreSQL expects. */
async function expected(): Promise<number> {
  const { rows } = await sql<{
    "QUERY PLAN": [{ Plan: { "Plan Rows": number } }];
  }>`explain (format json) select 1 from participation where firm_id = ${FIRM}`.execute(db.kysely);
  return rows[0]!["QUERY PLAN"][0].Plan["Plan Rows"];
}

async function analyzed(): Promise<number> {
  const { rows } = await sql<{ reltuples: number }>`select reltuples::int from pg_class where relname = 'participation'`.execute(db.kysely);
  return rows[0]!.reltuples;
}

test("a table that has just been filled is planned as the large one that it is", async () => {
  await fill(1, 5000);
  expect(await expected()).toBeLessThan(500);
  await keepStatistics(db.kysely, ["participation"]);
  expect(await expected()).toBeGreaterThan(4000);
});

test("a table is looked at anew only after it has grown several times", async () => {
  await keepStatistics(db.kysely, ["participation"]);
  const before = await analyzed();
  await fill(5001, 7000);
  await keepStatistics(db.kysely, ["participation"]);
  expect(await analyzed()).toBe(before);
  await fill(7001, 40_000);
  await keepStatistics(db.kysely, ["participation"]);
  expect(await analyzed()).toBeGreaterThan(39_000);
});

test("what lists are planned by is looked at when a tenth of a table has changed", async () => {
  const targets = async () =>
    (
      await sql<{ n: number }>`select count(*)::int as n from pg_stats where tablename = 'participation' and attname = 'role'`.execute(
        db.kysely,
      )
    ).rows[0]!.n;
  expect(await targets()).toBe(0);
  await expect.poll(() => renewStatistics(db.kysely, ["participation"]).then(targets)).toBe(1);
});
