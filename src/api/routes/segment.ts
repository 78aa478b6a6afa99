/** Who would be in with another segment, while somebody is putting it together (B-SEG-1). */
import { z } from "@hono/zod-openapi";
import { countSegment, listCandidateTags } from "../../projection/store_segment.ts";
import { segmentCountSchema } from "../contract/choices.ts";
import { connectionParam, text } from "../contract/common.ts";
import { tagListSchema } from "../contract/connections.ts";
import { segment_count } from "../contract/examples_choices.ts";
import type { ApiDeps } from "../deps.ts";
import { problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { openConnection } from "../scope.ts";

const tag = text(200).min(1);

const route = createRoute({
  method: "get",
  path: "/api/v1/connections/{connection_id}/settings/segment",
  operationId: "countSegment",
  tags: ["Settings"],
  summary: "Count a segment",
  description:
    "How many contacts would be in with these tags, over the tags that the settings in force give. Members' own tags do not count. Nothing is changed; a preview says all of what settings change.",
  request: {
    params: z.object({ connection_id: connectionParam }),
    query: z.strictObject({
      mode: z.enum(["any", "all", "none"]).default("any").openapi({ description: "Any of the tags, all of them, or none of them" }),
      tag: z
        .union([tag, z.array(tag).max(100)])
        .optional()
        .openapi({ description: "A tag; may be said up to 100 times", example: "Family Law" }),
    }),
  },
  responses: { 200: json(segmentCountSchema, "The counts", segment_count), ...problemResponses("invalid-request", "not-found") },
});

const tagsRoute = createRoute({
  method: "get",
  path: "/api/v1/connections/{connection_id}/settings/tags",
  operationId: "listSegmentTags",
  tags: ["Settings"],
  summary: "Tags that a segment can name",
  description: "Of contacts that are in or out of the segment, the most frequent first, with how many have each.",
  request: {
    params: z.object({ connection_id: connectionParam }),
    query: z.strictObject({
      q: text(64).optional().openapi({ description: "Only tags that contain this" }),
      limit: z.coerce.number().int().min(1).max(500).default(100).openapi({ description: "Tags at most" }),
    }),
  },
  responses: {
    200: json(tagListSchema, "Tags with their counts", { items: [{ key: "family law", name: "Family Law", contacts: 214 }] }),
    ...problemResponses("invalid-request", "not-found"),
  },
});

export function segmentRoutes(app: Api, deps: ApiDeps): void {
  app.openapi(tagsRoute, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    const { q, limit } = c.req.valid("query");
    return c.json({ items: await listCandidateTags(deps.db.kysely, connection, q, limit) }, 200);
  });
  app.openapi(route, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    const { mode, tag: asked = [] } = c.req.valid("query");
    return c.json(await countSegment(deps.db.kysely, connection, { mode, tags: [asked].flat() }), 200);
  });
}
