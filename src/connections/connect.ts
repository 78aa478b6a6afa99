/**
 * How a firm connects (B-CON-1, 4, 6): the person is sent to the provider with a state that is good once, for ten minutes; what comes back
 * is exchanged, proved by a real call, and stored. The same firm at the provider keeps all its data, another one is refused.
 */
import { createHash, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Db } from "../db/pool.ts";
import type { Tables } from "../db/tables.ts";
import type { Clock } from "../lib/clock.ts";
import { newId } from "../lib/ids.ts";
import { VendorError, type Connector, type Fetch, type Grant, type Identity, type OAuthClient, type Pacer } from "../model/connector.ts";
import { PROVIDER_NAMES, type Provider } from "../model/kinds.ts";
import { defaultSettings } from "../model/presets.ts";
import { expiresAt, sameAccount } from "./grants.ts";
import { identityRemedy } from "./probe.ts";
import { insertConnection, listConnections, lockFirm, renewConnection, setPurpose, type ConnectionRow, type Purpose } from "./store.ts";
import { listMembers } from "./store_lists.ts";
import { insertSignIn, putGrant, readGrant, takeSignIn, type SignIn } from "./store_grants.ts";
import { writeSettings } from "./store_settings.ts";
import type { Vault } from "./vault.ts";

/** For the audit log, in the transaction that stores the connection. */
export type Told = (db: Kysely<Tables>, connected: Connected) => Promise<void>;

const STATE_LIVES_MS = 10 * 60_000;

export interface ConnectDeps {
  db: Db;
  vault: Vault;
  clock: Clock;
  fetch: Fetch;
  connectors: Record<Provider, Connector>;
  /** The OAuth application of a firm for a provider's region; null when none is set up. */
  client(firm_id: string, provider: Provider, region: string | null): OAuthClient | null | Promise<OAuthClient | null>;
  /** Keeps the first questions within the application's limit. */
  pacer?: (provider: Provider, client_id: string) => Pacer;
}

export interface Begin {
  firm_id: string;
  provider: Provider;
  region: string | null;
  purpose: Purpose;
  redirect_uri: string;
  /** Who asks: the member's session, or null on the command line. Only the same may finish. */
  session: string | null;
  member_id?: string | null;
  /** The connection that the person wants back, whoever's account it had; absent: whichever fits. */
  connection_id?: string | null;
}

export interface Connected {
  firm_id: string;
  connection_id: string;
  provider: Provider;
  purpose: Purpose;
  /** False: the same firm came back, its data was kept. */
  is_new: boolean;
  identity: Identity;
}

