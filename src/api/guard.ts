/**
 * What every request passes before any route: it answers only to its own names (a page elsewhere that points its own name at this machine is
 * refused), and takes changes only from its own page or from programs.
 */
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { Problem } from "./problems.ts";

/** Besides the one in PRIVITY_URL. */
const OWN_NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);
const BODY_LIMIT = 256 * 1024;
const UPLOADS = /^(\/api\/v1\/files|\/portal\/api\/v1\/matters\/[^/]+\/documents)$/;

/** Its body is a file's bytes: read by its route as a stream, with a bound of its own, and by nobody before. */
export const isUpload = (c: Context): boolean => c.req.method === "POST" && UPLOADS.test(c.req.path);

/** `own_url`: where browsers reach us. Behind a proxy that ends TLS its origin is not the one of the request as it arrives here. */
export function guard(own_url: string): MiddlewareHandler {
  const own = new URL(own_url);
  return async (c, next) => {
    setHeaders(c);
    const url = new URL(c.req.url);
    if (!OWN_NAMES.has(url.hostname) && url.hostname !== own.hostname)
      throw new Problem("wrong-host", `This server does not answer to ${url.hostname}.`);
    if (c.req.method !== "GET" && c.req.method !== "HEAD") checkWrite(c, [url.origin, own.origin]);
    await next();
  };
}

/** Browsers say where a request comes from. hono/csrf looks at forms only and lets JSON of another site through. */
function checkWrite(c: Context, own_origins: readonly string[]): void {
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined && site !== "same-origin" && site !== "none")
    throw new Problem("cross-site", `The browser says that this request is ${site}.`);
  const origin = c.req.header("origin");
  if (origin !== undefined && !own_origins.includes(origin))
    throw new Problem("cross-site", `The request comes from ${origin}, not from ${own_origins.at(-1)}.`);
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  // Of both, browsers ask first before another site may send them; forms can send neither.
  const wanted = isUpload(c) ? "application/octet-stream" : "application/json";
  if (type !== wanted) throw new Problem("unsupported-media-type", `The content type is ${type ?? "missing"}, not ${wanted}.`);
}

export const limitBody: MiddlewareHandler = (c, next) => (isUpload(c) ? next() : limitJson(c, next));

const limitJson = bodyLimit({
  maxSize: BODY_LIMIT,
  onError: () => {
    throw new Problem("too-large", `The body is larger than ${BODY_LIMIT} bytes.`);
  },
});

/** The page's own policy, which lets its styles in by nonce, is set where the page is served (`web.ts`). */
function setHeaders(c: Context): void {
  c.header("content-security-policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
  c.header("x-content-type-options", "nosniff");
  c.header("referrer-policy", "no-referrer");
  c.header("cross-origin-opener-policy", "same-origin");
  c.header("cross-origin-resource-policy", "same-origin");
  c.header("x-frame-options", "DENY");
  c.header("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
}
