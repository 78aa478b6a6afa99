import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitLine, fitText, withMarker } from "./text_limit.ts";

const MARK = "K7QXABCD2345EFGH";

describe("B-WRB-1: texts that a provider does not take whole", () => {
  test("what fits stays as it is", () => expect(fitText("Grüße 🙂", 100, MARK)).toBe("Grüße 🙂"));

  test("what is too long is cut, says so, and keeps the line that it is found by", () => {
    const text = withMarker("word ".repeat(1000), MARK);
    const fitted = fitText(text, 1000, MARK);
    expect(Buffer.byteLength(fitted)).toBeLessThanOrEqual(1000);
    expect(fitted).toMatch(/^word word /);
    expect(fitted).toContain("the whole of it is in Privity");
    expect(fitted.split("\n").at(-1)).toBe(`Ref. ${MARK}`);
  });

  test("never longer in bytes, never half a character, the mark never lost", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 600 }), fc.integer({ min: 200, max: 700 }), (text, limit) => {
        const fitted = fitText(withMarker(text, MARK), limit, MARK);
        expect(Buffer.byteLength(fitted)).toBeLessThanOrEqual(limit);
        expect(fitted).toContain(MARK);
        if (text.isWellFormed()) expect(fitted).not.toContain("\uFFFD".repeat(1 + text.split("\uFFFD").length - 1));
      }),
    );
  });

  test("a mark is added once", () => {
    expect(withMarker("Hello", MARK)).toBe(`Hello\n\nRef. ${MARK}`);
    expect(withMarker(`Hello\nRef. ${MARK}`, MARK)).toBe(`Hello\nRef. ${MARK}`);
    expect(withMarker("", MARK)).toBe(`Ref. ${MARK}`);
  });

  test("a line is one line", () => {
    expect(fitLine("  Call\n with  Ann ", 50)).toBe("Call with Ann");
    expect(fitLine("🙂".repeat(10), 4)).toBe("🙂🙂🙂…");
  });
});
