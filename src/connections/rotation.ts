/** Keys are exchanged while the program runs: every process reads with the old and the new one until this is through. */
import type { Db } from "../db/pool.ts";
import { listGrants, readGrant, resealGrant, type GrantRow, type Owner } from "./store_grants.ts";
import type { Vault } from "./vault.ts";

/** The firm's tokens into boxes of its newest key; gives how many grants. */
export async function resealGrants(db: Db, vault: Vault, firm_id: string): Promise<number> {
  const owners = await listGrants(db, firm_id);
  for (const owner of owners) while (!(await resealOne(db, vault, owner)));
  return owners.length;
}

/** False: it was refreshed or proved meanwhile; look again. */
async function resealOne(db: Db, vault: Vault, owner: Owner): Promise<boolean> {
  const grant = await readGrant(db, owner);
  const key_id = await vault.keyId(owner.firm_id);
  if (!grant || grant.key_id === key_id) return true;
  const again = async (column: "access_token" | "refresh_token" | "previous_refresh_token", box: Buffer, token_version: number) => {
    const place = { ...owner, column, token_version };
    return vault.seal({ ...place, key_id }, await vault.open({ ...place, key_id: grant.key_id }, box));
  };
  const { token_version, previous_token_version, access_token, refresh_token, previous_refresh_token }: GrantRow = grant;
  return resealGrant(db, grant, {
    key_id,
    access_token: await again("access_token", access_token, token_version),
    refresh_token: refresh_token && (await again("refresh_token", refresh_token, token_version)),
    previous_refresh_token:
      previous_refresh_token && (await again("previous_refresh_token", previous_refresh_token, previous_token_version ?? token_version)),
  });
}
