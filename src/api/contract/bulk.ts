/** What is done to many contacts at once, and undone. */
import { z } from "@hono/zod-openapi";
import { providerIdParam, text } from "./common.ts";
import { contactFilter } from "./contacts.ts";
import { matterFilter } from "./matters.ts";

const count = z.number().int().min(0);

/** The ids are few: whoever means everybody says by which filter. */
const CHOSEN_AT_MOST = 500;

export const bulkBodySchema = z
  .strictObject({
    what: z
      .discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("pin"), member_id: z.uuid() }),
        z.strictObject({ kind: z.literal("unpin") }),
        z.strictObject({ kind: z.literal("tag"), name: text(200).refine((name) => name.trim() !== "", "must not be blank") }),
        z.strictObject({ kind: z.literal("untag"), name: text(200).refine((name) => name.trim() !== "", "must not be blank") }),
      ])
      .describe(
        "`pin`: this member owns them (B-OWN-4); `unpin`: the rules decide again; `tag`: add a tag; `untag`: take a member's tag away",
      ),
    contacts: z
      .array(z.strictObject({ connection_id: z.uuid(), provider_id: providerIdParam }))
      .min(1)
      .max(CHOSEN_AT_MOST)
      .optional()
      .describe("These; or `filter`"),
    filter: z.strictObject(contactFilter).optional().describe("All that fit, as in the list; or `contacts`"),
    bulk_id: z.uuid().nullable().default(null).describe("With `after`, to go on: the id from the answer before"),
    after: text(8000).nullable().default(null).describe("`next` of the answer before, as it came; null: from the beginning"),
  })
  .refine((body) => (body.contacts === undefined) !== (body.filter === undefined), {
    message: "say either which contacts, or by which filter",
    path: ["contacts"],
  })
  .openapi("BulkEdit", {
    example: {
      what: { kind: "tag", name: "Newsletter" },
      contacts: [{ connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10", provider_id: "1042" }],
    },
  });

export type BulkEdit = z.input<typeof bulkBodySchema>;

const skippedSchema = z.array(
  z.object({
    reason: z.enum(["nothing_to_change", "not_found", "changed_since"]),
    words: z.string().describe("Why, in words"),
    count,
  }),
);

export const bulkMattersBodySchema = z
  .strictObject({
    what: z
      .discriminatedUnion("kind", [
        z.strictObject({
          kind: z.literal("pause"),
          until: z.iso.datetime({ offset: true }).nullable().default(null).describe("Null: until somebody ends it"),
        }),
        z.strictObject({ kind: z.literal("unpause") }),
      ])
      .describe("`pause`: automations and notices wait for these matters; `unpause`: what waits goes on"),
    matters: z
      .array(z.strictObject({ connection_id: z.uuid(), provider_id: providerIdParam }))
      .min(1)
      .max(CHOSEN_AT_MOST)
      .optional()
      .describe("These; or `filter`"),
    filter: z.strictObject(matterFilter).optional().describe("All that fit, as in the list; or `matters`"),
    bulk_id: z.uuid().nullable().default(null).describe("With `after`, to go on: the id from the answer before"),
    after: text(8000).nullable().default(null).describe("`next` of the answer before, as it came; null: from the beginning"),
  })
  .refine((body) => (body.matters === undefined) !== (body.filter === undefined), {
    message: "say either which matters, or by which filter",
    path: ["matters"],
  })
  .openapi("BulkMattersEdit", {
    example: {
      what: { kind: "pause", until: null },
      matters: [{ connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10", provider_id: "5012" }],
    },
  });
export type BulkMattersEdit = z.input<typeof bulkMattersBodySchema>;

export const bulkAnswerSchema = z
  .object({
    bulk_id: z.uuid().describe("By which all of it can be undone, for thirty days"),
    done: count.describe("Contacts or matters that were changed by this request"),
    skipped: skippedSchema,
    next: z.string().nullable().describe("There are more: send the same again with this as `after`, and the `bulk_id`. Null: that was all"),
  })
  .openapi("BulkAnswer");
export type BulkAnswer = z.infer<typeof bulkAnswerSchema>;

export const undoAnswerSchema = z
  .object({
    done: count.describe("Contacts or matters that are as they were, by this request"),
    skipped: skippedSchema,
    more: z.boolean().describe("There are more: send the same again"),
  })
  .openapi("BulkUndone");
export type UndoAnswer = z.infer<typeof undoAnswerSchema>;

export const contactCountSchema = z.object({ contacts: count }).openapi("ContactCount");
export type ContactCount = z.infer<typeof contactCountSchema>;

export const matterCountSchema = z.object({ matters: count }).openapi("MatterCount");
export type MatterCount = z.infer<typeof matterCountSchema>;
