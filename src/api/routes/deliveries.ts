/** Deliveries: where each stands, its whole story, and what an admin can do about one or many (B-WRB-6). */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { DeliveryFilter, Many } from "../../outbox/types.ts";
import { actorOf } from "../actor.ts";
import {
  acceptTwinsSchema,
  confirmSchema,
  deliveryCountsQuerySchema,
  deliveryCountsSchema,
  deliveryPageSchema,
  deliveryParam,
  deliveryQuerySchema,
  deliverySchema,
  deliveryStorySchema,
  manyAnswerSchema,
  manySchema,
  type Delivery,
} from "../contract/deliveries.ts";
import * as examples from "../contract/examples_outbox.ts";
import { page, readCursor } from "../cursor.ts";
import type { ApiDeps } from "../deps.ts";
import { byOf, presentDelivery } from "../outbox.ts";
import { Problem, problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { openConnection } from "../scope.ts";

const tags = ["Outbox"];
const LIST = "/api/v1/deliveries";
const ONE = `${LIST}/{delivery_id}` as const;
const params = z.object({ delivery_id: deliveryParam });
const bodyOf = <Schema extends z.ZodType>(schema: Schema) => ({ required: true, content: { "application/json": { schema } } });
const WRITES = problemResponses("invalid-request", "cross-site", "not-found", "not-now", "too-large", "unsupported-media-type");

const listRoute = createRoute({
  method: "get",
  path: LIST,
  operationId: "listDeliveries",
  tags,
  summary: "Deliveries",
  description: "Records that have to exist at the provider, the latest first; filters combine.",
  request: { query: deliveryQuerySchema },
  responses: {
    200: json(deliveryPageSchema, "A page of deliveries", { items: [examples.delivery], next: null }),
    ...problemResponses("invalid-request", "invalid-cursor", "not-found"),
  },
});

const countsRoute = createRoute({
  method: "get",
  path: "/api/v1/outbox/counts",
  operationId: "countDeliveries",
  tags,
  summary: "How many deliveries fit",
  description: "By state, and for what reasons; with the filters of the list.",
  request: { query: deliveryCountsQuerySchema },
  responses: {
    200: json(deliveryCountsSchema, "Counts", examples.deliveryCounts),
    ...problemResponses("invalid-request", "not-found"),
  },
});

const oneRoute = createRoute({
  method: "get",
  path: ONE,
  operationId: "readDelivery",
  tags,
  summary: "One delivery's whole story",
  description: "What was sent, when, how often, what the provider said, what was looked up, and what it carries.",
  request: { params },
  responses: { 200: json(deliveryStorySchema, "The delivery", examples.story), ...problemResponses("invalid-request", "not-found") },
});

const act = (what: "retry" | "cancel", words: { summary: string; description: string }) =>
  createRoute({
    method: "post",
    path: `${ONE}/${what}`,
    operationId: `${what}Delivery`,
    tags,
    ...words,
    request: { params },
    responses: { 200: json(deliverySchema, "As it stands now", examples.delivery), ...WRITES },
  });
const actOnMany = (what: "retry" | "cancel", words: { summary: string; description: string }) =>
  createRoute({
    method: "post",
    path: `${LIST}/${what}`,
    operationId: what === "retry" ? "retryDeliveries" : "cancelDeliveries",
    tags,
    ...words,
    request: { body: bodyOf(manySchema) },
    responses: {
      200: json(manyAnswerSchema, "What was done, and what could not be", {
        done: [examples.delivery.delivery_id],
        refused: [],
        more: false,
      }),
      ...WRITES,
    },
  });

const retryRoute = act("retry", {
  summary: "Send again",
  description:
    "What failed, was cancelled or waits is sent. What may be at the provider already is looked up first, where that can be done.",
});
const cancelRoute = act("cancel", {
  summary: "Do not send",
  description: "It stays in Privity. What is on its way, or is there already, cannot be cancelled.",
});
const retryManyRoute = actOnMany("retry", {
  summary: "Send many again",
  description: "Named by ids, or by a filter; at most 1,000 at a time.",
});
const cancelManyRoute = actOnMany("cancel", {
  summary: "Do not send many",
  description: "Named by ids, or by a filter; at most 1,000 at a time.",
});

const confirmRoute = createRoute({
  method: "post",
  path: `${ONE}/confirm`,
  operationId: "confirmDelivery",
  tags,
  summary: "It is at the provider",
  description: "For one that needs review: somebody has looked and found it there, so it is not sent again.",
  request: { params, body: bodyOf(confirmSchema) },
  responses: { 200: json(deliverySchema, "As it stands now", examples.delivery), ...WRITES },
});

const twinsRoute = createRoute({
  method: "put",
  path: `${ONE}/twins`,
  operationId: "acceptTwins",
  tags,
  summary: "What is there more than once may stay",
  description:
    "For one that the provider has more than once where nobody can remove the others, such as messages: somebody has looked, and it is no issue any more. `accepted: false` takes that back.",
  request: { params, body: bodyOf(acceptTwinsSchema) },
  responses: { 200: json(deliverySchema, "As it stands now", examples.delivery), ...WRITES },
});

export function deliveryRoutes(app: Api, deps: ApiDeps): void {
  const { outbox } = deps;

  app.openapi(listRoute, async (c) => {
    const { after, limit, connection, ...query } = c.req.valid("query");
    if (connection !== undefined) await openConnection(deps, c, connection);
    const position = readCursor(after, [z.uuid()]);
    const rows = await outbox.listDeliveries(actorOf(c).firm_id, filterOf({ connection, ...query }), {
      after: position?.[0] ?? null,
      limit: limit + 1,
    });
    const { items, next } = page(rows, limit, (row) => [row.delivery_id]);
    return c.json({ items: items.map(presentDelivery), next }, 200);
  });

  app.openapi(countsRoute, async (c) => {
    const query = c.req.valid("query");
    if (query.connection !== undefined) await openConnection(deps, c, query.connection);
    return c.json(await outbox.countBy(actorOf(c).firm_id, filterOf(query)), 200);
  });

  app.openapi(oneRoute, async (c) => {
    const { author_member_id, author_name, firm_id: _firm, ...story } = await read(c, c.req.valid("param").delivery_id);
    return c.json({ ...story, author: { member_id: author_member_id, name: author_name } }, 200);
  });

  app.openapi(retryRoute, async (c) => c.json(await one(c, c.req.valid("param").delivery_id, "retry"), 200));
  app.openapi(cancelRoute, async (c) => c.json(await one(c, c.req.valid("param").delivery_id, "cancel"), 200));
  app.openapi(retryManyRoute, async (c) => c.json(await many(c, c.req.valid("json"), "retry"), 200));
  app.openapi(cancelManyRoute, async (c) => c.json(await many(c, c.req.valid("json"), "cancel"), 200));

  app.openapi(confirmRoute, async (c) => {
    const { delivery_id } = c.req.valid("param");
    const actor = actorOf(c);
    await read(c, delivery_id);
    const { provider_id } = c.req.valid("json");
    refuseIfRefused(await outbox.confirm(actor.firm_id, delivery_id, provider_id, byOf(actor)));
    return c.json(await shown(c, delivery_id), 200);
  });

  app.openapi(twinsRoute, async (c) => {
    const { delivery_id } = c.req.valid("param");
    const actor = actorOf(c);
    await read(c, delivery_id);
    refuseIfRefused(await outbox.acceptTwins(actor.firm_id, delivery_id, c.req.valid("json").accepted, byOf(actor)));
    return c.json(await shown(c, delivery_id), 200);
  });

  async function one(c: Context, delivery_id: string, what: "retry" | "cancel"): Promise<Delivery> {
    const actor = actorOf(c);
    await read(c, delivery_id);
    refuseIfRefused(await outbox[what](actor.firm_id, [delivery_id], byOf(actor)));
    return shown(c, delivery_id);
  }

  async function many(c: Context, { ids, filter }: z.output<typeof manySchema>, what: "retry" | "cancel") {
    const actor = actorOf(c);
    const { done, refused } = await outbox[what](actor.firm_id, ids ?? (filter as DeliveryFilter), byOf(actor));
    return { done, refused, more: ids === undefined && done.length + refused.length >= MANY && done.length > 0 };
  }

  async function read(c: Context, delivery_id: string) {
    const story = await outbox.readDelivery(actorOf(c).firm_id, delivery_id);
    if (!story) throw new Problem("not-found", `There is no delivery ${delivery_id}.`);
    return story;
  }

  async function shown(c: Context, delivery_id: string): Promise<Delivery> {
    const {
      marker: _m,
      revision: _r,
      written_revision: _w,
      sent: _s,
      twins: _t,
      settle: _l,
      activities: _a,
      events: _e,
      ...row
    } = await read(c, delivery_id);
    return presentDelivery(row);
  }
}

function filterOf(query: z.output<typeof deliveryCountsQuerySchema>): DeliveryFilter {
  return {
    ...(query.state === undefined ? {} : { states: [query.state] }),
    ...(query.kind === undefined ? {} : { kinds: [query.kind] }),
    ...(query.connection === undefined ? {} : { connection_id: query.connection }),
    ...(query.contact === undefined ? {} : { contact_id: query.contact }),
    ...(query.matter === undefined ? {} : { matter_id: query.matter }),
    ...(query.activity === undefined ? {} : { activity_id: query.activity }),
    ...(query.reason === undefined ? {} : { reason: query.reason }),
    ...(query.author === undefined ? {} : { author_member_id: query.author }),
  };
}

/** As many as one call takes. */
const MANY = 1000;

function refuseIfRefused({ refused }: Many): void {
  const [first] = refused;
  if (first) throw new Problem("not-now", first.words);
}
