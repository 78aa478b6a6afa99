/** F31, B-AUT-2: after an old backup was put back nothing that may have left since leaves again by itself. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { decideBatch } from "./allow.ts";
import { holdAfterRestore } from "./restored.ts";
import { listBatches } from "./store_lists.ts";
import { matter, openHouse, person, STAFF, type House } from "./test_house.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

/** Nora's welcome waits for the firm's hours at the moment of the backup. */
async function atBackup(): Promise<House> {
  const house = await openHouse(db);
  await house.put("staff", STAFF);
  await house.firstSync();
  await house.look();
  const template_id = await house.template("Welcome.");
  await house.automation({ trigger: { kind: "new_client" }, conditions: [], steps: [{ kind: "email", template_id }] });
  house.to("2026-11-18T02:00:00Z");
  await welcome(house, 10, "Nora");
  return house;
}
async function welcome(house: House, id: number, name: string): Promise<void> {
  await house.put("contact", [person(id, name)]);
  await house.put("matter", [matter(500 + id, id, [id])]);
  await house.look();
}
/** As a sync that began just now would be when it has ended. */
const sync = (house: House, mode: string, started: Date) =>
  house.rows(
    `insert into sync_run (firm_id, run_id, connection_id, mode, trigger, state, phase, started_at, lease_until)
    values ($1, gen_random_uuid(), $2, $3, 'schedule', 'succeeded', 'finished', $4, now())`,
    [house.firm_id, house.connection_id, mode, started.toISOString()],
  );
const minutes = (house: House, n: number) => new Date(house.now().getTime() + n * 60_000);

it("B-AUT-2: what was due, and what the syncs find until one has been read to its end, is held in one batch", async () => {
  const house = await atBackup();
  // Before the runs that this test brings, which begin now by the database's clock.
  house.to("2099-11-18T15:00:00Z");
  expect(await holdAfterRestore({ db, clock: house.deps.clock })).toBeGreaterThanOrEqual(1);
  house.to("2099-11-18T15:10:00Z");
  await house.look();
  expect(house.letters).toEqual([]);
  // Otto was welcomed after the backup; the sync finds him anew.
  await welcome(house, 11, "Otto");
  expect(house.letters).toEqual([]);
  expect(await house.starts()).toMatchObject([
    { contact_id: "10", state: "held", reason: "restored" },
    { contact_id: "11", state: "held", reason: "restored" },
  ]);
  const open = (await listBatches(db.kysely, house.firm_id)).filter(({ state }) => state === "open");
  expect(open).toMatchObject([{ cause: "restored", held: 2 }]);
  const word = { by: "Ada", at: house.now().toISOString() };
  const otto = (await house.rows<{ start_id: string }>("select start_id from automation_start where firm_id = $1 and contact_id = '11'", [house.firm_id]))[0]!; // oxfmt-ignore
  const decide = (approve: boolean, start_ids: string[] | null) =>
    db.transaction((trx) => decideBatch(trx, house.firm_id, open[0]!.batch_id, { approve, start_ids, ...word }));
  expect(await decide(false, [otto.start_id])).toBe(1);
  expect(await decide(true, null)).toBe(1);
  await house.look();
  expect(house.letters.map(({ to }) => to)).toEqual(["nora@rivera.example"]);
});

it("B-AUT-2: once a sync that began later has been looked at, automations start by themselves again", async () => {
  const house = await atBackup();
  house.to("2099-11-18T15:00:00Z");
  await holdAfterRestore({ db, clock: house.deps.clock });
  // One that was on its way, or read a single record, tells nothing.
  await sync(house, "incremental", minutes(house, -1));
  await sync(house, "record", minutes(house, 1));
  await house.look();
  await welcome(house, 11, "Otto");
  expect(house.letters).toEqual([]);
  await sync(house, "incremental", minutes(house, 1));
  await house.look();
  await welcome(house, 12, "Pia");
  expect(house.letters.map(({ to }) => to)).toEqual(["pia@rivera.example"]);
});

it("B-AUT-4: an e-mail that was just leaving when the backup was made is for somebody to look at", async () => {
  const house = await atBackup();
  await house.rows(
    "update automation_send set state = 'sending', lease_until = now() + interval '1 day', due_at = null where firm_id = $1",
    [house.firm_id],
  );
  house.to("2099-11-18T15:00:00Z");
  await holdAfterRestore({ db, clock: house.deps.clock });
  await house.look();
  expect(await house.sends()).toMatchObject([{ state: "needs_review", reason: "unknown" }]);
  expect(house.letters).toEqual([]);
});
