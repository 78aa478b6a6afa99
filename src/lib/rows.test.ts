import { describe, expect, test } from "vitest";
import type { CheckedRow } from "../model/connector.ts";
import { parseJson, signsOf } from "./json.ts";
import { checkRows } from "./rows.ts";
import { flag, id, list, needed, object, oneOf, scalar, text, timestampText } from "./shape.ts";

const rules = {
  name: "Clio",
  shape: object({
    name: text,
    ok: flag,
    status: needed(oneOf("open", "closed")),
    emails: list(object({ address: text })),
    client: object({ id }),
    value: scalar,
  }),
};

function check(page: string): CheckedRow[] {
  return checkRows(parseJson(page) as unknown[], signsOf(page), rules);
}
const one = (fields: string): CheckedRow => check(`[{"id":1,"status":"Open"${fields}}]`)[0] as CheckedRow;

describe("rows of a page are checked one by one", () => {
  test("F25: unknown fields are kept, missing and null ones are fine, ids may be texts", () => {
    const rows = check('[{"id":"77","status":"open","surprise":{"a":[1]},"name":null,"updated_at":"2026-03-01T10:00:00-08:00"}]');
    expect(rows).toEqual([
      {
        ok: true,
        provider_id: "77",
        updated_at: "2026-03-01T18:00:00.000Z",
        raw: { id: "77", status: "open", surprise: { a: [1] }, name: null, updated_at: "2026-03-01T10:00:00-08:00" },
      },
    ]);
  });

  test("F25: an id beyond 2^53 is still the same id", () => {
    expect(one(',"client":{"id":90071992547409931}').ok).toBe(true);
    expect(check('[{"id":90071992547409931,"status":"open"}]')[0]).toMatchObject({ ok: true, provider_id: "90071992547409931" });
  });

  const bad: [string, string, string][] = [
    ["a retyped name", ',"name":{"first":"Ann"}', "The field “name” should hold text, but Clio sent a group of fields."],
    ["a retyped flag", ',"ok":"yes"', "The field “ok” should hold yes or no, but Clio sent the text “yes”."],
    ["a list that is none", ',"emails":"a@b.test"', "The field “emails” should hold a list, but Clio sent the text “a@b.test”."],
    [
      "a retyped nested field",
      ',"emails":[null,{"address":5}]',
      "The field “emails › address” should hold text, but Clio sent the number “5”.",
    ],
    ["a bad nested id", ',"client":{"id":"abc"}', "The field “client › id” should hold an id, but Clio sent the text “abc”."],
    ["a value with structure", ',"value":[1]', "The field “value” should hold a plain value, but Clio sent a list."],
    ["an unknown status", ',"status":"Archived"', "The field “status” should hold one of open, closed, but Clio sent the text “Archived”."],
    ["no time", ',"updated_at":"yesterday"', "The field “updated_at” should hold a point in time, but Clio sent the text “yesterday”."],
  ];
  for (const [name, fields, reason] of bad) {
    test(`F25: ${name} parks the one row with a reason in plain words`, () => {
      const rows = check(`[{"id":1,"status":"open"},{"id":2,"status":"open"${fields}},{"id":3,"status":"closed"}]`);
      expect(rows.map((row) => row.ok)).toEqual([true, false, true]);
      expect(rows[1]).toMatchObject({ provider_id: "2", reason });
    });
  }

  test("F25: a row without a usable id, and what is no row at all, are parked too", () => {
    const rows = check('[{"status":"open"},{"id":null},{"id":-4},{"id":1.5},{"id":"x"},7,null,[1],"text"]');
    expect(rows.map((row) => row.ok)).toEqual(Array.from({ length: 9 }, () => false));
    expect(rows.map((row) => row.provider_id)).toEqual(Array.from({ length: 9 }, () => null));
  });

  test("F26: a NUL anywhere parks the row, and what is kept of it can be stored", () => {
    const rows = check(
      '[{"id":1,"status":"open","x":{"deep":["a\\u0000b"]}},{"id":2,"status":"open","x":"a\\\\u0000b"},{"id":3,"status":"open","k\\u0000":1}]',
    );
    expect(rows.map((row) => row.ok)).toEqual([false, true, false]);
    expect(JSON.stringify(rows[0])).not.toContain("\\u0000");
  });

  test("F26: half a character parks the row, a whole one written in escapes does not", () => {
    expect(check('[{"id":1,"status":"open","x":"\\ud83d"},{"id":2,"status":"open","x":"\\ud83d\\ude00"}]').map((row) => row.ok)).toEqual([
      false,
      true,
    ]);
  });

  test("F26: a value of 5 MB parks its row, the rest of the page flows, and little is kept", () => {
    const rows = check(`[{"id":1,"status":"open"},{"id":2,"status":"open","notes":"${"x".repeat(5_000_000)}"}]`);
    expect(rows.map((row) => row.ok)).toEqual([true, false]);
    expect(JSON.stringify(rows[1]).length).toBeLessThan(4000);
    expect(rows[1]).toMatchObject({ reason: "This record is larger than 1 MB; please shorten its longest text in Clio." });
  });
});

describe("times", () => {
  test("times compare as texts, whatever their offset, and keep what tells versions apart", () => {
    expect(timestampText("2026-03-01T10:00:00+02:00")).toBe("2026-03-01T08:00:00.000Z");
    expect(timestampText("2026-03-01T10:00:00.123456Z")).toBe("2026-03-01T10:00:00.123456Z");
    expect(timestampText("2026-03-01T10:00:00")).toBe("2026-03-01T10:00:00.000Z");
    expect(timestampText(null)).toBe(null);
  });
});
