import { expect, test } from "vitest";
import { createClock } from "./clock.ts";
import { fixedWindow, tokenBucket } from "./rate_limit.ts";

const manual = () => createClock({ mode: "manual", start: "2026-10-01T00:00:00Z" });

test("a fixed window counts each key for itself and opens anew", async () => {
  const clock = manual();
  const limit = fixedWindow({ clock, limit: () => 2, window_ms: 60_000 });
  expect([limit.take("a").remaining, limit.take("a").remaining]).toEqual([1, 0]);
  await clock.advance(20_500);
  expect(limit.take("a")).toMatchObject({ allowed: false, retry_after: 40, remaining: 0 });
  expect(limit.take("b").allowed).toBe(true);
  await clock.advance(39_500);
  expect(limit.take("a")).toMatchObject({ allowed: true, remaining: 1 });
});

test("a token bucket allows a burst, then a steady rate", async () => {
  const clock = manual();
  const limit = tokenBucket({ clock, per_second: () => 25, burst: () => 25 });
  const allowed = (times: number) => Array.from({ length: times }, () => limit.take("a").allowed).filter(Boolean).length;
  expect(allowed(30)).toBe(25);
  await clock.advance(200);
  expect(allowed(30)).toBe(5);
});

test("a request that does not count is given back", () => {
  const limit = fixedWindow({ clock: manual(), limit: () => 1, window_ms: 60_000 });
  expect(limit.take("a").allowed).toBe(true);
  limit.give_back("a");
  expect(limit.take("a").allowed).toBe(true);
});
