/**
 * The OAuth applications that a firm connects through (B-CON-4): its own, which an admin has set and whose secret is sealed with the firm's
 * key, goes before the installation's. A secret that was set is never given back.
 */
import type { Db } from "../db/pool.ts";
import type { OAuthClient } from "../model/connector.ts";
import type { Provider } from "../model/kinds.ts";
import { deleteClient, listClients, putClient, readClient, resealClient, type ClientPlace, type ClientRow } from "./store_clients.ts";
import type { Vault } from "./vault.ts";

export interface ApplicationDeps {
  db: Pick<Db, "kysely">;
  vault: Vault;
  /** The installation's, out of the environment. */
  installed(provider: Provider, region: string | null): OAuthClient | null;
}

export interface Application {
  provider: Provider;
  region: string | null;
  client_id: string;
  /** The last characters of its secret. */
  secret_end: string;
  updated_at: string;
  updated_by: string;
}

/** Which application to sign in through; null: none is set up. */
export async function applicationFor(
  deps: ApplicationDeps,
  firm_id: string,
  provider: Provider,
  region: string | null,
): Promise<OAuthClient | null> {
  const row = await readClient(deps.db, placeOf(firm_id, provider, region));
  return row ? opened(deps.vault, row) : deps.installed(provider, region);
}

/** Only the application that tokens were given to can refresh them; where that is no longer known, the one in force is tried. */
export async function applicationOf(
  deps: ApplicationDeps,
  grant: { firm_id: string; provider: Provider; region: string | null; client_id: string | null },
): Promise<OAuthClient | null> {
  const own = await applicationFor(deps, grant.firm_id, grant.provider, grant.region);
  if (grant.client_id === null || own?.client_id === grant.client_id) return own;
  const installed = deps.installed(grant.provider, grant.region);
  return installed?.client_id === grant.client_id ? installed : own;
}

export async function listApplications(deps: Pick<ApplicationDeps, "db">, firm_id: string): Promise<Application[]> {
  return (await listClients(deps.db, firm_id)).map(({ provider, region, client_id, secret_end, updated_at, updated_by }) => ({
    ...{ provider, region: region === "" ? null : region, client_id, secret_end, updated_at, updated_by },
  }));
}

export interface NewApplication {
  provider: Provider;
  region: string | null;
  client_id: string;
  client_secret: string;
}

/** In the transaction of its audit entry. */
export async function setApplication(
  deps: Pick<ApplicationDeps, "db" | "vault">,
  firm_id: string,
  given: NewApplication,
  by: { name: string; at: string },
): Promise<void> {
  const place = placeOf(firm_id, given.provider, given.region);
  const key_id = await deps.vault.keyId(firm_id);
  const secret_version = ((await readClient(deps.db, place))?.secret_version ?? 0) + 1;
  const secret = await deps.vault.seal(box(place, secret_version, key_id), given.client_secret);
  // Four characters of a short secret would be much of it.
  const secret_end = given.client_secret.length >= 16 ? given.client_secret.slice(-4) : "";
  await putClient(deps.db, {
    ...place,
    ...{ client_id: given.client_id, key_id, secret_version, secret, secret_end, updated_at: by.at, updated_by: by.name },
  });
}

export const removeApplication = (
  deps: Pick<ApplicationDeps, "db">,
  firm_id: string,
  provider: Provider,
  region: string | null,
): Promise<boolean> => deleteClient(deps.db, placeOf(firm_id, provider, region));

/** The secrets of a firm's applications into boxes of its newest key; gives how many. */
export async function resealApplications(db: Db, vault: Vault, firm_id: string): Promise<number> {
  const rows = await listClients(db, firm_id);
  for (const { provider, region } of rows) while (!(await resealOne(db, vault, { firm_id, provider, region })));
  return rows.length;
}

/** False: somebody set another one meanwhile; look again. */
async function resealOne(db: Db, vault: Vault, place: ClientPlace): Promise<boolean> {
  const row = await readClient(db, place);
  const key_id = await vault.keyId(place.firm_id);
  if (!row || row.key_id === key_id) return true;
  const { client_secret } = await opened(vault, row);
  return resealClient(db, row, { key_id, secret: await vault.seal(box(place, row.secret_version, key_id), client_secret) });
}

async function opened(vault: Vault, row: ClientRow): Promise<OAuthClient> {
  return { client_id: row.client_id, client_secret: await vault.open(box(row, row.secret_version, row.key_id), row.secret) };
}

const placeOf = (firm_id: string, provider: Provider, region: string | null): ClientPlace => ({ firm_id, provider, region: region ?? "" });

const box = ({ firm_id, provider, region }: ClientPlace, token_version: number, key_id: string) =>
  ({ firm_id, connection_id: `${provider} ${region}`, column: "client_secret", token_version, key_id }) as const;
