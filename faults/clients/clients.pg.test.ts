/** A quick part of `npm run faults -- --only clients`. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDb } from "../../src/db/testing.ts";
import { runChain } from "./chain.ts";
import { CLIENTS_MUTATIONS, proveClients } from "./mutations.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

it(
  "B-AUT-1, B-AUT-4, B-WRB-9: whoever dies over a letter, a form or a client's mail, and whatever is done twice, each is there once or waits for a person",
  { timeout: 120_000 },
  async () => {
    const chain = await runChain(db, {
      provider: "mycase",
      seed: 5,
      points: ["send:answered", "form:compared"],
    });
    expect(chain.violations).toEqual([]);
    expect(chain.killed).toHaveLength(2);
    expect(chain.would_email).toBe(0);
    expect(chain.letters).toBeGreaterThan(15);
  },
);

it("the checker notices when a letter whose fate nobody knows is sent again", { timeout: 120_000 }, async () => {
  const mutation = CLIENTS_MUTATIONS.find((one) => one.guard.includes("nobody knows"))!;
  expect(await proveClients(db, mutation)).toMatchObject({ clean: true, caught: true });
});
