/** Texts that come: whose they are, what STOP does, and what waits for a member; notices by text. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { fileSpace } from "../outbox/files.ts";
import { openTwilio, type Twilio } from "../texting/test_twilio.ts";
import { keyOf, writeAsMember } from "./messages.ts";
import { tellClient } from "./notices.ts";
import { putPreferences } from "./store_access.ts";
import { insertTextIn } from "./store_texts_in.ts";
import { decideHeldText, listHeld } from "./text_held.ts";
import { takeStatus } from "./text_status.ts";
import { takeText } from "./text_in.ts";
import { by, openTexting, type Texting } from "./test_texting.ts";
import { addressOf, shown, somebody } from "./test_portal.ts";
import { settleNotice } from "./manage_notices.ts";

let db: TestDb;
let twilio: Twilio;
let now = () => new Date();
beforeAll(async () => {
  [db, twilio] = await Promise.all([testDatabase(), openTwilio(() => now())]);
});
afterAll(async () => {
  await twilio.close();
  await db.drop();
});

/** One dot. */
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

interface Story extends Texting {
  come(
    body: string,
    more?: { from?: string; sid?: string; media?: { type: string; url: string | null }[]; opt_out?: string },
  ): Promise<string | null>;
  held(): Promise<{ reason: string | null; body: string }[]>;
}
const newSid = () => `SM${newId().replaceAll("-", "")}`;

async function open(more: Record<string, unknown> = {}): Promise<Story> {
  const texting = await openTexting(db, twilio, more);
  now = texting.portal.house.now;
  twilio.taken.splice(0);
  twilio.mood("takes it");
  const { portal, of, number } = texting;
  return {
    ...texting,
    come: (body, { from = number, sid = newSid(), media = [], opt_out = null as string | null } = {}) =>
      takeText(portal.deps, of.firm_id, { sid, from, body, media, opt_out }),
    held: async () => (await listHeld(portal.deps, of.firm_id)).map(({ reason, body }) => ({ reason, body })),
  };
}

test("issue 6, B-WRB-1: a client's text joins the conversation about their matter once, however often it is delivered, and staff are told", async () => {
  const { come, messages, activities, number, portal } = await open();
  const sid = newSid();
  for (let times = 0; times < 3; times++) expect(await come("Monday is fine.", { sid })).toBeNull();
  expect(await messages()).toEqual([{ direction: "in", author_name: "Lucia Rivera", body: "Monday is fine.", way: "text" }]);
  expect(await activities()).toMatchObject([{ kind: "text", direction: "in", address: number, matter_id: "51", source: "portal" }]);
  expect(await portal.house.rows("select count(*)::int as n from mail where firm_id = $1", [portal.house.firm_id])).toEqual([{ n: 1 }]);
});

test("a text that was kept by a process that died before it was placed is placed by the next round, once", async () => {
  const { messages, number, portal } = await open();
  const { firm_id } = portal.house;
  const row = {
    firm_id,
    text_id: newId(),
    sid: newSid(),
    number,
    body: "Still here?",
    media: [],
    word: null,
    received_at: portal.house.now().toISOString(),
  };
  await db.transaction((trx) => insertTextIn(trx, row));
  await Promise.all([portal.look(), portal.look()]);
  await portal.look();
  expect(await messages()).toMatchObject([{ body: "Still here?" }]);
});

test("a photograph is a document of the client's, in the same message; it goes with the credentials to Twilio alone", async () => {
  const { come, messages, portal, activities } = await open();
  const folder = await mkdtemp(join(tmpdir(), "privity-texts-"));
  portal.deps.files = fileSpace({ data_dir: folder, max_file_bytes: 10 * 1024 * 1024, s3: null });
  const sid = newSid();
  const media = [{ type: "image/png", url: twilio.hang("image/png", PNG) }, { type: "video/mp4", url: twilio.hang("video/mp4", PNG) }, { type: "image/png", url: "https://evil.example/x.png" }]; // oxfmt-ignore
  await come("The letter from the school", { media, sid });
  await portal.settled();
  await portal.look();
  expect(await messages()).toMatchObject([
    {
      body: "The letter from the school\n\n[2 files (video/mp4, image/png) came with this text and was not taken. Documents can be sent in the portal.]",
    },
  ]);
  const rows = await portal.house.rows(
    "select f.name, d.direction, d.message_id is not null as in_message from portal_document d join file f using (firm_id, file_id) where d.firm_id = $1",
    [portal.house.firm_id],
  );
  expect(rows).toEqual([{ name: "Picture 1.png", direction: "in", in_message: true }]);
  expect((await activities()).map((one) => one.kind).toSorted()).toEqual(["document", "text"]);
  expect(twilio.asked.filter((one) => one.path.startsWith("/cdn/")).map((one) => one.authorization)).toEqual([undefined, undefined]);
  await rm(folder, { recursive: true, force: true });
});

