/**
 * Twilio's Programmable Messaging, as its documents have it: the Message resource (twilio.com/docs/messaging/api/message-resource), requests
 * and answers (docs/usage/requests-to-twilio, docs/usage/twilios-response). Form-encoded there, JSON back, Basic authentication with an API key
 * or the account itself. No redirect is followed: it would take the credentials along.
 */
import { BodyError, discard, readBytes, readText } from "../lib/body.ts";
import { within } from "../lib/clock.ts";
import type { Secret } from "../lib/secret.ts";
import type { Fetch } from "../model/connector.ts";
import { TextFailure, type AcceptedText, type KnownText, type TextProvider } from "./provider.ts";

export interface TwilioAccount {
  account_sid: string;
  /** An API key with its secret, or the account's id with its token. */
  username: string;
  password: Secret;
  /** A number of the account's in E.164, or a messaging service. */
  sender: { number: string } | { service_sid: string };
}

const PATIENCE_MS = 15_000;
const ANSWER_LIMIT = 512 * 1024;
/** One page; so many texts to one number within the minutes that are looked at would be none of ours. */
const PAGE = 50;
/** "Up to 10 media files that have a total size of up to 5MB" (docs/messaging/api/media-resource). */
const MEDIA_LIMIT = 6 * 1024 * 1024;
const HOPS = 2;

export function twilio(account: TwilioAccount, { url, fetch }: { url: string; fetch: Fetch }): TextProvider {
  const { account_sid, sender } = account;
  const messages = `${url}/2010-04-01/Accounts/${encodeURIComponent(account_sid)}/Messages.json`;
  const authorization = `Basic ${Buffer.from(`${account.username}:${account.password.reveal()}`).toString("base64")}`;
  const ask = (address: string, form: URLSearchParams | null) => answerTo(fetch, address, authorization, form);
  return {
    async send({ to, body, status_url }) {
      const form = new URLSearchParams({ To: to, Body: body, StatusCallback: status_url });
      if ("number" in sender) form.set("From", sender.number);
      else form.set("MessagingServiceSid", sender.service_sid);
      return messageOf(await ask(messages, form));
    },
    async sentTo(number) {
      // Not by DateSent: that is empty until a text has gone on, and such a one is looked for.
      const answer = await ask(`${messages}?${new URLSearchParams({ To: number, PageSize: String(PAGE) }).toString()}`, null);
      const list = (answer as { messages?: unknown }).messages;
      if (!Array.isArray(list)) throw new TextFailure("unknown", "Twilio's answer has no list of messages.");
      return list.filter((one: { direction?: unknown }) => String(one.direction).startsWith("outbound")).map(knownOf);
    },
    async media(address) {
      const own = `${url}/2010-04-01/Accounts/${account_sid}/Messages/`;
      if (!URL.canParse(address) || !new URL(address).href.startsWith(own))
        throw new TextFailure("refused", "The address of what hung on a text is none of the account's.");
      return mediaAt(fetch, new URL(address), authorization);
    },
  };
}

/** Media lie at another host, to which Twilio leads with an address that is good for a while: that one gets no credentials. */
async function mediaAt(fetch: Fetch, first: URL, authorization: string): Promise<Uint8Array> {
  return within(PATIENCE_MS, async (signal) => {
    let response = await fetch(new Request(first, { headers: { authorization }, redirect: "manual", signal }));
    for (let hops = 0; response.status >= 300 && response.status < 400; hops++) {
      const location = response.headers.get("location") ?? "";
      await discard(response);
      const next = URL.canParse(location, first.href) ? new URL(location, first) : null;
      if (next === null || next.protocol !== first.protocol || hops === HOPS)
        throw new TextFailure("refused", "Twilio leads nowhere for what hung on a text.");
      response = await fetch(new Request(next, { redirect: "manual", signal }));
    }
    if (!response.ok) throw refusalOf(response, await readText(response, ANSWER_LIMIT));
    return readBytes(response, MEDIA_LIMIT);
  }).catch((error: unknown) => {
    if (error instanceof BodyError && error.reason === "too_large") throw new TextFailure("refused", error.message);
    throw error instanceof TextFailure ? error : brokenOff(error);
  });
}

