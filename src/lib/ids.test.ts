import { expect, test } from "vitest";
import { newId } from "./ids.ts";

const at = (iso: string) => ({ now: () => new Date(iso), sleep: () => Promise.resolve() });
const time = (id: string) => Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);

test("an id is a UUID of version 7 that says when it was made", () => {
  const id = newId(at("2099-01-01T00:00:00.000Z"));
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(time(id)).toBe(Date.parse("2099-01-01T00:00:00.000Z"));
});

test("ids of one process rise and never repeat, within a millisecond and when the clock goes back", () => {
  const ids: string[] = [];
  for (let i = 0; i < 10_000; i += 1) ids.push(newId(at("2099-06-01T00:00:00.000Z")));
  for (let i = 0; i < 100; i += 1) ids.push(newId(at("2001-01-01T00:00:00.000Z")));
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
});
