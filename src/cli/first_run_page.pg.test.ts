/** Issue 5: a firm's first run in a real browser, from nothing to done, against both providers' own pages. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { builtPage, expectReadable, openSite, picture, type Site } from "../api/test_page.ts";
import type { Working } from "../jobs/jobs.ts";
import { connectedWorld, type ConnectedWorld } from "./test_connected.ts";

interface Firm {
  world: ConnectedWorld;
  site: Site;
  working: Working;
}

let built: string;
const firms: Firm[] = [];
beforeAll(async () => {
  built = await builtPage();
}, 120_000);
afterAll(async () => {
  for (const { world, site, working } of firms) {
    await working.stop();
    await site.close();
    await world.close();
  }
}, 60_000);

async function newFirm(environment: Record<string, string> = {}): Promise<Firm> {
  const world = await connectedWorld({ web_dir: built, environment });
  const site = await openSite({ fetch: (request) => world.program.api.fetch(request) }, world.port);
  const working = await world.program.jobs.work({ poll_ms: 20 });
  const firm = { world, site, working };
  firms.push(firm);
  return firm;
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
const heading = (page: Page, name: string, timeout = 30_000) => page.getByRole("heading", { level: 2, name }).waitFor({ timeout });

/** After the first page nothing is stored until this is let go: the middle of a read lasts as long as somebody wants to look at it. */
async function holdReading({ db }: ConnectedWorld): Promise<() => Promise<void>> {
  const client = await db.pool.connect();
  await client.query("select pg_advisory_lock(5, 5)");
  await client.query(
    `create function hold() returns trigger language plpgsql as $$ begin
       if exists (select 1 from sync_listing where rows_read > 0) then perform pg_advisory_xact_lock_shared(5, 5); end if;
       return new;
     end $$`,
  );
  await client.query("create trigger hold before update on sync_listing for each row execute function hold()");
  return async () => {
    await client.query("select pg_advisory_unlock(5, 5)");
    client.release();
  };
}

async function seen(page: Page, name: string): Promise<void> {
  await picture(page, `first_run_${name}`);
  await expectReadable(page);
}

test("B-CON-1, B-CON-2, B-SYN-7: MyCase from nothing to done: a refusal is explained, nothing is read before somebody is chosen, and any window goes on", async () => {
  const { world, site } = await newFirm();
  const page = await site.open("/", { cookie: world.naomi });
  await heading(page, "Your firm");
  expect(new URL(page.url()).pathname, "where an admin of a firm without a connection lands").toBe("/start");
  await page.getByLabel("Time zone").selectOption("America/Chicago");
  await seen(page, "1_firm");
  await button(page, "Go on").click();
  await heading(page, "Where do you keep your matters?");
  await seen(page, "2_provider");
  await button(page, "We work with MyCase").click();
  await heading(page, "Sign in at MyCase");
  await page.getByText("Manage your firm's preferences, billing, and payment options").waitFor();
  await button(page, "Go to MyCase").click();
  await page.getByRole("button", { name: "Deny" }).click();

  await page.getByRole("alert").getByText("The sign-in was declined at MyCase (access_denied).").waitFor();
  await page.getByRole("alert").getByText("have somebody sign in who may manage").waitFor();
  await seen(page, "3_refused");
  await page.reload();
  await page.getByRole("alert").getByText("access_denied").waitFor();
  await button(page, "Go to MyCase").click();
  await page.getByRole("button", { name: "Allow" }).click();

  await heading(page, "Whose account reads for the firm?");
  await seen(page, "4_reader");
  await button(page, "Read as Evelyn Marlow").click();
  await heading(page, "What is Privity for?");
  await page.getByRole("radio", { name: "Case updates · MyCase" }).check();
  await page.locator("summary").filter({ hasText: "Case updates" }).click();
  await page.getByText("Matters: all open ones, and those closed within 10 years").waitFor();
  await seen(page, "5_preset");
  expect(await world.query("select 1 from sync_run"), "nothing is read before").toEqual([]);
  expect(await world.query("select 1 from record")).toEqual([]);

  const go_on = await holdReading(world);
  await button(page, "Begin reading").click();
  await heading(page, "Reading your firm from MyCase");
  const rows = page.getByText(/^[1-9]\d* rows in /);
  await rows.waitFor();
  await page.reload();
  await rows.waitFor();
  const other = await site.open("/start", { cookie: world.naomi });
  await heading(other, "Reading your firm from MyCase");
  await seen(page, "6_reading");
  expect(await world.query("select count(*)::int as n from sync_run"), "one reading, whoever looks on").toEqual([{ n: 1 }]);
  await go_on();

  await heading(page, "This is your firm", 60_000);
  await heading(other, "This is your firm");
  const { body: connections } = await world.ask<{ items: { connection_id: string }[] }>(world.naomi, "GET", "/connections");
  const { connection_id } = connections.items[0]!;
  const counts = async () =>
    (
      await world.ask<{ contacts: { in: number; skipped: number }; unassigned: number; hidden: number }>(
        world.naomi,
        "GET",
        `/connections/${connection_id}/counts`,
      )
    ).body;
  const sum = page.getByText(/contacts in, .* hidden\.$/);
  const told = ({ contacts, unassigned, hidden }: Awaited<ReturnType<typeof counts>>) =>
    `${contacts.in} contacts in, ${contacts.skipped} skipped, ${unassigned} unassigned, ${hidden} hidden.`;
  await expect.poll(async () => (await sum.innerText()) === told(await counts()), { message: "the page tells the counts" }).toBe(true);
  const before = await counts();
  expect(before.contacts.skipped).toBeGreaterThan(0);
  await seen(page, "7_review");
  await page.getByRole("tab", { name: /^Unassigned/ }).click();
  await page.getByText("their attorney has no member here yet").waitFor();

  await button(page, "Try Relationship · MyCase").click();
  await page.getByText("What would change").first().waitFor();
  await button(page, "Apply exactly this").click();
  await button(page, "Try Case updates · MyCase").waitFor();
  await expect.poll(async () => (await counts()).contacts.in).toBeGreaterThan(before.contacts.in);
  await button(page, "Start with these settings").click();
  await heading(page, "Your firm is set up");
  await page.getByText("staff have no member here yet").waitFor();
  await seen(page, "8_done");

  expect(await world.query("select time_zone from firm where firm_id = $1", [world.firm_id])).toEqual([{ time_zone: "America/Chicago" }]);
  expect(await world.query("select 1 from delivery"), "a first run sends nothing").toEqual([]);
  await page.goto(site.origin);
  await page.getByRole("heading", { level: 1, name: "Contacts" }).waitFor();
  expect(site.complaints.filter((text) => !/40[19]/.test(text))).toEqual([]);
}, 600_000);

