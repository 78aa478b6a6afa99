/** Texting in a real browser, with a double of Twilio: an admin sets it up, a paralegal texts, the client answers STOP, and what comes of that. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { hashOf } from "../accounts/tokens.ts";
import { newId } from "../lib/ids.ts";
import { systemFetch } from "../lib/network.ts";
import { ACCOUNT_SID, AUTH_TOKEN, cameIn, FROM, KEY_SECRET, KEY_SID, openTwilio, type Twilio } from "../texting/test_twilio.ts";
import { createApi } from "./app.ts";
import { clock, openTestApi, send, type TestApi } from "./test_api.ts";
import { builtPage, expectReadable, openSite, picture, settled, whenItSends, type Site } from "./test_page.ts";
import { showMatters } from "./test_shown.ts";
import { signInAs } from "./test_sign_in.ts";

vi.setConfig({ testTimeout: 120_000 });

let api: TestApi;
let site: Site;
let twilio: Twilio;
let ben: string;
let thread: string;
const LUCIA = "+12125550142";

beforeAll(async () => {
  [api, twilio] = await Promise.all([openTestApi(), openTwilio(() => clock.now())]);
  api.deps.portal.texting = { ...api.deps.portal.texting, provider_url: twilio.url, fetch: systemFetch };
  await showMatters(api);
  const { clio, firm_id } = api.firm;
  await api.db.pool.query("update project set participant_ids = '{1042}' where provider_id = '5012'");
  await api.db.pool.query("update connection set first_synced_at = now()");
  await api.db.pool.query(
    "update contact set view = jsonb_set(view::jsonb, '{channels,phones}', $1::jsonb)::json, channel_keys = array[$2] where provider_id = '1042'",
    [JSON.stringify([{ number: LUCIA, extension: null }]), LUCIA],
  );
  await api.db.pool.query("update contact set channel_keys = '{}' where provider_id <> '1042'");
  await api.db.pool.query(
    `insert into portal_access (firm_id, access_id, connection_id, contact_id, email, source, preferences, created_at)
    values ($1, $2, $3, '1042', 'lucia@rivera.example', 'invited', '{"quiet": null}', now())`,
    [firm_id, newId(clock), clio],
  );
  const about = { connection_id: clio, matter_id: "5012", contact_id: "1042" };
  thread = (await api.ask<{ thread_id: string }>("/api/v1/inbox", send("POST", about))).thread_id;
  ben = await signInAs(api.anonymous, api.deps.accounts, firm_id, { name: "Ben Adler", email: "ben@hartwellosei.example", role: "member" });
  site = await openSite(createApi({ ...api.deps, web_dir: await builtPage() }));
}, 180_000);
afterAll(async () => {
  await site?.close();
  await twilio?.close();
  await api?.close();
});

/** Also as it looks in the dark and on a phone. */
async function pictures(page: Page, name: string): Promise<void> {
  await expectReadable(page);
  await picture(page, name);
  await page.emulateMedia({ colorScheme: "dark" });
  await picture(page, `${name} dark`);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 390, height: 844 });
  await picture(page, `${name} phone`);
  await page.setViewportSize({ width: 1200, height: 900 });
}

const comes = async (from: string, body: string, more: Record<string, string> = {}) => {
  const { rows } = await api.db.pool.query<{ hook_id: string }>("select hook_id from text_account");
  const path = `/hooks/texts/${rows[0]!.hook_id}`;
  const { init } = twilio.tell(`http://localhost${path}`, cameIn(from, body, more));
  expect((await api.anonymous(path, init)).status).toBe(200);
};

test("before texting is set up nothing of it is offered; then an admin sets it up and sends themselves a text", async () => {
  const before = await site.open(`/inbox/${thread}`, { cookie: ben });
  await before.getByLabel(/^Answer to /).waitFor();
  expect(await before.getByRole("tab").count()).toBe(0);
  await before.context().close();
  const page = await site.open("/texting", { cookie: api.cookie });
  await pictures(page, "texting before");
  await page.getByLabel("Account SID").fill(ACCOUNT_SID);
  await page.getByLabel("Auth token").fill(AUTH_TOKEN);
  await page.getByLabel("Your firm’s number").fill(FROM);
  await page.getByLabel("API key").fill(KEY_SID);
  await page.getByLabel("Its secret").fill(KEY_SECRET);
  await page.getByRole("button", { name: "Save the account" }).click();
  await page.getByText("/hooks/texts/").waitFor();
  await page.getByLabel("Your own number").fill("212 555 0177");
  await page.getByRole("button", { name: "Send me a test text" }).click();
  await page.getByText("Twilio took it. Look at your phone.").waitFor();
  expect(twilio.taken).toMatchObject([{ to: "+12125550177" }]);
  expect(await page.content()).not.toContain(AUTH_TOKEN);
  await pictures(page, "texting");
  await page.context().close();
});

test("issue 6: a paralegal texts, the client answers by text, then STOP: the next one is refused with the reason in words", async () => {
  const page = await site.open(`/inbox/${thread}`, { cookie: ben });
  await page.getByRole("tab", { name: "By text" }).click();
  await page.getByLabel(/^Text to /).fill("Can you come on the 4th at nine?");
  await page.getByRole("button", { name: "Send the text" }).click();
  await page.getByText("On its way to the phone").waitFor();
  expect(twilio.taken.at(-1)).toMatchObject({ to: LUCIA, body: "Can you come on the 4th at nine?" });
  await comes(LUCIA, "Yes, nine is fine.");
  await page.getByText("Yes, nine is fine.").waitFor();
  await pictures(page, "texts thread");
  // Typed before they stopped, sent after.
  await page.getByLabel(/^Text to /).fill("And bring the letter.");
  await whenItSends(page, "**/texts", () => comes(LUCIA, "STOP"));
  await page.getByRole("button", { name: "Send the text" }).click();
  await page.getByText("Nothing goes there until they text START", { exact: false }).first().waitFor();
  expect(twilio.taken.map((one) => one.body)).not.toContain("And bring the letter.");
  await page.getByText(/answered STOP$/).waitFor();
  await pictures(page, "texts stopped");
  await page.context().close();
  await comes(LUCIA, "START");
});

