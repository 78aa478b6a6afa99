/** The owners that members have pinned, whoever may own by the rules (B-OWN-4). */
import { z } from "@hono/zod-openapi";
import { listMembers } from "../../connections/store_lists.ts";
import { findMember } from "../../projection/mapping.ts";
import { listPins } from "../../projection/store_settings_facts.ts";
import { pinPageSchema } from "../contract/choices.ts";
import { connectionParam, pageQuery } from "../contract/common.ts";
import { pin } from "../contract/examples_choices.ts";
import { page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { openConnection } from "../scope.ts";

const route = createRoute({
  method: "get",
  path: "/api/v1/connections/{connection_id}/pins",
  operationId: "listPins",
  tags: ["Settings"],
  summary: "Pinned owners",
  description: "Contacts whose owner a member has pinned, the latest first. A pin to an inactive member is ignored, and says so (B-OWN-4).",
  request: { params: z.object({ connection_id: connectionParam }), query: z.strictObject(pageQuery) },
  responses: {
    200: json(pinPageSchema, "A page of pins", { items: [pin], next: null }),
    ...problemResponses("invalid-request", "invalid-cursor", "not-found"),
  },
});

export function pinRoutes(app: Api, deps: ApiDeps): void {
  app.openapi(route, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    const { after, limit } = c.req.valid("query");
    const position = readCursor(after, [z.iso.datetime({ offset: true }), z.string().max(200)]);
    const rows = await listPins(deps.db.kysely, connection, position && { at: position[0]!, contact_id: position[1]! }, limit);
    const members = new Map((await listMembers(deps.db.kysely, connection.firm_id)).map((member) => [member.member_id, member]));
    const { items, next } = page(rows, limit, (row) => [row.at, row.contact_id]);
    return c.json(
      {
        items: items.map(({ contact_id, name, member_id, pinned_by, at }) => {
          const { problem } = findMember(members, member_id);
          return {
            contact: { provider_id: contact_id, name: name ?? contact_id },
            member: { member_id, name: members.get(member_id)?.name ?? "a former member" },
            by: pinned_by === null ? null : (members.get(pinned_by)?.name ?? null),
            at,
            ignored_because: problem || null,
          };
        }),
        next,
      },
      200,
    );
  });
}