test("B-CON-4, B-CON-2: Clio on a phone: the firm's own application first, then another person signs in and is chosen", async () => {
  const { world, site } = await newFirm({ CLIO_CLIENT_ID: "", CLIO_CLIENT_SECRET: "" });
  const page = await site.open("/start", { cookie: world.naomi, width: 390 });
  await button(page, "Go on").click();
  await button(page, "We work with Clio").click();
  await heading(page, "Sign in at Clio");
  await page.getByText(`http://127.0.0.1:${world.port}/oauth/callback`).waitFor();
  await picture(page, "first_run_clio_application");
  await page.getByLabel("Application id (client id)").fill(world.clio.client_id);
  await page.locator("input[name=client_secret]").fill(world.clio.client_secret);
  await button(page, "Keep them and go on").click();
  await button(page, "Go to Clio").click();
  await page.getByRole("radio").nth(1).check();
  await page.getByRole("button", { name: "Allow access" }).click();
  await heading(page, "Whose account reads for the firm?");
  await button(page, "Sign in as somebody else").click();
  await page.getByRole("button", { name: "Allow access" }).click();
  await heading(page, "Whose account reads for the firm?");
  await page.getByRole("radio", { name: /^Evelyn Marlow/ }).check();
  await button(page, "Read as Evelyn Marlow").click();
  await page.getByText("First Privity reads, as Evelyn Marlow").waitFor();
  await button(page, "Begin reading").click();
  await heading(page, "This is your firm", 60_000);
  await seen(page, "clio_review");
  await button(page, "Start with these settings").click();
  await heading(page, "Your firm is set up");
  expect(await world.query("select user_name from connection where purpose = 'sync'")).toEqual([{ user_name: "Evelyn Marlow" }]);
  expect(site.complaints.filter((text) => !/40[19]/.test(text))).toEqual([]);
}, 240_000);

test("B-CON-2: a member is not let into the first run, nor may move it", async () => {
  const { world, site } = firms[0]!;
  const page = await site.open("/start", { cookie: world.ben });
  await page.getByRole("heading", { level: 1, name: "For administrators" }).waitFor();
  expect((await world.ask(world.ben, "PATCH", "/first-run", { finished: false })).status).toBe(403);
  expect((await world.ask(world.ben, "GET", "/first-run")).status).toBe(403);
});
