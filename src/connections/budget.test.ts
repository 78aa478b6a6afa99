import fc from "fast-check";
import { expect, test } from "vitest";
import { allowance, grant, learn, type Budget, type RequestRank } from "./budget.ts";

const EMPTY: Budget = { told_limit: null, departures: [], halted_until: null, waiting_rank: null, waiting_until: null, granted: 0 };
const CLIO = { requests: 50, per_ms: 60_000 };
const MYCASE = { requests: 25, per_ms: 1000 };
const quiet = { limit: null, remaining: null, reset_at_ms: null, retry_after_ms: null, limited: false };

/** One asker after the other, each again as soon as it may; gives the departures. */
function simulate(limit: typeof CLIO, asks: { rank: RequestRank; wanted: number; after_ms: number }[]) {
  let budget = EMPTY;
  let now = 1_000_000;
  const left: { at: number; rank: RequestRank }[] = [];
  for (const { rank, wanted, after_ms } of asks) {
    now += after_ms;
    for (let missing = wanted; missing > 0;) {
      const decided = grant(budget, limit, { rank, wanted: missing }, now);
      budget = decided.budget;
      for (let place = 0; place < decided.granted; place += 1) left.push({ at: now, rank });
      missing -= decided.granted;
      now += decided.wait_ms;
    }
  }
  return left;
}

const askArb = fc.record({
  rank: fc.constantFrom<RequestRank>(0, 1, 2, 3),
  wanted: fc.integer({ min: 1, max: 30 }),
  after_ms: fc.integer({ min: 0, max: 20_000 }),
});

test("B-SYN-11: whatever is asked, no window ever holds more than our share of the limit, wherever the provider's window begins", () => {
  fc.assert(
    fc.property(fc.constantFrom(CLIO, MYCASE), fc.array(askArb, { minLength: 1, maxLength: 12 }), (limit, asks) => {
      const left = simulate(limit, asks);
      const share = limit.requests * 0.8;
      for (const { at } of left)
        expect(left.filter((other) => other.at >= at && other.at <= at + limit.per_ms).length).toBeLessThanOrEqual(share);
      expect(left).toHaveLength(asks.reduce((sum, ask) => sum + ask.wanted, 0));
    }),
    { numRuns: 100 },
  );
});

test("B-SYN-11: a full read leaves a tenth of our share to whatever is more urgent", () => {
  let budget = EMPTY;
  let left = 0;
  for (let granted = 1; granted > 0; left += granted) ({ budget, granted } = grant(budget, CLIO, { rank: 3, wanted: 10 }, 0));
  expect(left).toBe(36);
  expect(grant(budget, CLIO, { rank: 3, wanted: 1 }, 0)).toMatchObject({ granted: 0, wait_ms: 63_000 });
  expect(grant(budget, CLIO, { rank: 0, wanted: 9 }, 0).granted).toBe(4);
});

test("B-SYN-11: whoever is more urgent and had to wait gets the next place, but one of twenty is open to all", () => {
  let { budget } = grant({ ...EMPTY, departures: [[0, 40]], granted: 3 }, CLIO, { rank: 1, wanted: 1 }, 10);
  const free = 63_000;
  expect(grant(budget, CLIO, { rank: 2, wanted: 1 }, free).granted).toBe(0);
  expect(grant({ ...budget, granted: 40 }, CLIO, { rank: 2, wanted: 1 }, free).granted).toBe(1);
  const urgent = grant(budget, CLIO, { rank: 1, wanted: 1 }, free);
  expect(urgent.granted).toBe(1);
  budget = urgent.budget;
  expect(grant(budget, CLIO, { rank: 2, wanted: 1 }, free).granted).toBe(1);
});

test("B-SYN-11: who was to come back and does not, keeps nobody waiting for long", () => {
  const { budget, wait_ms } = grant({ ...EMPTY, departures: [[0, 40]], granted: 3 }, CLIO, { rank: 0, wanted: 1 }, 10);
  expect(grant(budget, CLIO, { rank: 3, wanted: 1 }, 10 + wait_ms + 1001).granted).toBe(1);
});

test("F18: a limit that is told, or lowered at run time, holds from then on; one that cannot be true does not", () => {
  const told = (limit: number) => learn(EMPTY, CLIO, { ...quiet, limit }, 0)?.told_limit ?? null;
  expect([20, 200, 0, -5, Number.NaN, 1e9].map(told)).toEqual([20, 200, null, null, null, null]);
  expect(allowance({ ...EMPTY, told_limit: 20 }, CLIO, 0).requests).toBe(16);
  expect(allowance({ ...EMPTY, told_limit: 1 }, CLIO, 3).requests).toBe(1);
  expect(learn({ ...EMPTY, told_limit: 20 }, CLIO, { ...quiet, limit: 20 }, 0)).toBeNull();
});

test("F18: after a 429 nothing leaves before the time that was told, in no process, and never later than a quarter of an hour", () => {
  const halted = (retry_after_ms: number | null) => learn(EMPTY, CLIO, { ...quiet, limited: true, retry_after_ms }, 1000)!;
  expect(grant(halted(30_000), CLIO, { rank: 0, wanted: 1 }, 1000)).toMatchObject({ granted: 0, wait_ms: 30_000 });
  expect(grant(halted(30_000), CLIO, { rank: 0, wanted: 1 }, 31_000).granted).toBe(1);
  expect(halted(null).halted_until).toBe(2000);
  expect(halted(31_536_000_000).halted_until).toBe(1000 + 900_000);
});

test("B-SYN-11: where the firm's other tools have used the window up to their share, ours waits for the next one", () => {
  const seen = { ...quiet, remaining: 4, reset_at_ms: 20_000 };
  expect(learn(EMPTY, CLIO, seen, 1000)?.halted_until).toBe(20_000);
  expect(learn(EMPTY, CLIO, { ...seen, remaining: 10 }, 1000)).toBeNull();
  expect(learn(EMPTY, CLIO, { ...seen, reset_at_ms: 1e12 }, 1000)?.halted_until).toBe(64_000);
});
