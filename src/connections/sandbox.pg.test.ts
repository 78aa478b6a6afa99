import { afterAll, beforeAll, expect, test } from "vitest";
import { clioSetup, mycaseSetup, type Setup } from "../../test/connector_setups.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import type { Clock } from "../lib/clock.ts";
import { newId } from "../lib/ids.ts";
import { Secret } from "../lib/secret.ts";
import { beginConnect, finishConnect, type ConnectDeps } from "./connect.ts";
import { newDataKey } from "./envelope.ts";
import { readConnection } from "./store.ts";
import { readGrant } from "./store_grants.ts";
import { tokenSource } from "./tokens.ts";
import { openVault, type Vault } from "./vault.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let db: TestDb;
let vault: Vault;
beforeAll(async () => {
  db = await testDatabase();
  vault = await openVault(db, { secret_key: new Secret(newDataKey().toString("base64")), secret_key_file: "" });
});
afterAll(() => db.drop());

/** A firm whose person has just consented at the sandbox, by the same steps as in a browser. */
async function connected(setup: Setup) {
  const { connector, sandbox, client } = setup;
  const clock: Clock = { now: () => sandbox.clock.now(), sleep: (ms) => sandbox.clock.advance(ms) };
  const fetch = (request: Request) => sandbox.fetch(request);
  const deps: ConnectDeps = { db, vault, clock, fetch, connectors: { clio: connector, mycase: connector }, client: () => client };
  const firm_id = newId();
  await db.kysely.insertInto("firm").values({ firm_id, name: "Marlow & Finch" }).execute();
  const region = connector.regions[0] ?? null;
  const signIn = async () => {
    const redirect_uri = "http://127.0.0.1:8790/oauth/callback";
    const begun = await beginConnect(deps, { firm_id, provider: connector.provider, region, purpose: "sync", redirect_uri, session: null });
    const answer = await sandbox.fetch(new Request(begun.authorize_url, { redirect: "manual" }));
    const back = new URL(answer.headers.get("location") ?? "about:blank");
    expect(`${back.origin}${back.pathname}`).toBe(redirect_uri);
    return finishConnect(deps, { state: back.searchParams.get("state") ?? "", code: back.searchParams.get("code") ?? "", session: null });
  };
  const owner = await signIn();
  const tokens = tokenSource({ db, vault, connector, client, fetch, clock }, owner, region);
  const whoAmI = () =>
    connector.reader({ ...setup.session, region, tokens, fetch, clock, on_request: (info) => tokens.observe(info) }).who_am_i();
  return { owner, tokens, whoAmI, signIn, sandbox };
}

for (const [name, make] of [
  ["Clio", clioSetup],
  ["MyCase", mycaseSetup],
] as const) {
  test(`B-CON-1: a firm connects to ${name} by its pages, and the connection knows the person and the firm`, async () => {
    const { owner, whoAmI, sandbox } = await connected(make());
    const identity = await whoAmI();
    expect(await readConnection(db, owner)).toMatchObject({
      state: "connected",
      account_id: owner.identity.account_id,
      user_id: identity.user_id,
      user_email: identity.user_email,
    });
    expect(identity.account_name).not.toBe("");
    await sandbox.close();
  });

  test(`B-CON-6: coming back to ${name} keeps the connection`, async () => {
    const { owner, signIn, sandbox } = await connected(make());
    expect(await signIn()).toMatchObject({ connection_id: owner.connection_id, is_new: false });
    await sandbox.close();
  });

  test(`B-CON-5: ${name}'s grant lives for a quarter of a year on refreshes alone, with a call every nine hours or every nine days`, async () => {
    for (const step of [9 * HOUR, 9 * DAY]) {
      const { owner, whoAmI, sandbox } = await connected(make());
      for (let passed = 0; passed < 90 * DAY; passed += step) {
        await sandbox.clock.advance(step);
        expect((await whoAmI()).user_id).toBe(owner.identity.user_id);
      }
      expect(await readConnection(db, owner)).toMatchObject({ state: "connected" });
      expect((await readGrant(db, owner))?.token_version).toBeGreaterThan(1);
      await sandbox.close();
    }
  });
}

test("B-CON-5: MyCase's grant that nobody refreshed for two weeks is dead: the connection says so, and a new sign-in mends it", async () => {
  const { owner, whoAmI, signIn, sandbox } = await connected(mycaseSetup());
  await sandbox.clock.advance(15 * DAY);
  await expect(whoAmI()).rejects.toMatchObject({ failure: "unauthorized" });
  expect((await readConnection(db, owner))?.state).toBe("disconnected");
  await signIn();
  expect((await readConnection(db, owner))?.state).toBe("connected");
  await whoAmI();
  await sandbox.close();
});

test("B-CON-5: MyCase's token endpoint that is down does not disconnect", async () => {
  const { owner, tokens, sandbox } = await connected(mycaseSetup());
  const before = await tokens.access_token();
  await sandbox.clock.advance(13 * HOUR);
  sandbox.faults.script("error_500_before", /tokens$/, 4);
  expect(await tokens.access_token()).toBe(before);
  expect(sandbox.faults.reached().error_500_before).toBeGreaterThan(0);
  expect((await readConnection(db, owner))?.state).toBe("connected");
  sandbox.faults.clear();
  await sandbox.clock.advance(HOUR);
  expect(await tokens.access_token()).not.toBe(before);
  await sandbox.close();
});
