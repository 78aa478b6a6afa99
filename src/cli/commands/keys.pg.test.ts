/** Keys are rotated while another process works with them. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { setMailServer } from "../../accounts/mail_server.ts";
import { readMailServer } from "../../accounts/store_mail_server.ts";
import { answerBox } from "../../api/idempotency.ts";
import { claimKey, keepAnswer, listSealedAnswers } from "../../api/store_idempotency.ts";
import { applicationFor, setApplication } from "../../connections/applications.ts";
import { newDataKey } from "../../connections/envelope.ts";
import { putGrant, readGrant, type Owner } from "../../connections/store_grants.ts";
import { openVault, replaceKeyFile, type KeyConfig, type Vault } from "../../connections/vault.ts";
import { testDatabase, type TestDb } from "../../db/testing.ts";
import { makeSecret, openSecrets, rotateSecret } from "../../events/secrets.ts";
import { insertEndpoint } from "../../events/store_endpoints.ts";
import { systemClock } from "../../lib/clock.ts";
import { readConfig } from "../../lib/config.ts";
import { newId } from "../../lib/ids.ts";
import { Secret } from "../../lib/secret.ts";
import { readTextAccount } from "../../portal/store_text_account.ts";
import { setTextAccount, tokenOf } from "../../portal/text_account.ts";
import { openSecret, sealSecret } from "../../sync/webhooks/secrets.ts";
import { insertSubscription, keepSecret, listSealed } from "../../sync/webhooks/store_subscriptions.ts";
import { rotateKeys } from "./keys.ts";

let db: TestDb;
let dir: string;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.drop());
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "privity-keys-"));
  await db.pool.query("truncate firm, installation_key cascade");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const at = "2026-03-02T12:00:00.000Z";

async function connected(vault: Vault): Promise<Owner> {
  const owner = { firm_id: newId(), connection_id: newId() };
  await db.kysely.insertInto("firm").values({ firm_id: owner.firm_id, name: "x" }).execute();
  const account = { account_id: "1", account_name: "x", user_id: "1", user_name: "x", user_email: "x@x.example" };
  await db.kysely
    .insertInto("connection")
    .values({ ...owner, ...account, provider: "mycase" })
    .execute();
  const place = { ...owner, token_version: 1, key_id: await vault.keyId(owner.firm_id) };
  await putGrant(db, {
    ...place,
    access_token: await vault.seal({ ...place, column: "access_token" }, "access-1"),
    refresh_token: await vault.seal({ ...place, column: "refresh_token" }, "refresh-1"),
    obtained_at: at,
    expires_at: null,
    scope: null,
  });
  return owner;
}

async function tokensBy(vault: Vault, owner: Owner): Promise<string[]> {
  const row = (await readGrant(db, owner))!;
  return [
    await vault.open({ ...row, column: "access_token" }, row.access_token),
    await vault.open({ ...row, column: "refresh_token" }, row.refresh_token!),
  ];
}

/** One of everything that is locked with a firm's key, and how to open it. */
async function sealEverything(vault: Vault, owner: Owner): Promise<(by: Vault) => Promise<string[]>> {
  const { firm_id } = owner;
  const endpoint = { firm_id, endpoint_id: newId() };
  const { key_id, sealed } = await makeSecret(vault, endpoint);
  await insertEndpoint(db.kysely, { ...endpoint, url: "https://x.example", description: "", event_types: [], key_id, secret: sealed, at });
  await rotateSecret({ db, vault, clock: systemClock }, endpoint);

  const subscription = { ...owner, subscription_id: newId() };
  const told = { model: "contact", kind: "contact" as const, base_url: "https://x.example", token_hash: newDataKey(), at };
  await insertSubscription(db.kysely, { ...subscription, ...told, silent_since: null, last_gap_at: null });
  await keepSecret(db.kysely, subscription, await sealSecret(vault, subscription, "the provider's secret"));

  const client = { provider: "clio" as const, region: "us", client_id: "own", client_secret: "the application's secret" };
  await setApplication({ db, vault }, firm_id, client, { name: "x", at });

  const server = { host: "smtp.example.com", port: 587, security: "starttls" as const, username: "x", from_address: "x@x.example" };
  await setMailServer(db.kysely, vault, firm_id, { ...server, password: "the mail password" }, { name: "x", at });

  const account = { account_sid: "AC1", api_key_sid: "SK1", sender: "+12125550100", service_sid: "" };
  await setTextAccount(
    db.kysely,
    vault,
    firm_id,
    { ...account, auth_token: "the token", api_key_secret: "the key's secret" },
    { name: "x", at },
  );

  const place = { firm_id, key_hash: newDataKey() };
  await claimKey(db.kysely, { ...place, request_hash: newDataKey(), at, abandoned_before: at });
  const body = await vault.seal(answerBox(place, key_id), "the kept answer");
  await keepAnswer(db.kysely, place, { status: 200, headers: {}, key_id, body });

  return async (by) => {
    const [row] = await listSealed(db.kysely, firm_id);
    const [answer] = await listSealedAnswers(db.kysely, firm_id);
    const mail = (await readMailServer(db.kysely, firm_id))!;
    const mail_box = {
      firm_id,
      connection_id: "smtp",
      column: "smtp_password",
      token_version: mail.secret_version,
      key_id: mail.key_id!,
    } as const;
    const none = () => null;
    return [
      ...(await tokensBy(by, owner)),
      ...(await openSecrets({ db, vault: by, clock: systemClock }, endpoint)),
      (await openSecret(by, row!))!,
      (await applicationFor({ db, vault: by, installed: none }, firm_id, "clio", "us"))!.client_secret,
      await by.open(mail_box, mail.password!),
      (await tokenOf(by, (await readTextAccount(db.kysely, firm_id))!)).reveal(),
      await by.open(answerBox(answer!, answer!.key_id), answer!.body),
    ];
  };
}

