import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson, signsOf, someText, storable } from "./json.ts";

describe("reading JSON that others wrote", () => {
  test("F25: an id beyond 2^53 keeps every digit, as text", () => {
    expect(parseJson('{"id":12345678901234567890,"n":{"id": 9007199254740993}}')).toEqual({
      id: "12345678901234567890",
      n: { id: "9007199254740993" },
    });
  });

  test("smaller numbers, fractions and long digits inside texts stay what they are", () => {
    expect(parseJson('[1234567890123456,-3,0.1234567890123456,1e300,"x 12345678901234567890"]')).toEqual([
      1234567890123456,
      -3,
      0.1234567890123456,
      1e300,
      "x 12345678901234567890",
    ]);
  });

  test("F25: whatever whole number stands anywhere in a document, its digits survive", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.string(), (number, text) => {
        const parsed = parseJson(JSON.stringify([text]).slice(0, -1) + `,${number},{"a":[${number}]}]`) as [
          string,
          unknown,
          { a: unknown[] },
        ];
        expect(parsed[0]).toBe(text);
        expect(String(parsed[1])).toBe(String(number));
        expect(String(parsed[2].a[0])).toBe(String(number));
      }),
    );
  });

  test("F26: no NUL and no lone surrogate in any text escapes the signs of the page's text", () => {
    let missed = false;
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: false, values: [fc.string({ unit: "binary" }), fc.constant("\u0000"), fc.constant("\ud800x")] }),
        (value) => {
          const text = JSON.stringify({ value: value ?? null });
          const parsed: unknown = JSON.parse(text);
          const signs = signsOf(text);
          missed ||= !signs.nul && someText(parsed, (one) => one.includes("\u0000"));
          missed ||= !signs.surrogates && someText(parsed, (one) => !one.isWellFormed());
        },
      ),
    );
    expect(missed).toBe(false);
  });

  test("F26: what is kept of a bad row can always be stored, and stays small", () => {
    const kept = storable({ "a\u0000": "\ud800", long: "x".repeat(5_000_000), many: Array.from({ length: 5000 }, () => 1), n: null });
    const text = JSON.stringify(kept);
    expect(text.length).toBeLessThan(5000);
    expect(text).not.toContain("\\u0000");
    expect(text).not.toContain("\\ud800");
  });
});
