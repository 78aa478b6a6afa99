/** A receiver's check of a message (Standard Webhooks), for people to copy; a test runs it against a real one. */
export const SAMPLE = `import { createHmac, timingSafeEqual } from "node:crypto";

/** headers: names in lower case; body: as it came, before any parsing. */
export function isFromPrivity(secret, headers, body, now = Date.now()) {
  const timestamp = Number(headers["webhook-timestamp"]);
  // Older than five minutes: somebody may be sending it once more.
  if (!(Math.abs(now / 1000 - timestamp) <= 300)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const text = headers["webhook-id"] + "." + timestamp + "." + body;
  const wanted = createHmac("sha256", key).update(text).digest();
  // Two signatures for a day after the secret was replaced.
  return headers["webhook-signature"].split(" ").some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ""), "base64");
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}
`;
