/** The built web app: read once into memory, so that no path of a request ever reaches the file system. */
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";
import type { Context } from "hono";
import { Problem } from "./problems.ts";

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

const PACKED = new Set([".css", ".js", ".json", ".svg", ".webmanifest"]);

/** Stands in the built page for the nonce of one answer; the app hands it to the styles that it adds (`web/src/main.tsx`). */
const NONCE = "__CSP_NONCE__";

/** Answers GETs of everything outside /api: a file of the app, else its page, which knows its own addresses. */
export function webHandler(dir: string | null): (c: Context) => Response {
  const files = dir === null || !existsSync(join(dir, "index.html")) ? null : readFiles(dir);
  const packed = new Map<string, Uint8Array<ArrayBuffer>>();
  /** Text at a third of its size for whoever can unpack it; each file is packed when it is first asked for. */
  const bodyOf = (c: Context, path: string, file: Buffer): Uint8Array<ArrayBuffer> => {
    if (!PACKED.has(extname(path))) return new Uint8Array(file);
    c.header("vary", "accept-encoding");
    if (!/\bgzip\b/.test(c.req.header("accept-encoding") ?? "")) return new Uint8Array(file);
    c.header("content-encoding", "gzip");
    if (!packed.has(path)) packed.set(path, new Uint8Array(gzipSync(file)));
    return packed.get(path)!;
  };
  return (c) => {
    if (files === null) throw new Problem("not-found", "The web page has not been built. `npm run build` does it; the API works without.");
    const path = new URL(c.req.url).pathname;
    const file = files.get(path);
    if (file && extname(path) !== ".html") {
      if (path === "/portal/sw.js") {
        // It stands below the address that it looks after, and its own policy holds for what it fetches.
        c.header("service-worker-allowed", "/portal");
        c.header("content-security-policy", "default-src 'none'; connect-src 'self'");
      }
      // Names under /assets carry a hash of their content.
      const cache = path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "public, max-age=3600";
      return c.body(bodyOf(c, path, file), 200, {
        "content-type": TYPES[extname(path)] ?? "application/octet-stream",
        "cache-control": cache,
      });
    }
    if (extname(path) !== "" && path !== "/index.html") throw new Problem("not-found", `There is no ${path}.`);
    const page = /^\/portal(\/|$)/.test(path) ? "/portal/index.html" : "/index.html";
    return answerPage(c, files.get(page)!.toString());
  };
}

function answerPage(c: Context, html: string): Response {
  const nonce = randomBytes(16).toString("base64");
  c.header(
    "content-security-policy",
    [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "manifest-src 'self'",
      "worker-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join("; "),
  );
  return c.body(html.replaceAll(NONCE, nonce), 200, { "content-type": TYPES[".html"]!, "cache-control": "no-store" });
}

function readFiles(dir: string): Map<string, Buffer> {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [`/${relative(dir, path).split(sep).join("/")}`, readFileSync(path)];
    }),
  );
}
