/** B-AUT-1, B-AUT-2, B-CLI-4: who is welcomed, who is only looked at first, and who is never welcomed twice. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import type { Automation } from "./types.ts";
import { approveStart, decideBatch, startByHand } from "./allow.ts";
import { listAccounts } from "./store_candidates.ts";
import { matter, openHouse, person, STAFF, type House } from "./test_house.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

/** A firm that is synced, with one welcome that is switched on. */
async function welcoming(more: { before?: (house: House) => Promise<void> } = {}): Promise<{ house: House; welcome: Automation }> {
  const house = await openHouse(db);
  await house.put("staff", STAFF);
  const template_id = await house.template("Dear {{contact.first_name}}, welcome.", { "contact.first_name": null });
  const welcome = await house.automation({ trigger: { kind: "new_client" }, conditions: [], steps: [{ kind: "email", template_id }] });
  await more.before?.(house);
  await house.firstSync();
  await house.look();
  return { house, welcome };
}

const word = (house: House) => ({ by: "Ada Marsh", at: house.now().toISOString() });
const batches = (house: House) =>
  house.rows<{ batch_id: string; cause: string }>("select batch_id, cause from automation_batch where firm_id = $1", [house.firm_id]);
const startOf = async (house: House, contact_id: string) =>
  (
    await house.rows<{ start_id: string }>("select start_id from automation_start where firm_id = $1 and contact_id = $2", [
      house.firm_id,
      contact_id,
    ])
  )[0]!.start_id;

describe("a new client", () => {
  it("B-AUT-1: is welcomed once, in their owner's name, and it is written down as an activity", async () => {
    const { house } = await welcoming();
    await house.put("contact", [person(10, "Nora")]);
    await house.put("matter", [matter(500, 10, [10])]);
    await house.look();
    expect(house.letters).toMatchObject([
      {
        to: "nora@rivera.example",
        subject: "From Marsh Law",
        text: "Dear Nora, welcome.",
        from_name: "Ada Marsh",
        reply_to: "ada@marsh.example",
      },
    ]);
    expect(house.letters[0]!.message_id).toMatch(/^<[0-9a-f-]{36}@marsh\.example>$/);
    expect(
      await house.rows("select kind, source, subject, body, author_member_id from activity where firm_id = $1", [house.firm_id]),
    ).toEqual([
      { kind: "email", source: "automation", subject: "From Marsh Law", body: "Dear Nora, welcome.", author_member_id: house.ada },
    ]);
    await house.put("matter", [matter(501, 10, [10])]);
    await house.put("matter", [matter(500, 10, [10], { status: "closed", closed_date: "2026-11-17" })]);
    await house.look();
    expect(house.letters).toHaveLength(1);
    expect(await house.starts()).toMatchObject([{ contact_id: "10", occasion: "client", state: "done" }]);
  });

  it("B-AUT-1: somebody who stops being a client and comes back is not new", async () => {
    const { house } = await welcoming();
    await house.put("contact", [person(10, "Nora")]);
    await house.put("matter", [matter(500, 10, [10])]);
    await house.look();
    await house.put("contact", [person(11, "Otto")]);
    await house.put("matter", [matter(500, 11, [11])]);
    await house.look();
    await house.put("matter", [matter(500, 10, [10])]);
    await house.look();
    expect(house.letters.map((letter) => letter.to)).toEqual(["nora@rivera.example", "otto@rivera.example"]);
  });

  it("B-AUT-1: out of segment at the time is entered, and coming back starts nothing (B-SEG-2)", async () => {
    const { house } = await welcoming();
    await house.set((settings) => ({ ...settings, segment: { mode: "any", tags: ["Probate"] } }));
    await house.put("contact", [person(10, "Nora")]);
    await house.put("matter", [matter(500, 10, [10])]);
    await house.look();
    expect(await house.starts()).toMatchObject([{ state: "not_started", reason: "out_of_segment" }]);
    await house.set((settings) => ({ ...settings, segment: { mode: "any", tags: [] } }));
    await house.look();
    expect(await house.starts()).toMatchObject([{ state: "not_started", reason: "out_of_segment" }]);
    expect(house.letters).toEqual([]);
  });

  it("B-AUT-1: skipped at the time starts by itself when mended within 14 days, and is held later", async () => {
    const { house } = await welcoming();
    await house.put("contact", [person(10, "Nora", { email: "" }), person(11, "Otto", { email: "" })]);
    await house.put("matter", [matter(500, 10, [10]), matter(501, 11, [11])]);
    await house.look();
    expect(await house.starts()).toMatchObject([{ state: "waiting", reason: "waits_mended" }, { state: "waiting" }]);
    house.later(13);
    await house.put("contact", [person(10, "Nora")]);
    await house.look();
    house.later(2);
    await house.put("contact", [person(11, "Otto")]);
    await house.look();
    expect(await house.starts()).toMatchObject([
      { contact_id: "10", state: "done" },
      { contact_id: "11", state: "held", reason: "late_mended" },
    ]);
    expect(house.letters.map((letter) => letter.to)).toEqual(["nora@rivera.example"]);
  });

  it("B-AUT-1: who looks like the survivor of a merge is held until somebody says that they are new", async () => {
    const { house } = await welcoming();
    await house.put("contact", [person(10, "Nora", { email: "one@rivera.example" })]);
    await house.gone(10, "tombstone");
    await house.put("contact", [person(11, "Eleonora", { email: "ONE@rivera.example" })]);
    await house.put("matter", [matter(500, 11, [11])]);
    await house.look();
    expect(await house.starts()).toMatchObject([{ contact_id: "11", state: "held", reason: "merge_survivor", in_batch: false }]);
    await db.transaction(async (trx) => approveStart(trx, house.firm_id, await startOf(house, "11"), word(house)));
    await house.look();
    expect(house.letters.map((letter) => letter.to)).toEqual(["one@rivera.example"]);
  });

  it("B-CLI-4: a parent who pays takes no part in the matter and is held", async () => {
    const { house } = await welcoming();
    await house.put("contact", [person(10, "Paula"), person(11, "Kid")]);
    await house.put("matter", [matter(500, 10, [11])]);
    await house.look();
    expect(await house.starts()).toMatchObject([{ contact_id: "10", state: "held", reason: "through_company" }]);
    expect(house.letters).toEqual([]);
  });

  it("B-AUT-1: an admin starts it again for one contact, on record", async () => {
    const { house, welcome } = await welcoming();
    await house.put("contact", [person(10, "Nora")]);
    await house.put("matter", [matter(500, 10, [10])]);
    await house.look();
    const [account] = await listAccounts(db.kysely, house.firm_id);
    await db.transaction((trx) =>
      startByHand(trx, house.deps.clock, account!, welcome, { contact_id: "10", matter_id: null, about: {}, ...word(house) }),
    );
    await house.look();
    expect(house.letters).toHaveLength(2);
    expect(
      await house.rows("select reason, params from automation_story where firm_id = $1 and reason = 'by_hand'", [house.firm_id]),
    ).toEqual([{ reason: "by_hand", params: { by: "Ada Marsh" } }]);
  });
});

