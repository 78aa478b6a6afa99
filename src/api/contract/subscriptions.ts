/** Webhooks that the providers send us: what is subscribed to, and what was delivered. */
import { z } from "@hono/zod-openapi";
import { providerSchema, time } from "./common.ts";

export const subscriptionSchema = z
  .object({
    subscription_id: z.uuid(),
    connection_id: z.uuid(),
    provider: providerSchema,
    model: z.string().describe("What it tells of, in the provider's word"),
    kind: z.string().describe("The same in ours"),
    state: z.enum(["creating", "pending", "enabled"]).describe("`pending`: the provider has not asked for the handshake yet"),
    state_since: time,
    created_at: time,
    expires_at: time.nullable().describe("It is renewed long before; null: it has no end"),
    silent_since: time.nullable().describe("Since when syncs find changes that it should have told of; null: it speaks"),
    last_gap_at: time.nullable().describe("When deliveries were last lost; a sync has closed that gap, or is about to"),
    last_delivery_at: time.nullable(),
    deliveries: z.number().int().min(0).describe("In the last 24 hours"),
  })
  .openapi("Subscription");
export type Subscription = z.infer<typeof subscriptionSchema>;

export const subscriptionListSchema = z
  .object({
    items: z.array(subscriptionSchema),
    refused: z
      .array(z.object({ reason: z.string(), count: z.number().int(), last_at: time }))
      .describe("Deliveries that were not taken, in the last seven days: forged, unsigned, too large, to a wrong address"),
  })
  .openapi("SubscriptionList");

export const replayBodySchema = z
  .strictObject({
    from: z.iso.datetime({ offset: true }).describe("Deliveries received at or after"),
    to: z.iso.datetime({ offset: true }).describe("And before"),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), "`from` must be before `to`")
  .openapi("Replay");
