/**
 * Issue 3, "Done when": what a new administrator does, from a fresh start on, in a real browser with real processes, real mail and the
 * sandboxes' own pages, knowing nothing but what README and the pages say.
 */
import { once } from "node:events";
import { globSync, mkdtempSync, rmSync, statSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { Browser, Page } from "playwright-core";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openBrowser } from "../src/api/test_browser.ts";
import { emptyDatabase, type TestDb } from "../src/db/testing.ts";
import { freePort, privity, sandboxes, type Process, type Sandboxes } from "./real_processes.ts";

const ROOT = join(import.meta.dirname, "..");
const dir = mkdtempSync(join(tmpdir(), "privity-administrator-"));
const mail: Email[] = [];
const complaints: string[] = [];
let db: TestDb;
let smtp: SMTPServer;
let vendors: Sandboxes;
let program: Process;
let origin: string;
let set_up_code: string;
let browser: Browser;
/** The administrator's window, and the one in which a provider is played. */
let page: Page;
let control: Page;

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, _session, answer) =>
      void buffer(stream)
        .then((bytes) => PostalMime.parse(bytes))
        .then((email) => (mail.push(email), answer()), answer),
  });
  smtp.listen(0, "127.0.0.1");
  await once(smtp.server, "listening");
  const port = await freePort();
  [db, vendors, browser] = await Promise.all([emptyDatabase(), sandboxes(), openBrowser(), buildPage()]);
  program = privity(["serve"], {
    ...vendors.environment,
    DATABASE_URL: db.url,
    PRIVITY_DATA_DIR: dir,
    // As in a container, where others may come first: so the first one needs the code.
    PRIVITY_HOST: "0.0.0.0",
    PRIVITY_PORT: String(port),
    PRIVITY_SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    PRIVITY_MAIL_FROM: "Privity <privity@marlowfinch.example>",
    PRIVITY_LOG: "warn",
  });
  origin = (await program.says(/Privity is at (http:\S+)/))[1]!;
  set_up_code = (await program.says(/this set-up code: (\S+)/))[1]!;
  [page, control] = [await newWindow(), await newWindow()];
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await program?.stop();
  await vendors?.process.stop();
  await new Promise<void>((closed) => (smtp ? smtp.close(() => closed()) : closed()));
  await db?.drop();
  rmSync(dir, { recursive: true, force: true });
});

/** `serve` shows what was built; `npm test` builds before, a single test may be run without. */
async function buildPage(): Promise<void> {
  const built = statSync(join(ROOT, "dist/web/index.html"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = globSync("web/**/*.{ts,tsx,css,html,svg}", { cwd: ROOT });
  if (sources.some((file) => statSync(join(ROOT, file)).mtimeMs > built))
    await build({ configFile: join(ROOT, "web/vite.config.ts"), logLevel: "warn" });
}

async function newWindow(): Promise<Page> {
  const context = await browser.newContext({ colorScheme: "light", viewport: { width: 1280, height: 900 } });
  const opened = await context.newPage();
  opened.setDefaultTimeout(15_000);
  opened.on("pageerror", (error) => complaints.push(error.message));
  return opened;
}

/** One day of one person: what fails ends the day. */
let over = false;
beforeEach(({ skip }) => skip(over, "an earlier step failed"));
afterEach(({ task }) => {
  over ||= task.result?.state === "fail";
});

const go = (name: string) => page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name, exact: true }).click();
const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
const settingsSection = (name: string) =>
  page.getByRole("navigation", { name: "Sections of the settings" }).getByRole("link", { name, exact: true }).click();
const section = (name: string | RegExp) => page.getByRole("region", { name });

test("issue 3: from a fresh start, the set-up code makes the first admin, and every page says what to do next", async () => {
  await page.goto(origin);
  await page.getByRole("textbox", { name: "Set-up code" }).fill("AAAAA-AAAAA-AAAAA-AAAAA");
  await page.getByLabel("Your firm").fill("Marlow & Finch LLP");
  await page.getByLabel("Its time zone").selectOption("America/Chicago");
  await page.getByLabel("Your name").fill("Dana Office");
  await page.getByLabel("Your e-mail").fill("dana@marlowfinch.example");
  await page.getByRole("textbox", { name: "Password" }).fill("a sentence that only Dana knows");
  await button("Set up").click();
  await page.getByRole("alert").getByText("set-up code is not right").waitFor();
  await page.getByRole("textbox", { name: "Set-up code" }).fill(set_up_code);
  await button("Set up").click();
  await page.getByRole("heading", { level: 1, name: "Set up your firm" }).waitFor();
  for (const name of ["Contacts", "Sync", "Settings"]) {
    await go(name);
    await page.getByText("Nothing is connected yet").waitFor();
  }
  await page.getByRole("link", { name: "connect your firm" }).click();
  await page.getByRole("heading", { level: 1, name: "Set up your firm" }).waitFor();
  // This one would rather do it by hand.
  await go("Connections");
  await expect.poll(() => page.title()).toContain("Connections");
}, 120_000);

