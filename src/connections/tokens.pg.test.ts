import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { scriptedProvider, type Script, type ScriptedProvider } from "../../test/scripted_provider.ts";
import { connect as openPool, type Db } from "../db/pool.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { systemClock } from "../lib/clock.ts";
import { newId } from "../lib/ids.ts";
import { Secret } from "../lib/secret.ts";
import { beginConnect, finishConnect } from "./connect.ts";
import { newDataKey } from "./envelope.ts";
import { readConnection } from "./store.ts";
import { readGrant, type Owner } from "./store_grants.ts";
import { tokenSource, type TokenDeps, type Tokens } from "./tokens.ts";
import { openVault, type Vault } from "./vault.ts";

const HOUR = 3_600_000;
let db: TestDb;
let vault: Vault;
let now: Date;
let provider: ScriptedProvider;
let owner: Owner;
const opened: Db[] = [];
const clock = { now: () => now, sleep: () => Promise.resolve() };
const config = { secret_key: new Secret(newDataKey().toString("base64")), secret_key_file: "/dev/null" };

beforeAll(async () => {
  db = await testDatabase();
  vault = await openVault(db, config);
});
afterAll(() => db.drop());
beforeEach(() => {
  now = new Date("2026-03-02T12:00:00Z");
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((other) => other.close()));
});

const client = { client_id: "app", client_secret: "s" };
const fetch = () => Promise.reject(new Error("not part of this test"));

/** A connected firm, with one token source. */
async function connected(script: Partial<Script> = {}): Promise<Tokens> {
  provider = scriptedProvider({ provider: "mycase", rotates: true, ...script });
  const firm_id = newId();
  await db.kysely.insertInto("firm").values({ firm_id, name: "Moreau & Finch" }).execute();
  const deps = { db, vault, clock, fetch, connectors: { clio: provider.connector, mycase: provider.connector }, client: () => client };
  const region = provider.connector.regions[0] ?? null;
  const { state } = await beginConnect(deps, {
    firm_id,
    provider: provider.connector.provider,
    region,
    purpose: "sync",
    redirect_uri: "http://cb",
    session: null,
  });
  owner = await finishConnect(deps, { state, session: null, code: "good" });
  return source();
}

function source(more: Partial<TokenDeps> = {}): Tokens {
  return tokenSource({ db, vault, connector: provider.connector, client, fetch, clock, ...more }, owner, null);
}

/** As another process would: with connections, and memory, of its own. */
async function otherProcess(): Promise<Tokens> {
  const other = await openPool(db.url, { max: 2 }, "server");
  opened.push(other);
  return source({ db: other, vault: await openVault(other, config) });
}

const later = (ms: number) => (now = new Date(now.getTime() + ms));
const grant = async () => (await readGrant(db, owner))!;
const state = async () => (await readConnection(db, owner))?.state;
/** Whoever refreshes has been at it for longer than a lease. */
const leaseEnds = () =>
  db.pool.query("update connection_grant set lease_until = clock_timestamp() where connection_id = $1", [owner.connection_id]);
const refreshTokenIn = async () => {
  const row = await grant();
  return vault.open({ ...row, column: "refresh_token" }, row.refresh_token!);
};

test("B-CON-5: a token serves without a request until its refresh is due, then is renewed before it ends", async () => {
  const tokens = await connected();
  const first = await tokens.access_token();
  later(11 * HOUR);
  expect(await tokens.access_token()).toBe(first);
  expect(provider.refreshes).toBe(0);
  later(2 * HOUR);
  expect(await tokens.access_token()).toBe("mycase-access-2");
  expect(provider.refreshes).toBe(1);
  expect(await grant()).toMatchObject({ token_version: 2, expires_at: new Date(now.getTime() + 24 * HOUR).toISOString() });
});

