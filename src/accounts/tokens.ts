/** Tokens that we hand out ourselves: 32 random bytes, kept as their SHA-256 only. So many bits need no slow hash. */
import { createHash, randomBytes } from "node:crypto";

const BYTES = 32;
export const API_KEY_START = "pv_";
const API_KEY = /^pv_[A-Za-z0-9_-]{43}$/;

export const newToken = (): string => randomBytes(BYTES).toString("base64url");

export const newApiKey = (): string => API_KEY_START + newToken();

/** What may be shown of a key, to tell it from others: 8 of its 43 characters. */
export const prefixOf = (key: string): string => key.slice(0, API_KEY_START.length + 8);

export const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();

/** The key in `Authorization: Bearer pv_…`; null where there is none of that form. */
export function apiKeyIn(authorization: string): string | null {
  const [scheme, key, ...more] = authorization.trim().split(/\s+/);
  return scheme?.toLowerCase() === "bearer" && key !== undefined && more.length === 0 && API_KEY.test(key) ? key : null;
}
