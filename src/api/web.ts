/** The built web app: read once into memory, so that no path of a request ever reaches the file system. */
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { Context } from "hono";
import type { Log } from "../lib/log.ts";
import type { PortalFirst } from "./contract/portal.ts";
import { isDrawn, type FirstOf } from "./portal/first_page.ts";
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

/** Answers GETs of everything outside /api: a file of the app, else its page, which knows its own addresses. `firstOf`: what clients' comes with. */
export function webHandler(dir: string | null, { firstOf, log }: { firstOf: FirstOf; log: Log }): (c: Context) => Promise<Response> {
  const files = dir === null || !existsSync(join(dir, "index.html")) ? null : readFiles(dir);
  const packed = new Map<string, Uint8Array<ArrayBuffer>>();
  /** Text at a third of its size for whoever can unpack it; each file is packed when it is first asked for. */
  const bodyOf = (c: Context, path: string, file: Buffer): Uint8Array<ArrayBuffer> => {
    if (!PACKED.has(extname(path)) || !takesGzip(c)) return new Uint8Array(file);
    if (!packed.has(path)) packed.set(path, new Uint8Array(gzipSync(file)));
    return packed.get(path)!;
  };
  const pages = files && { members: files.get("/index.html")!.toString(), clients: withStyles(files) };
  const drawing = files && dir !== null ? openDrawing(dir) : null;
  return async (c) => {
    if (files === null || pages === null)
      throw new Problem("not-found", "The web page has not been built. `npm run build` does it; the API works without.");
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
    if (!/^\/portal(\/|$)/.test(path)) return answerPage(c, pages.members);
    const first = await firstOf(c);
    return answerPage(c, pages.clients, first === null ? null : { first, markup: await drawn(first, drawing, log) });
  };
}

/** Without a drawing the page draws itself, a little later. */
async function drawn(first: PortalFirst, drawing: Promise<Drawing> | null, log: Log): Promise<string> {
  if (drawing === null || !isDrawn(first)) return "";
  try {
    return (await drawing).draw(first);
  } catch (error) {
    log.error({ error: error instanceof Error ? error.message : String(error) }, "the clients' first page could not be drawn");
    return "";
  }
}

interface Drawing {
  draw(first: PortalFirst): string;
}

/** Built beside the pages from the same source (`web/vite.config.ts`). */
function openDrawing(dir: string): Promise<Drawing> | null {
  const path = join(dir, SERVER_SIDE, "portal.mjs");
  return existsSync(path) ? (import(pathToFileURL(path).href) as Promise<Drawing>) : null;
}

/** With its styles in it, so that nothing has to be waited for before it can be read. */
function withStyles(files: ReadonlyMap<string, Buffer>): string {
  return files
    .get("/portal/index.html")!
    .toString()
    .replace(/<link rel="stylesheet"[^>]*? href="([^"]+)"[^>]*>/, (link, path: string) => {
      const styles = files.get(path)?.toString();
      return styles === undefined ? link : `<style nonce="${NONCE}">${styles}</style>`;
    });
}

const takesGzip = (c: Context): boolean => {
  c.header("vary", "accept-encoding");
  if (!/\bgzip\b/.test(c.req.header("accept-encoding") ?? "")) return false;
  c.header("content-encoding", "gzip");
  return true;
};

function answerPage(c: Context, page: string, given: { first: PortalFirst; markup: string } | null = null): Response {
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
  // What a person wrote comes in last, and is read as nothing but text.
  const html = Buffer.from(given === null ? withNonce(page, nonce) : withFirst(withNonce(page, nonce), given));
  return c.body(new Uint8Array(takesGzip(c) ? gzipSync(html) : html), 200, {
    "content-type": TYPES[".html"]!,
    "cache-control": "no-store",
  });
}

const withNonce = (page: string, nonce: string): string => page.replaceAll(NONCE, nonce);

function withFirst(page: string, { first, markup }: { first: PortalFirst; markup: string }): string {
  const data = JSON.stringify(first).replaceAll("<", "\\u003c");
  return page
    .replace('<html lang="en">', `<html lang="${first.language}">`)
    .replace('<div id="root"></div>', () => `<div id="root">${markup}</div><script type="application/json" id="first">${data}</script>`);
}

/** What only this program reads of the built app. */
const SERVER_SIDE = ".server";

function readFiles(dir: string): Map<string, Buffer> {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    paths
      .map((path) => [`/${relative(dir, path).split(sep).join("/")}`, path] as const)
      .filter(([name]) => !name.startsWith(`/${SERVER_SIDE}/`))
      .map(([name, path]) => [name, readFileSync(path)]),
  );
}
