/** Leaving: in the middle of everything that a connection does (F30), and with everything that was kept of it (B-CON-7). */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { GENERATED } from "../../test/connector_setups.ts";
import type { Connection } from "../api/contract/connections.ts";
import { erase } from "../sync/erase.ts";
import { ERASED } from "../sync/store_leaving.ts";
import { startWebhookLoop } from "../sync/webhooks/loop.ts";
import { tendNow } from "../sync/webhooks/care.ts";
import { systemClock } from "../lib/clock.ts";
import { newId } from "../lib/ids.ts";
import { designateCommand, disconnectCommand, eraseCommand } from "./commands/leave.ts";
import { connectedWorld, type ConnectedWorld } from "./test_connected.ts";

let world: ConnectedWorld;
let admin: number;
const clio = { provider: "clio", region: "us", purpose: "sync" };
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  world = await connectedWorld({ filling: GENERATED });
  admin = [...world.clio.tables.users.scan()].find((user) => user.enabled && user.roles.includes("admin"))!.id;
}, 120_000);
afterAll(() => world?.close());
beforeEach(async () => {
  await world.query("delete from connection");
  await world.query("delete from firm where firm_id <> $1", [world.firm_id]);
  for (const table of ["record", "contact", "matter", "participation", "affiliation", "change", "webhook_inbox", "sync_seen"])
    await world.query(`delete from ${table}`);
  world.clio.log.reset();
});
afterEach(async () => {
  world.clio.faults.set({ seed: 1, rates: {} });
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

const owner = (connection_id: string) => ({ firm_id: world.firm_id, connection_id });
const sync = async (id: string) => (await world.program.startSync(id, { mode: "full", trigger: "test" })).done;
const leave = (id: string) =>
  world.ask<{ connection: Connection; revoked: boolean | null; said: string | null }>(world.naomi, "POST", `/connections/${id}/disconnect`);
const eraseByHttp = (id: string, account_name: string) =>
  world.ask<Connection>(world.naomi, "POST", `/connections/${id}/erase`, { account_name });
const count = async (table: string) => (await world.query<{ n: number }>(`select count(*)::int as n from ${table}`))[0]!.n;
/** What reached Clio after it was told to end the grant. */
const afterRevoke = () => {
  const entries = world.clio.log.entries();
  const revoked = entries.findIndex((entry) => entry.route === "/oauth/deauthorize");
  expect(revoked, "the grant was revoked").toBeGreaterThan(-1);
  return entries.slice(revoked + 1).map((entry) => `${entry.method} ${entry.route}`);
};

test("B-CON-7: disconnecting removes our webhooks first, revokes, deletes the tokens, and keeps what was synced", async () => {
  const id = await world.connect(world.naomi, clio, admin);
  expect(await sync(id)).toBe("succeeded");
  await world.query("delete from rate_budget");
  expect(await tendNow(world.program.webhooks, owner(id))).toEqual({ had: true, error: null });
  const before = await count("contact");
  world.clio.log.reset();

  const left = await leave(id);
  expect(left).toMatchObject({
    status: 200,
    body: { revoked: true, said: null, connection: { health: "disconnected", ended_by: "Naomi Okafor" } },
  });
  const routes = world.clio.log.entries().map((entry) => `${entry.method} ${entry.route}`);
  expect(routes.filter((route) => route.startsWith("DELETE")).length).toBeGreaterThan(0);
  expect(routes.at(-1)).toBe("POST /oauth/deauthorize");
  expect([await count("connection_grant"), await count("contact")]).toEqual([0, before]);
  expect(await world.query("select 1 from webhook_subscription where state <> 'ended' or secret is not null")).toEqual([]);
  expect(await world.query("select action from audit where action = 'connection.disconnect'")).toHaveLength(1);
  // So many requests in a minute are Clio's limit.
  await world.query("delete from rate_budget");
  // Connecting again goes on with everything (B-CON-6).
  expect(await world.connect(world.naomi, clio, admin)).toBe(id);
  expect(await sync(id)).toBe("succeeded");
}, 120_000);

test("F30: disconnected in the middle of a sync, its projection, webhooks and refreshes, nothing is asked of the provider after the revoke", async () => {
  const id = await world.connect(world.naomi, clio, admin);
  world.clio.faults.set({ seed: 1, rates: { slow_body: 1 } });
  const working = await world.program.jobs.work({ poll_ms: 20 });
  const loop = startWebhookLoop(world.program.webhooks);
  stops.push(
    () => working.stop(),
    () => loop.stop(),
  );
  await expect.poll(() => count("record"), { timeout: 30_000, interval: 25, message: "a sync is under way" }).toBeGreaterThan(0);
  // Somebody keeps asking for tokens and reading, in whatever way there is, until long after.
  const enough = new AbortController();
  const refused: string[] = [];
  const pestering = (async () => {
    while (!enough.signal.aborted) {
      await world.program.connecting.probe(owner(id)).catch((error: Error) => refused.push(error.message));
      await systemClock.sleep(20);
    }
  })();
  const left = await leave(id);
  expect(left.body.revoked).toBe(true);
  const [kept] = await world.query("select count(*)::int as n, max(seq) as seq from record");
  await systemClock.sleep(1500);
  enough.abort();
  await pestering;
  expect(afterRevoke()).toEqual([]);
  expect(refused.length, "it was asked for").toBeGreaterThan(0);
  expect(await world.query("select count(*)::int as n, max(seq) as seq from record"), "no page was stored any more").toEqual([kept]);
  expect(await world.query("select state from sync_run where state = 'running'")).toEqual([]);
}, 90_000);

test("F30: a disconnect whose process died is finished by the next one", async () => {
  const id = await world.connect(world.naomi, clio, admin);
  await world.query("update connection set state = 'disconnected', ended_by = 'Naomi Okafor', ending_since = now()");
  await world.program.connecting.resume();
  expect(afterRevoke()).toEqual([]);
  expect(await count("connection_grant")).toBe(0);
  expect(await world.query("select ending_since from connection where connection_id = $1", [id])).toEqual([{ ending_since: null }]);
}, 120_000);

test("B-CON-7: a provider that does not answer cannot keep the tokens here; the person is told", async () => {
  const id = await world.connect(world.naomi, clio, admin);
  world.clio.faults.set({ seed: 1, rates: { error_500_before: 1 } });
  const left = await leave(id);
  expect(left.body.revoked).toBe(false);
  expect(left.body.said).toContain("500");
  expect(await count("connection_grant")).toBe(0);
}, 120_000);

test("B-CON-7: only what is disconnected is erased, by an admin who types the firm's name; then nothing of it is left, and all of the others'", async () => {
  const id = await world.connect(world.naomi, clio, admin);
  expect(await sync(id)).toBe("succeeded");
  const { name } = world.clio.firm;
  expect((await eraseByHttp(id, name)).status).toBe(409);
  await leave(id);
  expect((await eraseByHttp(id, "Some other firm")).status).toBe(422);
  expect((await world.ask(world.ben, "POST", `/connections/${id}/erase`, { account_name: name })).status).toBe(403);
  const other = await bystander();
  const theirs = await rowsOf(other);

  const begun = await eraseByHttp(id, name);
  expect(begun).toMatchObject({ status: 202, body: { erasing: { done: 0 } } });
  await expect.poll(() => count("connection"), { timeout: 30_000, interval: 25 }).toBe(1);
  expect(await rowsOf(owner(id))).toEqual({});
  expect(await count("sync_seen")).toBe(0);
  expect(await rowsOf(other)).toEqual(theirs);
  expect((await world.ask(world.naomi, "GET", `/connections/${id}`)).status).toBe(404);
  expect(await world.query("select detail from audit where action = 'connection.erase'")).toEqual([{ detail: { account_name: name } }]);
}, 120_000);

test("B-CON-7: an erasure that was interrupted goes on where it stood, says how far it is, and keeps everybody off meanwhile", async () => {
  const id = await world.connect(world.naomi, clio, admin);
  expect(await sync(id)).toBe("succeeded");
  await leave(id);
  await world.query("update connection set erasing_since = now()");
  const stop = new AbortController();
  const first = erase({ db: world.db, clock: systemClock }, owner(id), { stop: stop.signal, batch: 50 });
  for (
    let waited = 0;
    (await world.query<{ n: number }>("select erased::int as n from connection"))[0]!.n < 300 && waited < 1000;
    waited += 1
  )
    await systemClock.sleep(5);
  stop.abort(new Error("killed"));
  expect(await first).toBe(false);
  const half = (await world.ask<Connection>(world.naomi, "GET", `/connections/${id}`)).body;
  expect(half.erasing!.done).toBeGreaterThanOrEqual(300);
  expect(half.erasing!.total).toBeGreaterThan(half.erasing!.done);
  for (const path of ["/contacts", "/issues", "/matters", "/staff"])
    expect((await world.ask(world.naomi, "GET", path)).status, path).toBe(200);
  expect((await world.ask(world.naomi, "GET", `/connections/${id}/settings`)).status).toBe(404);
  const back = await world.ask<{ authorize_url: string }>(world.naomi, "POST", "/connections/authorise", clio);
  expect(await world.consent(world.naomi, back.body.authorize_url, admin)).toMatchObject({
    status: 409,
    body: expect.stringContaining("being erased") as string,
  });
  await world.program.connecting.resume();
  expect(await rowsOf(owner(id))).toEqual({});
}, 120_000);

test("B-CON-7: the command line designates, disconnects and erases too, and is in the audit log with it", async () => {
  const id = await world.connect(world.naomi, { ...clio, purpose: "writeback" }, admin);
  const said: string[] = [];
  const output = { json: false, note: () => {}, result: (_: unknown, lines: () => string[]) => void said.push(...lines()) };
  await designateCommand(world.program, output, id);
  expect(said.at(-1)).toContain("reads for");
  await expect(eraseCommand(world.program, output, id, { confirm: world.clio.firm.name })).rejects.toThrow("disconnect it first");
  await disconnectCommand(world.program, output, "clio");
  expect(said.at(-1)).toContain(`--confirm "${world.clio.firm.name}"`);
  await expect(eraseCommand(world.program, output, id, { confirm: "another" })).rejects.toThrow("not the firm's name");
  await eraseCommand(world.program, output, id, { confirm: world.clio.firm.name });
  expect(await count("connection")).toBe(0);
  const told = await world.query<{ action: string }>(
    "select action from audit where via = 'command_line' and target = $1 order by audit_id",
    [id],
  );
  expect(told.map(({ action }) => action)).toEqual(["connection.sync_user", "connection.disconnect", "connection.erase"]);
}, 120_000);

test("B-CON-7: whatever table names a connection is erased; a new one has to be added to the list", async () => {
  const named = await world.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'connection_id'
       and table_name <> 'connection' order by 1`,
  );
  const missing = named.map(({ name }) => name).filter((name) => !(ERASED as readonly string[]).includes(name));
  expect(missing).toEqual([]);
  // What hangs on such a table without naming the connection: either by a foreign key that deletes, or in the list.
  const by_run = await world.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name in ('run_id', 'preview_id', 'subscription_id')
      group by 1`,
  );
  expect(by_run.map(({ name }) => name).filter((name) => !(ERASED as readonly string[]).includes(name))).toEqual([]);
});

/** Another firm's connection with a row of everything that is big. */
async function bystander() {
  const other = { firm_id: newId(), connection_id: newId() };
  await world.query("insert into firm (firm_id, name) values ($1, 'Other')", [other.firm_id]);
  await world.query(
    `insert into connection (firm_id, connection_id, provider, account_id, account_name, user_id, user_name, user_email)
     values ($1, $2, 'clio', '9', 'Other', '9', 'O', 'o@o.example')`,
    [other.firm_id, other.connection_id],
  );
  await world.query(
    `insert into record (firm_id, connection_id, kind, provider_id, raw, content_hash, read_at, seq, run_id) values ($1, $2, 'contact', '1', '{}', 'x', now(), 1, $2)`,
    [other.firm_id, other.connection_id],
  );
  await world.query(
    "insert into sync_mark (firm_id, connection_id, kind, read_through, succeeded_at) values ($1, $2, 'contact', now(), now())",
    [other.firm_id, other.connection_id],
  );
  return other;
}

/** How many rows each table has of it. */
async function rowsOf({ connection_id }: { connection_id: string }): Promise<Record<string, number>> {
  const named = await world.query<{ name: string }>(
    "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'connection_id'",
  );
  const found: Record<string, number> = {};
  for (const { name } of named) {
    const [row] = await world.query<{ n: number }>(`select count(*)::int as n from ${name} where connection_id = $1`, [connection_id]);
    if (row!.n > 0) found[name] = row!.n;
  }
  return found;
}
