import { readFileSync } from "node:fs";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generateTables } from "../scripts/generate_tables.ts";
import { dumpSchema } from "../src/db/schema_dump.ts";
import { testDatabase, type TestDb } from "../src/db/testing.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const kept = (file: string) => readFileSync(new URL(`../src/db/${file}`, import.meta.url), "utf8");

test("src/db/schema.sql is what the migrations lead to (npm run db:dump)", async () => {
  expect(await dumpSchema(db)).toBe(kept("schema.sql"));
});

test("src/db/tables.ts is what the migrations lead to (npm run db:types)", async () => {
  expect(await generateTables(db.url)).toBe(kept("tables.ts"));
});

test("a column, a default, a check, an index or a trigger more would show in the dump", async () => {
  const before = await dumpSchema(db);
  const additions = [
    "alter table firm add column motto text default 'fiat iustitia'",
    "alter table firm add constraint motto_short check (length(motto) < 100)",
    "create index firm_motto on firm (motto) where motto is not null",
    "create function touch() returns trigger language plpgsql as $$ begin return new; end $$",
    "create trigger firm_touch before update on firm for each row execute function touch()",
  ];
  let last = before;
  for (const addition of additions) {
    await sql.raw(addition).execute(db.kysely);
    const now = await dumpSchema(db);
    expect(now, addition).not.toBe(last);
    last = now;
  }
});

test("every table that holds a firm's data is led by firm_id", async () => {
  const found = await sql<{ name: string; first: string }>`
    select c.relname as name, a.attname as first from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
    where k.contype = 'p' and c.relnamespace = current_schema()::regnamespace and c.relname not like 'kysely%'`.execute(db.kysely);
  // oauth_state is found by what the browser brings back, before the firm is known; a rate budget may span firms, as MyCase's limit does;
  // the installation's own key is nobody's.
  const free = ["installation_key", "instance", "oauth_state", "rate_budget"];
  expect(found.rows.filter((row) => row.first !== "firm_id" && !free.includes(row.name)).map((row) => row.name)).toEqual([]);
});
