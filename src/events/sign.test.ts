import { expect, test } from "vitest";
import { newWebhookSecret, signature, signedHeaders } from "./sign.ts";

// The vector that the scheme's reference libraries are held against.
const PUBLISHED = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  message: { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1614265330, body: '{"test": 2432232314}' },
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};

test("a message is signed as the published vector of Standard Webhooks says", () => {
  expect(signature(PUBLISHED.secret, PUBLISHED.message)).toBe(PUBLISHED.signature);
});

test("while a secret is replaced a message carries both signatures, the new one first", () => {
  const fresh = newWebhookSecret();
  const headers = signedHeaders([fresh, PUBLISHED.secret], PUBLISHED.message);
  expect(headers).toEqual({
    "webhook-id": PUBLISHED.message.id,
    "webhook-timestamp": "1614265330",
    "webhook-signature": `${signature(fresh, PUBLISHED.message)} ${PUBLISHED.signature}`,
  });
});

test("a secret is 32 random bytes behind whsec_", () => {
  expect(Buffer.from(newWebhookSecret().slice("whsec_".length), "base64")).toHaveLength(32);
  expect(newWebhookSecret()).not.toBe(newWebhookSecret());
});
