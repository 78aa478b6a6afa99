/** F31, issue 6: after an old backup was put back nothing that clients may have been told since is told again by itself. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { putPause } from "../automations/store_lists.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { openTwilio, type Twilio } from "../texting/test_twilio.ts";
import { decideHeldForms } from "./form_sending.ts";
import { settleNotice } from "./manage_notices.ts";
import { holdToldAfterRestore } from "./restored.ts";
import { putPreferences } from "./store_access.ts";
import { cancelFormNotices } from "./store_form_reminders.ts";
import { document, field, openForms } from "./test_forms.ts";
import { addressOf, openPortal, shown, somebody, type Portal } from "./test_portal.ts";
import { by, openTexting, type Texting } from "./test_texting.ts";
import { settleText, writeText } from "./texts.ts";

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

/** Lucía's case is filed, and all that is known. */
async function filed(): Promise<Portal> {
  const portal = await openPortal(db);
  const { house } = portal;
  await house.put("contact", [somebody(1, "Lucia", house.firm_id)]);
  await house.put("matter", [shown(51, 1, [1])]);
  await house.firstSync();
  await portal.look();
  return portal;
}
const enter = (portal: Portal, stage: string) => portal.house.put("matter", [shown(51, 1, [1], { case_stage: stage })]);
/** Behind the runs that tests bring, which begin now by the database's clock: a Wednesday, ten in the morning in New York. */
const RESTORED = "2099-11-18T15:00:00.000Z";
async function restore({ house, deps }: Portal): Promise<number> {
  house.to(RESTORED);
  const held = await holdToldAfterRestore(deps);
  house.to("2099-11-18T15:10:00.000Z");
  return held;
}
/** As a sync that began so many minutes after the backup was put back would be when it has ended. */
const sync = ({ house }: Portal, mode: string, minutes: number) =>
  house.rows(
    `insert into sync_run (firm_id, run_id, connection_id, mode, trigger, state, phase, started_at, lease_until)
    values ($1, gen_random_uuid(), $2, $3, 'schedule', 'succeeded', 'finished', $4, now())`,
    [house.firm_id, house.connection_id, mode, new Date(Date.parse(RESTORED) + minutes * 60_000).toISOString()],
  );
const ours = (portal: Portal) => portal.told.filter(({ to }) => to === addressOf("lucia", portal));
/** The first that is held. */
const settle = async (portal: Portal, word: "sent" | "again" | "drop") => {
  const { house } = portal;
  const [row] = await house.rows<{ notice_id: string }>(
    "select notice_id from portal_notice where firm_id = $1 and state = 'needs_review' order by notice_id limit 1",
    [house.firm_id],
  );
  const said = { name: "Ada", at: house.now().toISOString(), tell: async () => {} };
  return settleNotice({ db }, house.firm_id, row!.notice_id, word, said);
};

test("F31, issue 6: a notice that waited, or was just leaving, is held with its reason until a member says so; letters to sign in go", async () => {
  const portal = await filed();
  portal.house.to("2026-11-18T03:00:00Z");
  await enter(portal, "Settlement");
  await portal.look();
  await enter(portal, "Petition");
  await portal.look();
  const { firm_id } = portal.house;
  expect(await portal.notices()).toMatchObject([{ state: "queued" }, { state: "queued" }]);
  await portal.house.rows(
    "update portal_notice set state = 'sending', reason = null, due_at = null, lease_until = now() + interval '1 day' where firm_id = $1 and notice_id = (select min(notice_id::text)::uuid from portal_notice where firm_id = $1)",
    [firm_id],
  );
  expect(await restore(portal)).toBeGreaterThanOrEqual(2);
  const held = [
    { state: "needs_review", reason: "restored" },
    { state: "needs_review", reason: "restored" },
  ];
  expect(await portal.notices()).toMatchObject(held);
  // Done twice it is as good as once.
  await holdToldAfterRestore(portal.deps);
  await portal.look();
  expect(await portal.notices()).toMatchObject(held);
  expect(ours(portal)).toEqual([]);
  expect(await portal.ask(addressOf("lucia", portal))).toHaveLength(1);
  expect(await settle(portal, "drop")).toBe(true);
  expect(await settle(portal, "again")).toBe(true);
  await portal.look();
  await portal.look();
  expect(ours(portal)).toHaveLength(1);
});

