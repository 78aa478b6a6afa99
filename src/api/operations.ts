/** For whoever runs this installation: is it alive, may it get requests, what does it count; and one line in the log per request. */
import { createHash, timingSafeEqual } from "node:crypto";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { requireMigrated } from "../db/migrate.ts";
import { within } from "../lib/clock.ts";
import type { Metrics } from "../lib/metrics.ts";
import type { Secret } from "../lib/secret.ts";
import type { Actor } from "../model/actor.ts";
import type { ApiDeps } from "./deps.ts";
import type { Api } from "./route.ts";

export interface Operations {
  metrics: Metrics;
  /** Null: only this machine may read the metrics. */
  metrics_token: Secret | null;
  /** Aborts when the program begins to stop. */
  stopping: AbortSignal;
}

const PATIENCE_MS = 2_000;

/** Before the guard: probes and Prometheus name this server as they reach it, not as browsers do. None of the answers tells of a firm. */
export function operationRoutes(app: Api, deps: ApiDeps): void {
  const { metrics, metrics_token, stopping } = deps.operations;
  app.use("/healthz", plain);
  app.use("/readyz", plain);
  app.use("/metrics", plain);
  app.get("/healthz", (c) => c.json({ alive: true }));
  app.get("/readyz", async (c) => {
    const database = await within(PATIENCE_MS, () => requireMigrated(deps.db)).then(
      () => true,
      (error: unknown) => {
        deps.log.warn({ err: error }, "not ready: the database does not answer, or is not this program's");
        return false;
      },
    );
    const ready = database && !stopping.aborted;
    return c.json({ ready, database, stopping: stopping.aborted }, ready ? 200 : 503);
  });
  app.get("/metrics", async (c) => {
    if (!mayRead(c, metrics_token))
      return c.text("The metrics are for this machine, or for whoever names PRIVITY_METRICS_TOKEN as its bearer token.\n", 403);
    const { type, body } = await metrics.text();
    return c.body(body, 200, { "content-type": type });
  });
}

const plain: MiddlewareHandler = async (c, next) => {
  await next();
  c.res.headers.set("cache-control", "no-store");
  c.res.headers.set("x-content-type-options", "nosniff");
};

function mayRead(c: Context, token: Secret | null): boolean {
  if (token !== null) return sameText(c.req.header("authorization") ?? "", `Bearer ${token.reveal()}`);
  // What a proxy on this machine passes on comes from anywhere.
  if (c.req.header("x-forwarded-for") !== undefined || c.req.header("forwarded") !== undefined) return false;
  const address = remoteAddress(c);
  return address === null || /^(::1|(::ffff:)?127\.)/.test(address);
}

/** Null without a socket: inside this process. */
function remoteAddress(c: Context): string | null {
  const bindings = c.env as { incoming?: unknown } | undefined;
  return bindings?.incoming === undefined ? null : (getConnInfo(c).remote.address ?? "unknown");
}

const digest = (text: string) => createHash("sha256").update(text).digest();
const sameText = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));

/** Around everything else. Of an address only the pattern is told: ids and queries name people. */
export function observeRequests(deps: ApiDeps): MiddlewareHandler {
  return async (c, next) => {
    const began = deps.clock.now().getTime();
    await next();
    const ms = deps.clock.now().getTime() - began;
    const { method } = c.req;
    const route = patternOf(c);
    const { status } = c.res;
    deps.operations.metrics.request(route, method, status, ms / 1000);
    const actor = (c.get("actor") as Actor | undefined)?.via ?? "nobody";
    const line = { method, route, status, ms, actor };
    if (route.startsWith("/api/")) deps.log.info(line, "request");
    else deps.log.debug(line, "request");
  };
}

/** The route's own pattern: middleware is there for all methods, the page for every path. */
function patternOf(c: Context): string {
  const method = c.req.method === "HEAD" ? "GET" : c.req.method;
  const found = matchedRoutes(c).find((route) => route.method.toUpperCase() === method)?.path;
  if (found !== undefined && found !== "/*" && found !== "*") return found;
  return c.req.path.startsWith("/api/") ? "/api/*" : "/*";
}