test("issue 3, B-CON-1, B-CON-3: both providers are connected through their own pages; what the first syncs read appears by itself", async () => {
  await button("Connect Clio to read").click();
  await page.getByRole("button", { name: "Decline" }).click();
  await page.getByText("The sign-in was declined at Clio").waitFor();
  await page.getByRole("link", { name: "Go to Connections" }).click();
  await button("Connect Clio to read").click();
  await page.getByRole("button", { name: "Allow access" }).click();
  await page.getByText("Privity reads as Evelyn Marlow from now on").waitFor();
  await go("Contacts");
  await page.getByRole("link", { name: "Rosa Delgado" }).first().waitFor();

  await go("Connections");
  await button("Connect MyCase to read").click();
  await page.getByRole("button", { name: "Allow" }).click();
  await page.getByText("Privity reads as Evelyn Marlow from now on").waitFor();
  await go("Sync");
  const first_syncs = page.getByRole("row").filter({ hasText: "First sync" }).filter({ hasText: "Done" });
  await expect.poll(() => first_syncs.count(), { timeout: 30_000 }).toBe(2);
  await first_syncs.first().getByRole("link").click();
  await page.getByText("Contacts after it").waitFor();
  await expect.poll(() => page.getByRole("region", { name: "Connections" }).getByText("Healthy").count()).toBe(2);
}, 120_000);

test("issue 3, B-WHY-3, B-WHY-4: rules are tried on the whole firm, applied, and taken back", async () => {
  await go("Settings");
  await page.getByLabel("Contacts taken in").selectOption({ label: "Everyone, also those never on a matter" });
  await button("See what would change").first().click();
  const preview = section("What would change");
  await preview.getByText("20 contacts would change.").waitFor();
  await preview.getByText("Contacts tried: 71.").waitFor();
  await button("Show 20: Come in").click();
  await section("Come in").getByRole("link", { name: "George Whitcombe" }).waitFor();
  await button("Apply exactly this").click();
  await page.getByText("Version 2,").waitFor();
  const taken_in = section("Clio · Marlow & Finch LLP").getByRole("row").filter({ hasText: "taken in and listed" });
  await go("Not synced");
  await taken_in.getByText("57", { exact: true }).waitFor();
  await go("Settings");
  await settingsSection("Versions");
  await button("Go back to version 1").click();
  await page.getByRole("listitem").filter({ hasText: "Version 3" }).first().waitFor();
  await go("Not synced");
  await expect.poll(() => taken_in.innerText(), { timeout: 30_000 }).toMatch(/\b37$/);
  // Section 14: a preset fills in its values; nothing is changed before somebody says so.
  await go("Settings");
  await page.getByLabel("Connection", { exact: true }).selectOption({ label: "MyCase · Marlow & Finch LLP" });
  await settingsSection("Preset");
  await page.getByRole("combobox", { name: "Preset" }).selectOption({ label: "Case updates · MyCase" });
  await settingsSection("When and what is read");
  await page.getByText("21:15").first().waitFor();
  await button(/^Undo/).click();
  await page.getByText("06:00").first().waitFor();
}, 120_000);

test("issue 3, B-SYN-8: somebody is edited at the provider, and the page that shows them changes by itself within seconds", async () => {
  await go("Contacts");
  await page.getByRole("link", { name: "Rosa Delgado" }).first().click();
  await page.getByRole("heading", { level: 1, name: "Rosa Delgado" }).waitFor();
  await expect.poll(() => page.getByText(/^Clio id/).count()).toBeGreaterThan(0);
  await control.goto(`${vendors.clio}/sandbox`);
  await control.getByRole("link", { name: "Rosa Delgado" }).click();
  await control.getByLabel("Last name").fill("Delgado-Ruiz");
  await control.getByRole("button", { name: "Save at the provider" }).click();
  await page.getByRole("heading", { level: 1, name: "Rosa Delgado-Ruiz" }).waitFor({ timeout: 20_000 });
  await section("History").getByText("Delgado-Ruiz").first().waitFor();
}, 120_000);

