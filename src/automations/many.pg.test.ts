/** B-AUT-2: an ordinary import that would start unusually much is held, whatever portions it comes in. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, untilOneWaits, type TestDb } from "../db/testing.ts";
import { DEFAULT_RULES } from "../model/automation.ts";
import { decideBatch } from "./allow.ts";
import { enter, weigh } from "./ledger.ts";
import { newClient } from "./occasions.ts";
import { explain, type Params } from "./reasons.ts";
import { listAutomations, putRules } from "./store_automations.ts";
import { listAccounts } from "./store_candidates.ts";
import { listBatches } from "./store_lists.ts";
import { matter, openHouse, person, STAFF, type House } from "./test_house.ts";
import { work } from "./work.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

async function welcoming(most_starts: number | null = 3): Promise<House> {
  const house = await openHouse(db);
  await house.put("staff", STAFF);
  await house.firstSync();
  await house.look();
  await putRules(db.kysely, house.firm_id, { ...DEFAULT_RULES, most_starts });
  const template_id = await house.template("Welcome.");
  await house.automation({ trigger: { kind: "new_client" }, conditions: [], steps: [{ kind: "email", template_id }] });
  return house;
}

const ids = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
/** By one run, as an import at the provider would be read. */
async function becomeClients(house: House, of: number[], more: Record<string, unknown> = {}): Promise<void> {
  await house.put(
    "contact",
    of.map((id) => person(id, `P${id}`, more)),
  );
  await house.put(
    "matter",
    of.map((id) => matter(1000 + id, id, [id])),
  );
}
const states = async (house: House) => {
  const rows = await house.rows<{ state: string; reason: string | null; n: number }>(
    "select state, reason, count(*)::int as n from automation_start where firm_id = $1 group by state, reason order by state, reason",
    [house.firm_id],
  );
  return rows.map(({ state, reason, n }) => [n, state, reason].filter((part) => part !== null).join(" "));
};
const batches = async (house: House) =>
  (await listBatches(db.kysely, house.firm_id)).map(
    ({ cause, state, held, params }) => `${state} ${held}: ${explain(cause, params).sentence}`,
  );

