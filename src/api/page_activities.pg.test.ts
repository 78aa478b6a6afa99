/** The page in a real browser: an activity is logged by its form, seen on its contact, followed through the outbox, filed on a matter. */
import { rmSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { createApi } from "./app.ts";
import { clock, idleActions, testDeps } from "./test_api.ts";
import { makeFirm, type TestFirm } from "./test_firm.ts";
import { builtPage, expectReadable, openSite, picture, type Site } from "./test_page.ts";
import { NAOMI, signInAs } from "./test_sign_in.ts";

vi.setConfig({ testTimeout: 120_000 });

let data_dir: string;
let db: TestDb;
let firm: TestFirm;
let site: Site;
let cookie: string;

beforeAll(async () => {
  db = await testDatabase();
  firm = await makeFirm(db, clock);
  const deps = { ...testDeps(db, idleActions), web_dir: await builtPage() };
  data_dir = deps.files.data_dir;
  const app = createApi(deps);
  cookie = await signInAs((path, init) => app.request(path, init), deps.accounts, firm.firm_id, NAOMI);
  site = await openSite(app);
}, 180_000);

afterAll(async () => {
  await site?.close();
  await db?.drop();
  rmSync(data_dir, { recursive: true, force: true });
});

const open = (path: string): Promise<Page> => site.open(path, { cookie });

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
/** What is in the list by now. The form in the same region holds the same words while they are on their way. */
const logged = (page: Page, words: string) => activities(page).getByRole("listitem").getByText(words);
const form = (page: Page) => page.getByRole("form", { name: "Log an activity" });

test("B-WRB-1: a note with a matter is logged by its form, shows where it stands, and leads to its story", async () => {
  const page = await open(`/contacts/${firm.clio}/1042`);
  await form(page).getByLabel("Matter").selectOption("5012");
  await form(page).getByLabel("Subject").fill("Custody hearing");
  await form(page).getByLabel("Note").fill("Lucía is content with the schedule.");
  await form(page).getByRole("button", { name: "Log it" }).click();
  await form(page).getByRole("status").getByText("Note logged.").waitFor();
  await logged(page, "Lucía is content with the schedule.").waitFor();
  await expectReadable(page);
  await picture(page, "contact");
  await activities(page).getByRole("link", { name: "Its story" }).click();
  await page.getByRole("heading", { level: 1, name: "Note to the provider" }).waitFor();
  await page.getByText("on matter 5012").waitFor();
  await page.getByText("Lucía is content with the schedule.").waitFor();
  await expectReadable(page);
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
    await expectReadable(page);
  }
  await form(page).getByLabel("Kind").selectOption("call");
  await form(page).getByLabel("Number").fill("999");
  await form(page).getByRole("button", { name: "Log it" }).click();
  await form(page).getByText("must be a phone number; with its country").waitFor();
  await picture(page, "form");
  await form(page).getByLabel("Number").fill("646 555 0177");
  await form(page).getByRole("button", { name: "Log it" }).click();
  await logged(page, "Call to the contact").waitFor();
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
  await expectReadable(page);
  await picture(page, "shared");
  await asked.getByRole("button", { name: "Yes, log it" }).click();
  await logged(page, "Saturday").waitFor();
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
  await logged(page, "On my way").waitFor();
  await page.getByRole("link", { name: "Outbox" }).click();
  await page.getByRole("heading", { level: 1, name: "Outbox" }).waitFor();
  await page.locator("tbody").getByText("Text message · Lucía Rivera").waitFor();
  await expectReadable(page);
  await picture(page, "outbox");
  await page.getByLabel("Kind").selectOption("call");
  await page.getByText("Text message · Lucía Rivera").waitFor({ state: "detached" });
  await page.getByRole("tab", { name: /Needs a matter/ }).click();
  await page.getByRole("button", { name: "00012-Rivera" }).first().waitFor();
  await expectReadable(page);
  await picture(page, "filing");
  const before = await page.getByRole("button", { name: "00012-Rivera" }).count();
  await page.getByRole("button", { name: "00012-Rivera" }).first().click();
  await expect.poll(() => page.getByRole("button", { name: "00012-Rivera" }).count()).toBe(before - 1);
  await page.context().close();
});

test("what was typed and not logged outlives a reload, and is gone once its writer has signed out", async () => {
  const page = await open(`/contacts/${firm.clio}/1042`);
  await form(page).getByLabel("Note").fill("Nobody else is to read this.");
  await page.reload();
  await expect.poll(() => form(page).getByLabel("Note").inputValue()).toBe("Nobody else is to read this.");
  await page.goto(`${site.origin}/me`);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
  expect(await page.evaluate(() => JSON.stringify([sessionStorage, localStorage]))).not.toContain("Nobody else");
  await page.context().close();
});

test("the browser complained of nothing but the refusals that were asked for", () => {
  expect(site.complaints.filter((line) => !/status of (?:400|401|409)/.test(line))).toEqual([]);
});