/** The JSON of an answer that says yes. */
async function answerTo(fetch: Fetch, address: string, authorization: string, form: URLSearchParams | null): Promise<object> {
  const headers = { authorization, accept: "application/json", ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}) };
  const request = { method: form ? "POST" : "GET", headers, body: form?.toString() ?? null, redirect: "manual" as const };
  return within(PATIENCE_MS, async (signal) => {
    const response = await fetch(new Request(address, { ...request, signal }));
    if (response.status >= 300 && response.status < 400) {
      await discard(response);
      throw new TextFailure("unknown", `Twilio answered with a redirect (${response.status}), which is not followed.`);
    }
    const text = await readText(response, ANSWER_LIMIT);
    if (!response.ok) throw refusalOf(response, text);
    const value = jsonOf(text);
    if (value === null) throw new TextFailure("unknown", "Twilio's answer cannot be read.");
    return value;
  }).catch((error: unknown) => {
    throw error instanceof TextFailure ? error : brokenOff(error);
  });
}

/** An exception of theirs: {code, message, more_info, status}. 429 and 20429: too many at once (docs/api/errors/20429); not carried out. */
function refusalOf(response: Response, text: string): TextFailure {
  const told = (jsonOf(text) ?? {}) as { code?: unknown; message?: unknown };
  const code = typeof told.code === "number" ? told.code : null;
  const said = typeof told.message === "string" ? told.message.slice(0, 300) : "";
  const words = `Twilio answered ${response.status}${code === null ? "" : ` (${code})`}${said === "" ? "." : `: ${said}`}`;
  if (response.status === 429 || code === 20429) {
    const wait = Number(response.headers.get("retry-after"));
    return new TextFailure("later", words, { code, retry_after_ms: wait > 0 ? Math.min(wait, 3600) * 1000 : null });
  }
  // A 5xx may come after the text was taken; so may a 408.
  if (response.status >= 500 || response.status === 408) return new TextFailure("unknown", words, { code });
  return new TextFailure("refused", words, { code });
}

/** Where no connection came about nothing was said; later, anything may have arrived. */
const NEVER_SPOKE = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"]);

function brokenOff(error: unknown): TextFailure {
  if (error instanceof BodyError) return new TextFailure("unknown", `Twilio's answer broke off: ${error.message}.`);
  const cause = error instanceof Error ? (error.cause as { code?: string; message?: string } | undefined) : undefined;
  const code = cause?.code ?? (error as { code?: unknown } | null)?.code;
  const words = cause?.message ?? (error instanceof Error ? error.message : String(error));
  const never = typeof code === "string" && (NEVER_SPOKE.has(code) || code.startsWith("ERR_TLS") || code.startsWith("CERT_"));
  return new TextFailure(
    never ? "later" : "unknown",
    `${never ? "Twilio cannot be reached" : "The connection to Twilio broke off"}: ${words}`,
  );
}

function jsonOf(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : null;
  } catch {
    return null;
  }
}

function messageOf(value: object): AcceptedText {
  const { sid, status } = value as { sid?: unknown; status?: unknown };
  if (typeof sid !== "string" || !/^(SM|MM)[0-9a-f]{32}$/i.test(sid)) throw new TextFailure("unknown", "Twilio's answer names no message.");
  return { sid, status: typeof status === "string" ? status : "queued" };
}

/** `date_created` is RFC 2822. */
function knownOf(value: Record<string, unknown>): KnownText {
  const created = new Date(String(value["date_created"]));
  return {
    ...messageOf(value),
    ...{ to: String(value["to"]), body: String(value["body"]) },
    created_at: Number.isNaN(created.getTime()) ? "" : created.toISOString(),
    code: typeof value["error_code"] === "number" ? value["error_code"] : null,
  };
}