test("what Twilio does not give now is fetched later; after an hour the text goes on without it", async () => {
  const { come, messages, portal } = await open();
  twilio.mood("fails first");
  await come("See", { media: [{ type: "image/png", url: twilio.hang("image/png", PNG) }] });
  await portal.settled();
  await portal.look();
  expect(await messages()).toEqual([]);
  portal.house.to(new Date(portal.house.now().getTime() + 61 * 60_000).toISOString());
  await portal.look();
  expect((await messages())[0]!.body).toContain("[1 file (image/png) came with this text and was not taken.");
});

test("where pictures cannot be had they are named with where they can be sent; a text of pictures alone is kept too", async () => {
  const { come, messages, portal } = await open();
  await come("", {
    media: [
      { type: "image/jpeg", url: null },
      { type: "image/jpeg", url: null },
    ],
  });
  await portal.settled();
  expect((await messages())[0]!.body).toBe(
    "[2 files (image/jpeg) came with this text and was not taken. Documents can be sent in the portal.]",
  );
});

test.each(["STOP", "stop.", "Unsubscribe", "CANCEL", "Alto", "¡PARAR!", "BAJA"])(
  "issue 6: after %s nothing goes to the number, by whoever and about whatever, until they say START",
  async (word) => {
    const { come, text, portal, number } = await open();
    await come(word);
    await expect(text("Hello")).rejects.toMatchObject({ code: "stopped" });
    expect(twilio.taken).toEqual([]);
    expect(await portal.audit("text.stop")).toMatchObject([{ target: number }]);
    await come(word === "Alto" ? "Sí" : "START");
    expect(await text("Hello")).toMatchObject({ state: "sent" });
  },
);

test("issue 6: a text that waited for the morning does not go once STOP has come; one to a number that Twilio knows as stopped is the last", async () => {
  const { come, text, read, portal, number } = await open();
  portal.house.to("2026-11-18T04:00:00.000Z");
  const waits = await text("Tomorrow");
  await come("STOP");
  portal.house.to("2026-11-18T13:00:01.000Z");
  await portal.look();
  expect(await read(waits.text_id)).toMatchObject({ state: "cancelled", reason: "stopped" });
  await come("START");
  twilio.stopped.add(number);
  expect(await text("Hello")).toMatchObject({ state: "failed", reason: "stopped", code: 21610 });
  await expect(text("Hello")).rejects.toMatchObject({ code: "stopped" });
});

test("what Twilio answers by itself is not answered twice; Spanish words are, and once", async () => {
  const { come } = await open();
  for (const word of ["STOP", "HELP", "START"]) expect(await come(word), word).toBeNull();
  expect(await come("ALTO", { opt_out: "STOP" })).toBeNull();
  await come("START");
  const sid = newSid();
  expect(await come("Alto", { sid })).toContain("no recibirá más mensajes");
  expect(await come("Alto", { sid })).toBeNull();
  expect(await come("AYUDA")).toContain("Marsh Law");
});

test("YES is an answer like any other from whoever has not stopped, and so is a sentence with STOP in it", async () => {
  const { come, messages, text } = await open();
  await come("YES");
  await come("Please stop calling my work");
  expect((await messages()).map((one) => one.body)).toEqual(["YES", "Please stop calling my work"]);
  expect(await text("We will.")).toMatchObject({ state: "sent" });
});

