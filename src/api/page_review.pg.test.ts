/** The page in a real browser: settings by fields, preview, apply, back; what members add; issues and held changes. */
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { serve, type ServerType } from "@hono/node-server";
import { sql } from "kysely";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectors } from "../connectors/index.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { project } from "../projection/driver.ts";
import { createApi } from "./app.ts";
import { clock, testDeps, workNow } from "./test_api.ts";
import { openBrowser } from "./test_browser.ts";
import { breakRow, makeFirm, type TestFirm } from "./test_firm.ts";
import { NAOMI, signInAs } from "./test_sign_in.ts";

let web_dir: string;
let db: TestDb;
let firm: TestFirm;
let server: ServerType;
let origin: string;
let browser: Browser;
let cookie: string;
/** What the browser complained of: scripts that failed, styles that the policy refused. */
const complaints: string[] = [];

beforeAll(async () => {
  web_dir = mkdtempSync(join(tmpdir(), "privity-review-"));
  db = await testDatabase();
  firm = await makeFirm(db, clock);
  await breakRow(db, { firm_id: firm.firm_id, connection_id: firm.clio }, newId(clock));
  const [opened] = await Promise.all([
    openBrowser(),
    build({ configFile: join(import.meta.dirname, "../../web/vite.config.ts"), logLevel: "warn", build: { outDir: web_dir } }),
  ]);
  browser = opened;
  const actions = {
    sync: () => Promise.reject(new Error("not asked for")),
    settingsChanged: async (firm_id: string, connection_id: string) => {
      const provider = connection_id === firm.clio ? "clio" : "mycase";
      await project({ db, mapper: connectors[provider].mapper, clock }, { firm_id, connection_id }, { kind: "settings", id: null });
    },
    membersChanged: async () => {},
    deliverMail: () => {},
    automate: () => {},
    ...workNow(db),
  };
  const deps = { ...testDeps(db, actions), web_dir };
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
  rmSync(web_dir, { recursive: true, force: true });
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

async function readable(page: Page): Promise<void> {
  const violations = (await new AxeBuilder({ page }).analyze()).violations;
  expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

const inForce = async () =>
  (
    await sql<{ version: number; scope: string }>`
    select version, document->'contacts'->>'scope' as scope from settings_version
    where connection_id = ${firm.clio} order by version desc limit 1`.execute(db.kysely)
  ).rows[0]!;

test("B-WHY-3, B-WHY-4, B-WHY-5: a setting is changed by its field, looked at before, applied, and taken back", async () => {
  const page = await open("/settings");
  await page.getByLabel("Contacts taken in").selectOption("everyone");
  await page.getByRole("button", { name: "See what would change" }).first().click();
  const shown = page.getByRole("region", { name: "What would change" });
  await shown.getByText("9 contacts were tried").waitFor();
  await shown.getByText("Come in", { exact: true }).waitFor();
  expect(
    await shown
      .getByRole("row", { name: /Out of scope/ })
      .first()
      .textContent(),
  ).toContain("10");
  await shown.getByRole("button", { name: "Show the 1 contacts: Come in" }).click();
  await page.getByRole("region", { name: "Come in" }).getByRole("link", { name: "Jo Li" }).waitFor();
  await readable(page);
  expect(await inForce()).toMatchObject({ version: 1, scope: "clients" });

  await shown.getByRole("button", { name: "Apply these settings" }).click();
  await page.getByText("Version 2,").waitFor();
  await readable(page);
  expect(await inForce()).toMatchObject({ version: 2, scope: "everyone" });
  const versions = page.getByRole("region", { name: "Versions" });
  await versions.getByText("Contacts taken in: Clients →").waitFor();
  expect(await versions.textContent()).toContain("Naomi Okafor");

  await page.getByRole("button", { name: "See what would change on going back to version 1" }).click();
  await shown.getByText("Are no longer in", { exact: true }).waitFor();
  await shown.getByRole("button", { name: "Do not apply" }).click();
  await page.getByRole("button", { name: "Go back to version 1", exact: true }).click();
  await page.getByText("Version 3,").waitFor();
  expect(await inForce()).toMatchObject({ version: 3, scope: "clients" });
  await page.context().close();
}, 90_000);

test("B-WHY-5: what is wrong is said at its field", async () => {
  const page = await open("/settings");
  const { version } = await inForce();
  const country = page.getByLabel("Country of phone numbers");
  await country.fill("Atlantis");
  await page.getByRole("button", { name: "Save without looking" }).click();
  await page.getByRole("alert").getByText("contacts.country").waitFor();
  expect(await country.getAttribute("aria-invalid")).toBe("true");
  await country.fill("CA");
  await page.getByRole("button", { name: "Save without looking" }).click();
  await page.getByText(`Version ${version + 1},`).waitFor();
  complaints.length = 0; // the browser reports the refused answer
  await page.context().close();
});

test("B-SYN-5, B-KEY-3, B-OWN-4: a member adds a tag and a key fact, pins an owner, and takes all of it away", async () => {
  const page = await open(`/contacts/${firm.clio}/1042`);
  const added = page.getByRole("region", { name: "Added by members" });
  await added.getByLabel("Tag", { exact: true }).fill("Holiday card");
  await page.keyboard.press("Enter");
  const tags = page.getByRole("region", { name: "Tags", exact: true });
  await tags.getByText("Holiday card", { exact: true }).waitFor();
  await added.getByLabel("Key fact", { exact: true }).fill("Anniversary");
  await added.getByLabel("Date").fill("--06-31");
  await added.getByRole("button", { name: "Add key fact" }).click();
  await added.getByText("must be a day such as").waitFor();
  await added.getByLabel("Date").fill("--06-14");
  await added.getByRole("button", { name: "Add key fact" }).click();
  await page.getByRole("region", { name: "Key facts" }).getByText("June 14").waitFor();
  await added.getByLabel("Owner, whatever the rules say").selectOption({ label: "Naomi Okafor" });
  await page.getByText("whatever the rules say").first().waitFor();
  await added
    .getByText(/Naomi Okafor, Nov 21/)
    .first()
    .waitFor();
  await readable(page);

  await added.getByRole("button", { name: "Take away the tag Holiday card" }).click();
  await tags.getByText("Holiday card", { exact: true }).waitFor({ state: "detached" });
  await added.getByRole("button", { name: "Take away the key fact Anniversary" }).click();
  await page.getByRole("region", { name: "Key facts" }).getByText("June 14").waitFor({ state: "detached" });
  await added.getByLabel("Owner, whatever the rules say").selectOption("");
  await expect.poll(async () => (await sql`select 1 from contact_pin`.execute(db.kysely)).rows.length).toBe(0);
  complaints.length = 0; // the browser reports the refused answer
  await page.context().close();
});

test("B-CON-5, B-SYN-6: issues say how many and what to do; held changes are decided on the page", async () => {
  const { rows } = await sql<{ run_id: string }>`select run_id from sync_run where connection_id = ${firm.clio}`.execute(db.kysely);
  await sql`
    insert into parked_change (firm_id, connection_id, run_id, kind, provider_id, effect, read_at, state)
    values (${firm.firm_id}, ${firm.clio}, ${rows[0]!.run_id}, 'contact', '1045', 'gone', '2026-11-21T08:55:00Z', 'held')`.execute(
    db.kysely,
  );
  await sql`update connection set blind_since = '2026-11-21T08:55:00Z' where connection_id = ${firm.clio}`.execute(db.kysely);
  const page = await open("/attention");
  await page.getByText("Dates of birth that cannot be read as a date.").waitFor();
  await page.getByText("wait for your decision").waitFor();
  await readable(page);
  await page.getByRole("button", { name: "Keep what Privity has" }).click();
  await page.getByText("wait for your decision").waitFor({ state: "detached" });
  const { rows: held } = await sql`select 1 from parked_change where state = 'held'`.execute(db.kysely);
  expect(held).toEqual([]);
  await page.context().close();
});

test("nothing failed in the browser, and no style or script had to break the page's own policy", () => {
  expect(complaints).toEqual([]);
});
