/** The page in a real browser, over the small firm: what people see and do, and whether everybody can. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { createApi } from "./app.ts";
import { clock, testDeps, workNow } from "./test_api.ts";
import { breakRow, makeFirm, NOW, type TestFirm } from "./test_firm.ts";
import { builtPage, expectReadable, openSite, type Site } from "./test_page.ts";
import { NAOMI, signInAs } from "./test_sign_in.ts";

vi.setConfig({ testTimeout: 120_000 });

let db: TestDb;
let firm: TestFirm;
let site: Site;
let cookie: string;

beforeAll(async () => {
  db = await testDatabase();
  firm = await makeFirm(db, clock);
  await breakRow(db, { firm_id: firm.firm_id, connection_id: firm.clio }, newId(clock));
  const actions = {
    sync: async () => ({ run_id: await startRun() }),
    settingsChanged: async () => {},
    membersChanged: async () => {},
    deliverMail: () => {},
    automate: () => {},
    ...workNow(db),
  };
  const deps = { ...testDeps(db, actions), web_dir: await builtPage() };
  const app = createApi(deps);
  cookie = await signInAs((path, init) => app.request(path, init), deps.accounts, firm.firm_id, NAOMI);
  site = await openSite(app);
}, 180_000);

afterAll(async () => {
  await site?.close();
  await db?.drop();
});

/** A run that is under way, ten seconds old. */
async function startRun(): Promise<string> {
  const run_id = newId(clock);
  const began = new Date(NOW.getTime() - 10_000);
  await db.pool.query(
    "insert into sync_run (firm_id, run_id, connection_id, mode, trigger, started_at, lease_until) values ($1, $2, $3, 'full', 'manual', $4, $5)",
    [firm.firm_id, run_id, firm.clio, began, NOW],
  );
  await db.pool.query(
    `insert into sync_listing (firm_id, run_id, kind, part, position, state, rows_read, total, first_page_at) values
      ($1, $2, 'contact', 'all', 0, 'reading', 1000, 3000, $3), ($1, $2, 'relationship', 'all', 1, 'waiting', 0, null, null)`,
    [firm.firm_id, run_id, began],
  );
  return run_id;
}

const open = (path: string): Promise<Page> => site.open(path, { cookie });

test("contacts are found while typing, opened, and every derived value says why by the keyboard alone (B-WHY-1)", async () => {
  const page = await open("/contacts");
  expect(await page.locator("tbody tr").count()).toBe(7);
  await page.getByLabel("Search").fill("family@");
  await page.locator("tbody tr").nth(3).waitFor({ state: "detached" });
  await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe("family@");
  await page.getByLabel("Client status").selectOption("active");
  await page.locator("tbody tr").nth(2).waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Lucía Rivera" }).first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Lucía Rivera" }).waitFor();
  const status = page.locator("details.why", { hasText: "Client status" });
  await status.locator("summary").focus();
  await page.keyboard.press("Enter");
  await status.getByText("B-CLI-2").waitFor();
  const rules = page.locator("details.why code");
  await expect.poll(() => rules.count()).toBeGreaterThan(8);
  for (const rule of await rules.allTextContents()) expect(rule).toMatch(/^B-[A-Z]{3}-\d+$/);
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Contacts" }).waitFor();
  expect(await page.getByLabel("Search").inputValue()).toBe("family@");
  await page.context().close();
});

test("B-CTC-6, B-CTC-7: a contact shows its id, the way to the provider, and its possible duplicates", async () => {
  const page = await open(`/contacts/${firm.clio}/1042`);
  await page.getByText("Clio id 1042").waitFor();
  expect(await page.getByRole("link", { name: /Open in Clio/ }).getAttribute("href")).toBe("https://app.clio.com/nc/#/contacts/1042");
  const section = page.getByRole("region", { name: "Possible duplicates" });
  await expect.poll(() => section.getByRole("link", { name: "Mateo Rivera", exact: true }).count()).toBe(1);
  await page.context().close();
});

