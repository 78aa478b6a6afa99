/** B-AUT-3 with projects: a matter's phase is told to its main client, unless the matter has left it, or its messages pause (B-MAT-4, B-MAT-9). */
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { matter, openHouse, person, STAFF, type House } from "./test_house.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const phase = (name: string, ...stages: string[]) => ({ name, happened: "", next: "", stages });

/** Family law has two phases; with a case that has just begun, and a letter for every phase. */
async function telling(notified: "all" | "none" = "all"): Promise<House> {
  const house = await openHouse(db);
  await house.put("staff", STAFF);
  await house.set((settings) => ({
    ...settings,
    projects: {
      ...settings.projects,
      on: true,
      types: [{ name: "Family", matches: ["Family Law"], fields: [], phases: [phase("Opening", "Intake"), phase("Negotiation", "Talks")] }],
      shown: { matters: "all", field: null },
      notified: { matters: notified, field: null },
    },
  }));
  await house.put("contact", [person(10, "Nora"), person(11, "Otto")]);
  await house.put("matter", [matter(500, 10, [10, 11], { case_stage: "Intake" })]);
  await house.firstSync();
  await house.look();
  const template_id = await house.template("{{contact.name}}: {{matter.phase}}", { "contact.name": null, "matter.phase": null });
  await house.automation({ trigger: { kind: "phase_changed", phase: null }, conditions: [], steps: [{ kind: "email", template_id }] });
  return house;
}
const stage = (house: House, case_stage: string) => house.put("matter", [matter(500, 10, [10, 11], { case_stage })]);

it("B-AUT-3: a phase is told once, to the main client alone", async () => {
  const house = await telling();
  await stage(house, "Talks");
  await house.look();
  await stage(house, "Intake");
  await house.look();
  await stage(house, "Talks");
  await house.look();
  expect(house.letters.map(({ to, text }) => [to, text])).toEqual([
    ["nora@rivera.example", "Nora Rivera: Negotiation"],
    ["nora@rivera.example", "Nora Rivera: Opening"],
  ]);
});

it("B-MAT-9: what waits for the firm's hours does not leave once the matter has left the phase, and is held where no phase fits", async () => {
  const house = await telling();
  house.to("2026-11-18T03:00:00Z");
  await stage(house, "Talks");
  await house.look();
  await stage(house, "Intake");
  house.to("2026-11-18T14:00:00Z");
  await house.look();
  expect((await house.sends()).map(({ state, reason }) => [state, reason])).toContainEqual(["cancelled", "matter_left"]);
  const other = await telling();
  other.to("2026-11-18T03:00:00Z");
  await stage(other, "Talks");
  await other.look();
  await stage(other, "Something new");
  other.to("2026-11-18T14:00:00Z");
  await other.look();
  expect(await other.sends()).toMatchObject([{ state: "held", reason: "messages_paused" }]);
  expect(other.letters).toEqual([]);
});

it("B-MAT-4: people of a matter that is not to be notified get nothing", async () => {
  const house = await telling("none");
  await stage(house, "Talks");
  await house.look();
  expect(await house.starts()).toMatchObject([{ contact_id: "10", state: "not_started", reason: "not_notified" }]);
  expect(house.letters).toEqual([]);
});
