/**
 * B-CON-2: whose account reads for the firm. The mirror belongs to the firm's account at the provider, not to a person: when another person
 * becomes the sync user, the connection that holds the mirror and theirs exchange accounts and tokens, and everything that was read
 * stays (docs/decisions/0019).
 */
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import type { Provider } from "../model/kinds.ts";
import { sameAccount } from "./grants.ts";
import { deleteConnection, listConnections, lockFirm, setAccount, setPurpose, type ConnectionRow } from "./store.ts";
import { lockIdleGrants, putGrant, type GrantRow, type Owner } from "./store_grants.ts";
import type { Vault } from "./vault.ts";

export interface DesignateDeps {
  db: Db;
  vault: Vault;
  clock: Clock;
}

export class DesignateRefused extends Error {
  override readonly name = "DesignateRefused";
}

export interface Designated {
  /** The connection that reads from now on. */
  connection_id: string;
  provider: Provider;
  user_name: string;
  /** False: it was this user already. */
  moved: boolean;
  /** Whether somebody else read before. */
  from: string | null;
}

const TRIES = 100;
const WAIT_MS = 200;

/** `tell` is for the audit log, in the same transaction. */
export async function designate(
  deps: DesignateDeps,
  owner: Owner,
  tell: (db: Pick<Db, "kysely">["kysely"], done: Designated) => Promise<void>,
): Promise<Designated> {
  // A refresh under way ends within seconds; its tokens must not be lost by being stored where they no longer belong.
  for (let tried = 0; tried < TRIES; tried += 1) {
    const done = await attempt(deps, owner, tell);
    if (done) return done;
    await deps.clock.sleep(WAIT_MS);
  }
  throw new DesignateRefused("The tokens of one of the two accounts are being renewed; try again in a minute");
}

function attempt(deps: DesignateDeps, owner: Owner, tell: Parameters<typeof designate>[2]): Promise<Designated | null> {
  return deps.db.transaction(async (kysely) => {
    await lockFirm({ kysely }, owner.firm_id);
    const all = await listConnections({ kysely }, { firm_id: owner.firm_id });
    const chosen = all.find((row) => row.connection_id === owner.connection_id);
    if (!chosen) throw new DesignateRefused("There is no such connection");
    if (chosen.state !== "connected") throw new DesignateRefused(`${chosen.user_name} is not connected: connect that account again first`);
    const reading = all.find((row) => row.provider === chosen.provider && row.purpose === "sync");
    const result = { provider: chosen.provider, user_name: chosen.user_name };
    if (reading?.connection_id === chosen.connection_id)
      return { ...result, connection_id: chosen.connection_id, moved: false, from: null };
    if (reading) {
      refuse(reading, chosen);
      const grants = await lockIdleGrants({ kysely }, owner.firm_id, [reading.connection_id, chosen.connection_id]);
      if (!grants) return null;
      await exchangeAccounts(deps, kysely, { reading, chosen }, grants);
    } else await setPurpose({ kysely }, chosen, "sync");
    const done = {
      ...result,
      connection_id: reading?.connection_id ?? chosen.connection_id,
      moved: true,
      from: reading?.user_name ?? null,
    };
    await tell(kysely, done);
    return done;
  });
}

function refuse(reading: ConnectionRow, chosen: ConnectionRow): void {
  if (reading.ending_since || reading.erasing_since)
    throw new DesignateRefused(`${reading.account_name} is being disconnected or erased; wait until that is done`);
  if (!sameAccount(reading, chosen))
    throw new DesignateRefused(
      `The data here is of ${reading.account_name}; ${chosen.user_name} is connected to ${chosen.account_name}. Disconnect and erase it first`,
    );
}

type Trx = Parameters<Parameters<Db["transaction"]>[0]>[0];

async function exchangeAccounts(
  deps: DesignateDeps,
  kysely: Trx,
  { reading, chosen }: { reading: ConnectionRow; chosen: ConnectionRow },
  grants: Map<string, GrantRow>,
): Promise<void> {
  const [before, next] = [grants.get(reading.connection_id), grants.get(chosen.connection_id)];
  if (!next) throw new DesignateRefused(`${chosen.user_name} is not connected: connect that account again first`);
  // Above both, so that no answer of an earlier refresh fits either row.
  const token_version = Math.max(before?.token_version ?? 0, next.token_version) + 1;
  const at = deps.clock.now().toISOString();
  await moveGrant(deps, kysely, next, reading, token_version);
  await setAccount({ kysely }, reading, { ...chosen, at });
  // A person without tokens has no connection of their own to go on with.
  if (!before || reading.state !== "connected") {
    await deleteConnection({ kysely }, chosen);
    return;
  }
  await moveGrant(deps, kysely, before, chosen, token_version);
  await setAccount({ kysely }, chosen, { ...reading, at });
}

/** Each box is bound to its place, so the tokens are sealed anew. */
async function moveGrant(deps: DesignateDeps, kysely: Trx, grant: GrantRow, to: Owner, token_version: number): Promise<void> {
  const place = { firm_id: to.firm_id, connection_id: to.connection_id, token_version, key_id: await deps.vault.keyId(to.firm_id) };
  const again = async (column: "access_token" | "refresh_token", box: Buffer) =>
    deps.vault.seal({ ...place, column }, await deps.vault.open({ ...grant, column }, box));
  const { obtained_at, expires_at, scope, client_id } = grant;
  const access_token = await again("access_token", grant.access_token);
  const refresh_token = grant.refresh_token && (await again("refresh_token", grant.refresh_token));
  await putGrant({ kysely }, { ...place, access_token, refresh_token, obtained_at, expires_at, scope, client_id });
}
