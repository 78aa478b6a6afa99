/** B-AUT-4 and the wrong people: who gets nothing by itself, asked when it starts and again right before it leaves. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { erase } from "../sync/erase.ts";
import { approveStart } from "./allow.ts";
import { putOptOut, putPause } from "./store_lists.ts";
import { matter, openHouse, person, STAFF, type House } from "./test_house.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const BIRTHDAY = { birthdate: "1980-11-20" };

/** With a birthday letter that is switched on, on the 17th. */
async function congratulating(change?: (house: House) => Promise<void>): Promise<House> {
  const house = await openHouse(db);
  await house.put("staff", STAFF);
  await house.set((settings) => ({ ...settings, key_facts: { ...settings.key_facts, birthday: "all" } }));
  await change?.(house);
  await house.firstSync();
  await house.look();
  const template_id = await house.template("Dear {{contact.first_name}}, happy birthday on {{fact.date}}.", {
    "contact.first_name": null,
    "fact.date": null,
  });
  const trigger = { kind: "key_fact", label: "birthday", days_ahead: 0, every_year: true } as const;
  await house.automation({ trigger, conditions: [], steps: [{ kind: "email", template_id }] });
  return house;
}

const onTheDay = async (house: House) => {
  house.to("2026-11-20T15:00:00Z");
  await house.look();
};
const owned = (id: number) => matter(500 + id, id, [id]);
const startOf = async (house: House, contact_id: string) =>
  (
    await house.rows<{ start_id: string }>("select start_id from automation_start where firm_id = $1 and contact_id = $2", [
      house.firm_id,
      contact_id,
    ])
  )[0]!.start_id;
const approve = async (house: House, contact_id: string) => {
  const start_id = await startOf(house, contact_id);
  await db.transaction((trx) => approveStart(trx, house.firm_id, start_id, { by: "Ada Marsh", at: house.now().toISOString() }));
  await house.look();
};

