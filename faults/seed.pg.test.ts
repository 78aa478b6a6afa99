import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { testDatabase, type TestDb } from "../src/db/testing.ts";
import { watchVersions } from "./audit.ts";
import { drawScenario } from "./scenario.ts";
import { runSeed } from "./seed.ts";

vi.setConfig({ testTimeout: 180_000 });
let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
  await watchVersions(db);
});
afterAll(() => db.drop());

describe("a seed of the fault run", () => {
  it("meets the same faults at the same requests whenever it is repeated", async () => {
    const seed = [1, 2, 3, 4, 5, 6, 7, 8].find((one) => drawScenario(one).parallel === 1 && drawScenario(one).timeout_ms > 1000)!;
    const first = await runSeed(db, seed);
    expect(first.violations).toEqual([]);
    expect(await runSeed(db, seed)).toEqual(first);
  });

  it("draws both providers, both ways of hiding and every kind of event within 200", () => {
    const scenarios = Array.from({ length: 200 }, (_, index) => drawScenario(index + 1));
    const events = new Set(scenarios.flatMap((one) => one.episodes.flatMap((episode) => episode.events.map(({ event }) => event.do))));
    expect(events.size).toBe(26);
    expect(new Set(scenarios.map((one) => `${one.provider} ${one.hidden_status} ${one.gentle}`)).size).toBe(8);
  });
});