test("a text of which nobody knows whether it left, and one that did not arrive, say so where they stand", async () => {
  const page = await site.open(`/inbox/${thread}`, { cookie: ben });
  await page.getByRole("tab", { name: "By text" }).click();
  twilio.mood("hangs up");
  await page.getByLabel(/^Text to /).fill("Did you find it?");
  await page.getByRole("button", { name: "Send the text" }).click();
  await page.getByText("Nobody knows whether it left", { exact: false }).first().waitFor();
  twilio.mood("takes it");
  const { text_id, sid } = (
    await api.db.pool.query<{ text_id: string; sid: string }>("select text_id, sid from text_out where state = 'sent'")
  ).rows[0]!;
  const { hook_id } = (await api.db.pool.query<{ hook_id: string }>("select hook_id from text_account")).rows[0]!;
  const path = `/hooks/texts/${hook_id}/status/${text_id}`;
  const told = twilio.tell(`http://localhost${path}`, { MessageSid: sid, MessageStatus: "undelivered", ErrorCode: "30006" });
  expect((await api.anonymous(path, told.init)).status).toBe(204);
  await page.getByText("Not delivered. This is a landline").waitFor();
  await pictures(page, "texts trouble");
  await page.getByRole("button", { name: "Send it once more" }).click();
  await expect.poll(() => twilio.taken.filter((one) => one.body === "Did you find it?").length).toBe(1);
  await page.context().close();
});

test("a text from an unknown number is given to a client in the inbox; one from the contact's page reaches them", async () => {
  await comes("+12125550188", "It is me, from my sister's phone.", { NumMedia: "1", MediaContentType0: "image/jpeg" });
  const page = await site.open("/inbox", { cookie: ben });
  await page.getByText("Nobody has this number.", { exact: false }).waitFor();
  await page.getByLabel("Whose it is").fill("Rivera");
  await page.getByLabel("Found").selectOption({ label: "Lucía Rivera" });
  await pictures(page, "texts held");
  await page.getByRole("button", { name: "It is Lucía Rivera’s" }).click();
  await page.getByText("Nobody has this number.", { exact: false }).waitFor({ state: "detached" });
  await page.goto(`${site.origin}/inbox/${thread}`);
  await page.getByText("It is me, from my sister's phone.", { exact: false }).waitFor();
  await page.goto(`${site.origin}/contacts/${api.firm.clio}/1042`);
  await settled(page);
  await page.getByRole("button", { name: "Write a text" }).click();
  await page.getByLabel(/^Text to /).fill("Thank you, we have it.");
  await pictures(page, "texts contact");
  await page.getByRole("button", { name: "Send the text" }).click();
  await expect.poll(() => twilio.taken.at(-1)?.body).toBe("Thank you, we have it.");
  await page.context().close();
  expect(site.complaints.filter((line) => !/status of 4\d\d/.test(line))).toEqual([]);
});

test("a client chooses texts where the firm has them, on their phone and in their language", async () => {
  const { rows } = await api.db.pool.query<{ access_id: string }>("select access_id from portal_access where contact_id = '1042'");
  await api.db.pool.query(
    `insert into portal_session (firm_id, session_id, access_id, token_hash, email, browser, created_at, last_used_at, expires_at)
    values ($1, $2, $3, $4, 'family@rivera.example', '', $5, $5, $5::timestamptz + interval '30 days')`,
    [api.firm.firm_id, newId(clock), rows[0]!.access_id, hashOf("lucia"), clock.now().toISOString()],
  );
  const page = await site.open("/portal/preferences", { cookie: "privity_portal=lucia", width: 390 });
  await page.getByLabel(`By text message to ${LUCIA}. Reply STOP to end them at any time`).check();
  await page.getByRole("button", { name: /save/i }).click();
  await picture(page, "texts client");
  await expect
    .poll(
      async () =>
        (
          await api.db.pool.query<{ text: string }>("select preferences->>'text' as text from portal_access where access_id = $1", [
            rows[0]!.access_id,
          ])
        ).rows[0]!.text,
    )
    .toBe("true");
  await page.getByLabel("Language").selectOption("es");
  await page.getByRole("button", { name: /save/i }).click();
  await page.getByLabel(`Por mensaje de texto al ${LUCIA}`, { exact: false }).waitFor();
  await page.context().close();
  await api.ask("/api/v1/texting", send("PATCH", { sending: false }));
  const off = await site.open("/portal/preferences", { cookie: "privity_portal=lucia", width: 390 });
  await off.getByLabel("Por correo electrónico").waitFor();
  expect(await off.getByLabel("texto", { exact: false }).count()).toBe(0);
  await off.context().close();
});

test("no shortcut to texting stands for members, and the picture of what is kept says no secret", async () => {
  const page = await site.open("/texting", { cookie: ben });
  await page.getByText("admin", { exact: false }).first().waitFor();
  expect(await page.content()).not.toContain(ACCOUNT_SID);
  expect(readFileSync(new URL("../../web/src/pages/texting.tsx", import.meta.url), "utf8")).not.toContain("console.");
});
