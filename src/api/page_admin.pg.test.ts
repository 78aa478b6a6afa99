/** The pages for admins in a real browser: members, keys, the audit log, webhooks with a real receiver, mail with a real SMTP server. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { text as wholeText } from "node:stream/consumers";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { SAMPLE } from "../../web/src/pages/webhook_sample.ts";
import { deliverMail } from "../accounts/mailing.ts";
import { queueMail } from "../accounts/store_mail.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { deliverDue } from "../events/deliver.ts";
import { recordEvents } from "../events/store.ts";
import { createApi } from "./app.ts";
import type { ApiDeps } from "./deps.ts";
import { clock, idleActions, testDeps } from "./test_api.ts";
import { makeFirm, type TestFirm } from "./test_firm.ts";
import { builtPage, expectReadable, openSite, picture, type Site } from "./test_page.ts";
import { NAOMI, signInAs } from "./test_sign_in.ts";
import { openSmtpSink, type SmtpSink } from "./test_smtp.ts";

type Verify = (secret: string, headers: Record<string, unknown>, body: string, now: number) => boolean;

vi.setConfig({ testTimeout: 120_000 });

let db: TestDb;
let firm: TestFirm;
let deps: ApiDeps;
let site: Site;
let smtp: SmtpSink;
let naomi: string;
let ben: string;
let dir: string;
let receiver: Server;
const received: { headers: Record<string, unknown>; body: string }[] = [];
let answer_with = 204;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "privity-admin-"));
  [db, smtp] = await Promise.all([testDatabase(), openSmtpSink()]);
  firm = await makeFirm(db, clock);
  await db.pool.query("update connection set first_synced_at = now()");
  const receive = async (request: IncomingMessage, answer: ServerResponse): Promise<void> => {
    received.push({ headers: request.headers, body: await wholeText(request) });
    answer.writeHead(answer_with).end();
  };
  receiver = createServer((request, answer) => void receive(request, answer));
  receiver.listen(0, "127.0.0.1");
  const mail = () => void deliverMail({ db, clock, log: deps.log, server: deps.mail_server });
  deps = { ...testDeps(db, { ...idleActions, deliverMail: mail }), web_dir: await builtPage() };
  const app = createApi(deps);
  const ask = (path: string, init?: RequestInit) => app.request(path, init);
  naomi = await signInAs(ask, deps.accounts, firm.firm_id, NAOMI);
  ben = await signInAs(ask, deps.accounts, firm.firm_id, { name: "Ben Adler", email: "ben@hartwellosei.example", role: "member" });
  site = await openSite(app);
}, 180_000);

afterAll(async () => {
  await site?.close();
  await smtp?.close();
  receiver?.close();
  await db?.drop();
  for (const each of [dir, deps?.files.data_dir]) if (each) rmSync(each, { recursive: true, force: true });
});

const open = (path: string): Promise<Page> => site.open(path, { cookie: naomi });
const one = async <T>(query: string): Promise<T | undefined> =>
  Object.values((await db.pool.query<Record<string, T>>(query)).rows[0] ?? {})[0];
const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

test("a member's role is changed and taken back; the last admin stays one, and the page says why", async () => {
  const page = await open("/members");
  await expect.poll(() => row(page, "Naomi Okafor").getByRole("button", { name: "Shut out" }).isDisabled()).toBe(true);
  await row(page, "Naomi Okafor").getByText("The last admin: make somebody else an admin first.").waitFor();
  await expectReadable(page);
  await picture(page, "members");
  await page.getByRole("button", { name: "Make an admin: Ben Adler" }).click();
  await page.getByText("Ben Adler is an admin now.").first().waitFor();
  expect(await one("select role from member where name = 'Ben Adler'")).toBe("admin");
  await row(page, "Naomi Okafor").getByText("The last admin").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => one("select role from member where name = 'Ben Adler'")).toBe("member");
  await page.context().close();
});

test("who is shut out: what hangs on them is said before, and they are out at once", async () => {
  await db.pool.query("update contact set owner_member_id = $1 where provider_id in ('1042', '1043')", [firm.members.ben]);
  const page = await open("/members");
  await page.getByRole("button", { name: "Shut out: Ben Adler" }).click();
  const asked = page.getByRole("dialog", { name: "Shut out Ben Adler?" });
  await asked.getByText("2 contacts that they own go to whoever your owner rules name next, or to nobody.").waitFor();
  await expectReadable(page);
  await picture(page, "shut_out");
  await asked.getByRole("button", { name: "Shut out" }).click();
  await asked.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Let in again: Ben Adler" }).waitFor();
  const out = await site.open("/contacts", { cookie: ben });
  await out.getByRole("heading", { name: "Sign in" }).waitFor();
  expect(await one("select active from member where name = 'Ben Adler'")).toBe(false);
  await out.context().close();
  await page.getByRole("button", { name: "Let in again: Ben Adler" }).click();
  await page.getByRole("button", { name: "Shut out: Ben Adler" }).waitFor();
  await page.context().close();
});

test("an invitation is sent anew with another link, and taken back", async () => {
  const page = await open("/members");
  const invite = page.getByRole("region", { name: "Invite somebody" });
  await invite.getByLabel("Name").fill("Pia Lang");
  await invite.getByLabel("E-mail").fill("pia@hartwellosei.example");
  await invite.getByRole("button", { name: "Invite", exact: true }).click();
  const first = await invite.locator("pre").textContent();
  await invite.getByRole("button", { name: "Send a new link to Pia Lang" }).click();
  await expect.poll(() => invite.locator("pre").textContent()).not.toBe(first);
  expect(
    await one(
      "select count(*)::int from invitation i join member m using (firm_id, member_id) where m.name = 'Pia Lang' and revoked_at is null",
    ),
  ).toBe(1);
  await expectReadable(page);
  await invite.getByRole("button", { name: "Take back the invitation of Pia Lang" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
  await invite.getByText("pia@hartwellosei.example").waitFor({ state: "detached" });
  await page.context().close();
});

test("an API key is shown once, and revoked by typing its name", async () => {
  const page = await open("/api-keys");
  await page.getByLabel("What it is for").fill("Nightly export");
  await page.getByRole("button", { name: "Make a key" }).click();
  await page.getByText(/^pv_[\w-]{43}$/).waitFor();
  await expectReadable(page);
  await picture(page, "api_keys");
  await page.reload();
  await page.getByRole("button", { name: "Revoke Nightly export" }).click();
  expect(await page.getByText(/^pv_[\w-]{43}$/).count()).toBe(0);
  const asked = page.getByRole("dialog");
  const button = asked.getByRole("button", { name: "Revoke" });
  expect(await button.isDisabled()).toBe(true);
  await asked.getByLabel("Type").fill("Nightly export");
  await button.click();
  await row(page, "Nightly export").getByText("Revoked").waitFor();
  expect(await one("select revoked_at is not null from api_key where name = 'Nightly export'")).toBe(true);
  await page.context().close();
});

test("the audit log is filtered by who and what, and taken away as a table that holds the same", async () => {
  await db.pool.query(
    "insert into audit (firm_id, actor, via, action, target, detail) values ($1, '=HYPERLINK(\"http://evil.example\")', 'command_line', 'member.add', 'x', '{}')",
    [firm.firm_id],
  );
  const page = await open("/audit");
  await row(page, "Revoked an API key").first().waitFor();
  await expectReadable(page);
  await picture(page, "audit");
  await page.getByLabel("What").selectOption("member");
  await row(page, "Revoked an API key").first().waitFor({ state: "detached" });
  await row(page, "Role: member → admin").first().waitFor();
  await page.getByLabel("From").fill("2020-01-01");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /Take away/ }).click()]);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\r\n");
  expect(download.suggestedFilename()).toBe("audit.csv");
  expect(lines[0]).toBe("time (UTC),who,by,from,action,target,details");
  const actions = lines.slice(1).map((line) => /,(member\.\w+),/.exec(line)?.[1]);
  expect(actions.length).toBe(await one("select count(*)::int from audit where action like 'member.%'"));
  expect(new Set(actions)).toEqual(new Set(["member.add", "member.change"]));
  expect(lines.join("\n"), "no formula").toContain(`"'=HYPERLINK(""http`);
  await page.getByLabel("Who").selectOption({ label: "Naomi Okafor" });
  await row(page, "command line").first().waitFor({ state: "detached" });
  await row(page, "at the page, from").first().waitFor();
  await page.context().close();
});

test("a webhook is added, tried, seen to fail, and its events are sent again; the sample on the page verifies them", async () => {
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/privity`;
  const page = await open("/webhooks");
  await page.getByRole("textbox", { name: "Address" }).fill(url);
  await page.getByLabel("What it is for").fill("Our CRM");
  await page.getByLabel("A contact gained a tag").check();
  await page.getByRole("button", { name: "Add it" }).click();
  const secret = (await page.getByText(/^whsec_/).textContent())!;
  await expectReadable(page);
  await picture(page, "webhooks");

  await page.getByRole("link", { name: "Our CRM" }).click();
  await page.getByRole("button", { name: "Send a test message" }).click();
  await page.getByText(/The address answered 204/).waitFor();
  const file = join(dir, "sample.mjs");
  writeFileSync(file, SAMPLE);
  const { isFromPrivity } = (await import(pathToFileURL(file).href)) as { isFromPrivity: Verify };
  const now = clock.now().getTime();
  expect(JSON.parse(received[0]!.body)).toMatchObject({ type: "endpoint.test" });
  expect(isFromPrivity(secret, received[0]!.headers, received[0]!.body, now)).toBe(true);
  expect(isFromPrivity(secret, received[0]!.headers, `${received[0]!.body} `, now)).toBe(false);
  expect(isFromPrivity(secret, received[0]!.headers, received[0]!.body, now + 3_600_000)).toBe(false);

  answer_with = 500;
  await page.getByRole("button", { name: "Send a test message" }).click();
  await page.getByText("It did not arrive").waitFor();
  const owner = { firm_id: firm.firm_id, connection_id: firm.clio };
  const at = clock.now().toISOString();
  await db.transaction((trx) => recordEvents(trx, owner, () => [{ type: "tag.gained", data: { contact_id: "1042", tag: "Client" } }], at));
  const sending = { db, vault: deps.vault, clock, log: deps.log, random: () => 0.5, allow_local: true };
  await deliverDue(sending);
  await page.reload();
  await row(page, "A contact gained a tag").getByText("answered 500").waitFor();
  await page.getByRole("button", { name: "1, show: every try of A contact gained a tag" }).click();
  const tries = page.getByRole("list", { name: "Every try, the latest first" });
  await tries.getByText("It failed at its end.").waitFor();
  await tries.getByText(/answered 500 after/).waitFor();
  await expectReadable(page);
  await db.pool.query("update webhook_delivery set state = 'failed'");
  await db.pool.query(
    "update webhook_endpoint set state = 'disabled', notice = 'Switched off: an event could not be delivered for three days.'",
  );
  await page.reload();
  await page.getByText("Why it was switched off").waitFor();
  await expectReadable(page);
  await picture(page, "webhook");
  answer_with = 204;
  await page.getByRole("button", { name: "Switch it on again" }).click();
  await page.getByText("It is on.").first().waitFor();
  await page.getByLabel("From").fill("2026-11-01");
  await page.getByLabel("To (that day too)").fill("2026-11-30");
  await page.getByRole("button", { name: "Send it again", exact: true }).click();
  await page.getByText("One event is sent again.").first().waitFor();
  await deliverDue(sending);
  await page.reload();
  await row(page, "A contact gained a tag").getByText("answered 204").waitFor();
  expect(JSON.parse(received.at(-1)!.body)).toMatchObject({ type: "tag.gained" });
  await page.context().close();
});

test("B-WHY-2: how long history is kept is set on the page; more days can be taken back, fewer are asked once more", async () => {
  const page = await open("/connections");
  const region = page.getByRole("region", { name: "How long history is kept" });
  const days = async () => (await db.pool.query<{ d: number }>("select keep_history_days as d from firm")).rows.map((each) => each.d);
  const before = await days();
  await region.getByLabel("Days").fill("20");
  await region.getByText("A whole number from 30 to 3,650").waitFor();
  expect(await region.getByRole("button", { name: "Keep it so long" }).isDisabled()).toBe(true);
  await region.getByLabel("Days").fill("1095");
  await region.getByRole("button", { name: "Keep it so long" }).click();
  await page.getByText("History is kept for 1,095 days.").first().waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(days).toEqual(before);
  await page.reload();
  await region.getByLabel("Days").fill("90");
  await region.getByRole("button", { name: "Keep it so long" }).click();
  await page.getByText("What happened more than 90 days ago is taken away").waitFor();
  expect(await days()).toEqual(before);
  await page.getByRole("button", { name: "Take it away" }).click();
  await expect.poll(async () => (await days())[0]).toBe(90);
  await page.context().close();
});

test("B-WHY-5: a firm's own mail server is set, tried and mended by the page; what failed is sent again", async () => {
  await queueMail(db.kysely, firm.firm_id, { to: "pia@hartwellosei.example", subject: "You are invited", text: "…" });
  await db.pool.query("update mail set state = 'failed', attempts = 8, error = 'mailbox full' where subject = 'You are invited'");
  const page = await open("/mail");
  await page.getByText("There is no mail server yet, so mail waits.").waitFor();
  await page.getByRole("textbox", { name: "Server" }).fill("127.0.0.1");
  await page.getByLabel("Port").fill(String(smtp.port));
  await page.getByLabel("Encryption").selectOption("none");
  await page.getByLabel("User name").fill("privity");
  await page.locator("input[name=password]").fill("not the password");
  await page.getByLabel("Mail comes from").fill("Office <office@hartwellosei.example>");
  await page.getByRole("button", { name: "Save the mail server" }).click();
  await page.getByRole("button", { name: "Send me a test mail" }).click();
  await page.getByText("The server did not accept the user name and password.").waitFor();
  await expectReadable(page);
  await page.locator("input[name=password]").fill("a password");
  await page.getByRole("button", { name: "Save the mail server" }).click();
  await expect.poll(() => page.locator("input[name=password]").inputValue()).toBe("");
  await page.getByRole("button", { name: "Send me a test mail" }).click();
  await page.getByText("Sent to naomi@hartwellosei.example").waitFor();
  expect(smtp.arrived.map((mail) => mail.subject)).toContain("A test from Privity");
  await page.getByRole("tab", { name: /Failed/ }).click();
  await row(page, "You are invited").getByText("mailbox full").waitFor();
  await picture(page, "mail");
  await row(page, "You are invited").getByRole("button", { name: "Try again now" }).click();
  await expect.poll(() => smtp.arrived.map((mail) => mail.subject)).toContain("You are invited");
  await page.context().close();
});

test("the browser complained of nothing but sessions that had ended", () => {
  expect(site.complaints.filter((line) => !/status of 401/.test(line))).toEqual([]);
});