const configOf = (keys: KeyConfig) => ({ ...readConfig({ PRIVITY_DATA_DIR: dir }), ...keys });
const rotate = (keys: KeyConfig) => rotateKeys({ config: configOf(keys), db, sync: { clock: systemClock } });
const TOKENS = ["access-1", "refresh-1"];

test("a key in a file is exchanged, and a process that runs on reads and writes with the new one", async () => {
  const keys = { secret_key: null, secret_key_file: join(dir, "secret.key") };
  const running = await openVault(db, keys);
  const owner = await connected(running);
  const before = { file: readFileSync(keys.secret_key_file, "utf8"), row: (await readGrant(db, owner))! };
  expect(await rotate(keys)).toMatchObject({ firms: 1, grants: 1, endpoints: 0 });

  expect(readFileSync(keys.secret_key_file, "utf8")).not.toBe(before.file);
  expect(() => readFileSync(`${keys.secret_key_file}.previous`)).toThrow("ENOENT");
  expect((await readGrant(db, owner))!.key_id).not.toBe(before.row.key_id);
  expect((await openVault(db, keys)).derive("x").reveal(), "what cookies and second factors hang on").toBe(running.derive("x").reveal());
  expect(await tokensBy(running, owner), "by the process that runs on").toEqual(TOKENS);
  expect(await tokensBy(await openVault(db, keys), owner), "by one that starts").toEqual(TOKENS);
  const place = { ...owner, column: "access_token" as const, token_version: 9, key_id: await running.keyId(owner.firm_id) };
  const box = await running.seal(place, "sealed by the process that runs on");
  expect(await (await openVault(db, keys)).open(place, box)).toBe("sealed by the process that runs on");
});

test("a key in the environment is exchanged: both are read during it, the old one alone is refused after it", async () => {
  const [old, fresh] = [newDataKey(), newDataKey()].map((key) => new Secret(key.toString("base64")));
  const nowhere = { secret_key_file: join(dir, "none") };
  const owner = await connected(await openVault(db, { ...nowhere, secret_key: old! }));
  const both = { ...nowhere, secret_key: fresh!, secret_key_previous: old! };
  const during = await openVault(db, both);
  expect(await tokensBy(during, owner), "not rotated yet").toEqual(TOKENS);
  await rotate(both);
  expect(await tokensBy(during, owner), "rotated meanwhile").toEqual(TOKENS);
  expect(await tokensBy(await openVault(db, { ...nowhere, secret_key: fresh! }), owner), "the new one alone").toEqual(TOKENS);
  await expect(tokensBy(await openVault(db, { ...nowhere, secret_key: old! }), owner)).rejects.toThrow(/another key/);
});

