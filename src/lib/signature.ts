/** Checks what a provider signed. */
import { createHmac, timingSafeEqual } from "node:crypto";

/** HMAC-SHA256 over the raw bytes, told in hex or base64; compared in constant time. False where the signature or the secret is missing. */
export function signatureFits(body: Uint8Array, secret: string, told: string | null): boolean {
  const text = told?.trim() ?? "";
  if (text === "" || secret === "") return false;
  const made = createHmac("sha256", secret).update(body).digest();
  const given = Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? "hex" : "base64");
  return given.length === made.length && timingSafeEqual(given, made);
}
