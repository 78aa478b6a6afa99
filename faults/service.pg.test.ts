/** A quick part of `npm run faults -- --only service` and `--only tokens`: stories without processes or servers of their own. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { testDatabase, type TestDb } from "../src/db/testing.ts";
import { watchVersions } from "./audit.ts";
import type { FaultDatabase } from "./database.ts";
import { guarded, playStory, proveStory, STORIES } from "./service.ts";
import { rehearse, rehearsals } from "./tokens.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });
const opened: TestDb[] = [];
let database: FaultDatabase;
beforeAll(async () => {
  const another = async () => {
    const db = await testDatabase();
    opened.push(db);
    await watchVersions(db);
    return { url: db.url, backend: db.backend };
  };
  database = { ...(await another()), another, drop: () => Promise.resolve() };
});
afterAll(async () => {
  for (const db of opened) await db.drop();
});

const story = (fault: string) => STORIES.find((one) => one.fault === fault)!;

describe("the service under faults", () => {
  test.each(["F9", "F11", "F32"])("%s: it stands, and the fault was really met", async (fault) => {
    const told = await playStory(database, story(fault));
    expect(told.violations).toEqual([]);
    expect(told.reached).toBeGreaterThanOrEqual(told.needed);
  });

  test.each(["F32"])("%s: without its guard the story finds something wrong", async (fault) => {
    const [one] = guarded([story(fault)]);
    expect(await proveStory(database, one!)).toMatchObject({ caught: true });
  });

  test("every fault that the service has to stand has a story", () => {
    const faults = new Set(STORIES.map((one) => one.fault));
    expect([...faults].toSorted()).toEqual(
      ["F9", "F10", "F11", "F18", "F19", "F20", "F21", "F22", "F23", "F28", "F29", "F30", "F32"].toSorted(),
    );
  });
});

describe("B-CON-5: fifty workers, slow and lost answers, revoked grants", () => {
  test.each(rehearsals({ connections: 12, expiries: 24, workers: 50 }))(
    "$provider, grace $grace: one refresh at a time, stored before it is used, and nobody loses a grant without notice",
    async (options) => {
      const told = await rehearse(await database.another(), options);
      expect(told.violations).toEqual([]);
      expect(told.most_at_once).toBe(1);
      expect(told.refreshes).toBeGreaterThan(24);
    },
  );

  test("without the lease, two refreshes of one connection are in flight at once, and the rehearsal sees it", async () => {
    const options = { provider: "mycase", grace: true, seed: 12, connections: 8, expiries: 8, workers: 50, without: "lease" } as const;
    expect((await rehearse(await database.another(), options)).most_at_once).toBeGreaterThan(1);
  });
});
