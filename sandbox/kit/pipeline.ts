import { pause } from "./clock.ts";
import type { FaultPlan } from "./faults.ts";
import type { RequestLogWriter } from "./log.ts";
import type { AnyFault, SandboxClock } from "./types.ts";

/** What the fault pipeline must know of a request before the vendor looks at it. */
export interface Described {
  /** Path with ids replaced, such as `/api/v4/contacts/{id}`. */
  route: string;
  user_id: number | null;
  /** Carries an access token: only then a spurious 401 makes sense. */
  signed: boolean;
  /** Follows a page token: only then it can have expired. */
  paged: boolean;
  /** Reads a list: only then a row can vanish or be edited meanwhile. */
  list: boolean;
  /** Changes something at the provider: only then it can be carried out late. */
  write?: boolean;
  /** An upload to the storage, on its own origin. */
  storage?: boolean;
}

/** Faults that only the vendor's own handler can act out; it calls `reached` when it did. */
export interface FaultContext {
  fault: AnyFault | null;
  reached(): void;
}

export interface PipelineOptions {
  clock: SandboxClock;
  faults: FaultPlan;
  log: RequestLogWriter;
  /** Null for pages that are no part of the vendor's API (control page): neither logged nor disturbed. */
  describe(request: Request, url: URL): Described | null;
  handle(request: Request, url: URL, context: FaultContext): Promise<Response>;
  /** An error answer in the vendor's own shape. */
  error(status: number, headers?: Record<string, string>): Response;
  /** Counts a write that will be carried out later; the returned function is called when it was. */
  expect?(): () => void;
  /** How long a slow body takes, in real milliseconds. */
  slow_ms?: () => number;
}

/** Every sandbox answers through this: one fault at most per request, before or after the vendor's handler, and one log entry. */
export function createPipeline(options: PipelineOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    const described = options.describe(request, url);
    if (!described) return options.handle(request, url, { fault: null, reached: () => {} });
    const kind = described.storage ? "storage" : described.write ? "write" : "read";
    const fault = options.faults.draw(kind, described.route, (name) => fits(name, described));
    let injected: AnyFault | null = null;
    const reached = () => {
      injected = fault;
      if (fault) options.faults.reach(fault);
    };
    const record = (status: number | null) =>
      options.log.add({
        at: options.clock.now().toISOString(),
        method: request.method,
        route: described.route,
        url: request.url,
        status,
        user_id: described.user_id,
        fault: injected,
      });
    const early = fault && (LATE.has(fault) ? await postponed(fault, request, url, options) : before(fault, options));
    if (early) {
      reached();
      record(early === "drop" ? null : early.status);
      return early === "drop" ? drop() : stamped(early, options.clock);
    }
    const answer = await options.handle(request, url, { fault, reached }).catch((error: unknown) => {
      if (error instanceof ConnectionBroken) {
        record(null);
        return drop();
      }
      // A mistake of the sandbox's own must not look like a broken connection.
      console.error(error);
      return options.error(500);
    });
    const late = fault && (await after(fault, answer, options));
    if (late) reached();
    record(late === "drop" ? null : (late || answer).status);
    return late === "drop" ? drop() : stamped(late || answer, options.clock);
  };
}

const NEEDS: Partial<Record<AnyFault, "signed" | "paged" | "list" | "write" | "storage">> = {
  gateway_504_after: "write",
  applied_late_504: "write",
  applied_late_dropped: "write",
  upload_timeout: "write",
  upload_cut: "storage",
  upload_truncated: "storage",
  upload_refused: "storage",
  unauthorized_401: "signed",
  page_expired: "paged",
  row_vanishes: "list",
  edit_while_paging: "list",
};

/** What can befall an upload: the storage speaks no JSON and knows no tokens. */
const STORAGE = new Set<AnyFault>(["error_500_before", "error_500_after", "answer_dropped", "request_dropped", "maintenance_503"]);

function fits(fault: AnyFault, described: Described): boolean {
  const need = NEEDS[fault];
  if (described.storage) return need === "storage" || STORAGE.has(fault);
  return need === undefined || described[need] === true;
}

const LATE = new Set<AnyFault>(["applied_late_504", "applied_late_dropped"]);
const timedOut = (): Response => Response.json({ message: "Endpoint request timed out" }, { status: 504 });

