/** Texts over HTTP: who may what, what is never told, and what Twilio delivers. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { newId } from "../lib/ids.ts";
import { systemFetch } from "../lib/network.ts";
import { ACCOUNT_SID, AUTH_TOKEN, cameIn, FROM, KEY_SECRET, KEY_SID, openTwilio, type Twilio } from "../texting/test_twilio.ts";
import { createApi } from "./app.ts";
import type { Text, Texting, ContactTexts, HeldText } from "./contract/texts.ts";
import { clock, openTestApi, send, type TestApi } from "./test_api.ts";
import { showMatters } from "./test_shown.ts";
import { signInAs } from "./test_sign_in.ts";

let api: TestApi;
let twilio: Twilio;
let ben: string;
const LUCIA = "+12125550142";

beforeAll(async () => {
  [api, twilio] = await Promise.all([openTestApi(), openTwilio(() => clock.now())]);
  api.deps.portal.texting = { ...api.deps.portal.texting, provider_url: twilio.url, fetch: systemFetch };
  await showMatters(api);
  await api.db.pool.query("update project set participant_ids = '{1042}' where provider_id = '5012'");
  // Theirs alone.
  await api.db.pool.query(
    "update contact set view = jsonb_set(view::jsonb, '{channels,phones}', $1::jsonb)::json, channel_keys = array[$2] where provider_id = '1042'",
    [JSON.stringify([{ number: LUCIA, extension: null }]), LUCIA],
  );
  await api.db.pool.query("update contact set channel_keys = '{}' where provider_id <> '1042'");
  await api.db.pool.query("insert into portal_access (firm_id, access_id, connection_id, contact_id, email, source, preferences, created_at) values ($1, $2, $3, '1042', 'lucia@rivera.example', 'invited', '{\"quiet\": null}', now())", [api.firm.firm_id, newId(clock), api.firm.clio]); // oxfmt-ignore
  ben = await signInAs(api.anonymous, api.deps.accounts, api.firm.firm_id, {
    name: "Ben Adler",
    email: "ben@hartwellosei.example",
    role: "member",
  });
  await api.ask("/api/v1/texting", send("PUT", ACCOUNT));
});
afterAll(async () => {
  await api?.close();
  await twilio?.close();
});
beforeEach(() => {
  twilio.mood("takes it");
  twilio.taken.splice(0);
});

const ACCOUNT = {
  account_sid: ACCOUNT_SID,
  api_key_sid: KEY_SID,
  sender: FROM,
  service_sid: "",
  auth_token: AUTH_TOKEN,
  api_key_secret: KEY_SECRET,
};
const texts = () => `/api/v1/contacts/${api.firm.clio}/1042/texts`;
const draft = (more: object = {}) => send("POST", { key: newId(), body: "See you at nine.", matter_id: "5012", ...more });
const hook = async (): Promise<string> => (await api.ask<Texting>("/api/v1/texting")).hook_url!;
const post = async ({ url, init }: { url: string; init: RequestInit }) => api.anonymous(new URL(url).pathname, init);
const asBen = (path: string, init: RequestInit = {}) =>
  api.anonymous(path, { ...init, headers: { ...(init.headers as Record<string, string>), cookie: ben } });

test("the account's secrets go in and are in no answer, no audit entry and no row as they are", async () => {
  const answers = [
    await (await api.request("/api/v1/texting", send("PUT", ACCOUNT))).text(),
    await (await api.request("/api/v1/texting")).text(),
  ];
  const { rows } = await api.db.pool.query<{ said: string }>(
    "select (select string_agg(detail::text, ' ') from audit) || (select string_agg(t::text, ' ') from text_account t) as said",
  );
  for (const said of [...answers, rows[0]!.said]) for (const secret of [AUTH_TOKEN, KEY_SECRET]) expect(said).not.toContain(secret);
  expect(rows[0]!.said).toContain(ACCOUNT_SID);
});

test("what cannot be an account is refused by the field; a sender or a service, not both", async () => {
  for (const [change, path] of [
    [{ account_sid: "AC1" }, "account_sid"],
    [{ sender: "212 555 0100" }, "sender"],
    [{ service_sid: `MG${"1".repeat(32)}` }, "sender"],
    [{ account_sid: `AC${"2".repeat(32)}`, auth_token: "" }, "auth_token"],
  ] as const) {
    const answer = await api.ask<{ errors: { path: string }[] }>("/api/v1/texting", send("PUT", { ...ACCOUNT, ...change }), 400);
    expect(
      answer.errors.map((one) => one.path),
      path,
    ).toContain(path);
  }
});

test("an admin's text to their own number says how it went, in words", async () => {
  const trying = send("POST", { number: "(212) 555-0177" });
  expect(await api.ask("/api/v1/texting/test", trying)).toMatchObject({ sent: true });
  expect(twilio.taken).toMatchObject([{ to: "+12125550177", body: "Hartwell & Osei LLP: texting works." }]);
  twilio.mood({ refuses: 20003, status: 401 });
  expect(await api.ask("/api/v1/texting/test", trying)).toMatchObject({
    sent: false,
    words: expect.stringContaining("Twilio did not accept the firm's account or key") as string,
  });
});

test("a member texts, sees how it stands, and neither reads nor changes the account", async () => {
  expect((await asBen("/api/v1/texting")).status).toBe(403);
  expect((await asBen("/api/v1/texting", send("PATCH", { sending: false }))).status).toBe(403);
  const sent = (await (await asBen(texts(), draft())).json()) as Text;
  expect(sent).toMatchObject({ state: "sent", by: "Ben Adler", number: LUCIA, delivery: { state: "on_its_way" } });
  const thread = await api.ask<{ items: { thread_id: string }[] }>("/api/v1/inbox");
  const whole = await api.ask<{ messages: { way: string; body: string; delivery: unknown }[] }>(
    `/api/v1/inbox/${thread.items[0]!.thread_id}`,
  );
  expect(whole.messages.at(-1)).toMatchObject({ way: "text", body: "See you at nine.", delivery: { state: "on_its_way", words: null } });
});

test("only what Twilio has signed, for this address and account, is taken; the name that the proxy hides counts", async () => {
  const url = await hook();
  const form = cameIn(LUCIA, "Hello");
  const unsigned = {
    method: "POST",
    body: new URLSearchParams(form).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  };
  expect((await api.anonymous(new URL(url).pathname, unsigned)).status).toBe(403);
  expect((await post(twilio.tell(url, form, { token: "another" }))).status).toBe(403);
  expect((await post(twilio.tell(url, form, { signed_for: "http://10.0.0.7:8790/hooks/texts/x" }))).status).toBe(403);
  expect((await post(twilio.tell(url, { ...form, AccountSid: `AC${"9".repeat(32)}` }))).status).toBe(403);
  expect((await post(twilio.tell(url.replace(/.{12}$/, "000000000000"), form))).status).toBe(404);
  expect((await post(twilio.tell(url, { ...form, Body: "x".repeat(70_000) }))).status).toBe(413);
  const { rows } = await api.db.pool.query("select 1 from text_in");
  expect(rows).toEqual([]);
  // The app as a proxy asks it: under another name.
  const app = createApi(api.deps);
  const { init } = twilio.tell(url, { ...form, Body: "Ñandú & señor +1 = ?", ToCity: "", Unheard: "of" });
  const answer = await app.request(`http://10.0.0.7:8790${new URL(url).pathname}`, init);
  expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
    200,
    "text/xml",
    '<?xml version="1.0" encoding="UTF-8"?><Response></Response>',
  ]);
  const { rows: kept } = await api.db.pool.query(
    "select t.state, t.body, m.body as message from text_in t, portal_message m where m.direction = 'in'",
  );
  expect(kept).toEqual([{ state: "taken", body: "", message: "Ñandú & señor +1 = ?" }]);
});

test("what became of a text is told by address and id; told of another's text, nothing happens", async () => {
  const sent = await api.ask<Text>(texts(), draft());
  const { sid, status_callback } = twilio.taken[0]!;
  const url = status_callback!;
  const told = { MessageSid: sid, SmsSid: sid, To: LUCIA, From: FROM };
  expect((await post(twilio.tell(url.replace(sent.text_id, newId()), { ...told, MessageStatus: "delivered" }))).status).toBe(204);
  expect((await post(twilio.tell(url, { ...told, MessageStatus: "undelivered", ErrorCode: "30003" }))).status).toBe(204);
  const { rows } = await api.db.pool.query("select delivery, delivery_code from text_out where text_id = $1", [sent.text_id]);
  expect(rows).toEqual([{ delivery: "undelivered", delivery_code: 30003 }]);
});

test("after STOP the next text is refused with the reason in words, and a Spanish word is answered", async () => {
  const url = await hook();
  const answer = await post(twilio.tell(url, cameIn(LUCIA, "ALTO")));
  expect(await answer.text()).toContain("<Response><Message>Hartwell &amp; Osei LLP: no recibirá más mensajes");
  expect(await api.ask(texts(), draft(), 409)).toMatchObject({
    type: "/problems/text-stopped",
    detail: `They answered STOP from ${LUCIA}. Nothing goes there until they text START.`,
  });
  expect((await api.ask<ContactTexts>(texts())).numbers).toMatchObject([{ number: LUCIA, stopped_at: clock.now().toISOString() }]);
  await post(twilio.tell(url, cameIn(LUCIA, "START")));
  expect(await api.ask(texts(), draft())).toMatchObject({ state: "sent" });
});

test("a text from nobody that is known waits in the inbox, is given to a client once, and is kept as theirs", async () => {
  await post(
    twilio.tell(
      await hook(),
      cameIn("+12125550188", "It is me, from my new phone.", {
        NumMedia: "1",
        MediaContentType0: "image/png",
        MediaUrl0: "https://api.twilio.com/x",
      }),
    ),
  );
  const held = () => api.ask<{ items: HeldText[] }>("/api/v1/inbox-texts");
  // Pictures are fetched after Twilio has its answer.
  await expect.poll(async () => (await held()).items.length).toBe(1);
  const { items } = await held();
  expect(items).toMatchObject([{ number: "+12125550188", reason: "unknown", files: ["image/png"], choices: [] }]);
  const decision = { contact: { connection_id: api.firm.clio, provider_id: "1042" }, matter_id: "5012" };
  const decide = () => asBen(`/api/v1/inbox-texts/${items[0]!.held_text_id}`, send("POST", decision));
  const answers = await Promise.all([decide(), decide()]);
  expect(answers.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 404]);
  const { rows } = await api.db.pool.query("select way, direction from portal_message where body like 'It is me%'");
  expect(rows).toEqual([{ way: "text", direction: "in" }]);
});

test("switched off, no text goes and those that come are taken; forgotten, neither", async () => {
  const url = await hook();
  await api.ask("/api/v1/texting", send("PATCH", { sending: false }));
  expect(await api.ask(texts(), draft(), 409)).toMatchObject({ type: "/problems/texts-off" });
  expect((await api.ask<ContactTexts>(texts())).on).toBe(false);
  expect((await post(twilio.tell(url, cameIn(LUCIA, "Are you there?")))).status).toBe(200);
  await api.ask("/api/v1/texting", send("DELETE", {}));
  expect((await post(twilio.tell(url, cameIn(LUCIA, "Hello?")))).status).toBe(404);
  expect(twilio.taken).toEqual([]);
});
