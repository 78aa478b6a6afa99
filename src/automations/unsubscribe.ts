/**
 * Where the recipient of an automated e-mail says that they want no more of them, without signing in: an address whose last part is sealed, so
 * that nobody can make one, and nobody who sees it learns whose it is. It stands by itself: a connection that is erased takes none away. Pure.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import type { Secret } from "../lib/secret.ts";

/** What the installation's key for it is derived for. */
export const UNSUBSCRIBE = "unsubscribe";

export interface Recipient {
  firm_id: string;
  /** Lower case. */
  address: string;
}

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FIRM_BYTES = 16;
/** The longest address there is (RFC 5321 §4.5.3.1.3), in bytes of whichever script. */
const MOST_CHARACTERS = Math.ceil(((NONCE_BYTES + TAG_BYTES + FIRM_BYTES + 1024) * 4) / 3);

const keyOf = (secret: Secret): Buffer => createHash("sha256").update(secret.reveal()).digest();

export function unsubscribeUrl(url: string, secret: Secret, { firm_id, address }: Recipient): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(secret), nonce);
  const text = Buffer.concat([Buffer.from(firm_id.replaceAll("-", ""), "hex"), Buffer.from(address)]);
  const sealed = Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  return `${url}/portal/unsubscribe/${sealed.toString("base64url")}`;
}

/** Null: it is none of ours. */
export function recipientOf(secret: Secret, token: string): Recipient | null {
  if (token.length > MOST_CHARACTERS || !/^[\w-]+$/.test(token)) return null;
  const sealed = Buffer.from(token, "base64url");
  if (sealed.length <= NONCE_BYTES + FIRM_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, keyOf(secret), sealed.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    const firm_id = text.subarray(0, FIRM_BYTES).toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"); // oxfmt-ignore
    return { firm_id, address: text.subarray(FIRM_BYTES).toString() };
  } catch {
    return null;
  }
}

/** Enough for its owner to know it by, and not for anybody else. */
export const maskedAddress = (address: string): string => address.replace(/^(.)[^@]*(?=@)/u, "$1***");

/** In both languages, since nobody knows which one a stranger reads. Below the signature mark, so that answers leave it out. */
export function lastLines(firm: string, url: string): string {
  const name = firm.replaceAll(/\s+/g, " ").trim();
  return `\n\n-- \nNo more e-mails like this from ${name} / No recibir más correos como este de ${name}:\n${url}\n`;
}
