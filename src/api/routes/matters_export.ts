/** The list of matters as a file for a spreadsheet. */
import { z } from "@hono/zod-openapi";
import { audit } from "../../accounts/store_audit.ts";
import { listMatters, type MatterPosition } from "../../projection/store_lists_matters.ts";
import { actorOf } from "../actor.ts";
import { matterFilterSchema, type MatterRow } from "../contract/matters.ts";
import { csvBatches, csvHeaders, streamOf, type Columns } from "../csv_stream.ts";
import type { ApiDeps } from "../deps.ts";
import { matterPosition, openMatters, presentMatters, type OpenMatters } from "../matter_rows.ts";
import { problemResponses } from "../problems.ts";
import { createRoute, type Api } from "../route.ts";

const COLUMNS: Columns<MatterRow> = [
  ["Number", (row) => row.number],
  ["Name", (row) => row.name],
  ["Description", (row) => row.description],
  ["Main client", (row) => row.main_client ?? ""],
  ["Status", (row) => row.status],
  ["Practice area", (row) => row.practice_area],
  ["Stage", (row) => row.stage],
  ["Opened", (row) => row.opened_on ?? ""],
  ["Closed", (row) => row.closed_on ?? ""],
  ["Changed", (row) => row.updated_at ?? ""],
  ["Left out", (row) => (row.left_out ? "too old" : "")],
  ["Automations", (row) => (row.paused ? "paused" : "")],
  ["From", (row) => row.provider],
  ["Id", (row) => row.provider_id],
  ["Link", (row) => row.link ?? ""],
];

const exportRoute = createRoute({
  method: "get",
  path: "/api/v1/matters.csv",
  operationId: "exportMatters",
  tags: ["Matters"],
  summary: "Matters as CSV",
  description:
    "All that fit, the most recently changed first, in UTF-8 with a byte order mark. A cell that a spreadsheet would take for a formula begins with an apostrophe. It is in the audit log.",
  request: { query: matterFilterSchema },
  responses: {
    200: {
      description: "The file",
      content: { "text/csv": { schema: z.string(), example: '\uFEFF"Number","Name"\r\n"00012-Rivera",""\r\n' } },
    },
    ...problemResponses("invalid-request", "not-found"),
  },
});

const BATCH = 500;

export function matterExportRoutes(app: Api, deps: ApiDeps): void {
  app.openapi(exportRoute, async (c) => {
    const query = c.req.valid("query");
    const rows = batchesOf(deps, await openMatters(deps, c, query));
    // Words of a search are names of people: that there was one is enough.
    const { q, ...told } = query;
    await audit(deps.db.kysely, actorOf(c), "matters.export", "matters", { ...told, search: q !== undefined });
    const day = deps.clock.now().toISOString().slice(0, 10);
    return c.body(streamOf(csvBatches(COLUMNS, rows)), 200, csvHeaders("matters", day));
  });
}

async function* batchesOf(deps: ApiDeps, { scope, ids, filter }: OpenMatters): AsyncGenerator<MatterRow[]> {
  for (let after: MatterPosition | null = null; ;) {
    const found = await listMatters(deps.db.kysely, scope.firm_id, ids, filter, after, BATCH);
    const batch = found.slice(0, BATCH);
    yield await presentMatters(deps, scope, batch);
    if (found.length <= BATCH) return;
    after = matterPosition(batch.at(-1)!);
  }
}
