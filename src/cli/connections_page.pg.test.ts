/** Connections in a real browser: to the provider's own page and back, whose account reads, and leaving again. */
import { AxeBuilder } from "@axe-core/playwright";
import { serve, type ServerType } from "@hono/node-server";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../api/test_browser.ts";
import { builtPage } from "../api/test_build.ts";
import { connectedWorld, type ConnectedWorld } from "./test_connected.ts";

let world: ConnectedWorld;
let server: ServerType;
let browser: Browser;
let origin: string;
const complaints: string[] = [];

beforeAll(async () => {
  const [opened, web_dir] = await Promise.all([openBrowser(), builtPage()]);
  browser = opened;
  world = await connectedWorld({ web_dir });
  server = serve({ fetch: world.program.api.fetch, hostname: "127.0.0.1", port: world.port });
  await new Promise((ready) => server.once("listening", ready));
  origin = `http://127.0.0.1:${world.port}`;
}, 120_000);

afterAll(async () => {
  await browser?.close();
  if (server && "closeAllConnections" in server) server.closeAllConnections();
  server?.close();
  await world?.close();
});

async function open(cookie: string): Promise<Page> {
  const context = await browser.newContext({ colorScheme: "light", viewport: { width: 1200, height: 1000 } });
  const [name, value] = cookie.split("=");
  await context.addCookies([{ name: name!, value: value!, url: origin, httpOnly: true, sameSite: "Lax" }]);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("console", (message) => message.type() === "error" && complaints.push(`${message.text()} ${message.location().url}`));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${origin}/connections`);
  await page.getByRole("heading", { level: 1, name: "Connections" }).waitFor();
  return page;
}

async function expectReadable(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

test("an admin connects Clio through its own page, sees what it may do, moves the sync user, disconnects and erases", async () => {
  const page = await open(world.naomi);
  await page.getByText("Nothing is connected yet").waitFor();
  await expectReadable(page);
  await page.getByRole("button", { name: "Connect Clio to read" }).click();
  await page.getByRole("heading", { name: /Allow access/ }).waitFor();
  await page.getByRole("button", { name: "Decline" }).click();
  await page.getByRole("heading", { name: "Nothing was connected" }).waitFor();
  expect(await page.getByRole("alert").innerText()).toContain("access_denied");
  await expectReadable(page);
  await page.getByRole("link", { name: "Go to Connections" }).click();

  await page.getByRole("button", { name: "Connect Clio to read" }).click();
  await page.getByRole("button", { name: "Allow access" }).click();
  await page.getByText("the first sync has begun by itself").waitFor();
  await page.getByText("May it see what is needed?").waitFor();
  await expectReadable(page);

  const ben = await open(world.ben);
  await ben.getByText("Reading for the whole firm").waitFor();
  expect(await ben.getByRole("button", { name: "Disconnect …" }).count()).toBe(0);
  await ben.getByRole("button", { name: "Connect my own Clio account" }).click();
  await ben.getByRole("radio").nth(1).check();
  await ben.getByRole("button", { name: "Allow access" }).click();
  await ben.getByText("is connected for writing back").waitFor();
  await expect.poll(() => ben.getByRole("button", { name: "Disconnect …" }).count(), { message: "their own" }).toBe(1);
  await ben.context().close();

  await page.reload();
  await page.getByRole("button", { name: /instead of/ }).click();
  const reader = page.getByRole("region").filter({ hasText: "Reading for the whole firm" });
  await expect
    .poll(() => world.query("select trigger from sync_run where state = 'running'"), { timeout: 15_000 })
    .toEqual([{ trigger: "sync_user" }]);
  const [connection] = await world.query<{ connection_id: string; user_name: string }>(
    "select connection_id, user_name from connection where purpose = 'sync'",
  );
  await reader.filter({ hasText: connection!.user_name }).waitFor();
  await world.query("update sync_run set lease_until = now() - interval '1 minute' where state = 'running'");
  await (
    await world.program.startSync(connection!.connection_id, { mode: "full", trigger: "test" })
  ).done;
  await page.reload();
  await page.getByRole("region", { name: "Staff at the provider and members here" }).getByText("is not a member").first().waitFor();
  await expectReadable(page);

  await reader.getByRole("button", { name: "Disconnect …" }).click();
  await page.getByRole("button", { name: "Disconnect now" }).click();
  await reader.getByText("Disconnected by Naomi Okafor.").waitFor();
  await reader.getByText("none now").waitFor();
  await reader.getByRole("button", { name: "Erase its data …" }).click();
  await page.getByLabel(/type the firm's name/).fill(world.clio.firm.name);
  await expectReadable(page);
  await page.getByRole("button", { name: "Erase for good" }).click();
  await reader.waitFor({ state: "detached", timeout: 30_000 });
  await expect.poll(() => world.query("select 1 from record")).toEqual([]);
  expect(complaints.filter((text) => !/409|Conflict/.test(text))).toEqual([]);
  await page.context().close();
}, 240_000);

test("an admin sets the firm's own application, whose secret is shown no more, and its time zone; what MyCase forbids is explained before", async () => {
  const page = await open(world.naomi);
  await page.getByText("it does not send you back").waitFor();
  const own = page.getByRole("region", { name: "Your firm's own application" });
  await own.getByLabel("For").selectOption("mycase");
  await own.getByLabel("Client id").fill("ours");
  await own.locator("input[name=client_secret]").fill("a secret of some length");
  await own.getByRole("button", { name: "Save the application" }).click();
  await own.getByText("ends in …ngth").waitFor();
  await expect.poll(() => page.content()).not.toContain("a secret of some length");
  await own.getByRole("button", { name: "Remove the application for MyCase" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await own.getByText("ends in …ngth").waitFor({ state: "detached" });
  const firm = page.getByRole("region", { name: "The firm" });
  await firm.getByLabel("Time zone").selectOption("America/Chicago");
  await firm.getByRole("button", { name: "Save the firm" }).click();
  await expect
    .poll(() => world.query("select time_zone from firm where firm_id = $1", [world.firm_id]))
    .toEqual([{ time_zone: "America/Chicago" }]);

  await page.getByRole("button", { name: "Connect MyCase to read" }).click();
  await page.getByRole("button", { name: "Allow" }).click();
  await page.getByText("the first sync has begun by itself").waitFor();
  await expectReadable(page);
  await page.context().close();
}, 120_000);
