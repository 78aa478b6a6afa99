/** Events: the feed, the endpoints that they are pushed to, and how the deliveries stand. */
import { z } from "@hono/zod-openapi";
import { EVENT_TYPES, type EventType } from "../../events/types.ts";
import { pageOf, text, time } from "./common.ts";

const count = z.number().int().min(0);
const types = Object.keys(EVENT_TYPES) as [EventType, ...EventType[]];

export const eventTypeSchema = z
  .enum(types)
  .describe(types.map((type) => `\`${type}\`: ${EVENT_TYPES[type]}`).join("; "))
  .openapi("EventType");

export const eventSchema = z
  .object({
    id: z.uuid().describe("The same as `webhook-id` of its delivery: whoever takes both ways knows it again"),
    type: eventTypeSchema,
    timestamp: time,
    data: z
      .record(z.string(), z.unknown())
      .describe(
        "`connection_id`; the record's id (`contact_id`, `matter_id`, `run_id`); what brought it (`cause`, `cause_id`); and what the type adds",
      ),
  })
  .openapi("Event");
export type Event = z.infer<typeof eventSchema>;

export const eventPageSchema = z
  .object({
    items: z.array(eventSchema),
    next: z.string().describe("Hand it back as `after` to go on from here, now or later; always there"),
    more: z.boolean().describe("Whether more are waiting already"),
  })
  .openapi("EventPage");

const url = text(2000).min(1).describe("An https address that takes POSTs and answers 2xx within 15 seconds");
const description = text(200).describe("What it is for; for people");
const event_types = z.array(eventTypeSchema).max(types.length).describe("The types that it gets; empty: all");

export const endpointSchema = z
  .object({
    endpoint_id: z.uuid(),
    url: z.string(),
    description: z.string(),
    event_types: z.array(eventTypeSchema),
    state: z
      .enum(["active", "paused", "disabled"])
      .describe("`paused`: events wait for it; `disabled`: it failed for three days or answered 410, and nothing is kept for it"),
    state_since: time,
    notice: z.string().nullable().describe("Why it was switched off by itself, until it is made active again"),
    created_at: time,
    previous_secret_until: time.nullable().describe("Until then messages carry a signature by the previous secret too"),
    pending: count.describe("Deliveries that wait or are being retried"),
    failed: count.describe("Deliveries that were given up"),
    last_delivered_at: time.nullable(),
  })
  .openapi("WebhookEndpoint");
export type Endpoint = z.infer<typeof endpointSchema>;

export const endpointListSchema = z.object({ items: z.array(endpointSchema) }).openapi("WebhookEndpointList");

const secret = z.string().describe("`whsec_…`, shown this once: what messages are signed with (Standard Webhooks)");
export const newEndpointSchema = endpointSchema.extend({ secret }).openapi("NewWebhookEndpoint");
export const newSecretSchema = z.object({ endpoint_id: z.uuid(), secret, previous_secret_until: time }).openapi("NewWebhookSecret");

export const createEndpointSchema = z
  .strictObject({ url, description: description.default(""), event_types: event_types.default([]) })
  .openapi("CreateWebhookEndpoint", {
    example: { url: "https://crm.hartwellosei.example/privity", description: "Our CRM", event_types: ["contact.entered", "tag.gained"] },
  });

export const changeEndpointSchema = z
  .strictObject({
    url: url.optional(),
    description: description.optional(),
    event_types: event_types.optional(),
    state: z.enum(["active", "paused"]).optional(),
  })
  .openapi("ChangeWebhookEndpoint", { example: { state: "paused" } });

export const deliverySchema = z
  .object({
    event_id: z.uuid(),
    type: eventTypeSchema,
    state: z.enum(["pending", "delivered", "failed"]),
    attempts: count,
    last_attempt_at: time.nullable(),
    next_attempt_at: time.nullable(),
    status: z.number().int().nullable().describe("What the endpoint answered the last time"),
    error: z.string().nullable(),
    delivered_at: time.nullable(),
  })
  .openapi("WebhookDelivery");
export type Delivery = z.infer<typeof deliverySchema>;

export const attemptListSchema = z
  .object({
    items: z.array(
      z.object({
        at: time.describe("When it began"),
        took_ms: count,
        status: z.number().int().nullable().describe("What the endpoint answered; null: nothing came back"),
        answer: z.string().describe("How the answer begins, at most 300 characters"),
        words: z.string().describe("What that means, or why nothing came back"),
      }),
    ),
  })
  .openapi("WebhookAttempts");
export type AttemptList = z.infer<typeof attemptListSchema>;

export const deliveryPageSchema = pageOf(deliverySchema, "WebhookDeliveryPage");

export const retrySchema = z
  .strictObject({
    event_ids: z.array(z.uuid()).min(1).max(1000).optional().describe("These events, whatever became of them"),
    failed_since: z.iso.datetime().optional().describe("Everything that was given up and happened since"),
    between: z
      .strictObject({ from: z.iso.datetime({ offset: true }), until: z.iso.datetime({ offset: true }) })
      .optional()
      .describe("Everything that happened in this time, whatever became of it"),
  })
  .refine(
    (body) => [body.event_ids, body.failed_since, body.between].filter((which) => which !== undefined).length === 1,
    "needs one of `event_ids`, `failed_since` and `between`",
  )
  .openapi("RetryDeliveries", { example: { failed_since: "2026-11-18T00:00:00Z" } });

export const endpointTestSchema = z
  .object({
    delivered: z.boolean(),
    status: z.number().int().nullable().describe("What the endpoint answered; null: nothing"),
    error: z.string().nullable().describe("Why nothing came back"),
    took_ms: count,
  })
  .openapi("WebhookTest");
export type EndpointTest = z.infer<typeof endpointTestSchema>;

export const retriedSchema = z.object({ queued: count.describe("How many will be sent again") }).openapi("RetriedDeliveries");
