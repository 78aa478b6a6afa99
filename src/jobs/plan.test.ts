import { expect, test } from "vitest";
import { planAnew, planNext, planRetry } from "./plan.ts";
import type { PlanRow } from "./store_plans.ts";

const row: PlanRow = {
  firm_id: "f",
  connection_id: "c",
  state: "connected",
  time_zone: "America/New_York",
  settings_version: 3,
  cadence: { incremental_at: ["06:00", "18:00"], incremental_zone: "firm", weekly_full: true },
  first_synced_at: "2026-11-01T00:00:00Z",
  last_success_at: "2026-11-20T11:00:05Z",
  last_full_at: "2026-11-18T11:00:05Z",
  planned_from: "",
};
const now = new Date("2026-11-21T15:00:00Z");
const due = (planned: { due_at: Date }) => planned.due_at.toISOString();

test("B-SYN-1: what was missed while nothing ran is due at once; afterwards the next planned time is", () => {
  expect(due(planAnew(row, null, now))).toBe("2026-11-20T23:00:00.000Z");
  expect(due(planNext(row, null, now))).toBe("2026-11-21T23:00:00.000Z");
});

test("B-SYN-1: a firm that has just connected is read at once, and not before firms for which less is to be read", () => {
  expect(planAnew({ ...row, first_synced_at: null, last_success_at: null }, null, now)).toMatchObject({ due_at: now, rank: 2 });
  expect(planAnew(row, null, now).rank).toBe(1);
});

test("B-SYN-1: other times in the settings hold from now on, whatever they would have meant yesterday", () => {
  const planned = planAnew({ ...row, planned_from: "2 America/New_York settings" }, null, now);
  expect([due(planned), planned.planned_from]).toEqual(["2026-11-21T23:00:00.000Z", "3 America/New_York settings"]);
});

test("B-SYN-1: a run that failed is tried again soon; one that is read every few seconds anyway is not put off", () => {
  expect(due(planRetry(row, null, 1, now))).toBe("2026-11-21T15:05:00.000Z");
  expect(due(planRetry(row, 15_000, 4, now))).toBe("2026-11-21T15:00:15.000Z");
});
