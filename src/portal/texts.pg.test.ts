/** Texts to clients, over real HTTP to a double of Twilio: what is asked of it, what becomes of what it answers, and what never goes. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { AUTH_TOKEN, ACCOUNT_SID, FROM, KEY_SECRET, KEY_SID, openTwilio, type Twilio } from "../texting/test_twilio.ts";
import { lookUpTexts } from "./look_up_texts.ts";
import { sendTexts } from "./send_texts.ts";
import { switchTexts } from "./store_text_account.ts";
import { setTextAccount, statusUrl } from "./text_account.ts";
import { takeText } from "./text_in.ts";
import { takeStatus } from "./text_status.ts";
import { by, openTexting, type Texting } from "./test_texting.ts";
import { plainSealer, somebody } from "./test_portal.ts";
import { settleText } from "./texts.ts";

let db: TestDb;
let twilio: Twilio;
let now = () => new Date();
beforeAll(async () => {
  [db, twilio] = await Promise.all([testDatabase(), openTwilio(() => now())]);
});
afterEach(() => twilio.mood("takes it"));
afterAll(async () => {
  await twilio.close();
  await db.drop();
});

async function open(more: Record<string, unknown> = {}): Promise<Texting> {
  const texting = await openTexting(db, twilio, more);
  now = texting.portal.house.now;
  twilio.taken.splice(0);
  twilio.asked.splice(0);
  return texting;
}
const taken = () => twilio.taken.map(({ to, body }) => ({ to, body }));

test("issue 6, B-WRB-1: a text goes to Twilio as its contract says, joins the matter's conversation, and is one activity of kind text", async () => {
  const { text, number, account, portal, messages, activities } = await open();
  const sent = await text("See you at nine.");
  expect(sent).toMatchObject({ state: "sent", sid: twilio.taken[0]!.sid, number });
  expect(twilio.asked).toEqual([
    {
      ...{ method: "POST", path: `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`, type: "application/x-www-form-urlencoded" },
      authorization: `Basic ${Buffer.from(`${KEY_SID}:${KEY_SECRET}`).toString("base64")}`,
    },
  ]);
  expect(twilio.taken).toMatchObject([
    {
      to: number,
      from: FROM,
      messaging_service_sid: null,
      body: "See you at nine.",
      status_callback: statusUrl(portal.deps.url, account, sent.text_id),
    },
  ]);
  expect(await messages()).toEqual([{ direction: "out", author_name: "Ben Okoro", body: "See you at nine.", way: "text" }]);
  expect(await activities()).toEqual([
    { kind: "text", direction: "out", body: "See you at nine.", address: number, matter_id: "51", source: "portal" },
  ]);
  // They have it on their phone: no letter tells of it.
  expect(await portal.notices()).toEqual([]);
});

test("B-WRB-1: a day's texts in both directions are one record for the provider", async () => {
  const { text, portal, of, number } = await open();
  await portal.house.set((settings) => ({ ...settings, writeback: { ...settings.writeback, text_place: "note" } }));
  await text("First.");
  await takeText(portal.deps, of.firm_id, {
    sid: `SM${newId().replaceAll("-", "")}`,
    from: number,
    body: "Second.",
    media: [],
    opt_out: null,
  });
  const rows = await portal.house.rows<{ n: number; texts: number }>(
    `select count(distinct d.delivery_id)::int as n, count(*)::int as texts from delivery d join delivery_activity a using (firm_id, delivery_id)
    where d.firm_id = $1 and d.kind = 'text'`,
    [portal.house.firm_id],
  );
  expect(rows).toEqual([{ n: 1, texts: 2 }]);
});

test("with the account's own token and a messaging service it goes so too; without its secret nothing is set", async () => {
  const { text, portal } = await open();
  const { firm_id } = portal.house;
  const set = (given: object) =>
    db.transaction((trx) =>
      setTextAccount(trx, plainSealer, firm_id, { account_sid: ACCOUNT_SID, api_key_sid: "", sender: "", service_sid: `MG${"c3".repeat(16)}`, ...given }, { name: "Ada", at: portal.house.now().toISOString() }),
    ); // oxfmt-ignore
  expect(await set({ account_sid: `AC${"9".repeat(32)}` })).toBe("auth_token");
  expect(await set({ api_key_sid: `SK${"9".repeat(32)}` })).toBe("api_key_secret");
  // The token that is kept stays.
  expect(await set({})).toBeNull();
  await text("Hello");
  expect(twilio.taken).toMatchObject([{ from: null, messaging_service_sid: `MG${"c3".repeat(16)}` }]);
  expect(twilio.asked[0]!.authorization).toBe(`Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString("base64")}`);
});

test("the same key is the same text, however often and however much at once it is sent", async () => {
  const { text } = await open();
  const key = newId();
  const texts = await Promise.all([text("Once.", { key }), text("Once.", { key }), text("Once.", { key })]);
  expect(new Set(texts.map((one) => one.text_id)).size).toBe(1);
  expect(taken()).toHaveLength(1);
});

test("what Twilio refuses is told in plain words, kept in no file, and not tried again by itself", async () => {
  const { text, read, portal, messages, activities, number } = await open();
  twilio.mood({ refuses: 21614, status: 400 });
  const landline = await text("Hello");
  expect(landline).toMatchObject({ state: "failed", reason: "refused", code: 21614 });
  twilio.mood({ refuses: 20003, status: 401 });
  expect(await text("Hello")).toMatchObject({ state: "failed", code: 20003 });
  twilio.mood("takes it");
  await portal.look();
  expect([taken(), await messages(), await activities()]).toEqual([[], [], []]);
  // The number is known for it.
  expect(
    await portal.house.rows("select trouble_code from text_number where firm_id = $1 and number = $2", [portal.house.firm_id, number]),
  ).toEqual([{ trouble_code: 21614 }]);
  // A member says so, and it goes.
  expect(await settleText(portal.deps, portal.house.firm_id, landline.text_id, "again", by)).toBe(true);
  await sendTexts(portal.deps);
  expect(await read(landline.text_id)).toMatchObject({ state: "sent" });
});

test("too many at once: it waits for as long as Twilio says, and goes then", async () => {
  const { text, read, portal } = await open();
  twilio.mood("is busy");
  const waiting = await text("Hello");
  expect(waiting).toMatchObject({ state: "queued", reason: "busy", code: 20429 });
  expect(Date.parse(waiting.due_at!) - portal.house.now().getTime()).toBe(30_000);
  twilio.mood("takes it");
  await portal.look();
  expect(taken()).toEqual([]);
  portal.house.to(new Date(portal.house.now().getTime() + 31_000).toISOString());
  await portal.look();
  expect(await read(waiting.text_id)).toMatchObject({ state: "sent" });
});

test("where nothing answers at all it is tried again; that is certain, so nobody has to look", async () => {
  const { text, portal } = await open();
  const gone = await openTwilio();
  await gone.close();
  portal.deps.texting = { ...portal.deps.texting, provider_url: gone.url };
  expect(await text("Hello")).toMatchObject({ state: "queued", reason: "unreachable" });
});

test.each(["loses the answer", "fails afterwards", "talks nonsense"] as const)(
  "issue 6: a text that Twilio took and that %s is held, then found at Twilio and never sent twice",
  async (mood) => {
    const { text, read, portal, messages } = await open();
    twilio.mood(mood);
    const held = await text("Only once.");
    expect(held).toMatchObject({ state: "needs_review", reason: "unknown" });
    expect(await messages()).toEqual([]);
    twilio.mood("takes it");
    await portal.look();
    await portal.look();
    expect(await read(held.text_id)).toMatchObject({ state: "sent", sid: twilio.taken[0]!.sid });
    expect(taken()).toHaveLength(1);
    expect(await messages()).toMatchObject([{ body: "Only once.", way: "text" }]);
  },
);

test.each(["hangs up", "fails first", "sends elsewhere"] as const)(
  "issue 6: a text of which Twilio knows nothing after it %s stays for a member; nothing repeats it, and no redirect gets the credentials",
  async (mood) => {
    const { text, read, portal } = await open();
    twilio.mood(mood);
    const held = await text("Perhaps.");
    expect(held).toMatchObject({ state: "needs_review", reason: "unknown" });
    expect(twilio.asked.map((one) => one.path)).not.toContain("/elsewhere");
    twilio.mood("takes it");
    for (let days = 0; days < 3; days++) {
      await portal.look();
      portal.house.later(1);
    }
    expect([taken(), (await read(held.text_id)).state]).toEqual([[], "needs_review"]);
    await settleText(portal.deps, portal.house.firm_id, held.text_id, "again", by);
    await portal.look();
    expect(taken()).toHaveLength(1);
  },
);

test("two texts with the same words of which nobody knows are two, each found by an id of its own", async () => {
  const { text, read, portal } = await open();
  twilio.mood("loses the answer");
  const held = [await text("OK"), await text("OK")];
  twilio.mood("takes it");
  await lookUpTexts(portal.deps);
  const sids = await Promise.all(held.map(async (one) => (await read(one.text_id)).sid));
  expect(new Set(sids)).toEqual(new Set(twilio.taken.map((one) => one.sid)));
});

test("what becomes of it is told in any order and twice: it never goes back, and one that did not arrive says so in the client's file", async () => {
  const { text, read, portal, of, activities } = await open();
  const { sid, text_id } = await text("On the 4th.");
  const told = (status: string, code: number | null = null, id = sid!) =>
    takeStatus(portal.deps, of.firm_id, text_id, { sid: id, status, code });
  await told("delivered", null, `SM${"9".repeat(32)}`);
  expect(await read(text_id)).toMatchObject({ delivery: null });
  for (const status of ["sent", "queued", "sending"]) await told(status);
  expect(await read(text_id)).toMatchObject({ delivery: "sent" });
  await told("undelivered", 30006);
  await told("delivered");
  await told("undelivered", 30006);
  expect(await read(text_id)).toMatchObject({ delivery: "undelivered", delivery_code: 30006 });
  expect(await activities()).toMatchObject([{ body: "On the 4th.\n[Not delivered. This is a landline, or its network takes no texts.]" }]);
});

test("whoever is told that a text went knows that it went, whatever became of the answer", async () => {
  const { text, read, portal, of } = await open();
  twilio.mood("loses the answer");
  const held = await text("There?");
  await takeStatus(portal.deps, of.firm_id, held.text_id, { sid: twilio.taken[0]!.sid, status: "sent", code: null });
  expect(await read(held.text_id)).toMatchObject({ state: "sent", sid: twilio.taken[0]!.sid });
});

test("B-CTC-6: a number that another has too is asked about; only whoever says that it is for this one texts it", async () => {
  const { text, portal, number } = await open();
  await portal.house.put("contact", [somebody(2, "Hugo", portal.house.firm_id, { home_phone_number: number })]);
  await expect(text("Hello")).rejects.toMatchObject({ code: "shared", message: expect.stringContaining("Hugo Rivera") as string });
  expect(taken()).toEqual([]);
  expect(await text("Hello", { confirmed: true })).toMatchObject({ state: "sent" });
});

test("nobody without a number, and to no number that is not theirs; a mobile goes before a landline", async () => {
  const { text, portal } = await open({ home_phone_number: "+13125550144" });
  await portal.house.put("contact", [somebody(3, "Mateo", portal.house.firm_id)]);
  await expect(text("Hello", { contact_id: "3", matter_id: null })).rejects.toMatchObject({ code: "no_number" });
  await expect(text("Hello", { number: "+12125559999" })).rejects.toMatchObject({ code: "no_number" });
  await expect(text("Hello", { contact_id: "99", matter_id: null })).rejects.toMatchObject({ code: "not_found" });
  expect((await text("Hello")).number).not.toBe("+13125550144");
});

test("in their quiet time it waits until that ends; whoever wrote it may have it go at once, or not at all", async () => {
  const { text, read, portal } = await open();
  const { house, deps } = portal;
  // Eleven in the evening in New York.
  house.to("2026-11-18T04:00:00.000Z");
  const [waits, at_once, dropped] = [await text("A"), await text("B"), await text("C")];
  expect(waits).toMatchObject({ state: "queued", reason: "quiet", due_at: "2026-11-18T13:00:00.000Z" });
  await settleText(deps, house.firm_id, at_once.text_id, "now", by);
  await settleText(deps, house.firm_id, dropped.text_id, "drop", by);
  await portal.look();
  expect(taken().map((one) => one.body)).toEqual(["B"]);
  house.to("2026-11-18T13:00:01.000Z");
  await portal.look();
  expect(taken().map((one) => one.body)).toEqual(["B", "A"]);
  expect(await read(dropped.text_id)).toMatchObject({ state: "cancelled" });
});

test("whoever wrote a text that comes to nothing once they have looked away is told by letter, not what it said", async () => {
  const { text, portal, of } = await open();
  const { house, deps } = portal;
  const letters = () =>
    house.rows<{ recipient: string; subject: string; body: string }>(
      "select recipient, subject, body from mail where firm_id = $1 order by mail_id",
      [house.firm_id],
    );
  twilio.mood({ refuses: 30034, status: 400 });
  // It stands before their eyes.
  await text("The secret, at once");
  expect(await letters()).toEqual([]);
  house.to("2026-11-18T04:00:00.000Z");
  await text("The secret, tomorrow");
  house.to("2026-11-18T13:00:01.000Z");
  await portal.look();
  expect(await letters()).toMatchObject([
    {
      recipient: "ben@marsh.example",
      subject: "Your text to Lucia Rivera was not sent",
      body: expect.stringContaining("A2P 10DLC") as string,
    },
  ]);
  twilio.mood("takes it");
  const { text_id, sid } = await text("The secret, after all");
  await takeStatus(deps, of.firm_id, text_id, { sid: sid!, status: "undelivered", code: 30003 });
  await takeStatus(deps, of.firm_id, text_id, { sid: sid!, status: "undelivered", code: 30003 });
  const told = await letters();
  expect(told.map((one) => one.subject)).toEqual(["Your text to Lucia Rivera was not sent", "Your text to Lucia Rivera did not arrive"]);
  expect(told[1]!.body).toMatch(/https:\/\/portal\.marsh\.example\/inbox\//);
  expect(JSON.stringify(told)).not.toContain("secret");
});

test("switched off, nothing goes; what waited goes once it is on again", async () => {
  const { text, portal } = await open();
  const { house } = portal;
  house.to("2026-11-18T04:00:00.000Z");
  await text("Tomorrow");
  const turn = (on: boolean) =>
    db.transaction((trx) => switchTexts(trx, house.firm_id, on, { name: "Ada", at: house.now().toISOString() }));
  await turn(false);
  await expect(text("Now")).rejects.toMatchObject({ code: "off" });
  house.to("2026-11-18T13:00:01.000Z");
  await portal.look();
  expect(taken()).toEqual([]);
  await turn(true);
  house.to("2026-11-18T13:30:00.000Z");
  await portal.look();
  expect(taken()).toMatchObject([{ body: "Tomorrow" }]);
});

test("a text of no matter, or of one that is not shown, is an activity of the contact and no message", async () => {
  const { text, messages, activities } = await open();
  expect(await text("Hello", { matter_id: null })).toMatchObject({ state: "sent" });
  expect(await messages()).toEqual([]);
  expect(await activities()).toMatchObject([{ kind: "text", matter_id: null, body: "Hello" }]);
});

test("a number that the client has no more gets nothing, also where the text waited for it", async () => {
  const { text, read, portal } = await open();
  portal.house.to("2026-11-18T04:00:00.000Z");
  const waits = await text("Hello");
  await portal.house.put("contact", [somebody(1, "Lucia", portal.house.firm_id, { cell_phone_number: "+13125550147" })]);
  portal.house.to("2026-11-18T13:00:01.000Z");
  await portal.look();
  expect([taken(), await read(waits.text_id)]).toMatchObject([[], { state: "failed", reason: "number_gone" }]);
});
