/** The secrets that messages are signed with: made here, shown once, kept sealed. */
import type { Vault } from "../connections/vault.ts";
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import { newWebhookSecret } from "./sign.ts";
import { readSecrets, replaceSecrets, type EndpointSecrets } from "./store_endpoints.ts";

export interface SecretDeps {
  /** Or a transaction, as what rotates and tells of it is one. */
  db: Pick<Db, "kysely">;
  vault: Vault;
  clock: Clock;
}

interface Place {
  firm_id: string;
  endpoint_id: string;
}

/** Receivers have a day to learn the new one. */
const OVERLAP_MS = 24 * 3_600_000;

export async function makeSecret(vault: Vault, place: Place): Promise<{ secret: string; key_id: string; sealed: Buffer }> {
  const secret = newWebhookSecret();
  const key_id = await vault.keyId(place.firm_id);
  return { secret, key_id, sealed: await vault.seal(box(place, key_id, 1), secret) };
}

/** The one to sign with first; the one before too, as long as it counts. */
export async function openSecrets(deps: SecretDeps, place: Place): Promise<string[]> {
  const row = await readSecrets(deps.db.kysely, place);
  if (!row) throw new Error("the endpoint is gone");
  return openRow(deps, place, row);
}

async function openRow({ vault, clock }: SecretDeps, place: Place, row: EndpointSecrets): Promise<string[]> {
  const secrets = [await vault.open(box(place, row.key_id, row.secret_version), row.secret)];
  if (row.previous_secret === null || row.previous_until === null || Date.parse(row.previous_until) <= clock.now().getTime())
    return secrets;
  return [...secrets, await vault.open(previousBox(place, row.key_id, row.secret_version), row.previous_secret)];
}

/** A new secret; the old one signs along for a day. Null: there is no such endpoint. */
export async function rotateSecret(deps: SecretDeps, place: Place): Promise<string | null> {
  const secret = newWebhookSecret();
  const until = new Date(deps.clock.now().getTime() + OVERLAP_MS).toISOString();
  const done = await rewrite(deps, place, ([current]) => ({ secrets: [secret, current!], previous_until: until }));
  return done ? secret : null;
}

/** The same secrets, sealed with the firm's newest key. */
export async function resealSecrets(deps: SecretDeps, place: Place): Promise<void> {
  await rewrite(deps, place, (secrets, row) => ({ secrets, previous_until: row.previous_until }));
}

async function rewrite(
  deps: SecretDeps,
  place: Place,
  next: (secrets: string[], row: EndpointSecrets) => { secrets: string[]; previous_until: string | null },
): Promise<boolean> {
  for (;;) {
    const row = await readSecrets(deps.db.kysely, place);
    if (!row) return false;
    const { secrets, previous_until } = next(await openRow(deps, place, row), row);
    const [secret, previous] = secrets;
    const key_id = await deps.vault.keyId(place.firm_id);
    const secret_version = row.secret_version + 1;
    const stored = await replaceSecrets(deps.db.kysely, place, row.secret_version, {
      key_id,
      secret_version,
      secret: await deps.vault.seal(box(place, key_id, secret_version), secret!),
      previous_secret: previous === undefined ? null : await deps.vault.seal(previousBox(place, key_id, secret_version), previous),
      previous_until: previous === undefined ? null : previous_until,
    });
    if (stored) return true;
  }
}

const box = ({ firm_id, endpoint_id }: Place, key_id: string, token_version: number) =>
  ({ firm_id, connection_id: endpoint_id, column: "webhook_secret", token_version, key_id }) as const;
const previousBox = (place: Place, key_id: string, token_version: number) =>
  ({ ...box(place, key_id, token_version), column: "previous_webhook_secret" }) as const;
