import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "./testing.ts";
import { listOf, unnestPlain, unnestLists, unnestTexts } from "./texts.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

async function through(texts: string[], json: unknown[], lists: string[][]) {
  const columns = [unnestTexts(texts), unnestPlain(json.map((value) => JSON.stringify(value))), unnestLists(lists)];
  const { rows } = await sql<{ text: string; json: unknown; list: string[] }>`
    select p.text, p.json::json as json, ${listOf(sql`p.list`)} as list from rows from (${sql.join(columns)}) as p(text, json, list)`.execute(
    db.kysely,
  );
  return rows;
}

test("texts, JSON and lists come out as they went in, row by row", async () => {
  const odd = ['a "quoted" \\ {brace}, comma', "line\nbreak\ttab", "", "Zoë 🜁", "NULL"];
  const json = odd.map((text) => ({ text, nested: [text, null, 1.5] }));
  const lists = [["one"], [], ["a,b", '"', "\\", "{}"], ["x", "y"], ["null"]];
  expect(await through(odd, json, lists)).toEqual(odd.map((text, index) => ({ text, json: json[index], list: lists[index] })));
});

test("a separator inside a text cannot move a row's values to another row", async () => {
  const rows = await through(["a\x1eb", "c"], ["\x1e", "\x1f"], [["d\x1ee\x1ff"], ["g"]]);
  expect(rows).toEqual([
    { text: "a b", json: "\x1e", list: ["d e f"] },
    { text: "c", json: "\x1f", list: ["g"] },
  ]);
});

test("a single row with nothing in it is one row", async () => {
  expect(await through([""], [{}], [[]])).toEqual([{ text: null, json: {}, list: [] }]);
});
