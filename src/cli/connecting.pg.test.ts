/** Connecting for real: over HTTP, through the providers' own pages, in the session that asked. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ApplicationList } from "../api/contract/connecting.ts";
import type { Connection } from "../api/contract/connections.ts";
import { signInAs } from "../api/test_sign_in.ts";
import { rotateKeys } from "./commands/keys.ts";
import { connectedWorld, type ConnectedWorld } from "./test_connected.ts";

let world: ConnectedWorld;
/** At Clio: an administrator, and two other people of the firm. */
let admin: number;
let others: number[];
/** At MyCase: those who may connect. */
let staff: number[];

beforeAll(async () => {
  world = await connectedWorld();
  const users = [...world.clio.tables.users.scan()].filter((user) => user.enabled && !user.co_counsel);
  admin = users.find((user) => user.roles.includes("admin"))!.id;
  others = users.filter((user) => user.id !== admin).map((user) => user.id);
  const people = [...world.mycase.tables.staff.scan()].filter((one) => one.active);
  for (const one of people.slice(0, 2)) world.mycase.access(one.id).may_connect = true;
  staff = people.slice(0, 2).map((one) => one.id);
}, 60_000);
afterAll(() => world?.close());
beforeEach(async () => {
  await world.query("delete from connection");
  await world.query("delete from oauth_client");
});

const clio = { provider: "clio", region: "us", purpose: "sync" };
const begin = async (cookie: string, body: object = clio) => {
  const { status, body: told } = await world.ask<{ authorize_url: string; detail?: string }>(
    cookie,
    "POST",
    "/connections/authorise",
    body,
  );
  return { status, ...told };
};
const read = async (id: string) => (await world.ask<Connection>(world.naomi, "GET", `/connections/${id}`)).body;
const count = async (table: string, where = "true") =>
  (await world.query<{ n: number }>(`select count(*)::int as n from ${table} where ${where}`))[0]!.n;

test("B-CON-1: the session that began finishes, once; nobody else does, and nobody who is signed out", async () => {
  const { authorize_url } = await begin(world.naomi);
  expect(new URL(authorize_url).searchParams.get("redirect_uri")).toBe(`http://127.0.0.1:${world.port}/oauth/callback`);
  const done = await world.consent(world.naomi, authorize_url, admin);
  expect(done).toMatchObject({ status: 303, location: expect.stringMatching(/^\/connections\?connected=/) as string });
  expect(await world.consent(world.naomi, authorize_url, admin)).toMatchObject({
    status: 409,
    body: expect.stringContaining("already used") as string,
  });

  const again = await begin(world.naomi);
  const foreign = await world.consent(world.ben, again.authorize_url, admin);
  expect(foreign).toMatchObject({ status: 409, body: expect.stringContaining("begun by somebody else") as string });
  const third = await begin(world.naomi);
  expect((await world.consent(null, third.authorize_url, admin)).status).toBe(401);
  expect(await count("connection")).toBe(1);
  expect(await world.query("select action, actor from audit where action like 'connection.%'")).toEqual([
    { action: "connection.connect", actor: "Naomi Okafor" },
  ]);
});

test("B-CON-1: the role is looked at again when the provider sends the person back", async () => {
  const request = async (path: string, init?: RequestInit) => world.program.api.request(world.program.config.url + path, init);
  const cora = await signInAs(request, world.program.accounts, world.firm_id, {
    name: "Cora Lindqvist",
    email: "cora@marlowfinch.example",
    role: "admin",
  });
  const { member_id } = (await world.ask<{ member_id: string }>(cora, "GET", "/me")).body;
  const change = async (body: object) => (await world.ask(world.naomi, "PATCH", `/members/${member_id}`, body)).status;
  const as_admin = await begin(cora);
  expect(await change({ role: "member" })).toBe(200);
  expect(await world.consent(cora, as_admin.authorize_url, admin)).toMatchObject({
    status: 409,
    body: expect.stringContaining("for an admin to decide") as string,
  });
  const as_member = await begin(cora, { ...clio, purpose: "writeback" });
  expect(await change({ active: false })).toBe(200);
  expect((await world.consent(cora, as_member.authorize_url, others[0]!)).status).toBe(401);
  expect(await count("connection")).toBe(0);
});

