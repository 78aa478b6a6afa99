/** A grant in the database, as the exchange of a code at the provider would have left it. */
import { putGrant, type Owner } from "../src/connections/store_grants.ts";
import type { Vault } from "../src/connections/vault.ts";
import type { Db } from "../src/db/pool.ts";
import type { Clock } from "../src/lib/clock.ts";
import type { Vendor } from "./vendor.ts";

export async function giveGrant(
  { db, vault, vendor, clock }: { db: Db; vault: Vault; vendor: Vendor; clock: Pick<Clock, "now"> },
  owner: Owner,
  user_id?: number,
): Promise<void> {
  const granted = vendor.sandbox.grant(user_id);
  const place = { ...owner, token_version: 1, key_id: await vault.keyId(owner.firm_id) };
  await putGrant(db, {
    ...place,
    access_token: await vault.seal({ ...place, column: "access_token" }, granted.access_token),
    refresh_token: await vault.seal({ ...place, column: "refresh_token" }, granted.refresh_token),
    obtained_at: clock.now().toISOString(),
    expires_at: new Date(clock.now().getTime() + granted.expires_in * 1000).toISOString(),
    scope: null,
  });
}
