/**
 * How Twilio signs what it delivers (twilio.com/docs/usage/webhooks/webhooks-security): the whole address as it was asked for, then each
 * parameter's name and value in the order of the names, HMAC-SHA1 with the account's token, in base64. Pure.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

export function signatureOf(auth_token: string, url: string, form: URLSearchParams): string {
  const names = [...new Set(form.keys())].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const said = names.flatMap((name) => [...new Set(form.getAll(name))].toSorted().map((value) => name + value));
  return createHmac("sha1", auth_token)
    .update(url + said.join(""), "utf8")
    .digest("base64");
}

/** Compared in constant time; a missing one fits nothing. */
export function isSignedBy(auth_token: string, url: string, form: URLSearchParams, told: string | undefined): boolean {
  const made = Buffer.from(signatureOf(auth_token, url, form));
  const given = Buffer.from(told ?? "");
  return made.length === given.length && timingSafeEqual(made, given);
}