test("B-CON-5: after a dead grant is connected again, what changed meanwhile is read at once and the old failure is over", async () => {
  const id = await world.connect(world.naomi, clio, admin);
  const run = async () => (await world.program.startSync(id, { mode: "incremental", trigger: "test" })).done;
  expect(await run()).toBe("succeeded");
  world.clio.revoke(admin);
  expect(await run()).toBe("failed");
  expect(await read(id)).toMatchObject({ health: "disconnected", remedy: expect.stringContaining("Connect Clio again") as string });
  await expect.poll(() => count("mail", "subject like '%lost its access%'")).toBe(1);

  await world.connect(world.naomi, { ...clio, connection_id: id }, admin);
  expect((await read(id)).health).toBe("healthy");
  expect(await world.query("select mode, trigger from sync_run where state = 'running'")).toEqual([
    { mode: "incremental", trigger: "reconnected" },
  ]);
}, 60_000);

test("B-CON-1: what the person declines is told in words, and markup in it stays text", async () => {
  const { authorize_url } = await begin(world.naomi);
  const declined = await world.consent(world.naomi, authorize_url, admin, "decline");
  expect(declined.status).toBe(409);
  expect(declined.body).toContain("access_denied");
  const next = await begin(world.naomi);
  const state = new URL(next.authorize_url).searchParams.get("state")!;
  const url = `http://127.0.0.1:${world.port}/oauth/callback?state=${state}&error=${encodeURIComponent("<b>x</b>")}`;
  const answer = await world.program.api.request(url, { headers: { cookie: world.naomi } });
  expect(await answer.text()).not.toContain("<b>x</b>");
  expect(await count("connection")).toBe(0);
});

test("B-CON-2: members connect for writing back only; nothing is read until an admin designates somebody", async () => {
  expect(await begin(world.ben)).toMatchObject({ status: 403 });
  const id = await world.connect(world.ben, { ...clio, purpose: "writeback" }, others[0]!);
  expect(await read(id)).toMatchObject({ purpose: "writeback", health: "healthy" });
  await world.program.jobs.schedule();
  expect([await count("lane"), await count("sync_run"), await count("webhook_care")]).toEqual([0, 0, 0]);

  expect((await world.ask(world.ben, "PUT", `/connections/${id}/sync-user`)).status).toBe(403);
  const designated = await world.ask<Connection>(world.naomi, "PUT", `/connections/${id}/sync-user`);
  expect(designated).toMatchObject({ status: 200, body: { connection_id: id, purpose: "sync" } });
  const lanes = await world.query("select kind, due_at <= now() as due from lane order by kind");
  expect(lanes).toEqual(["sync", "write"].map((kind) => ({ kind, due: true })));
  const { done } = await world.program.startSync(id, { mode: "incremental", trigger: "test" });
  expect(await done).toBe("succeeded");
  expect(await count("record")).toBeGreaterThan(100);
}, 60_000);

test("B-CON-2: at Clio the sync user moves to another person, and the mirror stays what it is", async () => {
  const mirror = await world.connect(world.naomi, clio, admin);
  await (
    await world.program.startSync(mirror, { mode: "incremental", trigger: "test" })
  ).done;
  const before = await world.query("select kind, provider_id, content_hash, seq from record order by 1, 2");
  const refused = await world.consent(world.naomi, (await begin(world.naomi)).authorize_url, others[0]!);
  expect(refused).toMatchObject({ status: 409, body: expect.stringContaining("already reads for the firm") as string });
  const theirs = await world.connect(world.ben, { ...clio, purpose: "writeback" }, others[0]!);

  const moved = await world.ask<Connection>(world.naomi, "PUT", `/connections/${theirs}/sync-user`);
  expect(moved.body).toMatchObject({ connection_id: mirror, purpose: "sync", user_name: world.clio.tables.users.get(others[0]!)!.name });
  expect(await read(theirs)).toMatchObject({ purpose: "writeback", user_name: world.clio.tables.users.get(admin)!.name });
  expect(await world.query("select kind, provider_id, content_hash, seq from record order by 1, 2")).toEqual(before);
  expect(await world.query("select mode, trigger from sync_run where state = 'running'")).toEqual([{ mode: "full", trigger: "sync_user" }]);

  world.clio.log.reset();
  await world.query("update sync_run set lease_until = now() - interval '1 minute' where state = 'running'");
  expect(await (await world.program.startSync(mirror, { mode: "full", trigger: "test" })).done).toBe("succeeded");
  const asked = new Set(world.clio.log.entries().map((entry) => entry.user_id));
  expect(asked).toEqual(new Set([others[0]]));
  const [back] = await world.query<{ n: number }>("select count(*)::int as n from connection_grant");
  expect(back!.n).toBe(2);
}, 60_000);

