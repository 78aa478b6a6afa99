import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDb } from "../../src/db/testing.ts";
import { proveWriting, WRITE_MUTATIONS } from "./mutations.ts";
import { runMix } from "./run.ts";
import { playStory, STORIES } from "./stories.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

describe.each(["clio", "mycase"] as const)("writing back to %s under faults", (provider) => {
  it(
    "B-WRB-5: whatever is lost, late, dead or stalled, every activity is there once, in its place, under its author's name",
    { timeout: 120_000 },
    async () => {
      const mix = await runMix(db, { provider, seed: 4, deliveries: 150, parallel: 16 });
      expect(mix.violations).toEqual([]);
      expect(mix.would_email).toBe(0);
      expect(mix.deliveries).toBeGreaterThanOrEqual(150);
      for (const fault of ["seen_late", "request_dropped", "error_500_before"]) expect(mix.reached[fault] ?? 0, fault).toBeGreaterThan(0);
    },
  );
});

it("B-WRB-5: a call that MyCase took and never showed is shown as not confirmed (F7)", { timeout: 120_000 }, async () => {
  const story = await playStory(
    db,
    STORIES.find((one) => one.fault === "F7" && one.mix.calls_dropped === 1)!,
    "mycase",
    3,
  );
  expect(story.violations).toEqual([]);
  expect(story.reached).toBeGreaterThan(0);
});

it(
  "B-WRB-5: after an old backup was put back nothing is sent before it was looked up, and without that guard there are twins (F31)",
  { timeout: 120_000 },
  async () => {
    const mutation = WRITE_MUTATIONS.find((one) => one.guard.includes("F31"))!;
    expect(await proveWriting(db, mutation, "clio")).toMatchObject({ clean: true, caught: true });
  },
);

it("the checker notices when the fence is gone (F24)", { timeout: 120_000 }, async () => {
  const mutation = WRITE_MUTATIONS.find((one) => one.guard.includes("the fence"))!;
  expect(await proveWriting(db, mutation, "mycase")).toMatchObject({ clean: true, caught: true });
});
