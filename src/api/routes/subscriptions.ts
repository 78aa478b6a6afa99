/** Webhooks that the providers send us: how they do, and what an admin can have done about them. No route speaks to a provider. */
import { z } from "@hono/zod-openapi";
import { audit } from "../../accounts/store_audit.ts";
import { listRefusals, replayDeliveries } from "../../sync/webhooks/store_inbox.ts";
import { askForCare, listSubscriptions } from "../../sync/webhooks/store_subscriptions.ts";
import { actorOf } from "../actor.ts";
import { connectionParam } from "../contract/common.ts";
import { replayBodySchema, subscriptionListSchema, type Subscription } from "../contract/subscriptions.ts";
import type { ApiDeps } from "../deps.ts";
import { problemResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";
import { openConnection } from "../scope.ts";

const params = z.object({ connection_id: connectionParam });
const tags = ["Connections"];
const BASE = "/api/v1/connections/{connection_id}/subscriptions" as const;
const WRITES = ["invalid-request", "cross-site", "not-found", "too-large", "unsupported-media-type"] as const;
const DAY_MS = 86_400_000;

const example: Subscription = {
  subscription_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e30",
  connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10",
  provider: "clio",
  model: "contact",
  kind: "contact",
  state: "enabled",
  state_since: "2026-11-20T06:00:12.340Z",
  created_at: "2026-11-20T06:00:12.100Z",
  expires_at: "2026-12-20T06:00:12.000Z",
  silent_since: null,
  last_gap_at: null,
  last_delivery_at: "2026-11-21T08:51:02.118Z",
  deliveries: 42,
};

const listRoute = createRoute({
  method: "get",
  path: BASE,
  operationId: "listSubscriptions",
  tags,
  summary: "Webhooks that the provider sends",
  description: "What the provider tells at once, whether it does, and what came that was refused (B-SYN-8).",
  request: { params },
  responses: {
    200: json(subscriptionListSchema, "All of the connection", {
      items: [example],
      refused: [{ reason: "bad_signature", count: 2, last_at: "2026-11-21T03:10:44.000Z" }],
    }),
    ...problemResponses("invalid-request", "not-found"),
  },
});

const renewRoute = createRoute({
  method: "post",
  path: `${BASE}/check`,
  operationId: "checkSubscriptions",
  tags,
  summary: "Look after the webhooks now",
  description: "The provider is asked what it has; what is missing, suspended or expired is made anew within seconds.",
  request: { params, ...body(z.strictObject({}).openapi("CheckSubscriptions"), {}) },
  responses: {
    202: json(z.object({ connection_id: z.uuid() }).openapi("SubscriptionsChecked"), "It is being done", {
      connection_id: example.connection_id,
    }),
    ...problemResponses(...WRITES),
  },
});

const replayRoute = createRoute({
  method: "post",
  path: `${BASE}/replay`,
  operationId: "replayDeliveries",
  tags,
  summary: "Read again what was delivered",
  description:
    "Every record that a delivery of that time named is read again at the provider, once. Deliveries are kept for 14 days. Values come from the provider, never from a delivery.",
  request: { params, ...body(replayBodySchema, { from: "2026-11-20T00:00:00Z", to: "2026-11-21T00:00:00Z" }) },
  responses: {
    202: json(z.object({ records: z.number().int() }).openapi("Replayed"), "How many records are read again", { records: 17 }),
    ...problemResponses(...WRITES),
  },
});

export function subscriptionRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  const ago = (days: number) => new Date(deps.clock.now().getTime() - days * DAY_MS).toISOString();
  app.openapi(listRoute, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    const rows = await listSubscriptions(db, connection.firm_id, [connection.connection_id], ago(1));
    return c.json({ items: rows, refused: await listRefusals(db, connection, ago(7)) }, 200);
  });
  app.openapi(renewRoute, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    await deps.db.transaction(async (trx) => {
      await askForCare(trx, connection, deps.clock.now().toISOString());
      await audit(trx, actorOf(c), "webhooks.check", connection.connection_id);
    });
    return c.json({ connection_id: connection.connection_id }, 202);
  });
  app.openapi(replayRoute, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    const range = c.req.valid("json");
    const records = await deps.db.transaction(async (trx) => {
      const asked = await replayDeliveries(trx, connection, { ...range, now: deps.clock.now().toISOString() });
      await audit(trx, actorOf(c), "webhooks.replay", connection.connection_id, { ...range, records: asked });
      return asked;
    });
    return c.json({ records }, 202);
  });
}
