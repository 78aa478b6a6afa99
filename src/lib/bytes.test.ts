import { describe, expect, it } from "vitest";
import { bytesOf, joinBytes, textOf } from "./bytes.ts";

describe("bytes of texts", () => {
  it("are what they were, of any length and in any script, also when many stand side by side", () => {
    const texts = Array.from({ length: 3_000 }, (_, turn) => ["Ærøskøbing ", "事務所", "🙂", "plain"][turn % 4]!.repeat((turn * 37) % 400));
    texts.push("x".repeat(1_000_000), "ß".repeat(90_000), "");
    const bytes = texts.map(bytesOf);
    expect(bytes.map(textOf)).toEqual(texts);
    expect(bytes.map((each) => each.length)).toEqual(texts.map((text) => Buffer.byteLength(text)));
  });

  it("are joined in order, one separator between each and the next", () => {
    expect(textOf(joinBytes([], 0x2c))).toBe("");
    expect(textOf(joinBytes(["one"].map(bytesOf), 0x2c))).toBe("one");
    expect(textOf(joinBytes(["one", "", "thrée"].map(bytesOf), 0x2c))).toBe("one,,thrée");
  });
});
