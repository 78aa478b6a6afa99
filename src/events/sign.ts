/**
 * Signatures of outbound webhooks by the published scheme of Standard Webhooks (standardwebhooks.com, "Signature scheme"): HMAC-SHA256
 * over `id.timestamp.body` with the bytes behind `whsec_`, written `v1,<base64>`; several, parted by a space, while a secret is replaced.
 */
import { createHmac, randomBytes } from "node:crypto";

const PREFIX = "whsec_";

/** 32 random bytes; the scheme asks for 24 to 64. */
export const newWebhookSecret = (): string => `${PREFIX}${randomBytes(32).toString("base64")}`;

export interface Message {
  id: string;
  /** Seconds since 1970. */
  timestamp: number;
  body: string;
}

export function signature(secret: string, { id, timestamp, body }: Message): string {
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

export function signedHeaders(secrets: readonly string[], message: Message): Record<string, string> {
  return {
    "webhook-id": message.id,
    "webhook-timestamp": String(message.timestamp),
    "webhook-signature": secrets.map((secret) => signature(secret, message)).join(" "),
  };
}
