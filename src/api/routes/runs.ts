/** Runs: what is being read and how far it is; starting one by hand. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import { audit, type Tell } from "../../accounts/store_audit.ts";
import { progressOf } from "../../sync/progress.ts";
import { SyncRefused, type SyncRequest } from "../../sync/run.ts";
import { listRuns, readRunRow, readRunsOfConnections, type RunRow } from "../../sync/store_lists.ts";
import { actorOf } from "../actor.ts";
import { connectionQuery, pageQuery, runParam } from "../contract/common.ts";
import * as examples from "../contract/examples.ts";
import { runPageSchema, runSchema, startedSchema, startRunSchema, type Run } from "../contract/runs.ts";
import { page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { openConnection, openScope } from "../scope.ts";

const params = z.object({ run_id: runParam });
const tags = ["Runs"];

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/runs",
  operationId: "listRuns",
  tags,
  summary: "Runs, the latest first",
  description: "What was read when, how it ended, and how far the one is that is under way.",
  request: { query: z.strictObject({ connection: connectionQuery, ...pageQuery }) },
  responses: {
    200: json(runPageSchema, "A page of runs", { items: [examples.run], next: null }),
    ...problemResponses("invalid-request", "invalid-cursor", "not-found"),
  },
});

const startRoute = createRoute({
  method: "post",
  path: "/api/v1/runs",
  operationId: "startRun",
  tags,
  summary: "Read now",
  description:
    "Starts a sync by hand (B-SYN-1): what changed, everything, one matter, one contact, or the staff. Answers at once; follow the run.",
  request: { body: { required: true, content: { "application/json": { schema: startRunSchema } } } },
  responses: {
    202: json(startedSchema, "It has begun", { run_id: examples.run.run_id, href: `/api/v1/runs/${examples.run.run_id}` }),
    ...problemResponses(
      "invalid-request",
      "cross-site",
      "not-found",
      "run-in-progress",
      "not-connected",
      "too-large",
      "unsupported-media-type",
    ),
  },
});

const oneRoute = createRoute({
  method: "get",
  path: "/api/v1/runs/{run_id}",
  operationId: "readRun",
  tags,
  summary: "One run",
  description: "Per kind what was read, how many there are where the provider says it, how fast, and how long it will take (B-SYN-7).",
  request: { params },
  responses: { 200: json(runSchema, "The run", examples.run), ...problemResponses("invalid-request", "not-found") },
});

const eventsRoute = createRoute({
  method: "get",
  path: "/api/v1/runs/{run_id}/events",
  operationId: "followRun",
  tags,
  summary: "Follow a run",
  description:
    "Server-sent events: `run`, whose data is the run as at /api/v1/runs/{run_id}, about twice a second while it goes on and once when it has ended; then the stream ends.",
  request: { params },
  responses: {
    200: {
      description: "The stream",
      content: { "text/event-stream": { schema: z.string(), example: 'event: run\ndata: {"state":"succeeded"}\n\n' } },
    },
    ...problemResponses("invalid-request", "not-found", "busy"),
  },
});

export function runRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  app.openapi(listRoute, async (c) => {
    const query = c.req.valid("query");
    const scope = await openScope(deps, c, query.connection);
    const after = readCursor(query.after, [z.uuid()]);
    const rows = await listRuns(db, scope.firm_id, query.connection ?? null, after?.[0] ?? null, query.limit);
    const { items, next } = page(rows, query.limit, (row) => [row.run_id]);
    return c.json({ items: items.map((row) => presentRun(row, deps.clock.now())), next }, 200);
  });
  app.openapi(startRoute, async (c) => {
    const body = c.req.valid("json");
    const connection = await openConnection(deps, c, body.connection_id);
    const { connection_id: _, ...what } = body;
    const tell: Tell = (trx) => audit(trx, actorOf(c), "run.start", connection.connection_id, what);
    const { run_id } = await deps.actions
      .sync(connection.firm_id, connection.connection_id, requestOf(body), tell)
      .catch((error: unknown) => refuse(deps, connection, error));
    const href = `/api/v1/runs/${run_id}`;
    return c.json({ run_id, href }, 202, { location: href });
  });
  app.openapi(oneRoute, async (c) => {
    const scope = await openScope(deps, c);
    return c.json(presentRun(await readRun(deps, scope.firm_id, c.req.valid("param").run_id), deps.clock.now()), 200);
  });
  const follow = follower(deps);
  app.openapi(eventsRoute, async (c) => {
    const scope = await openScope(deps, c);
    return follow(c, await readRun(deps, scope.firm_id, c.req.valid("param").run_id), scope.firm_id);
  });
}

function requestOf(body: z.infer<typeof startRunSchema>): SyncRequest {
  const trigger = "manual";
  if (body.what === "changes") return { mode: "incremental", trigger };
  if (body.what === "everything") return { mode: "full", trigger };
  if (body.what === "staff") return { mode: "record", kind: "staff", trigger };
  return { mode: "record", kind: body.what, id: body.provider_id ?? "", trigger };
}

async function refuse(deps: ApiDeps, connection: { firm_id: string; connection_id: string }, error: unknown): Promise<never> {
  if (!(error instanceof SyncRefused)) throw error;
  const running = (await readRunsOfConnections(deps.db.kysely, connection.firm_id)).get(connection.connection_id)?.running_run_id;
  throw running ? new Problem("run-in-progress", error.message, { run_id: running }) : new Problem("not-connected", error.message);
}

async function readRun(deps: ApiDeps, firm_id: string, run_id: string): Promise<RunRow> {
  const row = await readRunRow(deps.db.kysely, firm_id, run_id);
  if (!row) throw new Problem("not-found", `There is no run ${run_id}.`);
  return row;
}

function presentRun(row: RunRow, now: Date): Run {
  const { listings, pass, target_kind, target_id, ...run } = row;
  const until = row.finished_at === null ? now : new Date(row.finished_at);
  const target = target_kind !== null && target_id !== null ? { kind: target_kind, id: target_kind === "staff" ? "" : target_id } : null;
  const seconds = Math.max(0, Math.round((until.getTime() - Date.parse(row.started_at)) / 100) / 10);
  return {
    ...run,
    target,
    seconds,
    working_out: pass,
    ...progressOf({ started_at: row.started_at, running: row.state === "running" }, listings, until),
  };
}

const STEP_MS = 500;
const FOLLOWERS_AT_MOST = 100;

/** Each follower asks the database twice a second; so they are limited. */
function follower(deps: ApiDeps): (c: Context, run: RunRow, firm_id: string) => Response {
  let followers = 0;
  return (c, run, firm_id) => {
    if (followers >= FOLLOWERS_AT_MOST) throw new Problem("busy", `${followers} pages are following runs.`);
    followers += 1;
    return streamSSE(c, async (stream) => {
      const gone = new AbortController();
      const over = AbortSignal.any([gone.signal, deps.operations.stopping]);
      stream.onAbort(() => gone.abort());
      try {
        for (let row: RunRow | null = run; row !== null && !over.aborted; row = await readRunRow(deps.db.kysely, firm_id, run.run_id)) {
          await stream.writeSSE({ event: "run", data: JSON.stringify(presentRun(row, deps.clock.now())) });
          if (row.state !== "running") return;
          await deps.clock.sleep(STEP_MS, over).catch(() => {});
        }
      } finally {
        followers -= 1;
      }
    });
  };
}