test("B-CON-2: MyCase has one sync connection; a second person is refused in words, and may connect for writing back", async () => {
  const mycase = { provider: "mycase", purpose: "sync" };
  await world.connect(world.naomi, mycase, staff[0]!);
  const refused = await world.consent(world.naomi, (await begin(world.naomi, mycase)).authorize_url, staff[1]!);
  expect(refused).toMatchObject({ status: 409, body: expect.stringContaining("already reads for the firm") as string });
  await world.connect(world.ben, { ...mycase, purpose: "writeback" }, staff[1]!);
  expect(await count("connection", "purpose = 'sync'")).toBe(1);
});

test("B-CON-3: what the provider refuses is kept in its own words with the remedy, and degrades the health", async () => {
  const all = world.clio.switches.permissions;
  world.clio.switches.permissions = all.filter((one) => one !== "contacts" && one !== "webhooks");
  const id = await world.connect(world.naomi, clio, admin);
  world.clio.switches.permissions = all;
  const { probe, health, health_detail, remedy } = await read(id);
  const refused = probe!.checks.filter((each) => each.allowed === false);
  expect(refused.map((each) => each.what)).toEqual(["contacts", "webhooks"]);
  expect(refused[0]).toMatchObject({ said: expect.stringContaining("User is forbidden from taking that action") as string });
  expect(refused[0]!.remedy).toContain("“Contacts”");
  expect(probe!.checks.find((each) => each.what === "matters")).toMatchObject({ allowed: true, said: null });
  expect(health).toBe("degraded");
  expect(health_detail).toContain("forbidden");
  expect(remedy).toContain("connect again");
  // The permission is given, and the person signs in anew.
  expect(await world.connect(world.naomi, clio, admin)).toBe(id);
  expect(await read(id)).toMatchObject({ health: "healthy" });
});

test("B-CON-3: each question is one row of one page", async () => {
  world.clio.log.reset();
  const id = await world.connect(world.naomi, clio, admin);
  const lists = world.clio.log.entries().filter((entry) => /\/(contacts|matters|users|custom_fields)(\.json)?$/.test(entry.route));
  expect(lists.map((entry) => new URL(entry.url, "http://x").searchParams.get("limit"))).toEqual(["1", "1", "1", "1"]);
  world.mycase.access(staff[0]!).hidden = ["contacts"] as never;
  const other = await world.connect(world.naomi, { provider: "mycase", purpose: "sync" }, staff[0]!);
  world.mycase.access(staff[0]!).hidden = [];
  expect((await read(other)).probe!.checks.find((each) => each.what === "contacts")).toMatchObject({ allowed: false });
  const asked = await world.ask<Connection>(world.naomi, "POST", `/connections/${other}/probe`);
  expect(asked.body.probe!.checks.every((each) => each.allowed)).toBe(true);
  expect((await read(id)).probe!.user_is_admin).toBe(true);
});

