/** Puts every way in which a request can fail into the class that says what to do about it (connector.ts). Pure. */
import type { FailureClass } from "../model/connector.ts";
import { VendorError } from "../model/connector.ts";
import { BodyError } from "./body.ts";

export interface Seen {
  name: string;
  url: URL;
  method: string;
  status: number;
  body: { json: unknown } | { text: string };
  follows: boolean;
  complaint: string | null;
  retry_after_ms: number | null;
}

/** A write may also be answered with "created", "accepted" (MyCase's calls, mycase.md §6.2) or "no content". */
export function isGood(method: string, status: number): boolean {
  return status === 200 || (method !== "GET" && (status === 201 || status === 202 || status === 204));
}

/** Null: the answer is a good one. */
export function classify(seen: Seen): VendorError | null {
  const readable = "json" in seen.body;
  if (isGood(seen.method, seen.status) && readable) {
    return seen.complaint === null
      ? null
      : failure(seen, "transient", `answered with something else than what was asked for: ${seen.complaint}`);
  }
  if (seen.status >= 200 && seen.status < 300)
    return failure(seen, "transient", `answered ${seen.status} with a body that is no complete JSON`);
  const said = words(seen.body);
  return failure(seen, classOf(seen, readable), `answered ${seen.status}${said === "" ? "" : `: ${said}`}`, said);
}

/** Branches on the status, and on whether the provider itself spoke (JSON) or something in front of it (HTML). */
function classOf(seen: Seen, readable: boolean): FailureClass {
  const { status } = seen;
  if (status === 401) return "unauthorized";
  if (status === 429) return "rate_limited";
  if (status === 503) return "maintenance";
  if (status >= 500 || status === 408 || status === 425) return "transient";
  // What to do about a page token that is refused is documented by neither vendor (mycase.md §2.1, clio.md §3): read the list anew.
  if (seen.follows && (status === 400 || status === 404 || status === 410 || status === 422)) return "page_expired";
  // A firewall in front of Clio answers with HTML 403s (clio.md §1.1); an empty 403 or 404 is taken as the provider's own.
  const from_in_front = !readable && (seen.body as { text: string }).text.trim() !== "";
  if (status === 403) return from_in_front ? "transient" : "forbidden";
  if (status === 404) return from_in_front ? "transient" : "not_found";
  return "broken";
}

/** No answer came, or not a whole one. */
export function connectionFailure(name: string, url: URL, status: number | null, error: unknown, method = "GET"): VendorError {
  if (error instanceof VendorError) return error;
  const at = `${name}, ${method} ${url.pathname}`;
  if (error instanceof BodyError) {
    return new VendorError(error.reason === "too_large" ? "broken" : "transient", `${at}: ${error.message}.`, { status });
  }
  if (error instanceof DOMException && error.name === "TimeoutError")
    return new VendorError("transient", `${at}: no complete answer in time.`, { status });
  const code = errorCode(error);
  return new VendorError("transient", `${at}: the connection failed${code === null ? "" : ` (${code})`}.`, { status });
}

/** The token must never reach another host, so a redirect there ends the call. */
export function redirectFailure(name: string, url: URL, status: number, target: URL | null, method = "GET"): VendorError {
  const where =
    target === null
      ? "without a usable target"
      : target.origin !== url.origin
        ? `to another host (${target.host})`
        : method === "GET"
          ? "too many times"
          : "to another address";
  const kind = target === null ? "transient" : "broken";
  return new VendorError(kind, `${name}, ${method} ${url.pathname}: redirected ${where}; nothing was sent there.`, { status });
}

function failure(seen: Seen, kind: FailureClass, what: string, words = ""): VendorError {
  const { status, retry_after_ms } = seen;
  return new VendorError(kind, `${seen.name} ${what} (${seen.method} ${seen.url.pathname}).`, { status, retry_after_ms, words });
}

/** The provider's own words, short: Clio `error.message`, MyCase `errors[].description`, gateways `message` (mycase.md §3). */
function words(body: Seen["body"]): string {
  const said = "json" in body ? spoken(body.json) : "";
  return said.length > 300 ? `${said.slice(0, 300)}…` : said;
}

export function spoken(json: unknown): string {
  const { error, errors, message, error_description } = (json ?? {}) as Record<string, unknown>;
  if (Array.isArray(errors))
    return errors
      .map((entry) => (entry as { description?: unknown } | null)?.description)
      .filter(isText)
      .join(" ");
  const inner = error as { message?: unknown } | string | null | undefined;
  const candidates = [typeof inner === "object" ? inner?.message : undefined, error_description, message, inner];
  return candidates.find(isText) ?? "";
}

const isText = (value: unknown): value is string => typeof value === "string";

function errorCode(error: unknown): string | null {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  const found = cause?.code ?? code;
  return typeof found === "string" && /^[A-Z_0-9]{2,40}$/.test(found) ? found : null;
}

/**
 * Whether this failure proves that no byte of the request left: the name was not found, no connection came about, or the other side's certificate
 * was refused. Anything later (a reset, silence, a broken answer) proves nothing.
 */
export function neverSent(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as Refusal & { cause?: Refusal };
  const seen = cause ?? { code };
  // Several addresses were tried (`AggregateError`): none of them may have been reached.
  const each = Array.isArray(seen.errors) && seen.errors.length > 0 ? (seen.errors as Refusal[]) : [seen];
  return each.every((one) => one.syscall === "connect" || one.syscall === "getaddrinfo" || NOT_CONNECTED.has(String(one.code)));
}

interface Refusal {
  code?: unknown;
  syscall?: unknown;
  errors?: unknown;
}

/**
 * The certificate codes are OpenSSL's verdicts, which Node gives before it sends anything of ours. Other faults of TLS (EPROTO, ERR_SSL_…, a reset)
 * can also come in the middle of a request, so they are not here.
 */
const NOT_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REVOKED",
  "CERT_UNTRUSTED",
  "CERT_REJECTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);
