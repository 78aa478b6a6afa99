/** What the mapping of matters for clients leaves out: counts, and lists of matters (B-MAT-3, 5, 7, 9). */
import { z } from "@hono/zod-openapi";
import { readSettings } from "../../connections/store_settings.ts";
import { readKind } from "../../projection/store_context.ts";
import { unmatchedTitles } from "../../projection/project_titles.ts";
import { countProjects, listProjects, listUnmappedStages, listUnmappedTypes } from "../../projection/store_lists_projects.ts";
import { connectionParam } from "../contract/common.ts";
import { project_row, projects_overview } from "../contract/examples_projects.ts";
import { projectPageSchema, projectQuerySchema, projectsOverviewSchema } from "../contract/projects.ts";
import { anyText, page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { linkTo, openConnection } from "../scope.ts";

const params = z.object({ connection_id: connectionParam });
const tags = ["Projects"];
const PATH = "/api/v1/connections/{connection_id}/projects";

const overviewRoute = createRoute({
  method: "get",
  path: PATH,
  operationId: "readProjects",
  tags,
  summary: "How complete the mapping of matters for clients is",
  description:
    "How many open matters have a type and a phase, what stands for none, which main clients cannot be reached, and which titles match nothing (B-MAT-3, 5, 7, 9).",
  request: { params },
  responses: { 200: json(projectsOverviewSchema, "The counts", projects_overview), ...problemResponses("invalid-request", "not-found") },
});

const listRoute = createRoute({
  method: "get",
  path: `${PATH}/matters`,
  operationId: "listProjects",
  tags,
  summary: "Matters as clients see them, by list",
  description: "For example those whose stage belongs to no phase; by id.",
  request: { params, query: projectQuerySchema },
  responses: {
    200: json(projectPageSchema, "A page of matters", { items: [project_row], next: null }),
    ...problemResponses("invalid-request", "invalid-cursor", "not-found"),
  },
});

export function projectRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  app.openapi(overviewRoute, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    const { mapper } = deps.connectors[connection.provider];
    const { settings } = await readSettings(db, connection);
    const [counts, unmapped_types, unmapped_stages, staff] = await Promise.all([
      countProjects(db, connection),
      listUnmappedTypes(db, connection),
      listUnmappedStages(db, connection),
      readKind(db, connection, "staff"),
    ]);
    const titles = unmatchedTitles(
      staff.map(({ raw }) => mapper.staff(raw)),
      settings.projects.team_roles,
    );
    return c.json(
      {
        on: settings.projects.on,
        ...counts,
        complete: counts.open === 0 ? null : counts.with_phase / counts.open,
        unmapped_types,
        unmapped_stages,
        titles_unmapped: titles.unmapped,
        titles_not_found: titles.not_found,
      },
      200,
    );
  });
  app.openapi(listRoute, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    const { list, value, after, limit } = c.req.valid("query");
    const position = readCursor(after, [anyText]);
    const rows = await listProjects(db, connection, { list, value }, position?.[0] ?? "", limit);
    const { items, next } = page(rows, limit, (row) => [row.provider_id]);
    return c.json(
      {
        items: items.map(({ provider_id, view, matter, main_client }) => ({
          ...{ provider_id, number: matter.number, name: matter.name, status: matter.status, stage: matter.stage },
          ...{ type: view.type.name, type_value: view.type.value, phase: view.phase.name, messages_paused: view.messages_paused },
          ...{ shown: view.shown.is, notified: view.notified.is, main_client, link: linkTo(deps, connection, "matter", provider_id) },
        })),
        next,
      },
      200,
    );
  });
}
