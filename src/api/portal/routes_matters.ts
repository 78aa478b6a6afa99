/** The matters that a person takes part in, as the firm shows them to its clients. */
import { z } from "@hono/zod-openapi";
import type { PortalDeps } from "../../portal/types.ts";
import { listMatters, readMatterSeen } from "../../portal/view.ts";
import * as examples from "../contract/examples_portal.ts";
import { portalMatterSchema, portalMattersSchema } from "../contract/portal.ts";
import { matterParam } from "../contract/projects.ts";
import { publicResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { personOf, PORTAL_API } from "./guard.ts";

const tags = ["Matters"];

const listRoute = createRoute({
  method: "get",
  path: `${PORTAL_API}/matters`,
  operationId: "portalMatters",
  tags,
  summary: "Their matters",
  description: "Open ones first; closed ones for 90 days.",
  responses: {
    200: json(portalMattersSchema, "All of them", examples.matters),
    ...publicResponses("portal-sign-in-needed", "too-many-requests"),
  },
});

const oneRoute = createRoute({
  method: "get",
  path: `${PORTAL_API}/matters/{matter_id}`,
  operationId: "portalMatter",
  tags,
  summary: "One of their matters",
  description: "What has happened, what comes next, since when, and as of when that is known. Another's is as one that does not exist.",
  request: { params: z.object({ matter_id: matterParam }) },
  responses: {
    200: json(portalMatterSchema, "The matter", examples.matter),
    ...publicResponses("portal-sign-in-needed", "too-many-requests", "invalid-request", "not-found"),
  },
});

export function portalMatterRoutes(app: Api, { db, clock }: PortalDeps): void {
  app.openapi(listRoute, async (c) => c.json(await listMatters(db.kysely, personOf(c), clock.now()), 200));
  app.openapi(oneRoute, async (c) =>
    c.json(await readMatterSeen(db.kysely, personOf(c), c.req.valid("param").matter_id, clock.now()), 200),
  );
}