test("B-CON-4: the firm's own application goes before the installation's, its secret is sealed and never given back, also through a rotation", async () => {
  const list = () => world.ask<ApplicationList>(world.naomi, "GET", "/applications");
  expect((await world.ask(world.ben, "GET", "/applications")).status).toBe(403);
  await world.ask(world.naomi, "PUT", "/applications/clio-us", { client_id: "firm-app", client_secret: "not the secret of anybody" });
  expect((await list()).body.items.find((each) => each.application === "clio-us")).toMatchObject({
    own: { client_id: "firm-app", secret_end: "body", updated_by: "Naomi Okafor" },
    installed: true,
  });
  expect(JSON.stringify(await list())).not.toContain("not the secret");
  const [row] = await world.query<{ secret: Buffer }>("select secret from oauth_client");
  expect(row!.secret.toString("latin1")).not.toContain("not the secret");
  expect(JSON.stringify(await world.query("select detail from audit"))).not.toContain("not the secret");
  expect(new URL((await begin(world.naomi)).authorize_url).searchParams.get("client_id")).toBe("firm-app");

  const right = { client_id: world.clio.client_id, client_secret: world.clio.client_secret };
  await world.ask(world.naomi, "PUT", "/applications/clio-us", right);
  const id = await world.connect(world.naomi, clio, admin);
  expect(await world.query("select client_id from connection_grant")).toEqual([{ client_id: right.client_id }]);
  await rotateKeys(world.program);
  const sealed = await world.query<{ key_id: string }>("select key_id from oauth_client");
  const newest = await world.query<{ key_id: string }>(
    "select key_id from firm_key where firm_id = $1 order by created_at desc, key_id desc limit 1",
    [world.firm_id],
  );
  expect(sealed).toEqual(newest);
  // Refreshes go through the application that the tokens were given to, whatever is set for new sign-ins.
  await world.ask(world.naomi, "PUT", "/applications/clio-us", { client_id: "another", client_secret: "another secret altogether" });
  await world.query("update connection_grant set expires_at = now() - interval '1 minute'");
  expect((await world.ask(world.naomi, "POST", `/connections/${id}/probe`)).status).toBe(200);
  expect((await world.ask(world.naomi, "DELETE", "/applications/clio-us")).status).toBe(200);
  expect((await world.ask(world.naomi, "DELETE", "/applications/clio-us")).status).toBe(404);
});

test("B-CON-6: coming back keeps everything; a user of another firm is refused with both names", async () => {
  const id = await world.connect(world.naomi, clio, admin);
  await world.query("update connection set state = 'disconnected', state_reason = 'gone'");
  expect(await world.connect(world.naomi, { ...clio, connection_id: id }, admin)).toBe(id);
  await world.query("update connection set account_id = '1', account_name = 'Okafor Law'");
  const refused = await world.consent(world.naomi, (await begin(world.naomi)).authorize_url, admin);
  expect(refused.status).toBe(409);
  expect(refused.body).toContain("Okafor Law");
  expect(refused.body).toContain(world.clio.firm.name.replace("&", "&amp;"));
});

test("B-SYN-1: a time zone that is none is refused where it is typed; one that is stored is told, and time goes on in UTC", async () => {
  const firm = { name: "Marlow & Finch", time_zone: "America/New_York", country: "US" };
  expect((await world.ask(world.naomi, "PATCH", "/firm", { ...firm, time_zone: "Mars/Olympus" })).status).toBe(400);
  expect((await world.ask(world.ben, "PATCH", "/firm", firm)).status).toBe(403);
  const id = await world.connect(world.naomi, clio, admin);
  await (
    await world.program.startSync(id, { mode: "incremental", trigger: "test" })
  ).done;
  await world.query("update firm set time_zone = 'Mars/Olympus'");
  await world.program.jobs.schedule();
  const told = await world.ask<{ firm: { time_zone: string }; items: Connection[] }>(world.naomi, "GET", "/connections");
  expect(told).toMatchObject({ status: 200, body: { firm: { time_zone: "UTC" } } });
  expect(told.body.items[0]!.next_due).toMatchObject({ time_zone: "UTC" });
  const issues = await world.ask<{ items: { cause: string; title: string }[] }>(world.naomi, "GET", "/issues");
  expect(issues.body.items.find((issue) => issue.cause === "unknown_time_zone")?.title).toContain("Mars/Olympus");
  expect((await world.ask(world.naomi, "PATCH", "/firm", firm)).status).toBe(200);
  expect(
    (await world.ask<typeof issues.body>(world.naomi, "GET", "/issues")).body.items.some((issue) => issue.cause === "unknown_time_zone"),
  ).toBe(false);
}, 60_000);
