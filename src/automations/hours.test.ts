import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_RULES } from "../model/automation.ts";
import { isOpen, nextOpen } from "./hours.ts";

const next = (at: string, zone = "America/New_York") => nextOpen(DEFAULT_RULES, zone, new Date(at)).toISOString();

test("B-AUT-4: automated e-mails leave in the firm's hours on its working days, in its own time zone", () => {
  // A Tuesday at ten: at once.
  expect(next("2026-11-17T15:00:00Z")).toBe("2026-11-17T15:00:00.000Z");
  // Too early, and at seven in the evening.
  expect(next("2026-11-17T11:00:00Z")).toBe("2026-11-17T13:00:00.000Z");
  expect(next("2026-11-18T00:00:00Z")).toBe("2026-11-18T13:00:00.000Z");
  // Friday evening waits for Monday.
  expect(next("2026-11-21T00:30:00Z")).toBe("2026-11-23T13:00:00.000Z");
  expect(next("2026-11-17T06:00:00Z", "Asia/Tokyo")).toBe("2026-11-17T06:00:00.000Z");
});

test("B-AUT-4: over a clock change the firm's own morning counts", () => {
  expect(next("2026-03-07T15:00:00Z")).toBe("2026-03-09T12:00:00.000Z");
  expect(next("2026-10-31T15:00:00Z")).toBe("2026-11-02T13:00:00.000Z");
});

test("B-AUT-4: whatever the moment and the zone, what is chosen is open and not in the past", () => {
  const zones = fc.constantFrom("America/New_York", "Pacific/Apia", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC");
  fc.assert(
    fc.property(fc.date({ min: new Date("2026-01-01"), max: new Date("2028-01-01"), noInvalidDate: true }), zones, (at, zone) => {
      const open = nextOpen(DEFAULT_RULES, zone, at);
      expect(open >= at && isOpen(DEFAULT_RULES, zone, open)).toBe(true);
    }),
  );
});
