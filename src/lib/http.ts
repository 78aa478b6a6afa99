/**
 * One request as a connector needs it: paced, retried, refreshed, bounded, and every way it can fail put into a class (connector.ts).
 * What differs between providers comes in as a `Policy`; nothing here knows one.
 */
import type { Session } from "../model/connector.ts";
import { VendorError } from "../model/connector.ts";
import { readText, discard } from "./body.ts";
import { within } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { classify, connectionFailure, isGood, redirectFailure } from "./failure.ts";
import type { TextSigns } from "./json.ts";
import { parseJson, signsOf } from "./json.ts";
import { backOff, providerTime, retryAfter } from "./retry.ts";

/** What a provider's headers say of its limit, as they came; times in seconds since 1970 by its own clock. */
export interface LimitHeaders {
  limit: number | null;
  remaining: number | null;
  reset_at_s: number | null;
}

export interface Policy {
  /** The provider's name, for messages that people read. */
  name: string;
  /** The only place that gets the token. */
  origin: string;
  headers: Record<string, string>;
  limits(headers: Headers): LimitHeaders;
  /** How long to wait after a 429 or a 503 that names no time. */
  wait_when_limited_ms: number;
  /** For the whole answer, body included. */
  timeout_ms: number;
  body_limit: number;
  /** 0 to 1; chance is an argument. */
  random: () => number;
}

export interface Ask {
  url: URL;
  /** Following a page token: some answers then mean that the token is no longer accepted. */
  follows: boolean;
  /** What is wrong with the answer's shape, in words; null: nothing. A wrong shape counts as a passing fault and is asked for again. */
  complaint(value: unknown): string | null;
  /** Anything but a GET. */
  write?: Write;
}

export interface Write {
  method: "POST" | "PATCH" | "PUT" | "DELETE";
  json?: unknown;
  headers?: Record<string, string>;
  /**
   * Sent once, whatever comes of it: no second try, no redirect followed. Only a 401, which was surely not carried out, is asked again
   * with a fresh token.
   */
  once?: boolean;
}

export interface Answer {
  value: unknown;
  signs: TextSigns;
  headers: Headers;
  /** Our clock when the request left, ISO. */
  read_at: string;
  /** The provider's clock when it answered, ISO. */
  provider_time: string | null;
}

/** "At most about six tries or a couple of minutes": what fails longer is for the run to decide, not for one request. */
const TRIES = 6;
const TIME_FOR_ALL_TRIES_MS = 180_000;
/** A maintenance window outlasts retries; these only rule out a hiccup. */
const TRIES_IN_MAINTENANCE = 2;
const REDIRECTS = 3;

export async function getJson(session: Session, policy: Policy, ask: Ask): Promise<Answer> {
  const call: Call = { session, policy, ask, refreshed: false, spent_ms: 0 };
  for (let tried = 1; ; tried++) {
    const outcome = await attempt(call);
    if (!(outcome instanceof VendorError)) return outcome;
    if (ask.write?.once) throw outcome;
    // A POST whose answer was lost may have been carried out: whoever asked looks before asking again.
    if (ask.write?.method === "POST" && outcome.failure === "transient") throw outcome;
    const wait = pauseBefore(outcome, tried, policy);
    if (wait === null || call.spent_ms + wait > TIME_FOR_ALL_TRIES_MS) throw outcome;
    await session.clock.sleep(wait);
    call.spent_ms += wait;
  }
}

/** Milliseconds until the same request is worth another try; null: not in this call. */
function pauseBefore(failure: VendorError, tried: number, policy: Policy): number | null {
  const told = failure.retry_after_ms ?? (failure.failure === "rate_limited" ? policy.wait_when_limited_ms : 0);
  const pause = Math.max(told, backOff(tried, policy.random));
  if (failure.failure === "rate_limited") return tried < TRIES ? pause : null;
  if (failure.failure === "maintenance") return tried <= TRIES_IN_MAINTENANCE ? pause : null;
  return failure.failure === "transient" && tried < TRIES ? pause : null;
}

interface Call {
  session: Session;
  policy: Policy;
  ask: Ask;
  /** One refresh per call: a fresh token that is refused too means that the grant is dead. */
  refreshed: boolean;
  /** On the wire and between tries; waiting for our turn does not count. */
  spent_ms: number;
}

