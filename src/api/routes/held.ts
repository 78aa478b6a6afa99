/** Changes that a run held because they were unusually many, and an admin's word on them (B-SYN-6). */
import { z } from "@hono/zod-openapi";
import { audit, type Tell } from "../../accounts/store_audit.ts";
import type { ConnectionRow } from "../../connections/store_lists.ts";
import { readContactNames } from "../../projection/store_lists_matters.ts";
import { readRunRow } from "../../sync/store_lists.ts";
import { listHeld, listHeldRows, type HeldRow, type HeldRun } from "../../sync/store_parked.ts";
import { actorOf } from "../actor.ts";
import { connectionQuery, pageQuery, runParam } from "../contract/common.ts";
import { decidedSchema, decisionBodySchema, heldListSchema, heldRowPageSchema, type Held } from "../contract/issues.ts";
import { anyText, page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { connectionOf, linkTo, openScope } from "../scope.ts";

const tags = ["Attention"];
const run_id = "019402f4-9c40-7d11-9a52-6e0d3b7c2f31";
const example: Held = {
  connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10",
  provider: "clio",
  account_name: "Hartwell & Osei LLP",
  run_id,
  started_at: "2026-11-21T06:00:00.120Z",
  parts: [{ kind: "contact", effect: "gone", count: 312, sample: [{ provider_id: "1042", name: "Lucía Rivera", link: null }] }],
};

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/held",
  operationId: "listHeld",
  tags,
  summary: "Changes that wait for a decision",
  description:
    "A run that would remove, or take the name or last channel of, more than 5 % of the contacts (and at least 25) changes nothing; its connection is blind until an admin decides (B-SYN-6).",
  request: { query: z.strictObject({ connection: connectionQuery }) },
  responses: {
    200: json(heldListSchema, "By run, the oldest first", { items: [example] }),
    ...problemResponses("invalid-request", "not-found"),
  },
});

const rowsRoute = createRoute({
  method: "get",
  path: "/api/v1/held/{run_id}/rows",
  operationId: "listHeldRows",
  tags,
  summary: "Who is affected by held changes",
  description: "Every record that the run would take away, or take the name or last channel of.",
  request: { params: z.object({ run_id: runParam }), query: z.strictObject(pageQuery) },
  responses: {
    200: json(heldRowPageSchema, "A page of them, by kind and id", {
      items: [{ kind: "contact", effect: "gone", provider_id: "1042", name: "Lucía Rivera", link: null }],
      next: null,
    }),
    ...problemResponses("invalid-request", "invalid-cursor", "not-found"),
  },
});

const decideRoute = createRoute({
  method: "post",
  path: "/api/v1/held/{run_id}",
  operationId: "decideHeld",
  tags,
  summary: "Decide about held changes",
  description: "Takes all that the run held over, or keeps what Privity has. Either way the connection sees again.",
  request: {
    params: z.object({ run_id: runParam }),
    body: { required: true, content: { "application/json": { schema: decisionBodySchema } } },
  },
  responses: {
    200: json(decidedSchema, "What was decided", { run_id, decision: "refuse", count: 312 }),
    ...problemResponses("invalid-request", "cross-site", "not-found", "unsupported-media-type"),
  },
});

export function heldRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  app.openapi(listRoute, async (c) => {
    const scope = await openScope(deps, c, c.req.valid("query").connection);
    const lists = await Promise.all(scope.connection_ids.map((id) => heldOf(connectionOf(scope, id))));
    return c.json({ items: lists.flat() }, 200);
  });
  app.openapi(decideRoute, async (c) => {
    const wanted = c.req.valid("param").run_id;
    const { decision } = c.req.valid("json");
    const scope = await openScope(deps, c);
    for (const connection of scope.connections.values()) {
      const held = (await listHeld(db, connection)).filter((row) => row.run_id === wanted);
      if (held.length === 0) continue;
      const count = held.reduce((sum, row) => sum + row.count, 0);
      const tell: Tell = (trx) => audit(trx, actorOf(c), `held.${decision}`, wanted, { count });
      await deps.actions.decideHeld(connection.firm_id, connection.connection_id, wanted, decision, tell);
      return c.json({ run_id: wanted, decision, count }, 200);
    }
    throw new Problem("not-found", `Run ${wanted} holds nothing.`);
  });
  app.openapi(rowsRoute, async (c) => {
    const { limit, ...rest } = c.req.valid("query");
    const { run_id: wanted } = c.req.valid("param");
    const scope = await openScope(deps, c);
    const run = await readRunRow(db, scope.firm_id, wanted);
    if (!run) throw new Problem("not-found", `There is no run ${wanted}.`);
    const connection = connectionOf(scope, run.connection_id);
    const after = readCursor(rest.after, [anyText, anyText]);
    const rows = await listHeldRows(db, connection, wanted, after && { kind: after[0]!, provider_id: after[1]! }, limit);
    const { items, next } = page(rows, limit, (row) => [row.kind, row.provider_id]);
    const names = await namesOf(connection, items);
    return c.json({ items: items.map((row) => ({ ...row, ...identity(connection, row.kind, row.provider_id, names) })), next }, 200);
  });

  async function heldOf(connection: ConnectionRow): Promise<Held[]> {
    const rows = await listHeld(db, connection);
    const names = await namesOf(
      connection,
      rows.flatMap(({ kind, effect, sample }) => sample.map((provider_id) => ({ kind, effect, provider_id }))),
    );
    const { connection_id, provider, account_name } = connection;
    return [...Map.groupBy(rows, (row) => row.run_id)].map(([id, parts]) => ({
      connection_id,
      provider,
      account_name,
      run_id: id,
      started_at: parts[0]!.started_at,
      parts: parts.map((part) => present(connection, part, names)),
    }));
  }

  function present(connection: ConnectionRow, { kind, effect, count, sample }: HeldRun, names: ReadonlyMap<string, string>) {
    return { kind, effect, count, sample: sample.map((id) => ({ provider_id: id, ...identity(connection, kind, id, names) })) };
  }

  function namesOf(connection: ConnectionRow, rows: readonly HeldRow[]): Promise<Map<string, string>> {
    const ids = rows.filter((row) => row.kind === "contact").map((row) => row.provider_id);
    return readContactNames(db, connection, ids);
  }

  function identity(connection: ConnectionRow, kind: string, provider_id: string, names: ReadonlyMap<string, string>) {
    const linked = kind === "contact" || kind === "matter" ? kind : null;
    return {
      name: kind === "contact" ? (names.get(provider_id) ?? "") : "",
      link: linked && linkTo(deps, connection, linked, provider_id),
    };
  }
}
