/** Outbound webhooks: where events are pushed to, and how that goes. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { audit } from "../../accounts/store_audit.ts";
import { sendTest } from "../../events/deliver.ts";
import { makeSecret, rotateSecret } from "../../events/secrets.ts";
import { listAttempts, listDeliveries, retryDeliveries } from "../../events/store_deliveries.ts";
import { changeEndpoint, deleteEndpoint, insertEndpoint, listEndpoints, type EndpointRow } from "../../events/store_endpoints.ts";
import { meaningOf } from "../../events/trouble.ts";
import { newId } from "../../lib/ids.ts";
import { complaintAboutTarget } from "../../lib/outbound.ts";
import { actorOf } from "../actor.ts";
import { idParam, pageQuery } from "../contract/common.ts";
import {
  attemptListSchema,
  changeEndpointSchema,
  createEndpointSchema,
  deliveryPageSchema,
  endpointListSchema,
  endpointSchema,
  endpointTestSchema,
  newEndpointSchema,
  newSecretSchema,
  retriedSchema,
  retrySchema,
  type Delivery,
  type Endpoint,
} from "../contract/events.ts";
import * as examples from "../contract/examples_events.ts";
import { page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";

const params = z.object({
  endpoint_id: z
    .uuid({ error: "must be an endpoint's id (a UUID)" })
    .openapi({ param: { name: "endpoint_id", in: "path" }, description: "The endpoint's id", example: examples.endpoint.endpoint_id }),
});
const tags = ["Events"];
const LIST = "/api/v1/webhook-endpoints";
const ONE = `${LIST}/{endpoint_id}` as const;
const body = <Schema extends z.ZodType>(schema: Schema) => ({ required: true, content: { "application/json": { schema } } });
const WRITES = ["invalid-request", "cross-site", "not-found", "too-large", "unsupported-media-type"] as const;

const listRoute = createRoute({
  method: "get",
  path: LIST,
  operationId: "listWebhookEndpoints",
  tags,
  summary: "Endpoints that get events",
  description: "Where events are pushed to, whether they arrive, and a notice where one was switched off by itself.",
  responses: { 200: json(endpointListSchema, "All of them", { items: [examples.endpoint] }), ...problemResponses() },
});

const createRoute_ = createRoute({
  method: "post",
  path: LIST,
  operationId: "createWebhookEndpoint",
  tags,
  summary: "Push events to an address",
  description:
    "From now on events are sent there, signed as Standard Webhooks. The secret is in this answer and nowhere else. An address in a private network is refused unless the installation allows it.",
  request: { body: body(createEndpointSchema) },
  responses: {
    201: json(newEndpointSchema, "It gets what happens from now on", { ...examples.endpoint, secret: examples.secret }),
    ...problemResponses(...WRITES),
  },
});

const changeRoute = createRoute({
  method: "patch",
  path: ONE,
  operationId: "changeWebhookEndpoint",
  tags,
  summary: "Change, pause or resume an endpoint",
  description: "What is left out stays. Making it active again sends at once what waits, and clears the notice.",
  request: { params, body: body(changeEndpointSchema) },
  responses: { 200: json(endpointSchema, "As it is now", examples.endpoint), ...problemResponses(...WRITES) },
});

const deleteRoute = createRoute({
  method: "delete",
  path: ONE,
  operationId: "deleteWebhookEndpoint",
  tags,
  summary: "Remove an endpoint",
  description: "Nothing more is sent there, and its deliveries are forgotten.",
  request: { params },
  responses: {
    200: json(z.object({ endpoint_id: z.uuid() }).openapi("RemovedWebhookEndpoint"), "It is gone", {
      endpoint_id: examples.endpoint.endpoint_id,
    }),
    ...problemResponses(...WRITES),
  },
});

const rotateRoute = createRoute({
  method: "post",
  path: `${ONE}/secret`,
  operationId: "rotateWebhookSecret",
  tags,
  summary: "Replace the secret",
  description: "Gives a new secret. For 24 hours messages carry a signature by the old one too.",
  request: { params },
  responses: {
    200: json(newSecretSchema, "The new secret", {
      endpoint_id: examples.endpoint.endpoint_id,
      secret: examples.secret,
      previous_secret_until: "2026-11-22T06:00:12.340Z",
    }),
    ...problemResponses(...WRITES),
  },
});

const deliveriesRoute = createRoute({
  method: "get",
  path: `${ONE}/deliveries`,
  operationId: "listWebhookDeliveries",
  tags,
  summary: "Deliveries of an endpoint",
  description: "The latest first: what was sent when, how often, and what the endpoint said.",
  request: { params, query: z.strictObject({ state: z.enum(["pending", "delivered", "failed"]).optional(), ...pageQuery }) },
  responses: {
    200: json(deliveryPageSchema, "A page of deliveries", { items: [examples.delivery], next: null }),
    ...problemResponses("invalid-request", "invalid-cursor", "not-found"),
  },
});

const attemptsRoute = createRoute({
  method: "get",
  path: `${ONE}/deliveries/{event_id}/attempts`,
  operationId: "listWebhookAttempts",
  tags,
  summary: "Every try of a delivery",
  description: "The latest first: when, how long it took, what came back and what that means. The last thirty, for thirty days.",
  request: { params: params.extend({ event_id: idParam("event_id", "The event's id") }) },
  responses: {
    200: json(attemptListSchema, "The tries", { items: [examples.attempt] }),
    ...problemResponses("invalid-request", "not-found"),
  },
});

const retryRoute = createRoute({
  method: "post",
  path: `${ONE}/retries`,
  operationId: "retryWebhookDeliveries",
  tags,
  summary: "Send again",
  description: "Sends one event or many again, with three new days of patience.",
  request: { params, body: body(retrySchema) },
  responses: { 202: json(retriedSchema, "They are due now", { queued: 3 }), ...problemResponses(...WRITES) },
});

const testRoute = createRoute({
  method: "post",
  path: `${ONE}/test`,
  operationId: "testWebhookEndpoint",
  tags,
  summary: "Send a test message",
  description:
    "Sends a message of the type `endpoint.test` at once, signed like every other, and says what came back. Nothing of it is kept, and it says nothing of what waits.",
  request: { params },
  responses: {
    200: json(endpointTestSchema, "What came back", { delivered: true, status: 204, error: null, took_ms: 84 }),
    ...problemResponses(...WRITES),
  },
});

export function endpointRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  const now = () => deps.clock.now().toISOString();

  app.openapi(listRoute, async (c) => c.json({ items: (await listEndpoints(db, actorOf(c).firm_id)).map(present) }, 200));

  app.openapi(createRoute_, async (c) => {
    const { url, description, event_types } = c.req.valid("json");
    checkUrl(deps, url);
    const place = { firm_id: actorOf(c).firm_id, endpoint_id: newId(deps.clock) };
    const { secret, key_id, sealed } = await makeSecret(deps.vault, place);
    await deps.db.transaction(async (trx) => {
      await insertEndpoint(trx, { ...place, url, description, event_types, key_id, secret: sealed, at: now() });
      await audit(trx, actorOf(c), "webhook_endpoint.create", place.endpoint_id, { url, event_types });
    });
    return c.json({ ...(await presentOne(deps, place)), secret }, 201);
  });

  app.openapi(changeRoute, async (c) => {
    const place = await placeOf(deps, c, c.req.valid("param").endpoint_id);
    const { url, description, event_types, state } = c.req.valid("json");
    if (url !== undefined) checkUrl(deps, url);
    const change = { ...(url === undefined ? {} : { url }), ...(description === undefined ? {} : { description }) };
    await deps.db.transaction(async (trx) => {
      await changeEndpoint(trx, place, { ...change, ...(event_types ? { event_types } : {}), ...(state ? { state } : {}) }, now());
      await audit(trx, actorOf(c), "webhook_endpoint.change", place.endpoint_id, c.req.valid("json"));
    });
    return c.json(await presentOne(deps, place), 200);
  });

  app.openapi(deleteRoute, async (c) => {
    const place = await placeOf(deps, c, c.req.valid("param").endpoint_id);
    await deps.db.transaction(async (trx) => {
      await deleteEndpoint(trx, place);
      await audit(trx, actorOf(c), "webhook_endpoint.delete", place.endpoint_id);
    });
    return c.json({ endpoint_id: place.endpoint_id }, 200);
  });

  app.openapi(rotateRoute, async (c) => {
    const place = await placeOf(deps, c, c.req.valid("param").endpoint_id);
    const secret = await deps.db.transaction(async (trx) => {
      const rotated = await rotateSecret({ ...deps, db: { kysely: trx } }, place);
      await audit(trx, actorOf(c), "webhook_endpoint.rotate_secret", place.endpoint_id);
      return rotated;
    });
    const { previous_secret_until } = await presentOne(deps, place);
    if (secret === null || previous_secret_until === null) throw unknown(place.endpoint_id);
    return c.json({ endpoint_id: place.endpoint_id, secret, previous_secret_until }, 200);
  });

  app.openapi(deliveriesRoute, async (c) => {
    const place = await placeOf(deps, c, c.req.valid("param").endpoint_id);
    const { state, after, limit } = c.req.valid("query");
    const before = readCursor(after, [z.string().regex(/^\d{1,15}$/)]);
    const rows = await listDeliveries(db, place, state ?? null, before ? Number(before[0]) : null, limit);
    const { items, next } = page(rows, limit, (row) => [String(row.seq)]);
    return c.json({ items: items.map(({ seq: _seq, ...row }): Delivery => row), next }, 200);
  });

  app.openapi(attemptsRoute, async (c) => {
    const { endpoint_id, event_id } = c.req.valid("param");
    const tried = await listAttempts(db, await placeOf(deps, c, endpoint_id), event_id);
    if (!tried) throw new Problem("not-found", `Nothing of an event ${event_id} was sent there.`);
    const items = tried.map(({ error, ...rest }) => ({ ...rest, words: error ?? meaningOf(rest.status ?? 0) }));
    return c.json({ items }, 200);
  });

  app.openapi(retryRoute, async (c) => {
    const place = await placeOf(deps, c, c.req.valid("param").endpoint_id);
    const { event_ids, failed_since, between } = c.req.valid("json");
    const which = event_ids ? { event_ids } : (between ?? { failed_since: failed_since! });
    const queued = await deps.db.transaction(async (trx) => {
      const again = await retryDeliveries(trx, place, which, now());
      await audit(trx, actorOf(c), "webhook_endpoint.retry", place.endpoint_id, { queued: again });
      return again;
    });
    return c.json({ queued }, 202);
  });

  app.openapi(testRoute, async (c) => {
    const place = await placeOf(deps, c, c.req.valid("param").endpoint_id);
    const { url } = await presentOne(deps, place);
    await deps.db.transaction((trx) => audit(trx, actorOf(c), "webhook_endpoint.test", place.endpoint_id));
    const sending = { db: deps.db, vault: deps.vault, clock: deps.clock, allow_local: deps.allow_local_webhooks };
    const { status, error, took_ms } = await sendTest(sending, { ...place, url }, newId(deps.clock));
    return c.json({ delivered: status !== null && status >= 200 && status < 300, status, error, took_ms }, 200);
  });
}

function checkUrl(deps: ApiDeps, url: string): void {
  const message = complaintAboutTarget(url, deps.allow_local_webhooks);
  if (message !== null) throw new Problem("invalid-request", `The address ${message}.`, { errors: [{ path: "url", message }] });
}

async function placeOf(deps: ApiDeps, c: Context, endpoint_id: string): Promise<{ firm_id: string; endpoint_id: string }> {
  const place = { firm_id: actorOf(c).firm_id, endpoint_id };
  await presentOne(deps, place);
  return place;
}

async function presentOne(deps: ApiDeps, place: { firm_id: string; endpoint_id: string }): Promise<Endpoint> {
  const [row] = await listEndpoints(deps.db.kysely, place.firm_id, place.endpoint_id);
  if (!row) throw unknown(place.endpoint_id);
  return present(row);
}

const unknown = (id: string) => new Problem("not-found", `There is no endpoint ${id}.`);

function present(row: EndpointRow): Endpoint {
  const { firm_id: _firm, previous_until, ...shown } = row;
  return { ...shown, previous_secret_until: previous_until };
}