test("F31, B-AUT-2: a phase that the first syncs find again is told to nobody before a member looked; later ones are told by themselves", async () => {
  const portal = await filed();
  await restore(portal);
  // One that was on its way, or read a single record, tells nothing.
  await sync(portal, "incremental", -1);
  await sync(portal, "record", 1);
  await portal.look();
  await enter(portal, "Settlement");
  await portal.look();
  expect(await portal.notices()).toMatchObject([{ state: "needs_review", reason: "restored" }]);
  await sync(portal, "incremental", 1);
  // Found by the same look that has caught up.
  await enter(portal, "Petition");
  await portal.look();
  expect((await portal.notices()).map(({ state, reason }) => `${state} ${reason}`)).toEqual([
    "needs_review restored",
    "needs_review restored",
  ]);
  expect(ours(portal)).toEqual([]);
  await enter(portal, "Settlement");
  await portal.look();
  expect(ours(portal)).toHaveLength(1);
});

test("F31: what is found and cannot leave yet waits, and is still looked at first when the syncs have long caught up", async () => {
  const portal = await filed();
  await restore(portal);
  const pause = {
    kind: "firm" as const,
    provider: "" as const,
    target_id: "",
    until: "2099-11-18T15:20:00Z",
    set_by: "Ada",
    set_at: RESTORED,
  };
  await putPause(db.kysely, portal.house.firm_id, pause);
  await sync(portal, "incremental", 1);
  await enter(portal, "Settlement");
  await portal.look();
  expect(await portal.notices()).toMatchObject([{ state: "queued", reason: "paused_firm" }]);
  portal.house.to("2099-11-18T16:00:00Z");
  await portal.look();
  expect(await portal.notices()).toMatchObject([{ state: "needs_review", reason: "restored" }]);
  expect(ours(portal)).toEqual([]);
});

test("F31: what is found and would not be told anyway is nobody's to decide", async () => {
  const portal = await filed();
  const { person } = await portal.enter(addressOf("lucia", portal));
  const preferences = { email: false, text: false, quiet: null };
  await db.transaction((trx) => putPreferences(trx, person, { language: "en", preferences }));
  await restore(portal);
  await enter(portal, "Settlement");
  await portal.look();
  expect(await portal.notices()).toMatchObject([{ state: "not_sent", reason: "switched_off" }]);
});

test("F31, B-AUT-2: a form's reminder whose time had come is held, the next one leaves; a form that a phase would send is held", async () => {
  const forms = await openForms(db);
  const { portal } = forms;
  const { house } = portal;
  const form = await forms.make(document([field("a", "text")], { remind_days: 3 }));
  const request_id = await forms.send(form);
  await portal.look();
  const by_phase = await forms.make(document([field("a", "text")], { on_phase: { phase: "Negotiation" } }));
  portal.told.splice(0);
  await restore(portal);
  await house.put("matter", [shown(Number(forms.matter_id), 1, [1], { case_stage: "Settlement" })]);
  await portal.look();
  expect(portal.told).toEqual([]);
  const reminders = async () => (await portal.notices()).filter(({ occasion }) => occasion.includes("reminder"));
  expect(await reminders()).toMatchObject([{ occasion: `form ${request_id} reminder 1`, state: "needs_review", reason: "restored" }]);
  const requests = await house.rows<{ request_id: string; form_id: string; state: string; reason: string | null }>(
    "select request_id, form_id, state, reason from form_request where firm_id = $1 order by request_id",
    [house.firm_id],
  );
  expect(requests.at(-1)).toMatchObject({ form_id: by_phase.form_id, state: "held", reason: "restored" });
  await decideHeldForms(portal.deps, house.firm_id, [requests.at(-1)!.request_id], "send", { name: "Ada", tell: async () => {} });
  house.to("2099-11-23T16:00:00.000Z");
  await portal.look();
  expect(portal.told.map(({ subject }) => subject.split(":")[0])).toHaveLength(2);
  expect(await reminders()).toMatchObject([{ state: "needs_review" }, { state: "sent" }]);
  // The form is over: there is nothing left to decide.
  const of = { firm_id: house.firm_id, connection_id: house.connection_id, contact_id: "1", request_id };
  await db.transaction((trx) => cancelFormNotices(trx, of, house.now().toISOString()));
  expect(await reminders()).toMatchObject([{ state: "cancelled", reason: "form_over" }, { state: "sent" }]);
});