describe("what is old news", () => {
  const past = async (house: House) => {
    await house.put("contact", [person(10, "Nora"), person(11, "Otto"), person(12, "Pia")], { mode: "first", trigger: "connect" });
    await house.put(
      "matter",
      [10, 11, 12].map((id) => matter(500 + id, id, [id], { status: "closed", closed_date: "2024-01-01" })),
      {
        mode: "first",
        trigger: "connect",
      },
    );
  };

  it("B-AUT-2: connecting a firm with past clients sends nothing and holds one batch, to be trimmed, approved or dismissed", async () => {
    const { house } = await welcoming({ before: past });
    expect(await house.starts()).toMatchObject(
      ["10", "11", "12"].map((contact_id) => ({ contact_id, state: "held", reason: "first_sync", in_batch: true })),
    );
    const [batch, ...more] = await batches(house);
    expect(more).toEqual([]);
    expect(house.letters).toEqual([]);
    const decide = (approve: boolean, start_ids: string[] | null) =>
      db.transaction((trx) => decideBatch(trx, house.firm_id, batch!.batch_id, { approve, start_ids, ...word(house) }));
    expect(await decide(false, [await startOf(house, "11")])).toBe(1);
    expect(await decide(true, null)).toBe(2);
    await house.look();
    expect(house.letters.map((letter) => letter.to).toSorted()).toEqual(["nora@rivera.example", "pia@rivera.example"]);
    // Dismissed ones are in the ledger and never start by themselves.
    await house.put("matter", [matter(599, 11, [11])]);
    await house.look();
    expect(house.letters).toHaveLength(2);
  });

  it("B-AUT-2: what a reconnect finds, or another account, is held in one batch for each", async () => {
    const { house } = await welcoming();
    await house.put("contact", [person(10, "Nora"), person(11, "Otto")]);
    await house.put("matter", [matter(500, 10, [10])], { mode: "incremental", trigger: "reconnected" });
    await house.put("matter", [matter(501, 11, [11])], { mode: "full", trigger: "sync_user" });
    await house.look();
    expect(await house.starts()).toMatchObject([
      { state: "held", reason: "reconnect" },
      { state: "held", reason: "reconnect" },
    ]);
    expect(await batches(house)).toHaveLength(2);
  });

  it("B-AUT-2: what a change of settings brings about is held", async () => {
    const { house } = await welcoming();
    await house.set((settings) => ({ ...settings, matters: { ...settings.matters, lead: { field_id: "9", value: "Yes" } } }));
    await house.put("contact", [person(10, "Nora")]);
    await house.put("matter", [matter(500, 10, [10], { custom_field_values: [{ custom_field: { id: 9 }, value: "Yes" }] })]);
    await house.look();
    expect(await house.starts()).toEqual([]);
    await house.set((settings) => ({ ...settings, matters: { ...settings.matters, lead: null } }));
    await house.look();
    expect(await house.starts()).toMatchObject([{ state: "held", reason: "settings", in_batch: true }]);
    expect(house.letters).toEqual([]);
  });

  it("B-AUT-1: the ledger outlives the connection: connected anew, nobody is new", async () => {
    const { house } = await welcoming();
    await house.put("contact", [person(10, "Nora")]);
    await house.put("matter", [matter(500, 10, [10])]);
    await house.look();
    await house.rows("delete from automation_clock where connection_id = $1", [house.connection_id]);
    await house.look();
    expect(house.letters).toHaveLength(1);
    expect(await batches(house)).toEqual([]);
  });
});