describe("an unusually large import", () => {
  it("B-AUT-2: what goes beyond the usual of a day is held in one batch that says how many there were, and is approved as others are", async () => {
    const house = await welcoming();
    await becomeClients(house, ids(10, 5));
    await house.look();
    expect(house.letters).toHaveLength(3);
    expect(await states(house)).toEqual(["3 done", "2 held many"]);
    expect(await batches(house)).toEqual(["open 2: Unusually many at once (5 today; usually at most 3)."]);
    await becomeClients(house, ids(20, 2));
    await house.look();
    expect(house.letters).toHaveLength(3);
    expect(await batches(house)).toEqual(["open 4: Unusually many at once (7 today; usually at most 3)."]);
    const [batch] = await listBatches(db.kysely, house.firm_id);
    const word = { by: "Ada", at: house.now().toISOString(), approve: true, start_ids: null };
    expect(await db.transaction((trx) => decideBatch(trx, house.firm_id, batch!.batch_id, { ...word, if_held: 2 }))).toBe("not_now");
    expect(await db.transaction((trx) => decideBatch(trx, house.firm_id, batch!.batch_id, { ...word, if_held: 4 }))).toBe(4);
    await house.look();
    expect(house.letters).toHaveLength(7);
  });

  it("B-AUT-2: the next day is a day of its own, by the firm's clock", async () => {
    const house = await welcoming();
    await becomeClients(house, ids(10, 5));
    await house.look();
    house.later(1);
    await becomeClients(house, ids(20, 3));
    await house.look();
    expect(await states(house)).toEqual(["6 done", "2 held many"]);
  });

  it("B-AUT-2: 25 go on where the firm has set nothing; what would be held one by one counts too", async () => {
    const house = await welcoming(null);
    await becomeClients(house, ids(100, 20));
    await becomeClients(house, ids(200, 10), { email: "same@rivera.example" });
    await house.look();
    expect(await states(house)).toEqual(["20 done", "5 held many", "5 held shared_address"]);
    expect(await batches(house)).toEqual(["open 5: Unusually many at once (30 today; usually at most 25)."]);
  });

  it("B-AUT-2: two automations are counted each by itself, and what starts for one is none of the other's", async () => {
    const house = await welcoming();
    await house.automation({
      ...{ trigger: { kind: "tag_gained", tag: "Family Law" }, conditions: [] },
      steps: [{ kind: "task", member_id: null, title: "Call", due_days: 0 }],
    });
    await becomeClients(house, ids(10, 3));
    await house.look();
    expect(await states(house)).toEqual(["6 done"]);
    await becomeClients(house, ids(20, 1));
    await house.look();
    expect(await states(house)).toEqual(["6 done", "2 held many"]);
    expect(await batches(house)).toHaveLength(2);
  });

  it("B-AUT-2: several workers at once let no more go on, and make one batch", async () => {
    const house = await welcoming();
    await becomeClients(house, ids(10, 8));
    await Promise.all(Array.from({ length: 4 }, () => work(house.deps, { firm_id: house.firm_id })));
    expect(house.letters).toHaveLength(3);
    expect(await batches(house)).toEqual(["open 5: Unusually many at once (8 today; usually at most 3)."]);
  });

  it("B-AUT-2: whoever counts waits for those who are entering theirs, so that together no more go on", async () => {
    const house = await welcoming();
    await becomeClients(house, ids(10, 6));
    const [account] = await listAccounts(db.kysely, house.firm_id);
    const [welcome] = await listAutomations(db.kysely, house.firm_id);
    const readyOf = (of: number[]) => {
      const because = { cause: "member", cause_id: null };
      const occasions = of.map((id) => newClient(welcome!, String(id), because));
      return weigh(db.kysely, house.deps, account!, occasions);
    };
    const [ready, others] = [await readyOf(ids(10, 3)), await readyOf(ids(13, 3))];
    let commit = () => {};
    const mayCommit = new Promise<void>((may) => (commit = may));
    let entered = () => {};
    const isEntered = new Promise<void>((is) => (entered = is));
    const first = db.transaction(async (trx) => {
      await enter(trx, house.deps, account!, ready);
      entered();
      await mayCommit;
    });
    await isEntered;
    const second = db.transaction((trx) => enter(trx, house.deps, account!, others));
    await untilOneWaits(db);
    commit();
    await Promise.all([first, second]);
    expect(await states(house)).toEqual(["3 held many", "3 running"]);
  });

  it("B-AUT-1, B-AUT-2: many who are mended at once are many as well, also the next time that somebody looks", async () => {
    const house = await welcoming();
    await becomeClients(house, ids(10, 5), { email: "" });
    await house.look();
    house.later(2);
    const mended = (of: number[]) =>
      house.put(
        "contact",
        of.map((id) => person(id, `P${id}`)),
      );
    await mended(ids(10, 4));
    await house.look();
    expect(await states(house)).toEqual(["3 done", "1 held many", "1 waiting waits_mended"]);
    await mended([14]);
    await becomeClients(house, [30]);
    await house.look();
    expect(await states(house)).toEqual(["3 done", "3 held many"]);
    expect(await batches(house)).toEqual(["open 3: Unusually many at once (6 today; usually at most 3)."]);
  });

  it("B-AUT-2: a default date that an import gave everybody as their birthday congratulates nobody beyond the usual", async () => {
    const house = await welcoming();
    await house.set((settings) => ({ ...settings, key_facts: { ...settings.key_facts, birthday: "all" } }));
    const template_id = await house.template("Happy birthday.");
    const trigger = { kind: "key_fact", label: "birthday", days_ahead: 0, every_year: true } as const;
    await house.automation({ trigger, conditions: [], steps: [{ kind: "email", template_id }] });
    for (const id of ids(10, 5)) {
      await house.put("contact", [person(id, `P${id}`, { birthdate: "1900-11-20" })]);
      await house.put("matter", [matter(1000 + id, id, [id])]);
    }
    await house.rows("delete from automation where firm_id = $1 and automation_id in (select automation_id from automation_version where document->'trigger'->>'kind' = 'new_client')", [house.firm_id]); // oxfmt-ignore
    house.to("2026-11-20T15:00:00Z");
    await house.look();
    expect(house.letters).toHaveLength(3);
    expect(await states(house)).toEqual(["3 done", "2 held many"]);
  });

  it("B-AUT-2: what the first sync found is old news and no day's start", async () => {
    const house = await openHouse(db);
    await putRules(db.kysely, house.firm_id, { ...DEFAULT_RULES, most_starts: 2 });
    await house.put("staff", STAFF);
    const template_id = await house.template("Welcome.");
    await house.automation({ trigger: { kind: "new_client" }, conditions: [], steps: [{ kind: "email", template_id }] });
    await becomeClients(house, ids(10, 5));
    await house.firstSync();
    await house.look();
    await becomeClients(house, ids(20, 2));
    await house.look();
    expect(await states(house)).toEqual(["2 done", "5 held first_sync"]);
  });

  it("B-AUT-3: each of them answers why, also after it was dismissed", async () => {
    const house = await welcoming(1);
    await becomeClients(house, ids(10, 2));
    await house.look();
    const [held] = await house.rows<{ reason: "many"; params: Params }>(
      "select reason, params from automation_start where firm_id = $1 and state = 'held'",
      [house.firm_id],
    );
    expect(explain(held!.reason, held!.params)).toMatchObject({
      sentence: "Unusually many at once (2 today; usually at most 1).",
      next: expect.stringContaining("approve or dismiss"),
    });
  });
});
