/**
 * The object storage to which the providers hand uploads: another origin, addresses that sign themselves, no tokens. Of the bytes only their
 * number and hash are kept; they are counted as they come.
 */
import { createHash, createHmac } from "node:crypto";
import { ConnectionBroken, createPipeline } from "./pipeline.ts";
import type { FaultContext } from "./pipeline.ts";
import type { FaultPlan } from "./faults.ts";
import type { RequestLogWriter } from "./log.ts";
import type { SandboxClock } from "./types.ts";

export interface StoredObject {
  size: number;
  sha256: string;
  /** How often it was put. */
  times: number;
}

/** Something that a client must never do, whatever the answer was. */
export interface ClientFault {
  at: string;
  what: string;
  url: string;
}

export interface StorageOptions {
  origin: string;
  clock: SandboxClock;
  faults: FaultPlan;
  log: RequestLogWriter;
  seed: number;
  maximum(): number | null;
}

const KEPT = 1_000;

export class ObjectStorage {
  readonly origin: string;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly #options: StorageOptions;
  readonly #objects = new Map<string, StoredObject>();
  readonly #client_faults: ClientFault[] = [];
  #client_fault_count = 0;

  constructor(options: StorageOptions) {
    this.#options = options;
    this.origin = options.origin;
    this.fetch = createPipeline({
      clock: options.clock,
      faults: options.faults,
      log: options.log,
      error: (status) => refusal(status, status === 503 ? "SlowDown" : "InternalError", "Please try again."),
      describe: () => ({ route: "/storage/{key}", user_id: null, signed: false, paged: false, list: false, storage: true }),
      handle: (request, url, fault) => this.#put(request, url, fault),
    });
  }

  /** An address for one PUT with exactly these headers, good for so long. */
  sign(key: string, headers: Record<string, string>, seconds: number): string {
    const ends = this.#options.clock.now().getTime() + seconds * 1000;
    const names = Object.keys(headers)
      .map((name) => name.toLowerCase())
      .toSorted();
    const url = new URL(key.split("/").map(encodeURIComponent).join("/"), `${this.origin}/`);
    url.searchParams.set("X-Amz-Expires", String(seconds));
    url.searchParams.set("X-Amz-SignedHeaders", names.join(";"));
    url.searchParams.set("X-Ends", String(ends));
    url.searchParams.set("X-Amz-Signature", this.#signature(url, new Headers(headers)));
    return url.href;
  }

  object(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  count(): number {
    return this.#objects.size;
  }

  /** The latest; `clientFaultCount` is exact. */
  clientFaults(): readonly ClientFault[] {
    return this.#client_faults;
  }

  clientFaultCount(): number {
    return this.#client_fault_count;
  }

  #signature(url: URL, headers: Headers): string {
    const names = (url.searchParams.get("X-Amz-SignedHeaders") ?? "").split(";");
    const values = names.map((name) => `${name}:${headers.get(name) ?? ""}`);
    const signed = [url.pathname, url.searchParams.get("X-Ends"), ...values].join("\n");
    return createHmac("sha256", `storage ${this.#options.seed}`).update(signed).digest("hex");
  }

  async #put(request: Request, url: URL, fault: FaultContext): Promise<Response> {
    const refused = this.#refused(request, url, fault);
    if (refused) {
      await drain(request);
      return refused;
    }
    const length = Number(request.headers.get("content-length"));
    const short = fault.fault === "upload_cut" || fault.fault === "upload_truncated";
    if (short) fault.reached();
    const got = await received(request, short ? length / 2 : Infinity);
    if (fault.fault === "upload_cut") throw new ConnectionBroken("The upload was cut");
    if (got === null || got.size !== length || short)
      return refusal(400, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");
    const key = decodeURIComponent(url.pathname.slice(1));
    this.#objects.set(key, { ...got, times: (this.#objects.get(key)?.times ?? 0) + 1 });
    return new Response(null, { status: 200, headers: { etag: `"${got.sha256.slice(0, 32)}"` } });
  }

  #refused(request: Request, url: URL, fault: FaultContext): Response | null {
    if (request.method !== "PUT") return refusal(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
    if (request.headers.has("authorization")) {
      this.#note("Sent an Authorization header to the storage", url);
      return refusal(400, "InvalidArgument", "Only one auth mechanism allowed");
    }
    if (fault.fault === "upload_refused") fault.reached();
    const ends = Number(url.searchParams.get("X-Ends"));
    if (fault.fault === "upload_refused" || ends <= this.#options.clock.now().getTime())
      return refusal(403, "AccessDenied", "Request has expired");
    if (url.searchParams.get("X-Amz-Signature") !== this.#signature(url, request.headers))
      return refusal(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.");
    const length = request.headers.get("content-length");
    if (length === null || !/^\d+$/.test(length))
      return refusal(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
    const maximum = this.#options.maximum();
    if (maximum !== null && Number(length) > maximum)
      return refusal(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
    return null;
  }

  #note(what: string, url: URL): void {
    this.#client_fault_count++;
    this.#client_faults.push({ at: this.#options.clock.now().toISOString(), what, url: url.origin + url.pathname });
    if (this.#client_faults.length > KEPT) this.#client_faults.shift();
  }
}

/** XML, as an object storage answers. */
function refusal(status: number, code: string, message: string): Response {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return new Response(body, { status, headers: { "content-type": "application/xml" } });
}

async function drain(request: Request): Promise<void> {
  await received(request, Infinity);
}

/** Size and hash of what came, up to so many bytes; null when the sender broke off. */
async function received(request: Request, most: number): Promise<{ size: number; sha256: string } | null> {
  const hash = createHash("sha256");
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      hash.update(chunk);
      size += chunk.length;
      if (size >= most) break;
    }
  } catch {
    return null;
  }
  return { size, sha256: hash.digest("hex") };
}
