/** What waits for somebody to say on which matter it belongs (B-WRB-4). */
import { z } from "@hono/zod-openapi";
import { actorOf } from "../actor.ts";
import {
  activityParam,
  activitySchema,
  fileActivitySchema,
  filedSchema,
  needsFilingPageSchema,
  type NeedsFiling,
} from "../contract/activities.ts";
import { connectionQuery, pageQuery } from "../contract/common.ts";
import * as examples from "../contract/examples_outbox.ts";
import { page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { byOf, presentActivity } from "../outbox.ts";
import { problemResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";
import { connectionOf, linkTo, openScope } from "../scope.ts";

const tags = ["Activities"];

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/needs-filing",
  operationId: "listNeedsFiling",
  tags,
  summary: "What belongs on a matter, and nobody said on which",
  description: "Texts, messages and documents of contacts with open matters where none was chosen, with suggestions (B-WRB-4).",
  request: { query: z.strictObject({ connection: connectionQuery, ...pageQuery }) },
  responses: {
    200: json(needsFilingPageSchema, "A page of them, the latest first", { items: [examples.needsFiling], next: null }),
    ...problemResponses("invalid-request", "invalid-cursor", "not-found"),
  },
});

const fileRoute = createRoute({
  method: "post",
  path: "/api/v1/activities/{activity_id}/file",
  operationId: "fileActivity",
  tags,
  summary: "Choose the matter",
  description: "From then on it belongs on this matter, and is off the list.",
  request: { params: z.object({ activity_id: activityParam }), ...body(fileActivitySchema, { matter_id: "5012" }) },
  responses: {
    200: json(filedSchema, "Where it went", { activity: examples.activity, outcome: "filed" }),
    ...problemResponses("invalid-request", "cross-site", "not-found", "not-now", "unsupported-media-type"),
  },
});

const unfileRoute = createRoute({
  method: "post",
  path: "/api/v1/activities/{activity_id}/unfile",
  operationId: "unfileActivity",
  tags,
  summary: "Take the choice of the matter back",
  description: "It is on the list again, as long as nothing of it has left for the provider.",
  request: { params: z.object({ activity_id: activityParam }) },
  responses: {
    200: json(activitySchema, "As it is now", examples.activity),
    ...problemResponses("invalid-request", "cross-site", "not-found", "not-now", "unsupported-media-type"),
  },
});

export function filingRoutes(app: Api, deps: ApiDeps): void {
  app.openapi(listRoute, async (c) => {
    const { connection, after, limit } = c.req.valid("query");
    const scope = await openScope(deps, c, connection);
    const position = readCursor(after, [z.uuid()]);
    const at = { after: position?.[0] ?? null, limit: limit + 1 };
    const { items, next } = page(await deps.outbox.listNeedsFiling(scope.firm_id, connection ?? null, at), limit, (row) => [
      row.activity_id,
    ]);
    const present = (row: (typeof items)[number]): NeedsFiling => {
      const owner = connectionOf(scope, row.connection_id);
      return {
        ...row,
        contact_link: linkTo(deps, owner, "contact", row.contact_id),
        suggestions: row.suggestions.map((matter) => ({ ...matter, link: linkTo(deps, owner, "matter", matter.matter_id) })),
      };
    };
    return c.json({ items: items.map(present), next }, 200);
  });

  app.openapi(fileRoute, async (c) => {
    const actor = actorOf(c);
    const { activity_id } = c.req.valid("param");
    const { activity, outcome } = await deps.outbox.file(actor.firm_id, activity_id, c.req.valid("json").matter_id, byOf(actor));
    return c.json({ activity: presentActivity(activity), outcome }, 200);
  });

  app.openapi(unfileRoute, async (c) => {
    const actor = actorOf(c);
    const activity = await deps.outbox.unfile(actor.firm_id, c.req.valid("param").activity_id, byOf(actor));
    return c.json(presentActivity(activity), 200);
  });
}
