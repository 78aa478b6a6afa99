/** The page in a real browser: what members add; issues and held changes. */
import { sql } from "kysely";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { connectors } from "../connectors/index.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { project } from "../projection/driver.ts";
import { createApi } from "./app.ts";
import { clock, testDeps, workNow } from "./test_api.ts";
import { breakRow, makeFirm, type TestFirm } from "./test_firm.ts";
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
  const deps = { ...testDeps(db, actions), web_dir: await builtPage() };
  const app = createApi(deps);
  cookie = await signInAs((path, init) => app.request(path, init), deps.accounts, firm.firm_id, NAOMI);
  site = await openSite(app);
}, 180_000);

afterAll(async () => {
  await site?.close();
  await db?.drop();
});

const open = (path: string): Promise<Page> => site.open(path, { cookie });

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
  const owner = added.getByLabel("Owner, whatever the rules say");
  await owner.selectOption({ label: "Naomi Okafor" });
  await expect.poll(() => owner.inputValue()).toBe(firm.members.naomi);
  // The tag, the key fact and the pin.
  await expect.poll(() => added.getByText(/Naomi Okafor, Nov 21/).count()).toBe(3);
  await expectReadable(page);

  await added.getByRole("button", { name: "Take away the tag Holiday card" }).click();
  await tags.getByText("Holiday card", { exact: true }).waitFor({ state: "detached" });
  await added.getByRole("button", { name: "Take away the key fact Anniversary" }).click();
  await page.getByRole("region", { name: "Key facts" }).getByText("June 14").waitFor({ state: "detached" });
  await owner.selectOption("");
  await expect.poll(async () => (await sql`select 1 from contact_pin`.execute(db.kysely)).rows.length).toBe(0);
  await page.context().close();
  site.complaints.length = 0; // the browser reports the refused answer
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
  await expectReadable(page);
  await page.getByRole("button", { name: "Keep what Privity has" }).click();
  await page.getByText("wait for your decision").waitFor({ state: "detached" });
  const { rows: held } = await sql`select 1 from parked_change where state = 'held'`.execute(db.kysely);
  expect(held).toEqual([]);
  await page.context().close();
});

test("nothing failed in the browser, and no style or script had to break the page's own policy", () => {
  expect(site.complaints).toEqual([]);
});
