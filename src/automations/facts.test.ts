import { expect, test } from "vitest";
import { daysMissed, endingsOn, factCounts, isOn } from "./facts.ts";

const fact = (origin: "provider" | "manual", date: string | null, label = "Birthday") => ({ origin, date, label });

test("B-KEY-3: where both exist an automation uses the member's", () => {
  expect(factCounts([fact("provider", "1980-06-14"), fact("manual", "--06-15", "birthday")], "BIRTHDAY")?.date).toBe("--06-15");
  expect(factCounts([fact("provider", "1980-06-14"), fact("manual", null)], "Birthday")?.date).toBe("1980-06-14");
  expect(factCounts([fact("provider", "1980-06-14", "Wedding")], "Birthday")).toBeNull();
});

test("B-KEY-3: 29 February falls on 28 February in other years, and is found so", () => {
  expect(isOn("1988-02-29", "2027-02-28", true)).toBe(true);
  expect(isOn("--02-29", "2028-02-28", true)).toBe(false);
  expect(isOn("--02-29", "2028-02-29", true)).toBe(true);
  expect(endingsOn("2027-02-28")).toEqual(["-02-28", "-02-29"]);
  expect(endingsOn("2028-02-28")).toEqual(["-02-28"]);
});

test("B-KEY-3: a date that happens once counts on that very day, and nothing before it was there", () => {
  expect(isOn("2026-11-20", "2026-11-20", false)).toBe(true);
  expect(isOn("2025-11-20", "2026-11-20", false)).toBe(false);
  expect(isOn("--11-20", "2026-11-20", false)).toBe(false);
  expect(isOn("2027-11-20", "2026-11-20", true)).toBe(false);
});

test("days on which nothing ran are looked at once it runs again, a week at most", () => {
  expect(daysMissed("2026-11-17", "2026-11-17")).toEqual([]);
  expect(daysMissed("2026-11-17", "2026-11-19")).toEqual(["2026-11-18", "2026-11-19"]);
  expect(daysMissed("2026-01-01", "2026-11-19")).toHaveLength(7);
});