/** The client hears of a failure now; the write comes about later, as one does that was stuck in a proxy. */
async function postponed(fault: AnyFault, request: Request, url: URL, options: PipelineOptions): Promise<Response | "drop"> {
  const body = request.body === null ? null : await request.arrayBuffer();
  const done = options.expect?.();
  options.clock.at(new Date(options.clock.now().getTime() + options.faults.late()), async () => {
    const again = new Request(request.url, { method: request.method, headers: request.headers, ...(body ? { body } : {}) });
    await options.handle(again, url, { fault: null, reached: () => {} }).catch((error: unknown) => console.error(error));
    done?.();
  });
  return fault === "applied_late_504" ? timedOut() : "drop";
}

/** A handler's way to break the connection in the middle of a request. */
export class ConnectionBroken extends Error {}

/** As `fetch` does when the connection breaks. */
function drop(): never {
  throw new TypeError("fetch failed");
}

/** The provider's clock, on every answer. */
function stamped(response: Response, clock: SandboxClock): Response {
  if (!response.headers.has("date")) response.headers.set("date", clock.now().toUTCString());
  return response;
}

const html = (status: number, text: string): Response =>
  new Response(`<!DOCTYPE html>\n<html><head><title>${text}</title></head><body><center><h1>${text}</h1></center></body></html>\n`, {
    status,
    headers: { "content-type": "text/html" },
  });

/** Retry-After values that no client may obey as they stand: a year, a time gone by, words. */
const ABSURD = ["31536000", "-5", "soon"];

/** Faults that strike before anything is done; null when this fault strikes later. */
function before(fault: AnyFault, options: PipelineOptions): Response | "drop" | null {
  switch (fault) {
    case "request_dropped":
      return "drop";
    case "error_500_before":
      return options.error(500);
    case "error_502_html":
      return html(502, "502 Bad Gateway");
    case "gateway_504":
      return timedOut();
    case "limited_429_seconds":
      return options.error(429, { "retry-after": "1" });
    case "limited_429_date":
      return options.error(429, { "retry-after": new Date(options.clock.now().getTime() + 2_000).toUTCString() });
    case "limited_429_missing":
      return options.error(429);
    case "limited_429_absurd":
      return options.error(429, { "retry-after": ABSURD[(options.faults.reached().limited_429_absurd ?? 0) % ABSURD.length] as string });
    case "maintenance_503":
      return options.error(503);
    case "forbidden_html_403":
      return html(403, "403 Forbidden");
    case "redirect_other_host":
      return new Response(null, { status: 302, headers: { location: "https://elsewhere.invalid/api" } });
    case "unauthorized_401":
      return options.error(401);
    default:
      return null;
  }
}

/** Faults that strike after the request was carried out; null when this one does not. */
async function after(fault: AnyFault, answer: Response, options: PipelineOptions): Promise<Response | "drop" | null> {
  switch (fault) {
    case "error_500_after":
      return options.error(500);
    case "gateway_504_after":
      return timedOut();
    case "answer_dropped":
      return "drop";
    case "not_json_200":
      return answer.ok ? html(200, "Please wait") : null;
    case "slow_body":
      return spoiled(answer, (body) => trickle(body, options.slow_ms?.() ?? 400));
    case "truncated_body":
      return spoiled(answer, cut);
    default:
      return null;
  }
}

/** The same answer with its full length announced and its body delivered badly. `no-transform` keeps the server from compressing it. */
async function spoiled(answer: Response, deliver: (body: Uint8Array) => ReadableStream<Uint8Array>): Promise<Response | null> {
  const body = new Uint8Array(await answer.clone().arrayBuffer());
  if (body.length < 2) return null;
  const headers = new Headers(answer.headers);
  headers.set("content-length", String(body.length));
  headers.set("cache-control", "no-transform");
  return new Response(deliver(body), { status: answer.status, headers });
}

function cut(body: Uint8Array): ReadableStream<Uint8Array> {
  let sent = false;
  return new ReadableStream({
    pull(controller) {
      if (sent) return controller.error(new TypeError("terminated"));
      sent = true;
      controller.enqueue(body.slice(0, body.length >> 1));
    },
  });
}

const PIECES = 8;

function trickle(body: Uint8Array, ms: number): ReadableStream<Uint8Array> {
  let piece = 0;
  return new ReadableStream({
    async pull(controller) {
      await pause(ms / PIECES);
      controller.enqueue(body.slice(Math.floor((body.length * piece) / PIECES), Math.floor((body.length * (piece + 1)) / PIECES)));
      if (++piece === PIECES) controller.close();
    },
  });
}
