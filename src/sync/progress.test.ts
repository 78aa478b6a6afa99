import fc from "fast-check";
import { expect, test } from "vitest";
import { progressOf } from "./progress.ts";
import type { ListingProgressRow } from "./store_lists.ts";

const START = "2026-11-21T09:00:00.000Z";
const after = (seconds: number) => new Date(Date.parse(START) + seconds * 1000);
const running = { started_at: START, running: true };

function listing(more: Partial<ListingProgressRow>): ListingProgressRow {
  return {
    kind: "contact",
    part: "all",
    state: "reading",
    rows_read: 0,
    rows_changed: 0,
    rows_quarantined: 0,
    total: null,
    first_page_at: null,
    note: null,
    ...more,
  };
}

test("B-SYN-7: while a kind is read, its rate counts from its own first page and the time left from the total", () => {
  const progress = progressOf(running, [listing({ rows_read: 500, total: 2000, first_page_at: after(10).toISOString() })], after(15));
  expect(progress.kinds).toMatchObject([{ read: 500, total: 2000, rows_per_second: 100, seconds_left: 15 }]);
});

test("B-SYN-7: the parts of a kind are one: open matters read, closed ones to come", () => {
  const parts = [
    listing({ kind: "matter", part: "open", state: "done", rows_read: 30, total: 30 }),
    listing({ kind: "matter", part: "closed", state: "waiting", total: 70 }),
  ];
  expect(progressOf(running, parts, after(10)).kinds).toMatchObject([{ kind: "matter", state: "reading", read: 30, total: 100 }]);
});

test("B-SYN-7: where the provider does not say how many there are, no time is promised", () => {
  const progress = progressOf(
    running,
    [listing({ rows_read: 500, first_page_at: START }), listing({ kind: "lead", state: "waiting" })],
    after(5),
  );
  expect(progress.kinds[0]).toMatchObject({ total: null, seconds_left: null, rows_per_second: 100 });
  expect(progress.seconds_left).toBeNull();
});

test("B-SYN-10: a total is a hint: more rows than it said count, and a finished kind has what was read", () => {
  expect(progressOf(running, [listing({ rows_read: 120, total: 100 })], after(1)).kinds[0]).toMatchObject({ total: 120 });
  expect(progressOf(running, [listing({ state: "done", rows_read: 90, total: 100 })], after(1)).kinds[0]).toMatchObject({ total: 90 });
});

test("B-CON-5: a kind of which one part was refused is refused, since it is not whole", () => {
  const parts = [listing({ state: "done", rows_read: 10 }), listing({ part: "closed", state: "refused", note: "403" })];
  expect(progressOf(running, parts, after(1)).kinds).toMatchObject([{ state: "refused", note: "403" }]);
});

test("B-SYN-7: at every moment nothing is negative, and nothing is read beyond its total", () => {
  const row = fc.record({
    kind: fc.constantFrom("contact", "matter", "staff"),
    part: fc.constantFrom("all", "open", "closed"),
    state: fc.constantFrom("waiting", "reading", "done", "refused"),
    rows_read: fc.nat(5000),
    rows_changed: fc.nat(100),
    rows_quarantined: fc.nat(10),
    total: fc.option(fc.nat(5000)),
    first_page_at: fc.option(fc.integer({ min: -5, max: 50 }).map((seconds) => after(seconds).toISOString())),
    note: fc.option(fc.constant("slow")),
  });
  fc.assert(
    fc.property(fc.array(row), fc.integer({ min: -5, max: 100 }), fc.boolean(), (rows, seconds, is_running) => {
      const progress = progressOf({ started_at: START, running: is_running }, rows, after(seconds));
      expect(progress.rows_read).toBe(rows.reduce((sum, each) => sum + each.rows_read, 0));
      expect(progress.seconds_left ?? 0).toBeGreaterThanOrEqual(0);
      if (!is_running) expect(progress.seconds_left).toBeNull();
      for (const kind of progress.kinds) {
        expect(kind.read).toBeLessThanOrEqual(kind.total ?? Infinity);
        expect(kind.rows_per_second ?? 1).toBeGreaterThan(0);
        expect(kind.seconds_left ?? 0).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});
