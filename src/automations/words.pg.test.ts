/** B-AUT-2: a correction of a template reaches what waits; what somebody approved leaves with the words that they approved, or is looked at again. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { approveStart, decideBatch, startByHand } from "./allow.ts";
import { explain } from "./reasons.ts";
import { putTemplate, readTemplate } from "./store_automations.ts";
import { listAccounts } from "./store_candidates.ts";
import { listBatches, readStory } from "./store_lists.ts";
import { matter, openHouse, person, STAFF, type House } from "./test_house.ts";
import type { Automation } from "./types.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const AFTER_HOURS = "2026-11-18T01:00:00Z";
const MORNING = "2026-11-18T15:00:00Z";

/** Two clients out of the first sync, who wait in a batch. */
async function withBatch(): Promise<{ house: House; template_id: string; automation: Automation }> {
  const house = await openHouse(db);
  await house.put("staff", STAFF);
  await house.put("contact", [person(10, "Nora"), person(11, "Otto")]);
  await house.put("matter", [matter(500, 10, [10]), matter(501, 11, [11])]);
  const template_id = await house.template("Welcme.");
  const automation = await house.automation({ trigger: { kind: "new_client" }, conditions: [], steps: [{ kind: "email", template_id }] });
  await house.firstSync();
  await house.look();
  return { house, template_id, automation };
}

const word = (house: House) => ({ by: "Ada Marsh", at: house.now().toISOString() });
async function write(house: House, template_id: string, change: { body?: string; name?: string }): Promise<void> {
  const { words_seq: _counted, ...kept } = (await readTemplate(db.kysely, house.firm_id, template_id))!;
  await db.transaction((trx) => putTemplate(trx, house.firm_id, { ...kept, ...change, updated_by: "Ben Okoro" }));
}
const open = async (house: House) => (await listBatches(db.kysely, house.firm_id)).filter(({ state }) => state === "open");
async function approveAll(house: House): Promise<void> {
  const [batch] = await open(house);
  const input = { approve: true, start_ids: null, ...word(house) };
  expect(await db.transaction((trx) => decideBatch(trx, house.firm_id, batch!.batch_id, input))).toBeGreaterThan(0);
}
const told = (house: House) => house.letters.map(({ to, text }) => `${to}: ${text}`).toSorted();

describe("a template that is changed", () => {
  it("B-AUT-2: a correction reaches what waits for the firm's hours, where nobody had approved other words", async () => {
    const { house, template_id } = await withBatch();
    house.to(AFTER_HOURS);
    await house.put("contact", [person(12, "Pia")]);
    await house.put("matter", [matter(502, 12, [12])]);
    await house.look();
    await write(house, template_id, { body: "Welcome." });
    house.to(MORNING);
    await house.look();
    expect(told(house)).toEqual(["pia@rivera.example: Welcome."]);
  });

  it("B-AUT-2: what was approved before is held in one batch, says who changed it, and leaves once somebody has looked again", async () => {
    const { house, template_id } = await withBatch();
    house.to(AFTER_HOURS);
    await approveAll(house);
    await house.look();
    await write(house, template_id, { body: "You owe us money." });
    house.to(MORNING);
    await house.look();
    expect(house.letters).toEqual([]);
    expect(await house.starts()).toMatchObject([
      { state: "held", reason: "template_changed", in_batch: true },
      { state: "held", reason: "template_changed", in_batch: true },
    ]);
    const [batch, ...more] = await open(house);
    expect(more).toEqual([]);
    expect(batch).toMatchObject({ cause: "template_changed", held: 2 });
    expect(explain(batch!.cause, batch!.params).sentence).toBe("Ben Okoro changed the words of “A letter” after this was approved.");
    await write(house, template_id, { body: "Welcome." });
    await approveAll(house);
    await house.look();
    expect(told(house)).toEqual(["nora@rivera.example: Welcome.", "otto@rivera.example: Welcome."]);
    const [{ start_id }] = (await house.rows<{ start_id: string }>("select start_id from automation_start where firm_id = $1 limit 1", [
      house.firm_id,
    ])) as [{ start_id: string }];
    expect((await readStory(db.kysely, house.firm_id, start_id)).map(({ reason }) => reason)).toEqual([
      "first_sync",
      "approved",
      "sending",
      "template_changed",
      "approved",
      "sending",
      null,
      null,
    ]);
  });

  it("B-AUT-2: another name changes no words, and nothing is held", async () => {
    const { house, template_id } = await withBatch();
    house.to(AFTER_HOURS);
    await approveAll(house);
    await house.look();
    await write(house, template_id, { name: "Welcome letter" });
    house.to(MORNING);
    await house.look();
    expect(told(house)).toEqual(["nora@rivera.example: Welcme.", "otto@rivera.example: Welcme."]);
  });

  it("B-AUT-2: a template that was taken away does not let a later change of another one through", async () => {
    const { house, template_id } = await withBatch();
    house.to(AFTER_HOURS);
    const last = await house.template("Another.");
    await approveAll(house);
    await house.look();
    await house.rows("delete from automation_template where template_id = $1", [last]);
    await write(house, template_id, { body: "Changed." });
    house.to(MORNING);
    await house.look();
    expect(house.letters).toEqual([]);
  });

  it("B-AUT-1, B-AUT-2: so is what one member started or approved for one contact", async () => {
    const { house, template_id, automation } = await withBatch();
    house.to(AFTER_HOURS);
    const [account] = await listAccounts(db.kysely, house.firm_id);
    const by_hand = { contact_id: "10", matter_id: null, about: {}, ...word(house) };
    await db.transaction((trx) => startByHand(trx, house.deps.clock, account!, automation, by_hand));
    const [{ start_id }] = (await house.rows<{ start_id: string }>(
      "select start_id from automation_start where firm_id = $1 and contact_id = '11'",
      [house.firm_id],
    )) as [{ start_id: string }];
    await db.transaction((trx) => approveStart(trx, house.firm_id, start_id, word(house)));
    await house.look();
    await write(house, template_id, { body: "Other words." });
    house.to(MORNING);
    await house.look();
    expect(house.letters).toEqual([]);
    expect((await open(house)).find(({ cause }) => cause === "template_changed")).toMatchObject({ held: 2 });
  });
});