describe("wrong people", () => {
  it("B-AUT-4: a judge with a birthday gets nothing", async () => {
    const house = await congratulating(async (h) => {
      await h.put("people_group", [{ id: 7, name: "Judge" }]);
      await h.put("contact", [person(10, "Nora", BIRTHDAY), person(11, "Judy", { ...BIRTHDAY, people_group: { id: 7 } })]);
      await h.put("matter", [matter(500, 10, [10, 11])]);
    });
    await onTheDay(house);
    expect(await house.starts()).toMatchObject([
      { contact_id: "10", state: "done" },
      { contact_id: "11", state: "not_started", reason: "never_engage" },
    ]);
    expect(house.letters.map((letter) => letter.text)).toEqual(["Dear Nora, happy birthday on November 20."]);
  });

  it("B-AUT-4, B-CTC-6: two who share an e-mail are held, each naming the other, also when approved before it is mended", async () => {
    const house = await congratulating(async (h) => {
      await h.put("contact", [
        person(10, "Nora", { ...BIRTHDAY, email: "home@rivera.example" }),
        person(11, "Otto", { email: "Home@rivera.example" }),
      ]);
      await h.put("matter", [owned(10), owned(11)]);
    });
    await onTheDay(house);
    expect(await house.starts()).toMatchObject([{ contact_id: "10", state: "held", reason: "shared_address" }]);
    expect(await house.rows("select params from automation_start where firm_id = $1", [house.firm_id])).toEqual([
      { params: { address: "home@rivera.example", others: 1, names: "Otto Rivera" } },
    ]);
    await approve(house, "10");
    expect(await house.starts()).toMatchObject([{ state: "held", reason: "shared_address" }]);
    await house.put("contact", [person(11, "Otto")]);
    await approve(house, "10");
    expect(house.letters.map((letter) => letter.to)).toEqual(["home@rivera.example"]);
  });

  it("B-CON-7, B-AUT-1: erased, the ledger still knows whom it knew, and names nobody", async () => {
    const house = await congratulating(async (h) => {
      const shared = { ...BIRTHDAY, email: "both@rivera.example" };
      await h.put("contact", [person(10, "Nora", shared), person(11, "Otto", shared)]);
      await h.put("matter", [owned(10), owned(11)]);
    });
    await onTheDay(house);
    await db.pool.query("update connection set state = 'disconnected', erasing_since = now() where connection_id = $1", [
      house.connection_id,
    ]);
    expect(await erase(house.deps, house)).toBe(true);
    const kept = await house.rows("select * from automation_start where firm_id = $1 order by contact_id", [house.firm_id]);
    const told = await house.rows("select * from automation_story where firm_id = $1", [house.firm_id]);
    expect(kept).toMatchObject([
      { contact_id: "10", state: "held", reason: "shared_address" },
      { contact_id: "11", state: "held" },
    ]);
    expect(JSON.stringify([kept, told])).not.toMatch(/rivera|Otto|Nora/i);
  });

  it("B-AUT-4: a contact whom nobody owns is held until somebody does", async () => {
    const house = await congratulating(async (h) => h.put("contact", [person(10, "Nora", BIRTHDAY)]));
    await onTheDay(house);
    expect(await house.starts()).toMatchObject([{ state: "held", reason: "owner_missing" }]);
    await house.put("matter", [owned(10)]);
    await approve(house, "10");
    expect(house.letters).toMatchObject([{ from_name: "Ada Marsh" }]);
  });

  it("B-AUT-4: somebody who is gone, skipped as a duplicate, out of segment or without an e-mail gets nothing, each with its reason", async () => {
    const house = await congratulating(async (h) => {
      await h.put("contact", [
        person(10, "Gone", BIRTHDAY),
        person(11, "Maybe", BIRTHDAY),
        person(12, "Duplicate of", BIRTHDAY),
        person(13, "Phoney", { ...BIRTHDAY, email: "", cell_phone_number: "212-555-0142" }),
        person(14, "Elsewhere", { ...BIRTHDAY }),
      ]);
      await h.put("matter", [10, 11, 12, 13].map(owned));
      await h.put("matter", [matter(514, 14, [14], { practice_area: "Probate" })]);
      await h.set((settings) => ({ ...settings, segment: { mode: "none", tags: ["Probate"] } }));
      await h.gone(10, "tombstone");
      await h.gone(11, "suspected_gone");
    });
    await onTheDay(house);
    expect((await house.starts()).map(({ contact_id, state, reason }) => [contact_id, state, reason].join(" "))).toEqual([
      "11 held suspected_gone",
      "12 held skipped",
      "13 held no_email",
      "14 not_started out_of_segment",
    ]);
    expect(house.letters).toEqual([]);
  });

  it("B-AUT-4: whoever wants no automated e-mail gets none", async () => {
    const house = await congratulating(async (h) => {
      await h.put("contact", [person(10, "Nora", BIRTHDAY)]);
      await h.put("matter", [owned(10)]);
    });
    await putOptOut(db.kysely, house.firm_id, { address: "nora@rivera.example", set_by: "Ada", set_at: house.now().toISOString() });
    await onTheDay(house);
    expect(await house.starts()).toMatchObject([{ state: "not_started", reason: "opted_out" }]);
  });

  it("a past client who is a witness elsewhere gets nothing of that case", async () => {
    const house = await congratulating(async (h) => {
      await h.put("people_group", [{ id: 8, name: "Witness" }]);
      await h.put("contact", [person(10, "Nora"), person(11, "Wanda", { people_group: { id: 8 } })]);
      await h.put("matter", [matter(400, 11, [11], { status: "closed", closed_date: "2024-01-01" }), matter(500, 10, [10, 11])]);
    });
    const template_id = await house.template("{{contact.name}}: {{matter.name}} is closed.", { "contact.name": null, "matter.name": null });
    await house.automation({ trigger: { kind: "matter_closed" }, conditions: [], steps: [{ kind: "email", template_id }] });
    await house.put("matter", [matter(500, 10, [10, 11], { status: "closed", closed_date: "2026-11-17" })]);
    await house.look();
    expect(house.letters.map((letter) => letter.text)).toEqual(["Nora Rivera: Case 500 is closed."]);
  });

  it("a parent who pays gets nothing of the child's matter", async () => {
    const house = await congratulating(async (h) => {
      await h.put("contact", [person(10, "Paula"), person(11, "Kid")]);
      await h.put("matter", [matter(500, 10, [11])]);
    });
    const template_id = await house.template("{{contact.name}}: {{matter.name}} is closed.", { "contact.name": null, "matter.name": null });
    await house.automation({ trigger: { kind: "matter_closed" }, conditions: [], steps: [{ kind: "email", template_id }] });
    await house.put("matter", [matter(500, 10, [11], { status: "closed", closed_date: "2026-11-17" })]);
    await house.look();
    expect((await house.starts()).map(({ contact_id }) => contact_id)).toEqual(["11"]);
  });
});