test("B-CON-5: one refresh at a time, however many processes find the token due", async () => {
  // The first refresh takes until everybody else has gone on.
  const others = Promise.withResolvers<void>();
  await connected({ during: () => (provider.refreshes === 1 ? others.promise : systemClock.sleep(60)) });
  later(13 * HOUR);
  const workers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => otherProcess()));
  let gone_on = 0;
  const early = await Promise.all(
    workers.map(async (worker) => {
      const token = await worker.access_token();
      if ((gone_on += 1) === workers.length - 1) others.resolve();
      return token;
    }),
  );
  expect(provider.most_at_once).toBe(1);
  expect(provider.refreshes).toBe(1);
  expect(new Set(early), "the others go on with the token that is still good").toEqual(new Set(["mycase-access-1", "mycase-access-2"]));

  later(25 * HOUR); // now nothing is good any more: everybody waits for the one who refreshes
  const late = await Promise.all(workers.map((worker) => worker.access_token()));
  expect(new Set(late)).toEqual(new Set(["mycase-access-3"]));
  expect(provider).toMatchObject({ most_at_once: 1, refreshes: 2 });
});

test("B-CON-5: many 401s for one token cost one refresh", async () => {
  await connected();
  const workers = await Promise.all([1, 2, 3].map(() => otherProcess()));
  const used = await Promise.all(workers.map((worker) => worker.access_token()));
  const renewed = await Promise.all(workers.map((worker, i) => worker.refresh(used[i]!)));
  expect(new Set(renewed)).toEqual(new Set(["mycase-access-2"]));
  expect(provider.refreshes).toBe(1);
});

test("B-CON-5: the new pair is stored before it is used, and a later process starts from it", async () => {
  const tokens = await connected();
  later(13 * HOUR);
  const token = await tokens.access_token();
  const row = await grant();
  expect(await vault.open({ ...row, column: "access_token" }, row.access_token)).toBe(token);
  expect(await refreshTokenIn()).toBe("mycase-refresh-2");
  expect(await (await otherProcess()).access_token()).toBe(token);
});

test("B-CON-5: a 5xx or a time-out never disconnects: the token that is still good serves, and the refresh is tried again later", async () => {
  const tokens = await connected();
  later(13 * HOUR);
  provider.script = ["error_500", "lost_request"];
  expect(await tokens.access_token()).toBe("mycase-access-1");
  expect(await tokens.access_token()).toBe("mycase-access-1");
  expect(provider.refreshes, "tried twice, then left alone for a minute").toBe(2);
  later(61_000);
  expect(await tokens.access_token()).toBe("mycase-access-2");

  later(30 * HOUR);
  provider.script = ["error_500", "error_500"];
  await expect(tokens.access_token()).rejects.toMatchObject({ failure: "transient" });
  expect(await state()).toBe("connected");
});

test("B-CON-5: a lost answer is asked for once more with the same token, which works where the provider allows it", async () => {
  const tokens = await connected({ grace: 1 });
  later(13 * HOUR);
  provider.script = ["lost_answer"];
  expect(await tokens.access_token()).toBe("mycase-access-3");
  expect(await state()).toBe("connected");
});

test("B-CON-5: a lost answer of a strict provider leaves the good token serving to its end, announced; then the connection is disconnected", async () => {
  const tokens = await connected();
  later(13 * HOUR);
  provider.script = ["lost_answer"];
  expect(await tokens.access_token()).toBe("mycase-access-1");
  expect((await grant()).refresh_refused_at).toBe(now.toISOString());
  later(10 * HOUR);
  expect(await tokens.access_token()).toBe("mycase-access-1");
  expect(provider.refreshes, "a refused grant is not asked for again").toBe(2);
  later(2 * HOUR);
  await expect(tokens.access_token()).rejects.toMatchObject({ failure: "unauthorized" });
  expect(await state()).toBe("disconnected");
});

test("B-CON-5: a revoked grant disconnects at its first 401, and is not asked for again", async () => {
  const tokens = await connected();
  const used = await tokens.access_token();
  provider.revoked = true;
  await expect(tokens.refresh(used)).rejects.toMatchObject({ failure: "unauthorized" });
  expect(await readConnection(db, owner)).toMatchObject({ state: "disconnected", state_reason: "invalid_grant" });
  const asked = provider.refreshes;
  await expect((await otherProcess()).access_token()).rejects.toMatchObject({ failure: "unauthorized" });
  expect(provider.refreshes).toBe(asked);
});

