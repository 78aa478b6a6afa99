/** Activities on their way to the provider: how each stands, its whole story, and the outbox as a whole (B-WRB-5, B-WRB-6). */
import { z } from "@hono/zod-openapi";
import { ACTIVITY_KINDS } from "../../model/settings.ts";
import { OPERATIONS } from "../../model/writing.ts";
import { STATES } from "../../outbox/states.ts";
import { connectionQuery, idParam, pageOf, pageQuery, providerSchema, text, time } from "./common.ts";

const count = z.number().int().min(0);
const kind = z.enum(ACTIVITY_KINDS);
export const deliveryParam = idParam("delivery_id", "The delivery's id");

export const deliveryStateSchema = z
  .enum(STATES)
  .describe(
    "`held`: something has to happen first; `queued`: it will be sent; `sending`; `unknown`: the answer was lost, it is looked up before anything is sent again; `delivered`; `failed`; `needs_review`: a person has to look; `cancelled`",
  );

/** Nobody waits for a walk through all that ever arrived. */
const CAPPED = "Counted up to 10,000 each; 10,001 stands for more";
const by_state = z.record(deliveryStateSchema, count);

export const deliverySchema = z
  .object({
    delivery_id: z.uuid(),
    connection_id: z.uuid(),
    kind,
    operation: z.enum(OPERATIONS).describe("What it becomes at the provider"),
    state: deliveryStateSchema,
    since: time.describe("Since when it is in this state"),
    attempt: count.describe("How often it was sent"),
    reason: z
      .object({
        code: z.string().describe("Stable, for programs"),
        words: z.string(),
        remedy: z.string().nullable().describe("What to do"),
      })
      .nullable()
      .describe("Why it waits, failed, was cancelled, or needs a person"),
    contact_id: z.string().describe("The contact's id at the provider"),
    contact_name: z.string(),
    matter_id: z.string().nullable(),
    parent: z
      .object({ kind: z.enum(["contact", "matter", "thread"]), id: z.string() })
      .nullable()
      .describe("Where at the provider; null: that is not known yet"),
    author: z.object({ member_id: z.uuid(), name: z.string() }),
    way: z
      .object({
        connection_id: z.uuid(),
        user_name: z.string(),
        on_behalf: z.boolean().describe("The sync user writes, naming the author"),
      })
      .nullable()
      .describe("Who writes it; fixed when it is first sent (B-WRB-10)"),
    provider_id: z.string().nullable().describe("Its id at the provider"),
    url: z.string().nullable().describe("Its page at the provider"),
    occurred_at: time,
    created_at: time,
    delivered_at: time.nullable(),
    next_at: time.nullable().describe("When something happens next by itself; null: nothing does"),
    editable: z.boolean().describe("Whether the provider's record can be changed afterwards (B-WRB-8)"),
  })
  .openapi("Delivery");
export type Delivery = z.infer<typeof deliverySchema>;
export const deliveryPageSchema = pageOf(deliverySchema, "DeliveryPage");

const deliveryFilter = {
  state: deliveryStateSchema.optional().openapi({ description: "In this state" }),
  kind: kind.optional().openapi({ description: "Of this kind of activity" }),
  connection: connectionQuery,
  contact: text(200).min(1).optional().openapi({ description: "Of this contact, by its id at the provider" }),
  matter: text(200).min(1).optional().openapi({ description: "Of this matter, by its id at the provider" }),
  activity: z.uuid().optional().openapi({ description: "Of this activity" }),
  reason: text(100).min(1).optional().openapi({ description: "For this reason, by its code", example: "author_not_connected" }),
  author: z.uuid().optional().openapi({ description: "Of this member" }),
};
export const deliveryQuerySchema = z.strictObject({ ...deliveryFilter, ...pageQuery });
export const deliveryCountsQuerySchema = z.strictObject(deliveryFilter);
export const deliveryCountsSchema = z
  .object({
    by_state: by_state.describe(`Of what fits all filters but \`state\` and \`reason\`. ${CAPPED}`),
    reasons: z
      .array(z.object({ code: z.string(), words: z.string(), remedy: z.string().nullable(), count }))
      .describe("Why, of what fits all filters but `reason`; the most frequent first"),
  })
  .openapi("DeliveryCounts");
export type DeliveryCounts = z.infer<typeof deliveryCountsSchema>;

const lookUp = z
  .enum(["marker", "list", "reread", "none"])
  .describe(
    "How an unknown outcome is settled. `marker`: the provider finds it by our mark; `list`: a list holds it; `reread`: writing again is harmless; `none`: nothing shows it, a person decides",
  );

