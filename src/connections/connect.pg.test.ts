import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { scriptedProvider, type ScriptedProvider } from "../../test/scripted_provider.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { Secret } from "../lib/secret.ts";
import { beginConnect, ConnectRefused, finishConnect, type Begin, type ConnectDeps } from "./connect.ts";
import { newDataKey } from "./envelope.ts";
import { listConnections, readConnection } from "./store.ts";
import { readGrant } from "./store_grants.ts";
import { readSettings } from "./store_settings.ts";
import { openVault } from "./vault.ts";

let db: TestDb;
let now: Date;
let firm_id: string;
let clio: ScriptedProvider;
let mycase: ScriptedProvider;
let deps: ConnectDeps;
const dir = mkdtempSync(join(tmpdir(), "privity-keys-"));
const keys = { secret_key: null, secret_key_file: join(dir, "secret.key") };

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(async () => {
  await db.drop();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  now = new Date("2026-03-02T12:00:00Z");
  firm_id = newId();
  await db.kysely.insertInto("firm").values({ firm_id, name: "Moreau & Finch" }).execute();
  clio = scriptedProvider({ provider: "clio", rotates: false });
  mycase = scriptedProvider({ provider: "mycase", rotates: true });
  deps = {
    db,
    vault: await openVault(db, keys),
    clock: { now: () => now, sleep: () => Promise.resolve() },
    fetch: () => Promise.reject(new Error("not part of this test")),
    connectors: { clio: clio.connector, mycase: mycase.connector },
    client: () => ({ client_id: "app", client_secret: "s" }),
  };
});

const begin = (change: Partial<Begin> = {}) =>
  beginConnect(deps, {
    firm_id,
    provider: "mycase",
    region: null,
    purpose: "sync",
    redirect_uri: "http://127.0.0.1/cb",
    session: "s1",
    ...change,
  });
const connect = async (change: Partial<Begin> = {}) => {
  const session = change.session === undefined ? "s1" : change.session;
  return finishConnect(deps, { state: (await begin(change)).state, session, code: "good" });
};
const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "accepted",
    (error: unknown) => (error instanceof ConnectRefused ? error.code : String(error)),
  );

test("B-CON-1: the person is sent to the provider with a state that is good for one use", async () => {
  const { authorize_url, state } = await begin();
  expect(new URL(authorize_url).searchParams.get("state")).toBe(state);
  expect(await finishConnect(deps, { state, session: "s1", code: "good" })).toMatchObject({ is_new: true, provider: "mycase" });
  expect(await refusal(finishConnect(deps, { state, session: "s1", code: "good" }))).toBe("state");
});

test("B-CON-1: a state lives for ten minutes, and for the session that asked", async () => {
  const late = await begin();
  now = new Date(now.getTime() + 10 * 60_000);
  expect(await refusal(finishConnect(deps, { state: late.state, session: "s1", code: "good" }))).toBe("state");
  const foreign = await begin();
  expect(await refusal(finishConnect(deps, { state: foreign.state, session: "s2", code: "good" }))).toBe("state");
  expect(
    await refusal(finishConnect(deps, { state: foreign.state, session: "s1", code: "good" })),
    "a try by somebody else uses it up",
  ).toBe("state");
  expect(await refusal(finishConnect(deps, { state: "guessed", session: "s1", code: "good" }))).toBe("state");
});

test("B-CON-1: neither the state nor a token lies in the database as it is", async () => {
  const { state } = await begin();
  const { connection_id } = await connect();
  const dump = async (table: string) => JSON.stringify((await db.pool.query(`select t::text from ${table} t`)).rows);
  expect(await dump("oauth_state")).not.toContain(state);
  const grant = await readGrant(db, { firm_id, connection_id });
  expect(grant?.access_token.toString("latin1")).not.toContain("access-");
  expect(await deps.vault.open({ ...grant!, column: "access_token" }, grant!.access_token)).toMatch(/^mycase-access-/);
});

test("B-CON-1: what the provider refuses, or the person declines, connects nothing", async () => {
  expect(await refusal(begin().then(({ state }) => finishConnect(deps, { state, session: "s1", code: "bad" })))).toBe("code_refused");
  expect(await refusal(begin().then(({ state }) => finishConnect(deps, { state, session: "s1", error: "access_denied" })))).toBe("denied");
  expect(await listConnections(db, { firm_id })).toEqual([]);
});

