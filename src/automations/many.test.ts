import fc from "fast-check";
import { expect, test } from "vitest";
import { dayBegan, dependsOnContacts, dividedBy, usualADay } from "./many.ts";

test("B-AUT-2: usual are 25 starts of one automation a day, or 1 % of the contacts where that is more, or what the firm has set", () => {
  expect(usualADay(null, 0)).toBe(25);
  expect(usualADay(null, 2500)).toBe(25);
  expect(usualADay(null, 2501)).toBe(26);
  expect(usualADay(null, 100_000)).toBe(1000);
  expect(usualADay(3, 100_000)).toBe(3);
});

test("B-AUT-2: contacts are counted only where that may let more go on", () => {
  const cases = fc.record({
    set: fc.option(fc.integer({ min: 1, max: 200 }), { nil: null }),
    contacts: fc.nat(20_000),
    so_far: fc.nat(60),
    more: fc.nat(60),
  });
  fc.assert(
    fc.property(cases, ({ set, contacts, so_far, more }) => {
      const right = dividedBy({ so_far, usual: usualADay(set, contacts) }, more).go_on;
      const counted = dependsOnContacts(set, so_far + more) ? contacts : 0;
      expect(dividedBy({ so_far, usual: usualADay(set, counted) }, more).go_on).toBe(right);
    }),
  );
});

test("B-AUT-2: in whichever portions a day's starts come, no more than the usual go on", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat(30), { maxLength: 8 }), (usual, portions) => {
      let so_far = 0;
      let gone_on = 0;
      for (const more of portions) {
        const { go_on, count } = dividedBy({ so_far, usual }, more);
        gone_on += go_on;
        so_far = count;
      }
      expect(so_far).toBe(portions.reduce((sum, more) => sum + more, 0));
      expect(gone_on).toBe(Math.min(so_far, usual));
    }),
  );
});

test("B-AUT-2: the day is the firm's own", () => {
  expect(dayBegan("America/New_York", new Date("2026-11-17T03:00:00Z")).toISOString()).toBe("2026-11-16T05:00:00.000Z");
  expect(dayBegan("Pacific/Auckland", new Date("2026-11-17T03:00:00Z")).toISOString()).toBe("2026-11-16T11:00:00.000Z");
});
