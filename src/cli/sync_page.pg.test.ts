/** Issue 5: what an admin sees and decides of syncs, in a real browser against a real provider's sandbox. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { builtPage, expectReadable, openSite, picture, type Site } from "../api/test_page.ts";
import { connectedWorld, type ConnectedWorld } from "./test_connected.ts";

let world: ConnectedWorld;
let site: Site;
let connection_id: string;
const close: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  world = await connectedWorld({
    web_dir: await builtPage(),
    filling: { firm: "generated", seed: 7, contacts: 200, matters: 80, relationships: 60 },
  });
  site = await openSite({ fetch: (request) => world.program.api.fetch(request) }, world.port);
  const working = await world.program.jobs.work({ poll_ms: 20 });
  close.push(() => working.stop(), site.close, world.close);
  connection_id = await connectMyCase();
}, 180_000);
afterAll(async () => {
  for (const end of close) await end();
}, 30_000);

/** As the first of the staff who may connect. */
async function connectMyCase(): Promise<string> {
  for (const { id } of world.mycase.tables.staff.scan()) {
    const connected = await world.connect(world.naomi, { provider: "mycase", purpose: "sync" }, id).catch(() => null);
    if (connected !== null) return connected;
  }
  throw new Error("nobody may connect");
}

/** So many clients are deleted at MyCase that no run takes it for granted. */
async function deleteMany(): Promise<string> {
  for (const { id } of [...world.mycase.tables.clients.scan()].slice(0, 40)) world.mycase.tables.clients.remove(id);
  const started = await world.ask<{ run_id: string }>(world.naomi, "POST", "/runs", { connection_id, what: "everything" });
  const { run_id } = started.body;
  await expect
    .poll(() => world.query("select state from sync_run where run_id = $1", [run_id]), { timeout: 30_000 })
    .toEqual([{ state: "held" }]);
  return run_id;
}

const presences = () => world.query("select presence, count(*)::int as n from record where kind = 'contact' group by 1 order by 1");

test("B-SYN-6, B-SYN-10: a batch that was held shows whom it affects; refused, nobody is gone; approved, it is confirmed by typing", async () => {
  await expect.poll(() => world.query("select 1 from connection where first_synced_at is not null"), { timeout: 30_000 }).toHaveLength(1);
  const before = await presences();
  const run_id = await deleteMany();
  // Reading by id stops once it is sure that an admin has to decide.
  const [{ n } = { n: 0 }] = await world.query<{ n: number }>("select count(*)::int as n from parked_change where state = 'held'");
  expect(n).toBeGreaterThanOrEqual(25);
  const page = await site.open("/runs", { cookie: world.naomi });
  const held = page.getByRole("region", { name: /wait for your decision/ });
  await held.getByText(`Contacts: ${n} were not found at the provider`).waitFor();
  await held.getByText("Who is affected").click();
  await held.getByRole("listitem").filter({ hasText: "not found" }).nth(n).waitFor();
  await page.getByText(/It adds up: \d+( \+ \d+)* = \d+\./).waitFor();
  await picture(page, "sync_held");
  await expectReadable(page);
  await held.getByRole("button", { name: "Keep what Privity has" }).click();
  await held.waitFor({ state: "detached" });
  await expect
    .poll(() => world.query("select distinct state from parked_change where run_id = $1", [run_id]))
    .toEqual([{ state: "refused" }]);
  expect(await presences(), "nobody is gone").toEqual(before);

  const again = await world.ask<{ run_id: string }>(world.naomi, "POST", "/runs", { connection_id, what: "everything" });
  await page.goto(`${site.origin}/runs/${again.body.run_id}`);
  await page.getByText(`${n} changes were held`).first().waitFor({ timeout: 30_000 });
  await picture(page, "sync_run_held");
  await expectReadable(page);
  await page.getByRole("button", { name: "Take the changes over …" }).click();
  const take = page.getByRole("button", { name: "Take them over" });
  await page.getByLabel(/type the number of changes/).fill("1");
  await expect.poll(() => take.isDisabled()).toBe(true);
  await page.getByLabel(/type the number of changes/).fill(String(n));
  await take.click();
  await held.waitFor({ state: "detached" });
  await expect
    .poll(() => world.query("select count(*)::int as n from record where kind = 'contact' and presence = 'suspected_gone'"))
    .toEqual([{ n }]);
  await page.context().close();
}, 240_000);

test("B-SYN-1: on a phone one contact is searched, picked and read, and the staff alone; each says how it ended", async () => {
  const row = [...world.mycase.tables.clients.scan()].find(({ first_name, last_name }) => first_name && last_name)!;
  const name = `${row.first_name} ${row.last_name}`;
  const page = await site.open("/runs", { cookie: world.naomi, width: 390 });
  await page.getByLabel("Read now").selectOption({ label: "One contact" });
  await expect.poll(() => page.getByRole("button", { name: "Sync now" }).isDisabled()).toBe(true);
  await page.getByRole("combobox", { name: "Which contact" }).fill(name);
  await page.getByRole("option", { name }).first().click();
  await page.getByRole("button", { name: "Sync now" }).click();
  await page.getByText("It was read.").waitFor();
  await expectReadable(page);
  await page.goto(`${site.origin}/runs`);
  await page.getByLabel("Read now").selectOption({ label: "The staff" });
  await page.getByRole("button", { name: "Sync now" }).click();
  await page.getByRole("heading", { level: 1, name: "MyCase: Staff" }).waitFor();
  await page.getByText("It was read.").waitFor();
  await page.getByRole("progressbar", { name: "Staff" }).waitFor();
  await page.context().close();
}, 120_000);

test("B-CON-5, B-SYN-11: a connection shows how its access is renewed and how much of the limit is used", async () => {
  // The provider cannot reach a machine in a test, so what it would have confirmed is put there by hand.
  await world.query(
    `insert into webhook_subscription (firm_id, connection_id, subscription_id, model, kind, base_url, token_hash, state, state_since, created_at, silent_since)
    select firm_id, connection_id, gen_random_uuid(), model, kind, 'https://privity.example', decode('00', 'hex'), 'enabled', now(), now(), silent
    from connection, (values ('client', 'contact', null::timestamptz), ('case', 'matter', now())) as told (model, kind, silent)`,
  );
  const page = await site.open("/connections", { cookie: world.naomi });
  await page.getByRole("row").filter({ hasText: "Contacts" }).getByText("stands").waitFor();
  await page.getByRole("row").filter({ hasText: "Matters" }).getByText("silent").waitFor();
  await page.getByText(/Renewed by itself, next/).waitFor();
  await page.getByText(/of 20 in the last 1 s\. MyCase allows 25, to everybody who uses this application/).waitFor();
  await page.getByText("May it see what is needed?").waitFor();
  await picture(page, "connections");
  await expectReadable(page);
  expect(site.complaints).toEqual([]);
  await page.context().close();
}, 120_000);