async function attempt(call: Call): Promise<Answer | VendorError> {
  const { session, policy } = call;
  let token = await session.tokens.access_token();
  let url = call.ask.url;
  for (let hops = 0; ;) {
    const sent = await send(call, url, token);
    if (sent instanceof VendorError) return sent;
    if (sent.status === 401 && !call.refreshed) {
      call.refreshed = true;
      token = await session.tokens.refresh(token);
      continue;
    }
    if (sent.status < 300 || sent.status >= 400 || sent.status === 304) return judge(call, url, sent);
    const target = redirectTarget(sent.headers, url);
    if (target === null || !isOurs(target, policy) || call.ask.write?.once || hops++ >= REDIRECTS)
      return redirectFailure(policy.name, url, sent.status, target, call.ask.write?.method);
    url = target;
  }
}

interface Sent {
  status: number;
  headers: Headers;
  text: string;
  read_at: string;
}

/** One request on the wire. Redirects are not followed: `fetch` would carry our headers along (clio.md §5.3, §1.1). */
async function send(call: Call, url: URL, token: string): Promise<Sent | VendorError> {
  const { session, policy } = call;
  const { method, json, headers: further } = call.ask.write ?? { method: "GET" };
  const written: Record<string, string> = json === undefined ? {} : { "content-type": "application/json" };
  const headers = authorised({ ...policy.headers, ...written, ...further }, token);
  const body = json === undefined ? null : JSON.stringify(json);
  await session.pacer.take();
  const departed = session.clock.now();
  const read_at = departed.toISOString();
  let status: number | null = null;
  try {
    return await within(policy.timeout_ms, async (signal) => {
      const response = await session.fetch(new Request(url, { method, headers, body, redirect: "manual", signal }));
      status = response.status;
      learn(session, policy, response);
      const redirected = status >= 300 && status < 400;
      if (redirected) await discard(response);
      return { status, headers: response.headers, text: redirected ? "" : await readText(response, policy.body_limit), read_at };
    });
  } catch (error) {
    return connectionFailure(policy.name, url, status, error, method);
  } finally {
    call.spent_ms += session.clock.now().getTime() - departed.getTime();
    session.on_request?.({ method, path: url.pathname, status });
  }
}

/** A token that no header can hold must not end up in the exception that `Headers` would throw. */
function authorised(given: Record<string, string>, token: string): Headers {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new VendorError("unauthorized", "The stored access token is not one: please connect again.");
  return new Headers({ ...given, authorization: `Bearer ${token}` });
}

function learn(session: Session, policy: Policy, response: Response): void {
  const now = session.clock.now();
  const theirs = providerTime(response.headers) ?? now;
  const { limit, remaining, reset_at_s } = policy.limits(response.headers);
  const limited = response.status === 429;
  session.pacer.learn({
    limit,
    remaining,
    reset_at_ms: reset_at_s === null ? null : now.getTime() + (reset_at_s * 1000 - theirs.getTime()),
    retry_after_ms: limited ? (toldWait(response.headers, session.clock) ?? policy.wait_when_limited_ms) : null,
    limited,
  });
}

function toldWait(headers: Headers, clock: Clock): number | null {
  return retryAfter(headers.get("retry-after"), providerTime(headers) ?? clock.now());
}

function judge(call: Call, url: URL, sent: Sent): Answer | VendorError {
  const { session, policy, ask } = call;
  let value: unknown = null;
  let readable = true;
  try {
    if (sent.status !== 204 && sent.status !== 202) value = parseJson(sent.text);
  } catch {
    readable = false;
  }
  const method = ask.write?.method ?? "GET";
  const complaint = isGood(method, sent.status) && readable ? ask.complaint(value) : null;
  const failure = classify({
    name: policy.name,
    url,
    method,
    status: sent.status,
    body: readable ? { json: value } : { text: sent.text },
    follows: ask.follows,
    complaint,
    retry_after_ms: toldWait(sent.headers, session.clock),
  });
  if (failure) return failure;
  const provider_time = providerTime(sent.headers)?.toISOString() ?? null;
  return { value, signs: signsOf(sent.text), headers: sent.headers, read_at: sent.read_at, provider_time };
}

function redirectTarget(headers: Headers, from: URL): URL | null {
  const location = headers.get("location");
  return location !== null && URL.canParse(location, from.href) ? new URL(location, from) : null;
}

/** Whether a URL that the provider handed us may get the token. */
export function isOurs(url: URL, policy: { origin: string }): boolean {
  return url.origin === policy.origin && url.username === "" && url.password === "";
}