test("B-CON-1: who was shut out or made a member while at the provider connects nothing, and their code is not even exchanged", async () => {
  const member_id = newId();
  const role = (role: string, active = true) =>
    db.pool.query(
      `insert into member (firm_id, member_id, name, email, role, active) values ($1, $2, 'Ada', 'ada@moreaufinch.example', $3, $4)
       on conflict (firm_id, member_id) do update set role = excluded.role, active = excluded.active`,
      [firm_id, member_id, role, active],
    );
  const meanwhile = async (purpose: "sync" | "writeback", ...now: Parameters<typeof role>) => {
    await role("admin");
    const { state } = await begin({ member_id, purpose });
    await role(...now);
    return refusal(finishConnect(deps, { state, session: "s1", code: "bad" }));
  };
  expect(await meanwhile("sync", "member")).toBe("member");
  expect(await meanwhile("sync", "admin", false)).toBe("member");
  expect(await meanwhile("writeback", "member", false)).toBe("member");
  expect(await meanwhile("writeback", "member"), "their own account is still theirs to connect").toBe("code_refused");

  await role("admin");
  const late = await begin({ member_id });
  const { reader } = mycase.connector;
  mycase.connector.reader = (session) => ({
    ...reader(session),
    who_am_i: async () => {
      await role("admin", false);
      return mycase.identity;
    },
  });
  expect(await refusal(finishConnect(deps, { state: late.state, session: "s1", code: "good" })), "looked at again when it is stored").toBe(
    "member",
  );
  expect(await listConnections(db, { firm_id })).toEqual([]);
});

test("B-CON-3: connected is what a real call has proved", async () => {
  mycase.connector.reader = () => ({
    page: () => Promise.reject(new Error()),
    one: () => Promise.reject(new Error()),
    who_am_i: () => Promise.reject(new Error("no /me for you")),
  });
  await expect(connect()).rejects.toThrow("no /me for you");
  expect(await listConnections(db, { firm_id })).toEqual([]);
});

test("B-CON-4: Clio needs one of its regions, and the connection keeps it", async () => {
  expect(await refusal(begin({ provider: "clio" }))).toBe("region");
  expect(await refusal(begin({ provider: "clio", region: "mars" }))).toBe("region");
  expect(await refusal(begin({ provider: "mycase", region: "us" }))).toBe("region");
  expect((await begin({ provider: "clio", region: "eu" })).authorize_url).toContain("https://eu.example");
  const { connection_id } = await connect({ provider: "clio", region: "eu" });
  expect((await readConnection(db, { firm_id, connection_id }))?.region).toBe("eu");
});

test("B-CON-4: without an OAuth application for the region nothing begins, and the variables are named", async () => {
  deps.client = () => null;
  await expect(begin({ provider: "clio", region: "ca" })).rejects.toThrow("CLIO_CLIENT_ID");
});

test("B-CON-6: the same firm comes back to the same connection, with its settings, under a newer token", async () => {
  const first = await connect();
  await db.pool.query("update connection set state = 'disconnected', state_reason = 'gone' where connection_id = $1", [
    first.connection_id,
  ]);
  mycase.identity = { ...mycase.identity, user_name: "Noel Finch", user_id: "9" };
  const again = await connect();
  expect(again).toMatchObject({ connection_id: first.connection_id, is_new: false });
  expect(await readConnection(db, again)).toMatchObject({ state: "connected", state_reason: null, user_name: "Noel Finch" });
  expect((await readGrant(db, again))?.token_version).toBe(2);
  expect((await readSettings(db.kysely, again)).version).toBe(1);
});

test("B-CON-6: a different firm is refused with both names, and the connection stays as it was", async () => {
  const first = await connect({ provider: "clio", region: "us" });
  const before = await readGrant(db, first);
  clio.identity = { ...clio.identity, account_id: "99", account_name: "Okafor Law" };
  await expect(connect({ provider: "clio", region: "us" })).rejects.toThrow(/Moreau & Finch.*Okafor Law/);
  expect(await readGrant(db, first)).toEqual(before);
});

test("B-CON-6: the same account number in another region is a different firm", async () => {
  await connect({ provider: "clio", region: "us" });
  expect(await refusal(connect({ provider: "clio", region: "eu" }))).toBe("other_firm");
});

test("B-CON-2: two sign-ins for sync at the same moment end in one sync connection", async () => {
  const done = await Promise.all([connect(), connect()]);
  expect(new Set(done.map((one) => one.connection_id)).size).toBe(1);
  expect(await listConnections(db, { firm_id, provider: "mycase" })).toHaveLength(1);
});

test("the key file is made once, for its owner only, and another key is told as such", async () => {
  await connect();
  expect(statSync(keys.secret_key_file).mode & 0o777).toBe(0o600);
  const other = await openVault(db, { ...keys, secret_key: new Secret(newDataKey().toString("base64")) });
  await expect(other.keyId(firm_id)).rejects.toThrow(/locked with another key/);
});

test("tokens of two rows that were swapped do not open", async () => {
  const one = await connect();
  const two = await connect({ provider: "clio", region: "us" });
  await db.pool.query(
    `update connection_grant a set access_token = b.access_token from connection_grant b
     where a.firm_id = $1 and b.firm_id = $1 and a.connection_id <> b.connection_id`,
    [firm_id],
  );
  for (const owner of [one, two]) {
    const grant = await readGrant(db, owner);
    await expect(deps.vault.open({ ...grant!, column: "access_token" }, grant!.access_token)).rejects.toThrow("does not open");
  }
});
