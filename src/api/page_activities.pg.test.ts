/** The page in a real browser: an activity is logged by its form, seen on its contact, followed through the outbox, filed on a matter. */
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { serve, type ServerType } from "@hono/node-server";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { createApi } from "./app.ts";
import { clock, idleActions, testDeps } from "./test_api.ts";
import { openBrowser } from "./test_browser.ts";
import { makeFirm, type TestFirm } from "./test_firm.ts";
import { NAOMI, signInAs } from "./test_sign_in.ts";

let web_dir: string;
let data_dir: string;
let db: TestDb;
let firm: TestFirm;
let server: ServerType;
let origin: string;
let browser: Browser;
let cookie: string;
/** What the browser complained of: scripts that failed, styles that the policy refused. */
const complaints: string[] = [];

beforeAll(async () => {
  web_dir = mkdtempSync(join(tmpdir(), "privity-activities-"));
  db = await testDatabase();
  firm = await makeFirm(db, clock);
  const [opened] = await Promise.all([
    openBrowser(),
    build({ configFile: join(import.meta.dirname, "../../web/vite.config.ts"), logLevel: "warn", build: { outDir: web_dir } }),
  ]);
  browser = opened;
  const deps = { ...testDeps(db, idleActions), web_dir };
  data_dir = deps.files.data_dir;
  const app = createApi(deps);
  cookie = await signInAs((path, init) => app.request(path, init), deps.accounts, firm.firm_id, NAOMI);
  server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 });
  await new Promise((ready) => server.once("listening", ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 90_000);

afterAll(async () => {
  await browser?.close();
  if (server && "closeAllConnections" in server) server.closeAllConnections();
  server?.close();
  await db?.drop();
  for (const dir of [web_dir, data_dir]) rmSync(dir, { recursive: true, force: true });
});

async function open(path: string): Promise<Page> {
  const context = await browser.newContext({ colorScheme: "light", viewport: { width: 1200, height: 900 } });
  await context.addCookies(
    cookie.split("; ").map((pair) => ({ name: pair.slice(0, pair.indexOf("=")), value: pair.slice(pair.indexOf("=") + 1), url: origin })),
  );
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on("console", (message) => message.type() === "error" && complaints.push(`${path}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`${path}: ${error.message}`));
  await page.goto(origin + path);
  await page.locator("main h1").waitFor();
  await page.getByText("Loading").first().waitFor({ state: "detached" });
  return page;
}

/** For everybody, light and dark, and on a phone. */
async function readable(page: Page): Promise<void> {
  const violations = (await new AxeBuilder({ page }).analyze()).violations;
  expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1200, height: 900 });
}

/** For a person to look at: `PICTURES=/tmp/x npm run test:only -- src/api/page_activities`. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["PICTURES"];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** What was kept, the latest first. */
const kept = async (contact_id: string) =>
  (
    await db.pool.query<{ kind: string; address: string | null; matter_id: string | null; state: string | null }>(
      `select a.kind, a.address, a.matter_id, d.state from activity a
      left join delivery_activity x using (firm_id, activity_id) left join delivery d using (firm_id, delivery_id)
      where a.contact_id = $1 order by a.activity_id desc`,
      [contact_id],
    )
  ).rows;
const activities = (page: Page) => page.getByRole("region", { name: "Activities" });
const form = (page: Page) => page.getByRole("form", { name: "Log an activity" });

test("B-WRB-1: a note with a matter is logged by its form, shows where it stands, and leads to its story", async () => {
  const page = await open(`/contacts/${firm.clio}/1042`);
  await form(page).getByLabel("Matter").selectOption("5012");
  await form(page).getByLabel("Subject").fill("Custody hearing");
  await form(page).getByLabel("Note").fill("Lucía is content with the schedule.");
  await form(page).getByRole("button", { name: "Log it" }).click();
  await form(page).getByRole("status").getByText("Note logged.").waitFor();
  await activities(page).getByText("Lucía is content with the schedule.").waitFor();
  await readable(page);
  await picture(page, "contact");
  await activities(page).getByRole("link", { name: "Its story" }).click();
  await page.getByRole("heading", { level: 1, name: "Note to the provider" }).waitFor();
  await page.getByText("on matter 5012").waitFor();
  await page.getByText("Lucía is content with the schedule.").waitFor();
  await readable(page);
  await page.getByRole("button", { name: "Do not send it" }).click();
  await page.getByText("it stays in Privity").waitFor();
  await page.getByRole("button", { name: "Send it again" }).waitFor();
  await picture(page, "delivery");
  expect(await kept("1042")).toEqual([{ kind: "note", address: null, matter_id: "5012", state: "cancelled" }]);
  await page.context().close();
});

test("every kind has a form of its own that can be used by everybody, and what is wrong stands at its field", async () => {
  const page = await open(`/contacts/${firm.clio}/1045`);
  // Between them they have every field that there is.
  for (const kind of ["email", "document"]) {
    await form(page).getByLabel("Kind").selectOption(kind);
    await readable(page);
  }
  await form(page).getByLabel("Kind").selectOption("call");
  await form(page).getByLabel("Number").fill("999");
  await form(page).getByRole("button", { name: "Log it" }).click();
  await form(page).getByText("must be a phone number; with its country").waitFor();
  await picture(page, "form");
  await form(page).getByLabel("Number").fill("646 555 0177");
  await form(page).getByRole("button", { name: "Log it" }).click();
  await activities(page).getByRole("listitem").getByText("Call to the contact").waitFor();
  expect(await kept("1045")).toMatchObject([{ kind: "call", address: "+16465550177" }]);
  await page.context().close();
});

test("B-CTC-6: who writes to an address that others share is asked first, and may say yes", async () => {
  const page = await open(`/contacts/${firm.clio}/1043`);
  await form(page).getByLabel("Kind").selectOption("email");
  await form(page).getByLabel("Subject").fill("Saturday");
  await form(page).getByRole("button", { name: "Log it" }).click();
  const asked = page.getByRole("alert").filter({ hasText: "Other contacts have this address" });
  await asked.getByText("Lucía Rivera").waitFor();
  await readable(page);
  await picture(page, "shared");
  await asked.getByRole("button", { name: "Yes, log it" }).click();
  await activities(page).getByText("Saturday").waitFor();
  expect(await kept("1043")).toMatchObject([{ kind: "email", address: "family@rivera.example" }]);
  await page.context().close();
});

test("a document goes up from the disk, and down again as it was", async () => {
  const page = await open(`/contacts/${firm.clio}/1042`);
  await form(page).getByLabel("Kind").selectOption("document");
  await form(page)
    .locator("input[type=file]")
    .setInputFiles({ name: "Deed of trust.txt", mimeType: "text/plain", buffer: Buffer.from("the deed") });
  await form(page).getByRole("button", { name: "Log it" }).click();
  const link = activities(page).getByRole("link", { name: "Deed of trust.txt" });
  await link.waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  expect(download.suggestedFilename()).toBe("Deed of trust.txt");
  await page.context().close();
});

test("B-WRB-4, B-WRB-6: the outbox shows what stands where; a text without a matter is filed on one", async () => {
  const page = await open(`/contacts/${firm.clio}/1042`);
  await form(page).getByLabel("Kind").selectOption("text");
  await form(page).getByLabel("Direction").selectOption("in");
  await form(page).getByRole("textbox", { name: "Text" }).fill("On my way");
  await form(page).getByRole("button", { name: "Log it" }).click();
  await activities(page).getByText("On my way").waitFor();
  await page.getByRole("link", { name: "Outbox" }).click();
  await page.getByRole("heading", { level: 1, name: "Outbox" }).waitFor();
  await page.locator("tbody").getByText("Text message · Lucía Rivera").waitFor();
  await readable(page);
  await picture(page, "outbox");
  await page.getByLabel("Kind").selectOption("call");
  await page.getByText("Text message · Lucía Rivera").waitFor({ state: "detached" });
  await page.getByRole("tab", { name: "Needs a matter" }).click();
  await page.getByRole("button", { name: "00012-Rivera" }).first().waitFor();
  await readable(page);
  await picture(page, "filing");
  const before = await page.getByRole("button", { name: "00012-Rivera" }).count();
  await page.getByRole("button", { name: "00012-Rivera" }).first().click();
  await expect.poll(() => page.getByRole("button", { name: "00012-Rivera" }).count()).toBe(before - 1);
  await page.context().close();
});

test("the browser complained of nothing but the refusals that were asked for", () => {
  expect(complaints.filter((line) => !/status of (?:400|409)/.test(line))).toEqual([]);
});
