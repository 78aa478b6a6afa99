/** Clio's four regions: hosts, applications and tokens of their own, signed in to over real HTTP. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClioSandbox, type ClioSandbox } from "../../sandbox/clio/sandbox.ts";
import { createClock } from "../../sandbox/kit/clock.ts";
import { serve } from "../../sandbox/kit/serve.ts";
import { createConnectors } from "../connectors/index.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { systemClock } from "../lib/clock.ts";
import { readConfig } from "../lib/config.ts";
import { newId } from "../lib/ids.ts";
import { unlimited } from "../lib/pacer.ts";
import { Secret } from "../lib/secret.ts";
import { VendorError, type Fetch } from "../model/connector.ts";
import { beginConnect, ConnectRefused, finishConnect, type ConnectDeps } from "./connect.ts";
import { readConnection } from "./store.ts";
import { readGrant } from "./store_grants.ts";
import { tokenSource } from "./tokens.ts";
import { openVault } from "./vault.ts";

const HOSTS = { us: "app.clio.com", eu: "eu.app.clio.com", ca: "ca.app.clio.com", au: "au.app.clio.com" } as const;
type Region = keyof typeof HOSTS;
const REGIONS = Object.keys(HOSTS) as Region[];
const REDIRECT = "https://privity.example/oauth/callback";

let db: TestDb;
let deps: ConnectDeps;
const clio = {} as Record<Region, { sandbox: ClioSandbox; url: string; close(): Promise<void> }>;

/** What the name service does: each of Clio's hosts is one of the sandboxes' ports, and no other host exists. */
const fetchAt: Fetch = (request) => {
  const url = new URL(request.url);
  const region = REGIONS.find((each) => HOSTS[each] === url.host);
  if (!region || url.protocol !== "https:") throw new TypeError(`nobody is at ${url.host}`);
  return fetch(new Request(`${clio[region].url}${url.pathname}${url.search}`, request));
};

beforeAll(async () => {
  db = await testDatabase();
  const environment: Record<string, string> = {};
  for (const region of REGIONS) {
    const client = { client_id: `app-of-${region}`, client_secret: `secret-of-${region}` };
    const filling = { firm: "imaginary" } as const;
    const sandbox = createClioSandbox({ filling, region, auto_consent: true, clock: createClock({ mode: "real" }), ...client });
    clio[region] = { sandbox, ...(await serve(sandbox, { port: 0 })) };
    const prefix = region === "us" ? "CLIO" : `CLIO_${region.toUpperCase()}`;
    environment[`${prefix}_CLIENT_ID`] = client.client_id;
    environment[`${prefix}_CLIENT_SECRET`] = client.client_secret;
  }
  const config = readConfig(environment);
  deps = {
    db,
    vault: await openVault(db, { secret_key: new Secret(randomBytes(32).toString("base64")), secret_key_file: "" }),
    clock: systemClock,
    fetch: fetchAt,
    connectors: createConnectors(),
    client: (_firm_id, provider, region) => {
      const client = config.oauthClient(provider, region);
      return client && { client_id: client.client_id, client_secret: client.client_secret.reveal() };
    },
  };
});
afterAll(async () => {
  await Promise.all(REGIONS.map((region) => clio[region]?.close()));
  await db?.drop();
});

async function newFirm(): Promise<string> {
  const firm_id = newId();
  await db.kysely.insertInto("firm").values({ firm_id, name: "Marlow & Finch" }).execute();
  return firm_id;
}

/** The person's browser: to the region's own page, which consents by itself here, and back with a code. */
async function codeFrom(authorize_url: string): Promise<string> {
  const answer = await fetchAt(new Request(authorize_url, { redirect: "manual" }));
  return new URL(answer.headers.get("location")!).searchParams.get("code")!;
}

const begin = (firm_id: string, region: Region) =>
  beginConnect(deps, { firm_id, provider: "clio", region, purpose: "sync", redirect_uri: REDIRECT, session: null });

test.each(REGIONS)(
  "B-CON-4: a firm of the region %s signs in at its own host with its own application, and the connection keeps it",
  async (region) => {
    const { authorize_url, state } = await begin(await newFirm(), region);
    expect(new URL(authorize_url)).toMatchObject({ protocol: "https:", host: HOSTS[region] });
    expect(new URL(authorize_url).searchParams.get("client_id")).toBe(`app-of-${region}`);
    for (const each of REGIONS) clio[each].sandbox.log.reset();
    const owner = await finishConnect(deps, { state, session: null, code: await codeFrom(authorize_url) });
    expect(await readConnection(db, owner)).toMatchObject({ region, state: "connected" });
    expect((await readGrant(db, owner))?.client_id).toBe(`app-of-${region}`);
    const asked = REGIONS.filter((each) => clio[each].sandbox.log.count() > 0);
    expect(asked, "no other region hears of it").toEqual([region]);
  },
);

test("B-CON-4, F32: a code or a token of one region is refused by another's host, and nothing is connected", async () => {
  const [firm_id, other] = [await newFirm(), await newFirm()];
  const eu = await begin(firm_id, "eu");
  const us = await begin(other, "us");
  const wrong = await finishConnect(deps, { state: us.state, session: null, code: await codeFrom(eu.authorize_url) }).catch(
    (e: unknown) => e,
  );
  expect(wrong).toBeInstanceOf(ConnectRefused);
  expect((wrong as ConnectRefused).code).toBe("code_refused");

  const connector = deps.connectors.clio;
  const again = await begin(firm_id, "eu");
  const owner = await finishConnect(deps, { state: again.state, session: null, code: await codeFrom(again.authorize_url) });
  const at = async (region: Region) => {
    const client = (await deps.client(firm_id, "clio", region))!;
    const tokens = tokenSource({ db, vault: deps.vault, connector, client, fetch: fetchAt, clock: systemClock }, owner, region);
    return connector.reader({ region, tokens, pacer: unlimited, fetch: fetchAt, clock: systemClock, firm_uuid: null }).who_am_i();
  };
  expect((await at("eu")).user_name).not.toBe("");
  const refused = await at("us").catch((e: unknown) => e);
  expect(refused).toBeInstanceOf(VendorError);
  expect((refused as VendorError).failure).toBe("unauthorized");
  expect(await readConnection(db, owner)).toMatchObject({ region: "eu", state: "disconnected" });
});
