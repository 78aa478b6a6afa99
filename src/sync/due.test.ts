import fc from "fast-check";
import { expect, test } from "vitest";
import { localTime, nextDue, plannedMode, retryDue, wallClock, type Cadence } from "./due.ts";

const at = (incremental_at: string[], incremental_zone: "firm" | "utc" = "firm"): Cadence => ({
  incremental_at,
  incremental_zone,
  weekly_full: true,
});
const DAY = 86_400_000;
const twice = at(["06:00", "18:00"]);

/** Every planned time between two moments, as the scheduler would meet them. */
function allDue(cadence: Cadence, zone: string, from: string, to: string): string[] {
  const found: string[] = [];
  for (let after = new Date(from); ;) {
    after = nextDue(cadence, zone, after);
    if (after.getTime() > Date.parse(to)) return found;
    found.push(after.toISOString());
  }
}

test("B-SYN-1: what changed is read at 06:00 and 18:00 by the firm's clocks, summer and winter", () => {
  expect(allDue(twice, "America/New_York", "2026-01-10T05:00:00Z", "2026-01-11T05:00:00Z")).toEqual([
    "2026-01-10T11:00:00.000Z",
    "2026-01-10T23:00:00.000Z",
  ]);
  expect(nextDue(twice, "America/New_York", new Date("2026-07-10T05:00:00Z")).toISOString()).toBe("2026-07-10T10:00:00.000Z");
  expect(nextDue(twice, "Asia/Kolkata", new Date("2026-07-10T05:00:00Z")).toISOString()).toBe("2026-07-10T12:30:00.000Z");
});

test("B-SYN-1: the nightly sync of the case-updates preset is at 21:15 UTC, whatever the firm's zone", () => {
  for (const zone of ["America/Los_Angeles", "Europe/London", "Pacific/Auckland"])
    expect(nextDue(at(["21:15"], "utc"), zone, new Date("2026-03-29T21:15:00Z")).toISOString()).toBe("2026-03-30T21:15:00.000Z");
});

test("B-SYN-1: a local time that a clock change skips runs at the next valid one", () => {
  // New York, 8 March 2026: 02:00 becomes 03:00.
  expect(allDue(at(["02:30"]), "America/New_York", "2026-03-07T12:00:00Z", "2026-03-09T12:00:00Z")).toEqual([
    "2026-03-08T07:00:00.000Z",
    "2026-03-09T06:30:00.000Z",
  ]);
  // Lord Howe moves by half an hour: 4 October 2026, 02:00 becomes 02:30.
  expect(nextDue(at(["02:10"]), "Australia/Lord_Howe", new Date("2026-10-03T12:00:00Z")).toISOString()).toBe("2026-10-03T15:30:00.000Z");
  // Samoa left out 30 December 2011: its 06:00 runs at the beginning of the 31st.
  expect(allDue(at(["06:00"]), "Pacific/Apia", "2011-12-29T17:00:00Z", "2011-12-31T00:00:00Z")).toEqual([
    "2011-12-30T10:00:00.000Z",
    "2011-12-30T16:00:00.000Z",
  ]);
});

test("B-SYN-1: a local time that a clock change doubles runs once", () => {
  // New York, 1 November 2026: 02:00 becomes 01:00, so 01:30 is shown twice.
  expect(allDue(at(["01:30"]), "America/New_York", "2026-10-31T12:00:00Z", "2026-11-02T12:00:00Z")).toEqual([
    "2026-11-01T05:30:00.000Z",
    "2026-11-02T06:30:00.000Z",
  ]);
});

const zones = ["America/New_York", "America/Sao_Paulo", "Europe/London", "Europe/Berlin", "Australia/Sydney", "Australia/Lord_Howe",
  "Asia/Kathmandu", "Asia/Kolkata", "Pacific/Auckland", "Pacific/Apia", "Africa/Casablanca", "America/St_Johns", "UTC"]; // oxfmt-ignore
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`);
const moment = fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2035, 0, 1) });

test("B-SYN-1: every local day has each of its times once, and it is never earlier than the clocks on the wall say", () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), time, moment, (zone, planned, start) => {
      const cadence = at([planned]);
      const [hours, minutes] = planned.split(":").map(Number);
      let before = nextDue(cadence, zone, new Date(start)).getTime();
      for (let round = 0; round < 5; round += 1) {
        const due = nextDue(cadence, zone, new Date(before)).getTime();
        const wall = wallClock(zone, due);
        const wanted = Math.floor(wall / DAY) * DAY + (hours! * 60 + minutes!) * 60_000;
        // Either exactly at the time, or at the first moment after a gap that swallowed it.
        if (wall !== wanted) expect(wallClock(zone, due - 1)).toBeLessThan(wall - 1);
        expect(due).toBeGreaterThan(before);
        expect(due - before).toBeLessThanOrEqual(DAY + 2 * 3_600_000);
        // Never twice within one day of the wall, but where a whole day was skipped.
        if (zone !== "Pacific/Apia") expect(Math.floor(wall / DAY)).toBe(Math.floor(wallClock(zone, before) / DAY) + 1);
        before = due;
      }
    }),
    { numRuns: 200 },
  );
});

test("B-SYN-1: the next due time is after the moment asked for, and none lies between", () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.uniqueArray(time, { minLength: 1, maxLength: 6 }), moment, (zone, times, start) => {
      const due = nextDue(at(times), zone, new Date(start));
      expect(due.getTime()).toBeGreaterThan(start);
      const middle = Math.floor((start + due.getTime()) / 2);
      expect(nextDue(at(times), zone, new Date(middle)).getTime()).toBe(due.getTime());
    }),
    { numRuns: 200 },
  );
});

test("B-SYN-1: once a week everything is read, at the same time of day also across a clock change", () => {
  const at_six = "2026-03-04T11:00:30.000Z"; // Wednesday 06:00 in New York, winter
  expect(plannedMode(twice, at_six, new Date("2026-03-10T22:00:00Z"))).toBe("incremental");
  expect(plannedMode(twice, at_six, new Date("2026-03-11T10:00:00Z"))).toBe("full");
  expect(plannedMode({ ...twice, weekly_full: false }, at_six, new Date("2026-05-11T10:00:00Z"))).toBe("incremental");
});

test("B-SYN-1: a failed run is tried again soon, later each time, and never after its next planned time", () => {
  const now = new Date("2026-03-10T11:00:00Z");
  const planned = new Date("2026-03-10T22:00:00Z");
  const minutes = [1, 2, 3, 20].map((failures) => (retryDue(planned, failures, now).getTime() - now.getTime()) / 60_000);
  expect(minutes).toEqual([5, 10, 20, 360]);
  expect(retryDue(new Date("2026-03-10T11:02:00Z"), 1, now).toISOString()).toBe("2026-03-10T11:02:00.000Z");
});

test("B-SYN-1: times are shown as the firm's clocks do", () => {
  expect(localTime("America/New_York", new Date("2026-11-22T11:00:00Z"))).toBe("2026-11-22 06:00 EST");
});