test("B-CON-5: the previous pair is kept until the new one has served a call", async () => {
  const tokens = await connected();
  later(13 * HOUR);
  await tokens.access_token();
  expect((await grant()).previous_refresh_token).not.toBeNull();
  tokens.observe({ status: 500 });
  tokens.observe({ status: null });
  await tokens.refresh("something older");
  expect((await grant()).previous_refresh_token).not.toBeNull();
  tokens.observe({ status: 200 });
  await tokens.refresh("something older");
  expect(await grant()).toMatchObject({ previous_refresh_token: null, previous_token_version: null, proved_at: now.toISOString() });
});

test("B-CON-5: a new pair that never served falls back on the previous one when the provider does not know it", async () => {
  const tokens = await connected({ grace: 2 });
  later(13 * HOUR);
  const stored = await tokens.access_token();
  // The provider lost what it had just given, for example by restoring a backup.
  const row = await grant();
  const place = { ...row, column: "refresh_token" } as const;
  await db.pool.query("update connection_grant set refresh_token = $2 where connection_id = $1", [
    row.connection_id,
    await vault.seal(place, "forgotten"),
  ]);
  expect(await tokens.refresh(stored)).toBe("mycase-access-3");
  expect(await state()).toBe("connected");
});

test("an answer without a refresh token never overwrites the stored one", async () => {
  const tokens = await connected({ provider: "clio", rotates: false });
  const kept = await refreshTokenIn();
  later(28 * 24 * HOUR);
  expect(await tokens.access_token()).toBe("clio-access-2");
  expect(await refreshTokenIn()).toBe(kept);
  later(28 * 24 * HOUR);
  expect(await tokens.access_token()).toBe("clio-access-3");
});

test("who was asleep while its lease ended stores nothing over the one who took over", async () => {
  let asleep = () => {};
  const sleeping = new Promise<void>((wake) => (asleep = wake));
  let first = true;
  await connected({
    grace: 5,
    during: async () => {
      if (!first) return;
      first = false;
      await sleeping;
    },
  });
  later(25 * HOUR);
  const slow = source().access_token();
  await expect.poll(() => provider.refreshes).toBe(1);
  await leaseEnds();
  const quick = await (await otherProcess()).access_token();
  const after = await grant();
  asleep();
  expect(await slow, "it wakes, is refused by the fence, and takes what is there").toBe(quick);
  expect(await grant()).toEqual(after);
});

/** A provider whose first refresh is answered when the test says so. */
async function connectedTo(script: Partial<Script>): Promise<() => void> {
  let wake = () => {};
  const sleeping = new Promise<void>((resolve) => (wake = resolve));
  await connected({ ...script, during: () => (provider.refreshes === 1 ? sleeping : (script.during?.() ?? Promise.resolve())) });
  later(25 * HOUR);
  return wake;
}

test("B-CON-5: whoever lost its lease while an answer was lost sends no further request: never two refreshes at once", async () => {
  const wake = await connectedTo({ grace: 5 });
  provider.script = ["lost_answer"];
  const slow = source().access_token();
  await expect.poll(() => provider.refreshes).toBe(1);
  await leaseEnds();
  const quick = await (await otherProcess()).access_token();
  wake();
  expect(await slow).toBe(quick);
  expect(provider.refreshes, "the lost one, and the one of whoever took over").toBe(2);
});

test("B-CON-5: whoever lost its lease waits for the one who has it, and never goes on with the token that has ended", async () => {
  const wake = await connectedTo({ grace: 5, during: () => systemClock.sleep(300) });
  const slow = source().access_token();
  await expect.poll(() => provider.refreshes).toBe(1);
  await leaseEnds();
  const quick = (await otherProcess()).access_token();
  await expect.poll(() => provider.refreshes).toBe(2);
  wake();
  expect(await slow).toBe(await quick);
});

test("B-CON-5: a provider that never answers is said not to have answered, and nothing else", async () => {
  await connected({ during: () => systemClock.sleep(400) });
  later(25 * HOUR);
  const late = source({ timeout_ms: 50 }).access_token();
  await expect(late).rejects.toMatchObject({ failure: "transient", message: "mycase did not answer a token request in time." });
  expect(await state()).toBe("connected");
});