test("issue 3, B-CON-8: a member is invited by mail, joins, owns by e-mail; another stands for somebody by hand", async () => {
  await go("Members");
  await section("Invite somebody").getByLabel("Name").fill("Theodore Finch");
  await section("Invite somebody").getByLabel("E-mail").fill("theodore@marlowfinch.example");
  await button("Invite").click();
  await expect.poll(() => mail.length, { timeout: 30_000 }).toBe(1);
  expect(mail[0]).toMatchObject({
    to: [{ address: "theodore@marlowfinch.example" }],
    subject: expect.stringContaining("invites you") as string,
  });
  const theirs = await newWindow();
  await theirs.goto(/http:\S+/.exec(mail[0]!.text!)![0]);
  await theirs.getByRole("textbox", { name: "Password" }).fill("a sentence that only Theodore knows");
  await theirs.getByRole("button", { name: "Join" }).click();
  await theirs.getByRole("heading", { level: 1, name: "Contacts" }).waitFor();
  await theirs.getByLabel("Owner").selectOption({ label: "Theodore Finch" });
  await theirs.getByRole("link", { name: "Leon Bauer" }).first().waitFor();

  await go("Connections");
  const staff = section("Staff at the provider and members here");
  await staff.getByRole("row").filter({ hasText: "Theodore Finch, by e-mail" }).first().waitFor();
  await staff.getByRole("row").filter({ hasText: "Amara Diallo" }).getByText("shares an e-mail").first().waitFor();
  await staff.getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Member for Priya Raghunathan").selectOption({ label: "Theodore Finch" });
  await button("See what would change").first().click();
  await section("What would change").getByText("Priya Raghunathan → Theodore Finch").waitFor();
  await section("What would change").getByText("Owned from then on by Theodore Finch").first().waitFor();
  await button("Apply exactly this").click();
  await page.getByText("Version 4,").waitFor();
  await go("Connections");
  await staff.getByRole("row").filter({ hasText: "Priya Raghunathan" }).getByText("Theodore Finch, by hand").waitFor();
}, 120_000);

test("issue 3, B-CON-5, B-CON-6: a withdrawn grant is noticed and mailed; connected again, nothing is lost and what was missed is read", async () => {
  // At MyCase: Clio's forty requests a minute are nearly spent on a day that takes half of one.
  mail.length = 0;
  await control.goto(`${vendors.mycase}/sandbox/access`);
  await control.getByLabel("User").selectOption({ label: "Evelyn Marlow" });
  await control.getByRole("button", { name: "Withdraw access" }).click();
  await control.getByRole("link", { name: "Contacts" }).click();
  await control.getByRole("link", { name: "Simone Delacroix" }).click();
  await control.getByLabel("Last name").fill("Delacroix-Potter");
  await control.getByRole("button", { name: "Save at the provider" }).click();

  await page.getByRole("region", { name: "Connections" }).getByRole("link", { name: "Disconnected" }).click();
  await expect.poll(() => mail.length, { timeout: 30_000 }).toBe(1);
  expect(mail[0]).toMatchObject({
    to: [{ address: "dana@marlowfinch.example" }],
    subject: "Privity has lost its access to Marlow & Finch LLP (MyCase)",
    text: expect.stringContaining("Connect MyCase again; everything that was synced is kept.") as string,
  });

  await page.getByText("Connect MyCase again; everything that was synced is kept.").waitFor();
  await section(/^MyCase ·/)
    .getByRole("button", { name: "Connect again" })
    .click();
  await page.getByRole("button", { name: "Allow" }).click();
  await page.getByText("what changed meanwhile is read at once").waitFor();
  await expect.poll(() => page.getByRole("region", { name: "Connections" }).getByText("Healthy").count(), { timeout: 30_000 }).toBe(2);
  await go("Contacts");
  await page.getByRole("link", { name: "Simone Delacroix-Potter" }).waitFor();
  expect(program.alive()).toBe(true);
  expect(complaints).toEqual([]);
}, 120_000);
