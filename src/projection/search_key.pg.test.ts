/** What is kept for search without accents, by the program and by the migration that brought what was there before. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { searchKey } from "./text.ts";

let db: TestDb;
beforeAll(async () => void (db = await testDatabase()));
afterAll(() => db?.drop());

const TEXTS = [
  ["Lucía Rivera Peña", "lucia rivera pena"],
  ["STRAUß & Søn", "strauss & son"],
  ["Nguyễn Thị Ánh", "nguyen thi anh"],
  ["Łukasz Đorđević Æsop Œuvre Þór Ðan", "lukasz dordevic aesop oeuvre thor dan"],
  ["Müller-Lüdenscheidt jürgen@firma.example 6195550142", "muller-ludenscheidt jurgen@firma.example 6195550142"],
  ["山田が 한국 Иван Йод", "山田が 한국 иван иод"],
  ["plain words", "plain words"],
] as const;

test.each(TEXTS)("%s is found as %s", (text, key) => expect(searchKey(text)).toBe(key));

test("the migration folds what was kept before as the program does", async () => {
  const migration = readFileSync(new URL("../db/migrations/0042_search_without_accents.sql", import.meta.url), "utf8");
  const client = await db.pool.connect();
  try {
    // Stands before the real table for this connection.
    await client.query("create temporary table contact (search text)");
    await client.query("insert into contact select unnest($1::text[])", [TEXTS.map(([text]) => text.toLowerCase())]);
    await client.query(migration);
    const { rows } = await client.query<{ search: string }>("select search from contact");
    expect(rows.map((row) => row.search).toSorted()).toEqual(TEXTS.map(([, key]) => key).toSorted());
  } finally {
    await client.query("drop table if exists pg_temp.contact");
    client.release();
  }
});
