import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DatabaseTooNew, migrate, migrationState, requireMigrated } from "./migrate.ts";
import { connect } from "./pool.ts";
import { emptyDatabase, type TestDb } from "./testing.ts";

let db: TestDb;
let folder: string;

beforeEach(async () => {
  db = await emptyDatabase();
  folder = mkdtempSync(join(tmpdir(), "privity-migrations-"));
  write("0001_first", "create table first (n int); insert into first values (1);");
  write("0002_second", "create table second (n int);");
});
afterEach(async () => {
  await db.drop();
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, text: string) => writeFileSync(join(folder, `${name}.sql`), text);
const tableNames = async () =>
  (
    await db.pool.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%' order by 1",
    )
  ).rows.map((row) => row.name);

test("migrations run once, in order, and say what they did", async () => {
  expect(await migrate(db, folder)).toEqual(["0001_first", "0002_second"]);
  expect(await migrate(db, folder)).toEqual([]);
  write("0003_third", "create table third (n int);");
  expect((await migrationState(db, folder)).pending).toEqual(["0003_third"]);
  expect(await migrate(db, folder)).toEqual(["0003_third"]);
  expect(await tableNames()).toEqual(["first", "second", "third"]);
});

test("several processes that start together migrate once", async () => {
  const others = await Promise.all([1, 2, 3].map(() => connect(db.url, { max: 2 }, "server")));
  const done = await Promise.all(others.map((other) => migrate(other, folder)));
  expect(done.flat().sort()).toEqual(["0001_first", "0002_second"]);
  await Promise.all(others.map((other) => other.close()));
});

test("a migration that fails leaves nothing behind, not even the ones before it", async () => {
  write("0003_broken", "create table third (n int); select * from nowhere;");
  await expect(migrate(db, folder)).rejects.toThrow(/0003_broken failed, nothing was changed: relation "nowhere" does not exist/);
  expect(await tableNames()).toEqual([]);
  expect((await migrationState(db, folder)).applied).toEqual([]);
});

test("a database that a newer Privity has changed is refused by name", async () => {
  await migrate(db, folder);
  rmSync(join(folder, "0002_second.sql"));
  await expect(migrate(db, folder)).rejects.toThrow(DatabaseTooNew);
  await expect(requireMigrated(db, folder)).rejects.toThrow(/newer Privity \(0002_second\)/);
});

test("a program that must not migrate refuses a database that lacks something", async () => {
  await expect(requireMigrated(db, folder)).rejects.toThrow("The database lacks 0001_first, 0002_second");
  await migrate(db, folder);
  await expect(requireMigrated(db, folder)).resolves.toBeUndefined();
});

test("a file that is no migration is named, not skipped", async () => {
  writeFileSync(join(folder, "3_Third.sql"), "");
  await expect(migrate(db, folder)).rejects.toThrow("3_Third.sql is no migration");
});