test("a number that nobody has, one that two have, and a client with two open matters or none: kept, shown, and lost for nobody", async () => {
  const { come, held, messages, portal, number, of } = await open();
  const { house, deps } = portal;
  await come("Who am I?", { from: "+13125550199" });
  await house.put("matter", [shown(52, 1, [1])]);
  await come("About which?");
  await house.put("contact", [somebody(2, "Hugo", house.firm_id, { cell_phone_number: number })]);
  await come("Which of us?");
  await house.put("contact", [somebody(3, "Mateo", house.firm_id, { cell_phone_number: "+13125550177" })]);
  await house.put("matter", [shown(60, 3, [3], { status: "closed", closed_date: "2020-01-01" })]);
  await come("Long ago", { from: "+13125550177" });
  expect(await held()).toEqual([
    { reason: "no_matter", body: "Long ago" },
    { reason: "several", body: "Which of us?" },
    { reason: "several_matters", body: "About which?" },
    { reason: "unknown", body: "Who am I?" },
  ]);
  expect(await messages()).toEqual([]);
  // STOP of two people's number is heard, and asks nobody for anything.
  await come("STOP");
  expect(await held()).toHaveLength(4);
  const [closed, , which, unknown] = await listHeld(deps, of.firm_id);
  expect(which!.choices[0]!.matters.map((one) => one.matter_id).toSorted()).toEqual(["51", "52"]);
  const lucia = { connection_id: of.connection_id, contact_id: "1" };
  await decideHeldText(deps, of.firm_id, which!.text_id, { ...lucia, matter_id: "52" }, by);
  await expect(decideHeldText(deps, of.firm_id, which!.text_id, { ...lucia, matter_id: "52" }, by)).rejects.toMatchObject({
    code: "not_found",
  });
  await decideHeldText(deps, of.firm_id, unknown!.text_id, null, by);
  await decideHeldText(deps, of.firm_id, closed!.text_id, { connection_id: of.connection_id, contact_id: "3", matter_id: null }, by);
  expect(await messages()).toMatchObject([{ body: "About which?", way: "text" }]);
  expect((await held()).map((one) => one.reason)).toEqual(["several"]);
});

test("whom the firm texted last about which matter comes first", async () => {
  const { come, text, portal, of } = await open();
  await portal.house.put("matter", [shown(52, 1, [1], { opened_date: "2020-01-01" })]);
  await text("About the second.", { matter_id: "52" });
  await come("Thanks");
  const [held] = await listHeld(portal.deps, of.firm_id);
  expect(held!.choices[0]!.matters[0]!.matter_id).toBe("52");
});

test("a number of another firm's client is nobody's here, and their STOP stops nothing here", async () => {
  const here = await open();
  const there = await open();
  await there.come("Hello", { from: here.number });
  await there.come("STOP", { from: here.number });
  expect(await there.held()).toMatchObject([{ reason: "unknown" }]);
  expect(await here.messages()).toEqual([]);
  expect(await here.text("Hello")).toMatchObject({ state: "sent" });
});

// Notices ---------------------------------------------------------------------------------------------------------------------------

async function told(
  story: Story,
  preferences: { email: boolean; text: boolean },
): Promise<{ way: string; state: string; reason: string | null; address: string | null }[]> {
  const { portal, of } = story;
  const { person } = await portal.enter(addressOf("lucia", portal));
  await putPreferences(db.kysely, person, { language: "en", preferences: { ...preferences, quiet: null } });
  const answer = { key: newId(), body: "On the 4th, at nine, about the secret.", document_ids: [], seen_seq: null };
  await writeAsMember(portal.deps, keyOf(person, of.matter_id), { member_id: portal.house.ada, name: "Ada Marsh" }, answer, by);
  await portal.look();
  return portal.house.rows("select way, state, reason, address from portal_notice where firm_id = $1 order by way", [of.firm_id]);
}

test("issue 6: whoever chose texts is told by one that there is something and where, not what; it is an activity, and nothing else tells them", async () => {
  const story = await open();
  expect(await told(story, { email: false, text: true })).toMatchObject([
    { way: "email", state: "not_sent", reason: "switched_off" },
    { way: "text", state: "sent", address: story.number },
  ]);
  expect(twilio.taken.map((one) => one.body)).toEqual([
    "Marsh Law: You have a message. https://portal.marsh.example/portal/matters/51 Reply STOP for no more texts.",
  ]);
  expect(story.portal.told).toEqual([]);
  expect((await story.activities()).filter((one) => one.kind === "text")).toMatchObject([{ direction: "out", matter_id: "51" }]);
  expect((await story.messages()).map((one) => one.way)).toEqual(["portal"]);
});