test("a process that runs on seals with the new key from then on, and within a minute the one before opens nothing for it", async () => {
  const keys = { secret_key: null, secret_key_file: join(dir, "secret.key") };
  let now = new Date("2026-11-21T09:00:00Z");
  const running = await openVault(db, keys, { ...systemClock, now: () => now });
  const owner = await connected(running);
  const before = await running.keyId(owner.firm_id);
  const place = { ...owner, column: "access_token" as const, token_version: 9 };
  const old_box = await running.seal({ ...place, key_id: before }, "of before");
  await rotate(keys);
  const after = await running.keyId(owner.firm_id);
  expect(after).not.toBe(before);
  await db.pool.query("delete from firm_key where key_id = $1", [before]);
  now = new Date(now.getTime() + 60_000);
  await expect(running.open({ ...place, key_id: before }, old_box), "destroyed").rejects.toThrow(/has no key/);
  expect(await tokensBy(running, owner)).toEqual(TOKENS);
});

test("secrets of webhooks are sealed anew too, and a rotation that was interrupted is finished by the next", async () => {
  const keys = { secret_key: null, secret_key_file: join(dir, "secret.key") };
  const vault = await openVault(db, keys);
  const owner = await connected(vault);
  const place = { firm_id: owner.firm_id, endpoint_id: newId() };
  const { secret, key_id, sealed } = await makeSecret(vault, place);
  await insertEndpoint(db.kysely, { ...place, url: "https://x.example", description: "", event_types: [], key_id, secret: sealed, at });
  await replaceKeyFile(keys); // and then the rotation was killed
  expect(readFileSync(`${keys.secret_key_file}.previous`, "utf8")).not.toBe(readFileSync(keys.secret_key_file, "utf8"));
  expect(await tokensBy(vault, owner)).toEqual(TOKENS);

  expect(await rotate(keys)).toMatchObject({ firms: 1, grants: 1, endpoints: 1 });
  const deps = { db, vault: await openVault(db, keys), clock: systemClock };
  expect(await openSecrets(deps, place)).toEqual([secret]);
  expect(() => readFileSync(`${keys.secret_key_file}.previous`)).toThrow("ENOENT");
});

test("issue 3, 3: after a rotation the old keys can be destroyed: whatever is sealed, in any table, opens with the new ones alone", async () => {
  const [old, fresh] = [newDataKey(), newDataKey()].map((key) => new Secret(key.toString("base64")));
  const nowhere = { secret_key_file: join(dir, "none") };
  const vault = await openVault(db, { ...nowhere, secret_key: old! });
  const owner = await connected(vault);
  const openAll = await sealEverything(vault, owner);
  const before = { texts: await openAll(vault), key_id: await vault.keyId(owner.firm_id) };
  expect(before.texts.filter((text) => text !== "")).toHaveLength(9);

  await rotate({ ...nowhere, secret_key: fresh!, secret_key_previous: old! });
  await db.pool.query("delete from firm_key where key_id = $1", [before.key_id]);
  expect(await openAll(await openVault(db, { ...nowhere, secret_key: fresh! }))).toEqual(before.texts);

  const { rows: tables } = await db.pool.query<{ table_name: string }>(
    "select table_name from information_schema.columns where table_schema = 'public' and column_name = 'key_id' and table_name not in ('firm_key', 'installation_key')",
  );
  expect(tables.length).toBeGreaterThanOrEqual(5);
  for (const { table_name } of tables) {
    const { rows } = await db.pool.query<{ key_id: string }>(`select key_id from "${table_name}" where key_id is not null`);
    expect(rows.length, `${table_name}: this test has to seal a row there`).toBeGreaterThan(0);
    expect(
      rows.map((row) => row.key_id),
      table_name,
    ).not.toContain(before.key_id);
  }
});

test("issue 3, 3: a process that has not seen the exchange gives a new firm a key under the new one", async () => {
  const keys = { secret_key: null, secret_key_file: join(dir, "secret.key") };
  const running = await openVault(db, keys);
  await connected(running);
  await rotate(keys);
  const later = await connected(running);
  expect(await tokensBy(await openVault(db, keys), later)).toEqual(TOKENS);
});