test("B-SYN-10: the states add up to the rows that were read", async () => {
  const page = await open("/attention");
  const table = page.locator("section", { hasText: "Clio · Hartwell" }).locator("table").first();
  await table.locator("tfoot").waitFor();
  const counts = (await table.locator("tbody tr td:last-child").allTextContents()).map(Number);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(Number(await table.locator("tfoot th:last-child").textContent()));
  expect(counts).toHaveLength(6);
  await page.context().close();
});

test("B-SYN-1, B-SYN-7: a sync is started by a button, followed live, and its end appears by itself", async () => {
  const page = await open("/runs");
  await page.getByRole("button", { name: "Sync now" }).first().click();
  await page.getByText("1,000 of 3,000").waitFor();
  await page.getByText("20 s left").first().waitFor();
  await expectReadable(page);
  const run_id = new URL(page.url()).pathname.split("/").at(-1);
  await db.pool.query("update sync_listing set state = 'done', rows_read = 3000 where run_id = $1 and kind = 'contact'", [run_id]);
  await db.pool.query("update sync_run set state = 'succeeded', finished_at = $2 where run_id = $1", [run_id, NOW]);
  await page.getByText("Done", { exact: true }).waitFor();
  await page.getByText("3,000", { exact: true }).waitFor();
  await expect.poll(() => page.getByText("20 s left").count()).toBe(0);
  await page.context().close();
  await db.pool.query("delete from sync_run where run_id = $1", [run_id]);
});

test("B-WHY-5: wrong settings are refused with their place and the allowed values; right ones are taken", async () => {
  const page = await open("/settings/text");
  const field = page.getByRole("textbox", { name: "All settings" });
  await expect.poll(() => field.inputValue()).toContain("primary_member");
  const text = await field.inputValue();
  const save = async (document: string) => {
    await field.fill(document);
    await page.getByRole("button", { name: "Take into the form" }).click();
    await page.getByRole("button", { name: "Save without looking" }).click();
  };
  await save(text.replace('"fallback": "primary_member"', '"fallback": "nobody"'));
  await page.getByRole("alert").getByText("primary_member, unassigned").waitFor();
  await save(text.replace('"city": false', '"city": true'));
  await page.getByText("Version 2,").waitFor();
  const { rows } = await db.pool.query("select document->'tags'->>'city' as city from settings_version where version = 2");
  expect(rows).toEqual([{ city: "true" }]);
  await page.context().close();
});

test("what goes wrong is said with what to do", async () => {
  const page = await open("/contacts");
  await page.route("**/api/v1/matters**", (route) => route.abort());
  await page.getByRole("link", { name: "Matters" }).click();
  const alert = page.getByRole("alert");
  await alert.waitFor();
  expect(await alert.textContent()).toContain("privity serve");
  // First closed: more than one request was refused, and each of them is told of.
  await page.context().close();
  site.complaints.length = 0;
});

test("nothing failed in the browser, and no style or script had to break the page's own policy", () => {
  expect(site.complaints).toEqual([]);
});

test("files of the app may be kept for ever, its page never; unknown files are not answered with the page", async () => {
  const html = await fetch(`${site.origin}/contacts/x/y`);
  expect(html.headers.get("cache-control")).toBe("no-store");
  const text = await html.text();
  const nonce = /name="csp-nonce" content="([^"]+)"/.exec(text)![1]!;
  expect(html.headers.get("content-security-policy")).toContain(`'nonce-${nonce}'`);
  expect(html.headers.get("content-security-policy")).toContain("script-src 'self';");
  expect(await (await fetch(`${site.origin}/contacts`)).text()).not.toContain(nonce);
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(text)![1]!;
  expect((await fetch(site.origin + script)).headers.get("cache-control")).toContain("immutable");
  expect((await fetch(`${site.origin}/assets/none.js`)).status).toBe(404);
  expect((await fetch(`${site.origin}/..%2f..%2fpackage.json`)).status).toBe(404);
});
