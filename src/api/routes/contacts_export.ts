/** The list of contacts as a file for a spreadsheet. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { audit } from "../../accounts/store_audit.ts";
import { listContacts, type ContactPosition } from "../../projection/store_lists.ts";
import { actorOf } from "../actor.ts";
import { openList, positionOf, presentRow } from "../contact_rows.ts";
import { contactFilterSchema, type ContactRow } from "../contract/contacts.ts";
import { csvBatches, csvHeaders, streamOf, type Columns } from "../csv_stream.ts";
import type { ApiDeps } from "../deps.ts";
import { problemResponses } from "../problems.ts";
import { createRoute, type Api } from "../route.ts";
import { connectionOf } from "../scope.ts";

const COLUMNS: Columns<ContactRow> = [
  ["Name", (row) => row.name],
  ["Company", (row) => row.company_name],
  ["Job title", (row) => row.job_title],
  ["E-mail", (row) => row.email ?? ""],
  ["Phone", (row) => row.phone ?? ""],
  ["Client status", (row) => row.client_status ?? ""],
  ["Owner", (row) => row.owner?.name ?? ""],
  ["Tags", (row) => row.tags.join("; ")],
  ["Birthday", (row) => row.birthday ?? ""],
  ["Last activity", (row) => row.last_activity_at ?? ""],
  ["State", (row) => row.state],
  ["To look at", (row) => row.health.join("; ")],
  ["From", (row) => row.provider],
  ["Id", (row) => row.provider_id],
  ["Link", (row) => row.link ?? ""],
];

const exportRoute = createRoute({
  method: "get",
  path: "/api/v1/contacts.csv",
  operationId: "exportContacts",
  tags: ["Contacts"],
  summary: "Contacts as CSV",
  description:
    "All that fit, by name, in UTF-8 with a byte order mark. A cell that a spreadsheet would take for a formula begins with an apostrophe. It is in the audit log.",
  request: { query: contactFilterSchema },
  responses: {
    200: {
      description: "The file",
      content: { "text/csv": { schema: z.string(), example: '\uFEFF"Name","Company"\r\n"Lucía Rivera",""\r\n' } },
    },
    ...problemResponses("invalid-request", "not-found"),
  },
});

const BATCH = 500;

export function contactExportRoutes(app: Api, deps: ApiDeps): void {
  app.openapi(exportRoute, async (c) => {
    const query = c.req.valid("query");
    const batches = await readBatches(deps, c, query);
    // Words of a search are names of people: that there was one is enough.
    const { q, ...told } = query;
    await audit(deps.db.kysely, actorOf(c), "contacts.export", "contacts", { ...told, search: q !== undefined });
    const day = deps.clock.now().toISOString().slice(0, 10);
    return c.body(streamOf(csvBatches(COLUMNS, batches)), 200, csvHeaders("contacts", day));
  });
}

async function readBatches(deps: ApiDeps, c: Context, query: z.infer<typeof contactFilterSchema>): Promise<AsyncGenerator<ContactRow[]>> {
  const { scope, filter } = await openList(deps, c, query);
  async function* rows(): AsyncGenerator<ContactRow[]> {
    for (let after: ContactPosition | null = null; ;) {
      const found = await listContacts(deps.db.kysely, scope.firm_id, scope.connection_ids, filter, after, BATCH);
      yield found.slice(0, BATCH).map((row) => presentRow(deps, connectionOf(scope, row.connection_id), row));
      if (found.length <= BATCH) return;
      after = positionOf(found[BATCH - 1]!);
    }
  }
  return rows();
}
