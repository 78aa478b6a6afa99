/** Changes that a run held because they were unusually many, and an admin's word on them (B-SYN-6). */
import { z } from "@hono/zod-openapi";
import { audit, type Tell } from "../../accounts/store_audit.ts";
import type { ConnectionRow } from "../../connections/store_lists.ts";
import { readContactNames } from "../../projection/store_lists_matters.ts";
import { listHeld, type HeldRun } from "../../sync/store_parked.ts";
import { actorOf } from "../actor.ts";
import { connectionQuery, runParam } from "../contract/common.ts";
import { decidedSchema, decisionBodySchema, heldListSchema, type Held } from "../contract/issues.ts";
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

  async function heldOf(connection: ConnectionRow): Promise<Held[]> {
    const rows = await listHeld(db, connection);
    const ids = rows.filter((row) => row.kind === "contact").flatMap((row) => row.sample);
    const names = await readContactNames(db, connection, ids);
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
    const linked = kind === "contact" || kind === "matter" ? kind : null;
    return {
      kind,
      effect,
      count,
      sample: sample.map((provider_id) => ({
        provider_id,
        name: kind === "contact" ? (names.get(provider_id) ?? "") : "",
        link: linked && linkTo(deps, connection, linked, provider_id),
      })),
    };
  }
}
