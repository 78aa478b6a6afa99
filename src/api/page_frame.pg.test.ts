/** What frames every page, in a real browser: who sees what, the keyboard, a session that ends, work that is not saved. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import type { Role } from "../model/actor.ts";
import { createApi } from "./app.ts";
import { clock, idleActions, testDeps } from "./test_api.ts";
import { makeFirm, type TestFirm } from "./test_firm.ts";
import { builtPage, expectReadable, openSite, picture, settled, whenItSends, type Site } from "./test_page.ts";
import { NAOMI, PASSWORD, signInAs } from "./test_sign_in.ts";

vi.setConfig({ testTimeout: 120_000 });

const BEN = { name: "Ben Adler", email: "ben@hartwellosei.example", role: "member" satisfies Role } as const;

let db: TestDb;
let firm: TestFirm;
let site: Site;
let naomi: string;
let ben: string;

beforeAll(async () => {
  db = await testDatabase();
  firm = await makeFirm(db, clock);
  const deps = { ...testDeps(db, idleActions), web_dir: await builtPage() };
  const app = createApi(deps);
  const signIn = (person: typeof NAOMI) => signInAs((path, init) => app.request(path, init), deps.accounts, firm.firm_id, person);
  naomi = await signIn(NAOMI);
  ben = await signIn(BEN);
  site = await openSite(app);
}, 180_000);

afterAll(async () => {
  await site?.close();
  await db?.drop();
});

afterEach(async () => {
  for (const context of site.browser.contexts()) await context.close();
});

const lucia = () => `/contacts/${firm.clio}/1042`;
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
const menu = (page: Page) => page.getByRole("navigation", { name: "Pages" });
const note = (page: Page) => page.getByRole("form", { name: "Log an activity" }).getByLabel("Note");
/** In the list by now: the form in the same region holds the same words while they are on their way. */
const logged = (page: Page, words: string) =>
  page.getByRole("region", { name: "Activities" }).getByRole("listitem").getByText(words).waitFor();
/** Every page begins with the keyboard at its content; what takes the focus before that would lose it again. */
const begun = async (page: Page) => {
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("main");
};

test("a member who is no admin sees no screens of admins; at their address stands who to ask", async () => {
  const page = await site.open("/contacts", { cookie: ben });
  await menu(page).getByRole("link", { name: "Outbox" }).waitFor();
  expect(await menu(page).getByRole("link", { name: "Members" }).count()).toBe(0);
  await page.goto(`${site.origin}/members`);
  await heading(page, "For administrators");
  await page.getByText("Naomi Okafor (naomi@hartwellosei.example)").waitFor();
  await expectReadable(page);
  const admins = await site.open("/members", { cookie: naomi });
  await menu(admins).getByRole("link", { name: "Members" }).waitFor();
  await heading(admins, "Members");
});

test("by the keyboard alone: a contact is found, opened, and a note is logged", async () => {
  const page = await site.open("/matters", { cookie: naomi });
  await page.keyboard.press("/");
  // Nobody waits for a field to appear before going on.
  await page.keyboard.type("Lucía Riv");
  await expect.poll(() => page.getByRole("combobox", { name: /Search contacts/ }).inputValue()).toBe("Lucía Riv");
  await page.getByRole("option", { name: /Lucía Rivera/, selected: true }).waitFor();
  await expectReadable(page);
  await picture(page, "palette");
  await page.keyboard.press("Enter");
  await heading(page, "Lucía Rivera");
  await begun(page);
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press("Tab");
    if (await note(page).evaluate((field) => field === document.activeElement)) break;
  }
  await page.keyboard.type("Rang about Saturday.");
  for (let presses = 0; presses < 10; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement?.textContent === "Log it")) break;
  }
  await page.keyboard.press("Enter");
  await logged(page, "Rang about Saturday.");
});

test("g and a letter go to a page, j and the arrows to the next row, ? tells the keys, and single keys can be turned off", async () => {
  const page = await site.open("/matters", { cookie: naomi });
  // Both at once: a busy machine may take longer from one to the other than the page waits for the second.
  await Promise.all([page.keyboard.press("g"), page.keyboard.press("c")]);
  await heading(page, "Contacts");
  await begun(page);
  await page.locator("tbody tr").first().waitFor();
  const row = () =>
    page.evaluate(() => [...document.querySelectorAll("main tbody tr")].findIndex((each) => each.contains(document.activeElement)));
  await page.keyboard.press("j");
  await expect.poll(row).toBe(0);
  await page.keyboard.press("ArrowDown");
  await expect.poll(row).toBe(1);
  await page.keyboard.press("k");
  await expect.poll(row).toBe(0);
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await keys.getByText("Go to Matters").waitFor();
  await expectReadable(page);
  await picture(page, "keys");
  await keys.getByLabel("Use single keys").uncheck();
  await page.keyboard.press("Escape");
  await keys.waitFor({ state: "detached" });
  await page.keyboard.press("/");
  await page.keyboard.press("Control+k");
  const seek = page.getByRole("combobox", { name: /Search contacts/ });
  await seek.waitFor();
  expect(await seek.inputValue()).toBe("");
});

test("on a phone the menu opens over the page, and closes on the page that was chosen", async () => {
  const page = await site.open("/contacts", { cookie: naomi, width: 390 });
  await picture(page, "phone");
  await page.getByRole("button", { name: "Menu" }).click();
  const drawer = page.getByRole("dialog", { name: "Menu" });
  await drawer.waitFor();
  await expectReadable(page);
  await picture(page, "phone menu");
  await drawer.getByRole("link", { name: "Matters" }).click();
  await heading(page, "Matters");
  await drawer.waitFor({ state: "detached" });
  await expect.poll(() => new URL(page.url()).pathname).toBe("/matters");
});