/** Why a connection did not come about, in words for the person who tried. */
export class ConnectRefused extends Error {
  override readonly name = "ConnectRefused";
  readonly code:
    | "state"
    | "denied"
    | "region"
    | "not_configured"
    | "code_refused"
    | "who"
    | "other_firm"
    | "sync_user"
    | "leaving"
    | "member";
  constructor(code: ConnectRefused["code"], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

export async function beginConnect(deps: ConnectDeps, input: Begin): Promise<{ authorize_url: string; state: string; expires_at: string }> {
  const connector = deps.connectors[input.provider];
  const region = regionOf(connector, input.region);
  const client = await clientOf(deps, input.firm_id, input.provider, region);
  const state = randomBytes(32).toString("base64url");
  const expires_at = new Date(deps.clock.now().getTime() + STATE_LIVES_MS).toISOString();
  const { firm_id, provider, purpose, redirect_uri } = input;
  await insertSignIn(deps.db, hash(state), {
    firm_id,
    provider,
    region,
    purpose,
    redirect_uri,
    session: input.session && hash(input.session).toString("hex"),
    member_id: input.member_id ?? null,
    connection_id: input.connection_id ?? null,
    expires_at,
  });
  return { authorize_url: connector.oauth.authorize_url({ region, client_id: client.client_id, redirect_uri, state }), state, expires_at };
}

export async function finishConnect(
  deps: ConnectDeps,
  input: { state: string; session: string | null; code: string } | { state: string; session: string | null; error: string },
  tell: Told = () => Promise.resolve(),
): Promise<Connected> {
  const sign_in = await takeSignIn(deps.db, hash(input.state));
  if (!sign_in) throw new ConnectRefused("state", "This sign-in was already used, or never begun here: start again");
  if (Date.parse(sign_in.expires_at) <= deps.clock.now().getTime())
    throw new ConnectRefused("state", "This sign-in took longer than ten minutes: start again");
  const session = input.session && hash(input.session).toString("hex");
  if (sign_in.session !== session) throw new ConnectRefused("state", "This sign-in was begun by somebody else: start again");
  if ("error" in input) throw new ConnectRefused("denied", declined(sign_in.provider as Provider, input.error));

  await whoMay(deps.db.kysely, sign_in);

  const provider = sign_in.provider as Provider;
  const connector = deps.connectors[provider];
  const obtained = deps.clock.now();
  const client = await clientOf(deps, sign_in.firm_id, provider, sign_in.region);
  const grant = await exchange(deps, connector, client, sign_in, input.code);
  const identity = await whoSignedIn(deps, connector, client, sign_in.region, grant);
  return store(deps, provider, sign_in, grant, { identity, client_id: client.client_id, obtained }, tell);
}

/** By name. Ten minutes are long enough for somebody to be shut out, or to be an admin no longer. */
async function whoMay(db: Kysely<Tables>, { firm_id, member_id, purpose, connection_id }: SignIn): Promise<string> {
  if (member_id === null) return "command line";
  const member = (await listMembers(db, firm_id)).find((each) => each.member_id === member_id);
  if (!member?.active) throw new ConnectRefused("member", "You are no longer a member of this firm here");
  if (member.role !== "admin" && (purpose === "sync" || connection_id !== null))
    throw new ConnectRefused("member", "Whose account reads for the firm is for an admin to decide, and you are none any more");
  return member.name;
}

function declined(provider: Provider, error: string): string {
  const name = PROVIDER_NAMES[provider];
  if (error === "access_denied") return `The sign-in was declined at ${name} (access_denied)`;
  return `${name} refused the sign-in and says: ${error.slice(0, 300)}`;
}

function regionOf(connector: Connector, region: string | null): string | null {
  const { provider, regions } = connector;
  if (regions.length === 0) {
    if (region !== null) throw new ConnectRefused("region", `${provider} has no regions`);
    return null;
  }
  if (region === null || !regions.includes(region)) throw new ConnectRefused("region", `${provider} needs a region: ${regions.join(", ")}`);
  return region;
}

async function clientOf(deps: ConnectDeps, firm_id: string, provider: Provider, region: string | null): Promise<OAuthClient> {
  const client = await deps.client(firm_id, provider, region);
  if (client) return client;
  const name = provider.toUpperCase();
  throw new ConnectRefused(
    "not_configured",
    `There is no application for ${PROVIDER_NAMES[provider]}${region === null ? "" : ` in the region ${region}`}: an admin enters it on the page Connections, or whoever runs Privity sets ${name}_CLIENT_ID and ${name}_CLIENT_SECRET`,
  );
}

async function exchange(deps: ConnectDeps, connector: Connector, client: OAuthClient, sign_in: SignIn, code: string): Promise<Grant> {
  try {
    return await connector.oauth.exchange({ region: sign_in.region, client, redirect_uri: sign_in.redirect_uri, code, fetch: deps.fetch });
  } catch (error) {
    if (!(error instanceof VendorError) || error.failure !== "unauthorized") throw error;
    throw new ConnectRefused("code_refused", `${PROVIDER_NAMES[connector.provider]} refused the sign-in: ${error.message}`, error);
  }
}

/** Who signed in, and for which firm: "connected" is what a real call has proved, never the presence of a token. */
async function whoSignedIn(
  deps: ConnectDeps,
  connector: Connector,
  client: OAuthClient,
  region: string | null,
  grant: Grant,
): Promise<Identity> {
  const tokens = {
    access_token: () => Promise.resolve(grant.access_token),
    refresh: () =>
      Promise.reject(
        new VendorError("unauthorized", `${PROVIDER_NAMES[connector.provider]} refuses the token that it has just given`, { status: 401 }),
      ),
  };
  const pacer = deps.pacer?.(connector.provider, client.client_id) ?? { take: () => Promise.resolve(), learn: () => undefined };
  const reader = connector.reader({ region, tokens, pacer, fetch: deps.fetch, clock: deps.clock, firm_uuid: grant.firm_uuid });
  return reader.who_am_i().catch((error: unknown) => {
    if (!(error instanceof VendorError) || !WONT.has(error.failure)) throw error;
    throw new ConnectRefused("who", `${error.message} ${identityRemedy(connector.provider)}`, error);
  });
}

const WONT = new Set(["unauthorized", "forbidden", "not_found"]);

async function store(
  deps: ConnectDeps,
  provider: Provider,
  sign_in: SignIn,
  grant: Grant,
  { identity, client_id, obtained }: { identity: Identity; client_id: string; obtained: Date },
  tell: Told,
): Promise<Connected> {
  const { firm_id, region, member_id } = sign_in;
  const purpose = sign_in.purpose as Purpose;
  const at = obtained.toISOString();
  const { account_id, account_name, firm_url, user_id, user_name, user_email } = identity;
  const account = { region, account_id, account_name, firm_url, firm_uuid: grant.firm_uuid, user_id, user_name, user_email };
  const key_id = await deps.vault.keyId(firm_id);

  return deps.db.transaction(async (kysely) => {
    await lockFirm({ kysely }, firm_id);
    const created_by = await whoMay(kysely, sign_in);
    const known = await listConnections({ kysely }, { firm_id, provider });
    refuseOtherFirm(known, account);
    const same = connectionFor(known, sign_in, user_id);
    const owner = { firm_id, connection_id: same?.connection_id ?? newId(deps.clock) };
    // The first who connects to read is the one whose account does (B-CON-2).
    const reads = purpose === "sync" && !known.some((row) => row.purpose === "sync");
    if (same) await renewConnection({ kysely }, { ...owner, ...account, member_id, at });
    else {
      await insertConnection({ kysely }, { ...owner, ...account, provider, purpose, member_id, at });
      await writeSettings(kysely, owner, {
        settings: defaultSettings(provider),
        note: "First settings",
        created_by,
        at,
        if_version: null,
      });
    }
    if (same && reads) await setPurpose({ kysely }, owner, "sync");
    const token_version = ((await readGrant({ kysely }, owner))?.token_version ?? 0) + 1;
    const place = { ...owner, token_version, key_id };
    await putGrant(
      { kysely },
      {
        ...place,
        access_token: await deps.vault.seal({ ...place, column: "access_token" }, grant.access_token),
        refresh_token:
          grant.refresh_token === null ? null : await deps.vault.seal({ ...place, column: "refresh_token" }, grant.refresh_token),
        obtained_at: at,
        expires_at: expiresAt(obtained, grant.expires_in),
        scope: grant.scope,
        client_id,
      },
    );
    const connected = { ...owner, provider, purpose: reads ? "sync" : (same?.purpose ?? purpose), is_new: !same, identity };
    await tell(kysely, connected);
    return connected;
  });
}

/**
 * Which connection a sign-in renews; undefined: it is a new one. Each person at the provider has one; the sync user's is the one that reads
 * (B-CON-2). Its account is not exchanged by the way: only where an admin reconnects it by name, or where it is disconnected.
 */
function connectionFor(known: ConnectionRow[], sign_in: SignIn, user_id: string): ConnectionRow | undefined {
  const { connection_id, purpose } = sign_in;
  const reading = known.find((row) => row.purpose === "sync");
  const mine = known.find((row) => row.user_id === user_id);
  const same = known.find((row) => row.connection_id === connection_id) ?? (purpose === "sync" && reading ? reading : mine);
  if (connection_id !== null && same?.connection_id !== connection_id)
    throw new ConnectRefused("state", "The connection that was to be renewed is gone: connect anew");
  if (same?.erasing_since)
    throw new ConnectRefused("leaving", "The data of this connection is being erased; connect again when that is done");
  if (same && same.user_id !== user_id) {
    if (same.purpose === "sync" && connection_id === null && same.state === "connected")
      throw new ConnectRefused(
        "sync_user",
        `${same.user_name} already reads for the firm. Connect your own account for writing back only, or have an admin make it the one that reads`,
      );
    if (mine)
      throw new ConnectRefused(
        "sync_user",
        `${mine.user_name} has a connection here already. An admin can make that the one that reads, on the page Connections`,
      );
    if (same.purpose === "writeback")
      throw new ConnectRefused(
        "sync_user",
        `This is the account of ${same.user_name}. Sign in as ${same.user_name}, or connect your own account by itself`,
      );
  }
  return same;
}

/** B-CON-6: an old mirror must not come under another firm's records. */
function refuseOtherFirm(
  known: ConnectionRow[],
  account: Pick<ConnectionRow, "region" | "account_id" | "account_name" | "firm_url" | "firm_uuid">,
): void {
  const other = known.find((row) => !sameAccount(row, account));
  if (!other) return;
  const name = (row: { account_name: string; region: string | null }) => `${row.account_name}${row.region ? ` (${row.region})` : ""}`;
  throw new ConnectRefused(
    "other_firm",
    `This is connected to ${name(other)}; the sign-in was for ${name(account)}. Sign in as a user of ${name(other)}`,
  );
}

const hash = (text: string) => createHash("sha256").update(text).digest();
