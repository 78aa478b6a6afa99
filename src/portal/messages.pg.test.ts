/** What a firm and a client write to each other: once, to the right people, and with both sides' receipts. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import type { By } from "../outbox/types.ts";
import { AnsweredMeanwhile, keyOf, readByClient, readByMember, writeAsClient, writeAsMember } from "./messages.ts";
import { matterOf } from "./person.ts";
import { countUnread, listClientsOf, listThreads, putMemberMode, type InboxFilter } from "./store_inbox.ts";
import { listMessages, readThreadOf, setThread, type Thread } from "./store_messages.ts";
import { addressOf, openPortal, shown, somebody, type Portal } from "./test_portal.ts";
import type { PortalPerson } from "./types.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const by: By = { name: "test", tell: async () => {} };
const ALL: InboxFilter = {
  ...{ member_id: null, show: "all", state: null, unread: false, connection_id: null, matter_id: null, thread_id: null },
  ...{ search: "", after: null, limit: 50 },
};

interface Story {
  portal: Portal;
  lucia: PortalPerson;
  say(body: string, key?: string, person?: PortalPerson): Promise<void>;
  answer(body: string, more?: { as?: "ada" | "ben"; seen_seq?: number | null; key?: string }): Promise<void>;
  thread(): Promise<Thread>;
  bodies(): Promise<string[]>;
  mail(): Promise<{ to: string; subject: string; text: string }[]>;
  activities(): Promise<{ kind: string; direction: string; body: string; source: string; matter_id: string }[]>;
}

async function withLucia(): Promise<Story> {
  const portal = await openPortal(db);
  const { house, deps } = portal;
  await house.set((settings) => ({ ...settings, writeback: { ...settings.writeback, message: true } }));
  await house.put("contact", [somebody(1, "Lucia", house.firm_id), somebody(2, "Hugo", house.firm_id)]);
  await house.put("matter", [shown(51, 1, [1])]);
  const { person: lucia } = await portal.enter(addressOf("lucia", portal));
  const of = keyOf(lucia, "51");
  const names = { ada: "Ada Marsh", ben: "Ben Okoro" };
  const thread = async () => (await readThreadOf(db.kysely, of))!;
  return {
    ...{ portal, lucia, thread },
    async say(body, key = newId(), person = lucia) {
      const matter = await matterOf(db.kysely, person, "51", house.now(), "write");
      await writeAsClient(deps, person, matter, { key, body, document_ids: [] }, by);
    },
    answer: (body, { as = "ada", seen_seq = null, key = newId() } = {}) =>
      writeAsMember(deps, of, { member_id: house[as], name: names[as] }, { key, body, document_ids: [], seen_seq }, by),
    bodies: async () =>
      (await listMessages(db.kysely, house.firm_id, (await thread()).thread_id, { before: null, limit: 50 })).map((one) => one.body),
    mail: () =>
      house.rows(
        "select recipient as to, subject, body as text from mail where firm_id = $1 and subject not like '%sign-in%' order by created_at, mail_id",
        [house.firm_id],
      ),
    activities: () =>
      house.rows("select kind, direction, body, source, matter_id from activity where firm_id = $1 order by activity_id", [house.firm_id]),
  };
}

test("B-WRB-1: a client's message is one activity on the matter, written back as one record, however often it is sent", async () => {
  const { say, activities, portal, bodies } = await withLucia();
  const key = newId();
  await Promise.all([say("When is the hearing?", key), say("When is the hearing?", key)]);
  await say("When is the hearing?", key);
  expect(await bodies()).toEqual(["When is the hearing?"]);
  expect(await activities()).toEqual([
    { kind: "message", direction: "in", body: "When is the hearing?", source: "portal", matter_id: "51" },
  ]);
  const deliveries = await portal.house.rows<{ parent_kind: string; parent_id: string; minutes: number }>(
    "select parent_kind, parent_id, extract(epoch from due_at - created_at)::float8/60 as minutes from delivery where firm_id = $1",
    [portal.house.firm_id],
  );
  expect(deliveries).toMatchObject([{ parent_kind: "matter", parent_id: "51" }]);
  expect(deliveries[0]!.minutes).toBeLessThan(5);
});

test("members are told that there is a message, once for several in a row, and never what it says", async () => {
  const { say, mail, thread, lucia } = await withLucia();
  await say("My ex-husband has <b>moved</b> to Reno");
  await say("and took the dog");
  expect(await mail()).toEqual([
    {
      to: "ada@marsh.example",
      subject: "Lucia Rivera has written: Case 51",
      text: expect.stringContaining(`https://portal.marsh.example/inbox/${(await thread()).thread_id}`) as string,
    },
  ]);
  expect(JSON.stringify(await mail())).not.toMatch(/Reno|dog/);
  expect(lucia.name).toBe("Lucia Rivera");
});

test("whoever a thread was given to is told instead of the owner; who wants all is told of all, who wants none of none", async () => {
  const { say, mail, thread, portal } = await withLucia();
  const { firm_id, ada, ben } = portal.house;
  await say("one");
  await setThread(db.kysely, await thread(), { assigned_member_id: ben });
  await readByMember(portal.deps, await thread(), { member_id: ada, name: "Ada Marsh" }, 1, by);
  await say("two");
  expect((await mail()).map((one) => one.to)).toEqual(["ada@marsh.example", "ben@marsh.example"]);
  await putMemberMode(db.kysely, firm_id, ada, "all");
  await putMemberMode(db.kysely, firm_id, ben, "none");
  await readByMember(portal.deps, await thread(), { member_id: ben, name: "Ben Okoro" }, 2, by);
  await say("three");
  expect((await mail()).map((one) => one.to)).toEqual(["ada@marsh.example", "ben@marsh.example", "ada@marsh.example"]);
});

test("B-AUT-4: the client is told of an answer by one notice that says only where it is; one they have read is never sent", async () => {
  const { say, answer, portal, lucia, thread } = await withLucia();
  await say("When is the hearing?");
  await answer("On the 4th, at nine, room 12.");
  await answer("Bring your passport.");
  await portal.look();
  expect(portal.told).toHaveLength(1);
  expect(portal.told[0]).toMatchObject({ to: addressOf("lucia", portal), subject: "You have a message: Case 51" });
  expect(portal.told[0]!.text).toContain("https://portal.marsh.example/portal/matters/51");
  expect(portal.told[0]!.text).not.toMatch(/room 12|passport/);
  const { seq } = (await listMessages(db.kysely, lucia.firm_id, (await thread()).thread_id, { before: null, limit: 1 }))[0]!;
  await readByClient(portal.deps, lucia, "51", seq, by);
  await answer("And the children's papers.");
  await readByClient(portal.deps, lucia, "51", seq + 1, by);
  await portal.look();
  expect(portal.told).toHaveLength(1);
  expect((await portal.notices()).at(-1)).toMatchObject({ state: "cancelled", reason: "read" });
});

test("both sides see when the other first read it", async () => {
  const { say, answer, portal, lucia, thread } = await withLucia();
  await say("one");
  await answer("two");
  const read = async () =>
    (await listMessages(db.kysely, lucia.firm_id, (await thread()).thread_id, { before: null, limit: 9 })).map((one) => one.read_by);
  expect(await read()).toEqual([null, null]);
  await readByMember(portal.deps, await thread(), { member_id: portal.house.ben, name: "Ben Okoro" }, 99, by);
  await readByMember(portal.deps, await thread(), { member_id: portal.house.ada, name: "Ada Marsh" }, 2, by);
  await readByClient(portal.deps, lucia, "51", 2, by);
  expect(await read()).toEqual(["Ben Okoro", "Lucia Rivera"]);
});

test("two members answering at once: the second is told what the first wrote, nothing of theirs is lost, and it goes out when they mean it", async () => {
  const { say, answer, bodies } = await withLucia();
  await say("When is the hearing?");
  await answer("On the 4th.", { as: "ada", seen_seq: 1 });
  const key = newId();
  const second = answer("On the 5th.", { as: "ben", seen_seq: 1, key });
  await expect(second).rejects.toThrow(AnsweredMeanwhile);
  await expect(second).rejects.toMatchObject({ answers: [{ author_name: "Ada Marsh", body: "On the 4th." }] });
  expect(await bodies()).toEqual(["When is the hearing?", "On the 4th."]);
  await answer("On the 5th.", { as: "ben", seen_seq: 2, key });
  expect(await bodies()).toEqual(["When is the hearing?", "On the 4th.", "On the 5th."]);
});

test("two members who press the button at the same moment: one of both answers goes out", async () => {
  const { say, answer, bodies } = await withLucia();
  await say("When is the hearing?");
  const both = await Promise.allSettled([answer("4th", { as: "ada", seen_seq: 1 }), answer("5th", { as: "ben", seen_seq: 1 })]);
  expect(both.map((one) => one.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(await bodies()).toHaveLength(2);
});

test("the inbox: unread by member, whose it is, done until the client writes again, found by name, matter and words", async () => {
  const { say, answer, portal, thread } = await withLucia();
  const { firm_id, ada, ben } = portal.house;
  await say("Is the 100% hearing on Monday?");
  const list = (more: Partial<InboxFilter>) => listThreads(db.kysely, firm_id, { ...ALL, member_id: ada, ...more });
  expect(await list({})).toMatchObject([{ contact_name: "Lucia Rivera", matter_title: "Case 51", unread: 1, assigned_name: null }]);
  expect(await countUnread(db.kysely, firm_id, ada)).toEqual({ mine: 1, unassigned: 1, all: 1 });
  expect(await countUnread(db.kysely, firm_id, ben)).toEqual({ mine: 0, unassigned: 1, all: 1 });
  await answer("Yes.");
  expect(await list({ unread: true })).toEqual([]);
  expect(await list({ member_id: ben, unread: true })).toHaveLength(1);
  for (const search of ["lucia", "case 51", "100%"]) expect(await list({ search }), search).toHaveLength(1);
  for (const search of ["1000", "zebra", "_____________________________________"]) expect(await list({ search }), search).toEqual([]);
  await setThread(db.kysely, await thread(), { state: "done", assigned_member_id: ben });
  expect(await list({ state: "open" })).toEqual([]);
  expect(await list({ show: "mine" })).toEqual([]);
  expect(await list({ show: "mine", member_id: ben })).toHaveLength(1);
  await say("One thing more");
  expect(await list({ state: "open" })).toMatchObject([{ assigned_name: "Ben Okoro" }]);
});

test("a closed matter takes nothing in; who takes part in nothing writes nowhere; what somebody types stays text", async () => {
  const { say, portal, lucia, bodies } = await withLucia();
  await say("<script>alert(1)</script>\u202E =HYPERLINK(0)");
  expect(await bodies()).toEqual(["<script>alert(1)</script> =HYPERLINK(0)"]);
  await expect(say("I am only the payer", newId(), { ...lucia, contact_id: "2" })).rejects.toMatchObject({ code: "not_found" });
  await expect(say("from elsewhere", newId(), { ...lucia, firm_id: newId() })).rejects.toMatchObject({ code: "not_found" });
  await expect(say(" \n ")).rejects.toMatchObject({ code: "invalid" });
  await portal.house.put("matter", [shown(51, 1, [1], { status: "closed", closed_date: portal.house.now().toISOString().slice(0, 10) })]);
  await expect(say("too late")).rejects.toMatchObject({ code: "read_only" });
  expect(await listClientsOf(db.kysely, keyOf(lucia, "51"))).toEqual([{ contact_id: "1", name: "Lucia Rivera", open: false }]);
  expect(await bodies()).toHaveLength(1);
});

test("what one who takes part writes no other who takes part reads", async () => {
  const { say, portal, lucia } = await withLucia();
  const { house } = portal;
  await house.put("contact", [somebody(2, "Hugo", house.firm_id, { people_group: { id: 8 } })]);
  await house.put("matter", [shown(51, 1, [1, 2])]);
  const { person: hugo } = await portal.enter(addressOf("hugo", portal));
  await say("He must not know this");
  expect(await readThreadOf(db.kysely, keyOf(hugo, "51"))).toBeNull();
  await say("Nor she this", newId(), hugo);
  const mine = (await readThreadOf(db.kysely, keyOf(lucia, "51")))!;
  expect((await listMessages(db.kysely, house.firm_id, mine.thread_id, { before: null, limit: 9 })).map((one) => one.body)).toEqual([
    "He must not know this",
  ]);
});
