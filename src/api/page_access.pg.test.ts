/** The ways in, in a real browser: from a fresh installation to a member who was invited. */
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
import { idleActions, testDeps } from "./test_api.ts";
import { openBrowser } from "./test_browser.ts";
import { PASSWORD } from "./test_sign_in.ts";

let web_dir: string;
let db: TestDb;
let server: ServerType;
let origin: string;
let browser: Browser;

beforeAll(async () => {
  web_dir = mkdtempSync(join(tmpdir(), "privity-web-"));
  db = await testDatabase();
  const [opened] = await Promise.all([
    openBrowser(),
    build({ configFile: join(import.meta.dirname, "../../web/vite.config.ts"), logLevel: "warn", build: { outDir: web_dir } }),
  ]);
  browser = opened;
  const app = createApi({ ...testDeps(db, idleActions), web_dir });
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
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(origin + path);
  await page.locator("main h1").waitFor();
  return page;
}

async function expectReadable(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

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
  const link = (await page.getByRole("status").locator("pre").textContent())!;
  await page.getByLabel("What it is for").fill("Nightly export");
  await page.getByRole("button", { name: "Make a key" }).click();
  await page.getByText(/^pv_[\w-]{43}$/).waitFor();
  await expectReadable(page);

  const ben = await open(new URL(link).pathname + new URL(link).hash);
  await heading(ben, "Welcome to Hartwell & Osei LLP");
  expect(new URL(ben.url()).hash).toBe("");
  await expectReadable(ben);
  await ben.locator("input[name=password]").fill(PASSWORD);
  await ben.getByRole("button", { name: "Join" }).click();
  await ben.getByRole("link", { name: "Members" }).click();
  await ben.getByText("naomi@hartwellosei.example").waitFor();
  expect(await ben.getByRole("heading", { name: "API keys" }).count()).toBe(0);
  await ben.context().close();

  await page.getByRole("link", { name: "Naomi Okafor" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await heading(page, "Sign in");
  await page.goto(`${origin}/members`);
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
  expect(await page.getByRole("alert").innerText()).not.toBe("");
  await expectReadable(page);
  await page.goto(`${origin}/forgotten`);
  await heading(page, "A new password");
  await expectReadable(page);
  await page.getByLabel("E-mail").fill("nobody@hartwellosei.example");
  await page.getByRole("button", { name: "Send me a link" }).click();
  await page.getByRole("status").waitFor();
  await page.context().close();
});
