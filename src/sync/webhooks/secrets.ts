/** A subscription's two secrets: the token in its address, of which only the hash is kept, and the provider's signing key, locked like a token. */
import { createHash, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Vault } from "../../connections/vault.ts";
import type { Tables } from "../../db/tables.ts";
import { listSealed, replaceSecret, type SubscriptionRow } from "./store_subscriptions.ts";

type Whose = Pick<SubscriptionRow, "firm_id" | "subscription_id">;

export const newToken = (): string => randomBytes(32).toString("base64url");

export const tokenHash = (token: string): Buffer => createHash("sha256").update(token).digest();

const placeOf = ({ firm_id, subscription_id }: Whose, key_id: string) => ({
  firm_id,
  connection_id: subscription_id,
  column: "webhook_secret" as const,
  token_version: 1,
  key_id,
});

export async function sealSecret(vault: Vault, row: Whose, secret: string): Promise<{ key_id: string; secret: Buffer }> {
  const key_id = await vault.keyId(row.firm_id);
  return { key_id, secret: await vault.seal(placeOf(row, key_id), secret) };
}

/** Those of a firm, sealed with its newest key; gives how many. */
export async function resealSubscriptions(db: Kysely<Tables>, vault: Vault, firm_id: string): Promise<number> {
  const rows = await listSealed(db, firm_id);
  for (const row of rows) {
    const secret = await openSecret(vault, row);
    // One that was replaced meanwhile was sealed with the newest key already.
    if (secret !== null) await replaceSecret(db, row, await sealSecret(vault, row, secret));
  }
  return rows.length;
}

export async function openSecret(vault: Vault, row: SubscriptionRow): Promise<string | null> {
  return row.secret === null || row.key_id === null ? null : vault.open(placeOf(row, row.key_id), row.secret);
}