async function texts(): Promise<Texting> {
  const texting = await openTexting(db, twilio);
  now = texting.portal.house.now;
  twilio.taken.splice(0);
  await texting.portal.look();
  return texting;
}
/** As the backup has it: not sent yet. */
const forget = ({ portal: { house } }: Texting) =>
  house.rows(
    "update text_out set state = 'queued', sid = null, sent_at = null, logged_at = null, activity_id = null, due_at = created_at where firm_id = $1",
    [house.firm_id],
  );

test("F31, issue 6: a text that had left since is found at Twilio; one that had not waits for a member, and leaves once by their word", async () => {
  const texting = await texts();
  const { portal, read, text, of } = texting;
  const { house, deps } = portal;
  const left = await text("I had left.");
  const draft = { key: newId(), body: "I had not.", number: null, confirmed: false };
  const waits = await writeText(deps, of, draft, { member_id: house.ben, name: "Ben Okoro" }, by);
  await forget(texting);
  expect(await restore(portal)).toBeGreaterThanOrEqual(2);
  expect(await read(left.text_id)).toMatchObject({ state: "needs_review", reason: "restored" });
  await portal.look();
  expect(twilio.taken).toHaveLength(1);
  expect(await read(left.text_id)).toMatchObject({ state: "sent", sid: left.sid });
  expect(await read(waits)).toMatchObject({ state: "needs_review", reason: "restored" });
  expect(await texting.messages()).toMatchObject([{ body: "I had left." }]);
  // Ben, who has looked away long since, is told of both.
  const letters = await house.rows<{ subject: string }>("select subject from mail where firm_id = $1", [house.firm_id]);
  expect(letters.map(({ subject }) => subject)).toEqual(Array(2).fill("Your text to Lucia Rivera may not have left"));
  expect(await settleText(deps, house.firm_id, waits, "again", by)).toBe(true);
  await portal.look();
  await portal.look();
  expect(twilio.taken.map(({ body }) => body)).toEqual(["I had left.", "I had not."]);
});

test("F31, issue 6: a notice that goes by text is held with its text, and ends with it", async () => {
  const texting = await texts();
  const { portal } = texting;
  const { house } = portal;
  const { person } = await portal.enter(addressOf("lucia", portal));
  await db.transaction((trx) => putPreferences(trx, person, { language: "en", preferences: { email: false, text: true, quiet: null } }));
  await enter(portal, "Settlement");
  await portal.look();
  expect(twilio.taken).toHaveLength(1);
  await forget(texting);
  await house.rows("update portal_notice set state = 'sending', sent_at = null where firm_id = $1 and way = 'text'", [house.firm_id]);
  house.to(RESTORED);
  await holdToldAfterRestore(portal.deps);
  const byText = () => house.rows("select state, reason from portal_notice where firm_id = $1 and way = 'text'", [house.firm_id]);
  expect(await byText()).toEqual([{ state: "needs_review", reason: "restored" }]);
  await portal.look();
  expect(await byText()).toEqual([{ state: "sent", reason: null }]);
  expect(twilio.taken).toHaveLength(1);
});