export const deliveryStorySchema = deliverySchema
  .extend({
    marker: z.string().describe("By which it is found again at the provider"),
    revision: count.describe("Counts what it is to say, from 1"),
    written_revision: count.describe("What the provider has of it; 0: nothing"),
    sent: z
      .object({ subject: z.string(), body: z.string(), sent_at: time })
      .nullable()
      .describe("What is or was last sent, as the provider gets it"),
    twins: z
      .array(
        z.object({
          provider_id: z.string(),
          url: z.string().nullable(),
          at: time,
          accepted: z.boolean().describe("Somebody said that it may stay"),
        }),
      )
      .describe("Where the provider has it more than once"),
    settle: z.object({ look_up: lookUp, window_ms: count.describe("How long after sending it is looked up") }),
    activities: z
      .array(z.object({ activity_id: z.uuid(), occurred_at: time, subject: z.string(), body: z.string(), revision: count }))
      .describe("What it carries: one activity, or a day's conversation"),
    events: z
      .array(
        z.object({
          seq: count,
          at: time,
          event: z.string().describe("What happened; stable, for programs"),
          from: deliveryStateSchema.nullable(),
          to: deliveryStateSchema.nullable(),
          attempt: count,
          words: z.string(),
          detail: z.record(z.string(), z.unknown()),
        }),
      )
      .describe("Its story, in order"),
  })
  .openapi("DeliveryStory");
export type DeliveryStory = z.infer<typeof deliveryStorySchema>;

const filter = z
  .strictObject({
    states: z.array(deliveryStateSchema).min(1).optional(),
    kinds: z.array(kind).min(1).optional(),
    connection_id: z.uuid().optional(),
    contact_id: text(200).min(1).optional(),
    matter_id: text(200).min(1).optional(),
    reason: text(100).min(1).optional(),
    author_member_id: z.uuid().optional(),
  })
  .refine((fields) => Object.values(fields).some((value) => value !== undefined), "must say which");

/** Never all by an empty body. */
export const manySchema = z
  .strictObject({
    ids: z.array(z.uuid()).min(1).max(1000).optional().describe("These deliveries"),
    filter: filter.optional().describe("Or those that fit; at most 1,000 at a time"),
  })
  .refine(({ ids, filter: fits }) => (ids === undefined) !== (fits === undefined), {
    path: ["ids"],
    message: "send `ids` or `filter`, and only one",
  })
  .openapi("WhichDeliveries", { example: { filter: { states: ["failed"], kinds: ["note"] } } });
export const manyAnswerSchema = z
  .object({
    done: z.array(z.uuid()),
    refused: z.array(z.object({ delivery_id: z.uuid(), state: deliveryStateSchema, words: z.string() })),
    more: z.boolean().describe("There may be more that fit: ask again"),
  })
  .openapi("DeliveriesChanged");

export const confirmSchema = z
  .strictObject({ provider_id: text(200).min(1).nullable().default(null).describe("Its id at the provider, if you know it") })
  .openapi("ConfirmDelivery", { example: { provider_id: "880123" } });

export const acceptTwinsSchema = z
  .strictObject({ accepted: z.boolean().describe("Whether what is there more than once may stay") })
  .openapi("AcceptTwins", { example: { accepted: true } });

export const promiseSchema = z
  .object({
    operation: z.enum(OPERATIONS),
    look_up: lookUp,
    settle_ms: count.describe("How long after sending a write may still appear, at least"),
    timeout_ms: count.describe("How long the request may take"),
    editable: z.boolean(),
    client_may_see: z.boolean().describe("Whether the provider may tell a client of it"),
    prevents: z.string().describe("How a duplicate is prevented"),
    settles: z.string().describe("How an unknown outcome is settled"),
    remains: z.string().describe("What remains"),
  })
  .openapi("OperationPromise");

export const outboxSchema = z
  .object({
    connections: z.array(
      z.object({
        connection_id: z.uuid(),
        provider: providerSchema,
        account_name: z.string(),
        by_state: by_state.describe(CAPPED),
        oldest_queued_at: time.nullable(),
        oldest_unknown_at: time.nullable(),
        needs_filing: count.describe("Activities that wait for a matter to be chosen"),
        windows: z
          .array(
            z.object({
              promise: promiseSchema,
              window_ms: count.describe("How long after sending it is looked up now; learned, never below the promise"),
              learned_from: count.describe("From how many look-ups"),
              longest_ms: count.nullable().describe("The longest that one took to be seen"),
            }),
          )
          .describe("What each way of writing promises, and what was learned"),
      }),
    ),
  })
  .openapi("Outbox");
export type OutboxAnswer = z.infer<typeof outboxSchema>;