const endSessions = () => db.pool.query("delete from auth.session");

/** By the time that it arrives its sender's session has ended. */
async function logTooLate(page: Page): Promise<void> {
  await whenItSends(page, "**/api/v1/activities", endSessions);
  await page.getByRole("button", { name: "Log it" }).click();
}

async function signIn(page: Page, email: string): Promise<void> {
  const asked = page.getByRole("dialog", { name: "Your session has ended" });
  await asked.waitFor();
  await asked.getByLabel("E-mail").fill(email);
  await asked.locator("input[name=password]").fill(PASSWORD);
  await asked.getByRole("button", { name: "Sign in" }).click();
}

test("an expired session loses no typed text: the same member signs in above the page, and what was being sent is sent", async () => {
  const page = await site.open(lucia(), { cookie: naomi });
  await note(page).fill("Typed before the session ended.");
  await logTooLate(page);
  await page.getByRole("dialog", { name: "Your session has ended" }).waitFor();
  await expectReadable(page);
  await picture(page, "session ended");
  await signIn(page, NAOMI.email);
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await logged(page, "Typed before the session ended.");
  const { rows } = await db.pool.query("select 1 from activity where body like '%Typed before%'");
  expect(rows).toHaveLength(1);
});

test("another member who signs in above a page is told so, and nothing that was typed there goes out in their name", async () => {
  const page = await site.open(lucia(), { cookie: await page_cookie(NAOMI.email) });
  await note(page).fill("Naomi's own words.");
  await logTooLate(page);
  await signIn(page, BEN.email);
  const told = page.getByRole("dialog", { name: "Somebody else is signed in now" });
  await told.waitFor();
  await expectReadable(page);
  await told.getByRole("button", { name: "Go on to your own pages" }).click();
  await settled(page);
  await page.getByRole("link", { name: "Ben Adler" }).waitFor();
  const { rows } = await db.pool.query("select 1 from activity where body like '%own words%'");
  expect(rows).toEqual([]);
});

/** A session of its own. */
async function page_cookie(email: string): Promise<string> {
  const response = await fetch(`${site.origin}/api/v1/sign-in`, {
    method: "POST",
    body: JSON.stringify({ email, password: PASSWORD }),
    headers: { "content-type": "application/json" },
  });
  return response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

test("a part of the program that is gone after an upgrade is said so, with a button that loads the page again", async () => {
  const page = await site.open("/contacts", { cookie: await page_cookie(NAOMI.email) });
  await page.route("**/assets/runs-*.js", (route) => route.fulfill({ status: 404, body: "" }));
  await menu(page).getByRole("link", { name: "Sync", exact: true }).click();
  await heading(page, "This page could not be fetched");
  await expectReadable(page);
  await page.unroute("**/assets/runs-*.js");
  await page.getByRole("button", { name: "Load the page again" }).click();
  await heading(page, "Sync");
  await expect.poll(() => page.getByRole("alert").count()).toBe(0);
});

test("an address without a page says where to go, and the way back leads to where one was", async () => {
  const page = await site.open("/contracts", { cookie: await page_cookie(NAOMI.email) });
  await heading(page, "There is no such page");
  await expectReadable(page);
  await page.locator("main").getByRole("link", { name: "Contacts" }).click();
  await heading(page, "Contacts");
  await page.getByRole("link", { name: "Lucía Rivera" }).first().click();
  await heading(page, "Lucía Rivera");
  await expect.poll(() => page.title()).toBe("Lucía Rivera · Privity");
  await page.goBack();
  await heading(page, "Contacts");
});

test("what is done is said, stays undoable for a while, and Z takes it back", async () => {
  const page = await site.open(lucia(), { cookie: await page_cookie(NAOMI.email) });
  const added = page.getByRole("region", { name: "Added by members" });
  await added.getByLabel("Tag", { exact: true }).fill("Holiday card");
  await page.keyboard.press("Enter");
  const tags = page.getByRole("region", { name: "Tags", exact: true });
  await tags.getByText("Holiday card", { exact: true }).waitFor();
  // It stays as long as it holds the focus.
  await page.getByRole("button", { name: "Undo", exact: true }).focus();
  await expect.poll(() => page.locator('[role="status"]').allTextContents()).toContainEqual(expect.stringContaining("Press Z to undo"));
  await expectReadable(page);
  await picture(page, "undo");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("z");
  await tags.getByText("Holiday card", { exact: true }).waitFor({ state: "detached" });
});

test("leaving a page with something typed and not sent asks first; staying keeps it", async () => {
  const page = await site.open("/me", { cookie: await page_cookie(NAOMI.email) });
  const field = page.locator("input[name=next]");
  await field.fill("a new password");
  await menu(page).getByRole("link", { name: "Matters" }).click();
  const asked = page.getByRole("dialog", { name: "Leave without saving?" });
  await asked.waitFor();
  await expectReadable(page);
  await picture(page, "unsaved");
  await asked.getByRole("button", { name: "Stay here" }).last().click();
  await asked.waitFor({ state: "detached" });
  expect(await field.inputValue()).toBe("a new password");
  await menu(page).getByRole("link", { name: "Matters" }).click();
  await asked.getByRole("button", { name: "Leave" }).click();
  await heading(page, "Matters");
});
