import fc from "fast-check";
import { expect, test } from "vitest";
import { BoxError, kekOf, newDataKey, open, seal, unwrapKey, wrapKey, type Place } from "./envelope.ts";

const key = newDataKey();
const place: Place = { firm_id: "f1", connection_id: "c1", column: "access_token", token_version: 3, key_id: "k1" };

test("a token comes back as it went in, and no two boxes look alike", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const box = seal(key, place, text);
      expect(open(key, place, box)).toBe(text.toWellFormed());
      expect(seal(key, place, text).equals(box)).toBe(false);
    }),
  );
});

const moves: [string, Partial<Place>][] = [
  ["firm", { firm_id: "f2" }],
  ["connection", { connection_id: "c2" }],
  ["column", { column: "refresh_token" }],
  ["token version", { token_version: 4 }],
  ["key id", { key_id: "k2" }],
];
for (const [what, change] of moves) {
  test(`a box that was moved to another ${what} does not open`, () => {
    const box = seal(key, place, "secret");
    expect(() => open(key, { ...place, ...change }, box)).toThrow(BoxError);
    expect(open(key, place, box)).toBe("secret");
  });
}

test("a box with any bit changed, or cut short, does not open", () => {
  const box = seal(key, place, "secret");
  for (let at = 0; at < box.length; at += 1) {
    const changed = Buffer.from(box);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => open(key, place, changed), `byte ${at}`).toThrow(BoxError);
    expect(() => open(key, place, box.subarray(0, at)), `cut at ${at}`).toThrow(BoxError);
  }
});

test("parts that run into each other are not mistaken for one another", () => {
  const box = seal(key, { ...place, firm_id: "f1c", connection_id: "1" }, "secret");
  expect(() => open(key, { ...place, firm_id: "f1", connection_id: "c1" }, box)).toThrow(BoxError);
});

test("a firm's key opens only under the key that wrapped it, and only for that firm", () => {
  const kek = kekOf(newDataKey());
  const owner = { firm_id: "f1", key_id: "k1" };
  const box = wrapKey(kek, owner, key);
  expect(unwrapKey(kek, owner, box).equals(key)).toBe(true);
  expect(() => unwrapKey(kekOf(newDataKey()), owner, box)).toThrow(BoxError);
  expect(() => unwrapKey(kek, { ...owner, firm_id: "f2" }, box)).toThrow(BoxError);
});