describe("between the start and the sending", () => {
  it("B-AUT-4, B-SEG-2: it is asked again right before it leaves; what waited is cancelled with that reason", async () => {
    const house = await congratulating(async (h) => {
      await h.put("contact", [person(10, "Nora", BIRTHDAY)]);
      await h.put("matter", [owned(10)]);
    });
    // Before the firm's hours: it waits.
    house.to("2026-11-20T11:00:00Z");
    await house.look();
    expect(await house.sends()).toMatchObject([{ state: "queued", reason: "hours", due_at: "2026-11-20T13:00:00.000Z" }]);
    await house.set((settings) => ({ ...settings, segment: { mode: "any", tags: ["Probate"] } }));
    house.to("2026-11-20T13:00:00Z");
    await house.look();
    expect(await house.sends()).toMatchObject([{ state: "cancelled", reason: "out_of_segment" }]);
    expect(await house.starts()).toMatchObject([{ state: "not_started", reason: "out_of_segment" }]);
    await house.set((settings) => ({ ...settings, segment: { mode: "any", tags: [] } }));
    await house.look();
    expect(house.letters).toEqual([]);
  });

  it("B-AUT-4: pauses of the contact, the matter and the firm hold it back, and it goes on when they end", async () => {
    const house = await congratulating(async (h) => {
      await h.put("contact", [person(10, "Nora", BIRTHDAY)]);
      await h.put("matter", [owned(10)]);
    });
    const pause = { set_by: "Ada", set_at: house.now().toISOString(), provider: "mycase", until: "2026-11-20T17:00:00Z" };
    await putPause(db.kysely, house.firm_id, { ...pause, kind: "contact", target_id: "10" });
    await onTheDay(house);
    expect(await house.starts()).toMatchObject([{ state: "running", reason: "paused_contact" }]);
    await putPause(db.kysely, house.firm_id, { ...pause, kind: "firm", provider: "", target_id: "", until: "2026-11-20T18:00:00Z" });
    house.to("2026-11-20T17:30:00Z");
    await house.look();
    expect(await house.starts()).toMatchObject([{ state: "running", reason: "paused_firm" }]);
    house.to("2026-11-20T18:30:00Z");
    await house.look();
    expect(house.letters).toHaveLength(1);
  });

  it("B-SYN-6: while the connection is blind nothing starts and nothing leaves; afterwards it is caught up", async () => {
    const house = await congratulating(async (h) => {
      await h.put("contact", [person(10, "Nora", BIRTHDAY)]);
      await h.put("matter", [owned(10)]);
    });
    await house.rows("update connection set blind_since = now() where connection_id = $1", [house.connection_id]);
    await onTheDay(house);
    expect(await house.starts()).toEqual([]);
    await house.rows("update connection set blind_since = null where connection_id = $1", [house.connection_id]);
    await house.look();
    expect(house.letters).toHaveLength(1);
  });

  it("B-AUT-4: nobody gets more automated e-mails within a week than the firm wants; the next waits", async () => {
    const house = await congratulating(async (h) => {
      await h.put("contact", [person(10, "Nora", { ...BIRTHDAY, email: "nora@rivera.example" })]);
      await h.put("matter", [owned(10)]);
    });
    const template_id = await house.template("Hello.");
    for (const tag of ["Family Law", "Lead: Ada Marsh"])
      await house.automation({ trigger: { kind: "tag_gained", tag }, conditions: [], steps: [{ kind: "email", template_id }] });
    await house.set((settings) => ({ ...settings, tags: { ...settings.tags, lead_attorney: "all" } }));
    await house.look();
    for (const { contact_id } of (await house.starts()).filter(({ state }) => state === "held")) await approve(house, String(contact_id));
    await house.rows(
      `insert into automation_rules (firm_id, document) values ($1, '{"from": "08:00", "until": "19:00", "days": [1,2,3,4,5], "most_emails": 1, "within_days": 7}')`,
      [house.firm_id],
    );
    await onTheDay(house);
    expect(house.letters).toHaveLength(1);
    expect(await house.sends()).toMatchObject([{ state: "sent" }, { state: "queued", reason: "cap" }]);
    house.to("2026-11-30T15:00:00Z");
    await house.look();
    expect(house.letters).toHaveLength(2);
  });

  it("B-AUT-4: a template whose field is empty uses its fallback, and is held where it has none", async () => {
    const house = await congratulating(async (h) => {
      await h.put("contact", [person(10, "Nora", { first_name: "" })]);
      await h.put("matter", [owned(10)]);
    });
    const close = async (name: string, fallback: string | null, id: number) => {
      const template_id = await house.template("Dear {{contact.first_name}},", { "contact.first_name": fallback });
      await house.automation({ trigger: { kind: "matter_closed" }, conditions: [], steps: [{ kind: "email", template_id }] });
      await house.put("matter", [matter(id, 10, [10])]);
      await house.put("matter", [matter(id, 10, [10], { status: "closed", closed_date: "2026-11-17" })]);
      await house.look();
      return name;
    };
    await close("with", "friend", 601);
    expect(house.letters.map((letter) => letter.text)).toEqual(["Dear friend,"]);
    await house.rows("update automation set active = false where firm_id = $1", [house.firm_id]);
    await close("without", null, 602);
    expect((await house.starts()).filter(({ state }) => state === "held")).toMatchObject([{ reason: "empty_field" }]);
    expect(house.letters).toHaveLength(1);
  });
});
