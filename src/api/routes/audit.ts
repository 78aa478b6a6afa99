/** The log of what was done: searched page by page, or taken away as a table. */
import { z } from "@hono/zod-openapi";
import { listAudit, listAuditActions, type AuditFilter, type AuditRow } from "../../accounts/store_audit.ts";
import { actorOf } from "../actor.ts";
import { auditActionsSchema, auditExportQuerySchema, auditPageSchema, auditQuerySchema } from "../contract/accounts.ts";
import * as examples from "../contract/examples_accounts.ts";
import { csvLine } from "../csv.ts";
import { page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";

const tags = ["Audit"];

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/audit",
  operationId: "listAudit",
  tags,
  summary: "What was done, the latest first",
  description: "Who did what to what, when, by which way and from where. Entries are never changed. Filters combine.",
  request: { query: auditQuerySchema },
  responses: {
    200: json(auditPageSchema, "A page of entries", { items: [examples.auditEntry], next: null }),
    ...problemResponses("invalid-request", "invalid-cursor"),
  },
});

const actionsRoute = createRoute({
  method: "get",
  path: "/api/v1/audit/actions",
  operationId: "listAuditActions",
  tags,
  summary: "What can be asked for by `action`",
  description: "Every action that the log holds.",
  responses: { 200: json(auditActionsSchema, "By name", { items: ["invitation.create", "member.change"] }), ...problemResponses() },
});

const exportRoute = createRoute({
  method: "get",
  path: "/api/v1/audit/export",
  operationId: "exportAudit",
  tags,
  summary: "The log as a table (CSV)",
  description:
    "All entries that fit, the latest first. A cell that a spreadsheet would take for a formula begins with an apostrophe, so that it stays a text.",
  request: { query: auditExportQuerySchema },
  responses: {
    200: {
      description: "UTF-8, with a line of names",
      content: { "text/csv": { schema: z.string(), example: "time (UTC),who,by,from,action,target,details" } },
    },
    ...problemResponses("invalid-request"),
  },
});

/** Rows per look into the log while it is taken away. */
const BATCH = 1000;

export function auditRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;

  app.openapi(listRoute, async (c) => {
    const { limit, after, ...query } = c.req.valid("query");
    const position = readCursor(after, [z.string().regex(/^\d{1,15}$/)]);
    const rows = await listAudit(db, actorOf(c).firm_id, filterOf(query), position ? Number(position[0]) : null, limit);
    const { items, next } = page(rows, limit, (row) => [String(row.audit_id)]);
    return c.json({ items, next }, 200);
  });

  app.openapi(actionsRoute, async (c) => c.json({ items: await listAuditActions(db, actorOf(c).firm_id) }, 200));

  app.openapi(exportRoute, (c) => {
    const { firm_id } = actorOf(c);
    const filter = filterOf(c.req.valid("query"));
    const bytes = new TextEncoder();
    let before: number | null = null;
    let begun = false;
    const table = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const rows = await listAudit(db, firm_id, filter, before, BATCH);
        const taken = rows.slice(0, BATCH);
        const lines = (begun ? [] : [NAMES]).concat(taken.map(cellsOf)).map(csvLine);
        begun = true;
        before = taken.at(-1)?.audit_id ?? before;
        if (lines.length > 0) controller.enqueue(bytes.encode(lines.join("")));
        if (rows.length <= BATCH) controller.close();
      },
    });
    return c.body(table, 200, { "content-type": "text/csv; charset=utf-8", "content-disposition": 'attachment; filename="audit.csv"' });
  });
}

const filterOf = ({ member, ...rest }: z.output<typeof auditExportQuerySchema>): AuditFilter => ({ member_id: member, ...rest });

const NAMES = ["time (UTC)", "who", "by", "from", "action", "target", "details"];
const cellsOf = (row: AuditRow): string[] => [
  ...[row.at, row.actor, row.via, row.address ?? "", row.action, row.target],
  Object.keys(row.detail).length === 0 ? "" : JSON.stringify(row.detail),
];
