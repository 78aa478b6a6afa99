/** What people are told of limits and grants. */
import { expect, test } from "vitest";
import { lifeOf, usedOf } from "./upkeep.ts";

const MINUTE = 60_000;
const limit = { requests: 50, per_ms: MINUTE };

test("B-SYN-11: of the provider's limit a fifth stays free, and only the requests of the last window count as used", () => {
  const now = 10 * MINUTE;
  const departures: [number, number][] = [
    [now - 2 * MINUTE, 9],
    [now - 30_000, 4],
    [now - 1000, 3],
  ];
  expect(usedOf({ told_limit: 100, departures, halted_until: now + 5000, now }, limit)).toEqual({
    limit: 100,
    per_seconds: 60,
    share: 80,
    used: 7,
    halted_until: "1970-01-01T00:10:05.000Z",
  });
  expect(usedOf({ told_limit: null, departures, halted_until: now - 1, now }, limit)).toMatchObject({
    limit: 50,
    share: 40,
    halted_until: null,
  });
  expect(usedOf(null, limit), "never asked").toMatchObject({ used: 0, halted_until: null });
});

test("B-CON-5: MyCase's grant is renewed at half its token's life and ends after two weeks; Clio's does not end by itself", () => {
  const grant = { obtained_at: "2026-11-21T09:00:00.000Z", expires_at: "2026-11-22T09:00:00.000Z", refresh_refused_at: null };
  expect(lifeOf("mycase", grant)).toMatchObject({ refresh_at: "2026-11-21T21:00:00.000Z", grant_ends_at: "2026-12-05T09:00:00.000Z" });
  expect(lifeOf("clio", grant)).toMatchObject({ grant_ends_at: null });
  expect(lifeOf("clio", { ...grant, refresh_refused_at: "2026-11-21T10:00:00.000Z" }).grant_ends_at).toBe(grant.expires_at);
});
