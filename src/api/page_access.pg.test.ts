/** The ways in, in a real browser: from a fresh installation to a member who was invited. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { createApi } from "./app.ts";
import { idleActions, testDeps } from "./test_api.ts";
import { builtPage, expectReadable, openSite, type Site } from "./test_page.ts";
import { PASSWORD } from "./test_sign_in.ts";

vi.setConfig({ testTimeout: 120_000 });

let db: TestDb;
let site: Site;

beforeAll(async () => {
  db = await testDatabase();
  site = await openSite(createApi({ ...testDeps(db, idleActions), web_dir: await builtPage() }));
}, 180_000);

afterAll(async () => {
  await site?.close();
  await db?.drop();
});

const open = (path: string): Promise<Page> => site.open(path);
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name }).waitFor();

test("a new administrator sets the firm up, invites somebody, who joins by the link and may not administer; signing out ends it", async () => {
  const page = await open("/contacts");
  await heading(page, "Set up Privity");
  await expectReadable(page);
  await page.getByLabel("Your firm").fill("Hartwell & Osei LLP");
  await page.getByLabel("Your name").fill("Naomi Okafor");
  await page.getByLabel("Your e-mail").fill("naomi@hartwellosei.example");
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.getByRole("button", { name: "Set up" }).click();
  await page.getByRole("link", { name: "Naomi Okafor" }).waitFor();

  await page.getByRole("link", { name: "Members" }).click();
  await page.getByRole("region", { name: "Invite somebody" }).getByLabel("Name").fill("Ben Adler");
  await page.getByRole("region", { name: "Invite somebody" }).getByLabel("E-mail").fill("ben@hartwellosei.example");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const link = (await page.getByRole("region", { name: "Invite somebody" }).locator("pre").textContent())!;
  await expectReadable(page);

  const ben = await open(new URL(link).pathname + new URL(link).hash);
  await heading(ben, "Welcome to Hartwell & Osei LLP");
  await expect.poll(() => new URL(ben.url()).hash).toBe("");
  await expectReadable(ben);
  await ben.locator("input[name=password]").fill(PASSWORD);
  await ben.getByRole("button", { name: "Join" }).click();
  await ben.getByRole("link", { name: "Ben Adler" }).waitFor();
  expect(await ben.getByRole("link", { name: "Members" }).count()).toBe(0);
  await ben.goto(`${site.origin}/members`);
  await heading(ben, "For administrators");
  await ben.getByText("Naomi Okafor (naomi@hartwellosei.example)").waitFor();
  await expectReadable(ben);
  await ben.context().close();

  await page.getByRole("link", { name: "Naomi Okafor" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await heading(page, "Sign in");
  await page.goto(`${site.origin}/members`);
  await heading(page, "Sign in");
  await expectReadable(page);
  await page.getByLabel("E-mail").fill("naomi@hartwellosei.example");
  await page.locator("input[name=password]").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").waitFor();
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await heading(page, "Members");
  await page.context().close();
}, 120_000);

test("a used link and a forgotten password are answered on their pages", async () => {
  const page = await open("/invitation#nothing");
  await expect.poll(() => page.getByRole("alert").innerText()).not.toBe("");
  await expectReadable(page);
  await page.goto(`${site.origin}/forgotten`);
  await heading(page, "A new password");
  await expectReadable(page);
  await page.getByLabel("E-mail").fill("nobody@hartwellosei.example");
  await page.getByRole("button", { name: "Send me a link" }).click();
  await page.getByRole("status").getByText("If there is an account with this e-mail").waitFor();
  await page.context().close();
});
