/**
 * B-CON-7: ends a connection on purpose. First nothing may leave for it any more, in any process; then its webhooks are removed, the
 * grant is revoked where the provider can do that, and the tokens go. What was synced stays. A step that was interrupted is done again.
 */
import { DRAIN_MS } from "../connections/gate.ts";
import { isUsable } from "../connections/grants.ts";
import { deleteGrant, readGrant, takeLease, type GrantRow, type Owner } from "../connections/store_grants.ts";
import type { Vault } from "../connections/vault.ts";
import type { Fetch, OAuthClient, Session } from "../model/connector.ts";
import { VendorError } from "../model/connector.ts";
import type { Kysely } from "kysely";
import { transactionAgain } from "../db/again.ts";
import type { Tables } from "../db/tables.ts";
import { beginEnd, finishEnd, listEnding } from "./store_leaving.ts";
import { readConnection, type ConnectionForSync } from "./store_connection.ts";
import { removeSubscriptions, type CareDeps } from "./webhooks/care.ts";

export interface DisconnectDeps {
  care: CareDeps;
  vault: Vault;
  fetch: Fetch;
  /** The application that the tokens were given to; null: it is not set up any more. */
  client(connection: ConnectionForSync, grant: GrantRow): Promise<OAuthClient | null>;
  /** Tests may wait less. Milliseconds. */
  drain_ms?: number;
}

export interface Disconnected {
  /** Null: the provider has no way to be told, or there was nothing left to revoke. */
  revoked: boolean | null;
  /** What the provider said instead. */
  said: string | null;
}

/** A refresh of another process has three requests' time at most. */
const LEASE_MS = 60_000;
const REFRESH_PATIENCE_MS = 25_000;
const LOOK_MS = 100;
const REVOKES = 3;

/** `tell`: for the audit log, in the transaction that closes the connection. Null: there is no such connection. */
export async function disconnect(
  deps: DisconnectDeps,
  owner: Owner,
  by: string,
  tell: (db: Kysely<Tables>) => Promise<void>,
): Promise<Disconnected | null> {
  const { db, clock } = deps.care;
  const at = clock.now().toISOString();
  const begun = await transactionAgain(db, async (trx) => {
    if (!(await beginEnd(trx, owner, { by, at }))) return false;
    await tell(trx);
    return true;
  });
  return begun ? end(deps, owner) : null;
}

/** Goes on with what a process that died had begun. */
export async function resumeDisconnects(deps: DisconnectDeps): Promise<void> {
  for (const owner of await listEnding(deps.care.db.kysely)) await end(deps, owner);
}

async function end(deps: DisconnectDeps, owner: Owner): Promise<Disconnected> {
  const { care } = deps;
  const connection = await readConnection(care.db.kysely, owner.connection_id);
  const grant = await readGrant(care.db, owner);
  const nothing: Disconnected = { revoked: null, said: null };
  if (!connection || connection.state === "connected") return nothing;
  let told = nothing;
  if (grant) {
    await Promise.all([care.clock.sleep(deps.drain_ms ?? DRAIN_MS), awaitRefresh(deps, owner, grant)]);
    // A refresh that was under way has stored newer tokens: those are revoked.
    const latest = (await readGrant(care.db, owner)) ?? grant;
    told = await withdraw(deps, connection, latest);
    await deleteGrant(care.db, owner, latest.token_version);
  }
  await finishEnd(care.db.kysely, owner, care.clock.now().toISOString());
  return told;
}

/** No refresh begins any more; one that is under way is waited for. */
async function awaitRefresh({ care }: DisconnectDeps, owner: Owner, grant: GrantRow): Promise<void> {
  for (let waited = 0; waited < REFRESH_PATIENCE_MS; waited += LOOK_MS) {
    if ((await takeLease(care.db, owner, grant.token_version, LEASE_MS)) !== null) return;
    const latest = await readGrant(care.db, owner);
    if (!latest || latest.token_version !== grant.token_version) return;
    await care.clock.sleep(LOOK_MS);
  }
}

/** The last requests that leave: webhooks first, since after the revoke nobody could remove them. */
async function withdraw(deps: DisconnectDeps, connection: ConnectionForSync, grant: GrantRow): Promise<Disconnected> {
  const { care } = deps;
  const connector = care.connectors[connection.provider];
  try {
    const access_token = await tokenToLeave(deps, connection, grant);
    const session = leavingSession(deps, connection, access_token);
    await removeSubscriptions({ ...care, session: () => Promise.resolve(session) }, connection, "the connection was ended");
    const { region } = connection;
    for (let tried = 1; ; tried += 1) {
      try {
        return { revoked: (await connector.oauth.revoke({ region, access_token, fetch: deps.fetch })) || null, said: null };
      } catch (error) {
        if (!(error instanceof VendorError) || error.failure !== "transient" || tried === REVOKES) throw error;
        await care.clock.sleep(1000 * tried);
      }
    }
  } catch (error) {
    // A grant that is dead already needs no revoke; whatever else it was, the tokens go all the same.
    const dead = error instanceof VendorError && error.failure === "unauthorized";
    care.log.warn({ err: error, connection_id: connection.connection_id }, "a grant could not be revoked at the provider");
    return { revoked: dead ? null : false, said: error instanceof Error ? error.message : String(error) };
  }
}

/** An access token that has ended cannot even revoke itself. */
async function tokenToLeave(deps: DisconnectDeps, connection: ConnectionForSync, grant: GrantRow): Promise<string> {
  const { care, vault } = deps;
  if (isUsable(grant, care.clock.now())) return vault.open({ ...grant, column: "access_token" }, grant.access_token);
  const client = await deps.client(connection, grant);
  if (grant.refresh_token === null || client === null) throw new VendorError("unauthorized", "The grant has ended.");
  const refresh_token = await vault.open({ ...grant, column: "refresh_token" }, grant.refresh_token);
  const { oauth } = care.connectors[connection.provider];
  return (await oauth.refresh({ region: connection.region, client, refresh_token, fetch: deps.fetch })).access_token;
}

/** The gate is closed for everybody else; these few requests have a token of their own, which is never refreshed, and wait for nobody. */
function leavingSession({ care, fetch }: DisconnectDeps, connection: ConnectionForSync, access_token: string): Session {
  const tokens = {
    access_token: () => Promise.resolve(access_token),
    refresh: () => Promise.reject(new VendorError("unauthorized", "The grant is being ended.")),
  };
  const pacer = { take: () => Promise.resolve(), learn: () => undefined };
  const { region, firm_uuid } = connection;
  return { region, firm_uuid, tokens, pacer, fetch, clock: care.clock };
}