test("who did not choose texts gets none; who did and cannot be texted is told by letter", async () => {
  expect((await told(await open(), { email: true, text: false })).map((one) => one.way)).toEqual(["email"]);
  expect(twilio.taken).toEqual([]);
  const stopped = await open();
  await stopped.come("STOP");
  expect(await told(stopped, { email: false, text: true })).toMatchObject([
    { way: "email", state: "sent" },
    { way: "text", state: "not_sent", reason: "stopped" },
  ]);
  const shared = await open();
  await shared.portal.house.put("contact", [somebody(2, "Hugo", shared.of.firm_id, { cell_phone_number: shared.number })]);
  expect(await told(shared, { email: false, text: true })).toMatchObject([
    { way: "email", state: "sent" },
    { way: "text", state: "not_sent", reason: "shared_number" },
  ]);
});

test.each([true, false])(
  "what goes by itself to one number has an end for the day; the rest waits if it is wanted, and what a member writes goes (%s)",
  async (wanted) => {
    const story = await open();
    const { deps, house } = story.portal;
    await told(story, { email: false, text: true });
    const tell = (count: number) =>
      db.transaction((trx) => tellClient(trx, deps, { ...story.of, kind: "document", occasion: `document ${count}` }));
    for (let count = 0; count < 7; count++) await tell(count);
    await story.portal.look();
    await story.portal.look();
    expect(twilio.taken).toHaveLength(6);
    expect(
      await house.rows("select count(*)::int as n from text_out where firm_id = $1 and state = 'queued' and reason = 'text_cap'", [
        house.firm_id,
      ]),
    ).toEqual([{ n: 2 }]);
    expect(await story.text("By hand.")).toMatchObject({ state: "sent" });
    // Who wants no more of it by then gets no more.
    if (!wanted)
      await house.rows(`update portal_access set preferences = '{"text": false, "quiet": null}' where firm_id = $1`, [house.firm_id]);
    house.later(1);
    house.to(new Date(house.now().getTime() + 60_000).toISOString());
    await story.portal.look();
    expect(twilio.taken).toHaveLength(wanted ? 9 : 7);
    const off = await house.rows(
      "select 1 from portal_notice where firm_id = $1 and way = 'text' and state = 'not_sent' and reason = 'switched_off'",
      [house.firm_id],
    );
    expect(off).toHaveLength(wanted ? 0 : 2);
  },
);

test("issue 6: a notice whose text may have left waits for a member; their word ends both, and once more is once", async () => {
  const story = await open();
  twilio.mood("hangs up");
  expect(await told(story, { email: false, text: true })).toMatchObject([
    { way: "email" },
    { way: "text", state: "needs_review", reason: "unknown" },
  ]);
  twilio.mood("takes it");
  await story.portal.look();
  expect(twilio.taken).toEqual([]);
  const { deps, house } = story.portal;
  const [{ notice_id }] = (await house.rows("select notice_id from portal_notice where firm_id = $1 and way = 'text'", [
    house.firm_id,
  ])) as [{ notice_id: string }];
  expect(await settleNotice(deps, house.firm_id, notice_id, "again", { ...by, at: house.now().toISOString() })).toBe(true);
  await story.portal.look();
  await story.portal.look();
  expect(twilio.taken).toHaveLength(1);
  const [text] = await house.rows<{ text_id: string; sid: string }>(
    "select text_id, sid from text_out where firm_id = $1 and state = 'sent'",
    [house.firm_id],
  );
  await takeStatus(deps, house.firm_id, text!.text_id, { sid: text!.sid, status: "undelivered", code: 30003 });
  expect(await house.rows("select state, reason from portal_notice where notice_id = $1", [notice_id])).toEqual([
    { state: "failed", reason: "text_undelivered" },
  ]);
});
