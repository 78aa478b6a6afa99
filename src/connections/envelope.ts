/**
 * Tokens at rest: AES-256-GCM under a firm's data key, which lies wrapped under the installation's key-encryption key. Each box is bound to
 * its place (additional authenticated data), so that one moved to another row, column or version does not open.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** Where a box lies. */
export interface Place {
  firm_id: string;
  /** Of the row: a connection, an application (`clio eu`), a subscription to webhooks, or an endpoint or key of the events' tables. */
  connection_id: string;
  column:
    | "access_token"
    | "refresh_token"
    | "previous_refresh_token"
    | "webhook_secret"
    | "previous_webhook_secret"
    | "idempotent_answer"
    | "client_secret"
    | "smtp_password"
    | "text_auth_token"
    | "text_key_secret";
  token_version: number;
  key_id: string;
}

/** The key-encryption key; its id is derived from it, so that a wrong one is told as such. */
export interface Kek {
  kek_id: string;
  key: Buffer;
}

const NONCE = 12;
const TAG = 16;

export class BoxError extends Error {
  override readonly name = "BoxError";
}

export function kekOf(key: Buffer): Kek {
  return { key, kek_id: createHash("sha256").update("privity kek id").update(key).digest("hex").slice(0, 16) };
}

export const newDataKey = (): Buffer => randomBytes(32);

export function wrapKey(kek: Kek, owner: { firm_id: string; key_id: string }, data_key: Buffer): Buffer {
  return encrypt(kek.key, ["data_key", owner.firm_id, owner.key_id, kek.kek_id], data_key);
}

export function unwrapKey(kek: Kek, owner: { firm_id: string; key_id: string }, box: Buffer): Buffer {
  return decrypt(kek.key, ["data_key", owner.firm_id, owner.key_id, kek.kek_id], box);
}

export function seal(data_key: Buffer, place: Place, text: string): Buffer {
  return encrypt(data_key, bound(place), Buffer.from(text, "utf8"));
}

export function open(data_key: Buffer, place: Place, box: Buffer): string {
  return decrypt(data_key, bound(place), box).toString("utf8");
}

const bound = (place: Place) => ["token", place.firm_id, place.connection_id, place.column, String(place.token_version), place.key_id];

/** nonce | tag | ciphertext. The parts of the binding are JSON, so that no two bindings read the same. */
function encrypt(key: Buffer, binding: string[], plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(JSON.stringify(binding)));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

function decrypt(key: Buffer, binding: string[], box: Buffer): Buffer {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, box.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAAD(Buffer.from(JSON.stringify(binding)));
    decipher.setAuthTag(box.subarray(NONCE, NONCE + TAG));
    return Buffer.concat([decipher.update(box.subarray(NONCE + TAG)), decipher.final()]);
  } catch (cause) {
    throw new BoxError(`a stored ${binding[0]} does not open: it was changed, moved, or locked with another key`, { cause });
  }
}
