/** What an automation is: what starts it, for whom, and what it then does. One document, kept in versions. */
import { z } from "zod";

/** PostgreSQL takes no NUL in a text. */
const words = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => !value.includes("\0"), "must not contain a NUL");
const id = words(200);
const count = (max: number) => z.number().int().min(0).max(max);

export const triggerSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("new_client") }).describe("The first time that a contact becomes a client, ever (B-AUT-1)"),
    z.strictObject({ kind: z.literal("tag_gained"), tag: words(64) }).describe("A contact gains this tag for the first time"),
    z
      .strictObject({
        kind: z.literal("key_fact"),
        label: words(100).describe("The key fact's label, such as Birthday"),
        days_ahead: count(60).describe("So many days before it falls"),
        every_year: z.boolean().default(true).describe("False: only on that very day, for dates that happen once"),
      })
      .describe("A key fact's day comes near; a member's own fact goes before a synced one of the same label (B-KEY-3)"),
    z
      .strictObject({ kind: z.literal("phase_changed"), phase: words(200).nullable().describe("Into this phase; null: into any") })
      .describe("A matter comes into another phase; for its main client"),
    z.strictObject({ kind: z.literal("matter_closed") }).describe("A matter is closed; for its main client"),
  ])
  .describe("What starts it");
export type Trigger = z.infer<typeof triggerSchema>;

export const conditionSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("has_tag"), tag: words(64) }),
  z.strictObject({ kind: z.literal("lacks_tag"), tag: words(64) }),
  z.strictObject({
    kind: z.literal("status"),
    any_of: z
      .array(z.enum(["active", "pending", "past", "client", "none"]))
      .min(1)
      .max(5),
  }),
  z.strictObject({ kind: z.literal("owner"), any_of: z.array(id).min(1).max(100).describe("Members' ids") }),
]);
export type Condition = z.infer<typeof conditionSchema>;

export const stepSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("wait"), days: count(365), hours: count(23).default(0) }),
  z.strictObject({ kind: z.literal("email"), template_id: z.uuid() }),
  z.strictObject({ kind: z.literal("tag"), tag: words(64) }),
  z.strictObject({
    kind: z.literal("task"),
    member_id: z.uuid().nullable().describe("Whose task it is; null: the contact's owner"),
    title: words(200),
    due_days: count(365).default(0),
  }),
  z.strictObject({ kind: z.literal("webhook"), name: words(100).describe("Told to the firm's endpoints as `automation.reached`") }),
]);

export const automationDocumentSchema = z.strictObject({
  trigger: triggerSchema,
  conditions: z.array(conditionSchema).max(20).default([]).describe("All of them must hold when it starts"),
  steps: z.array(stepSchema).min(1).max(50).describe("Done one after the other"),
});
export type AutomationDocument = z.infer<typeof automationDocumentSchema>;

const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Must be a time such as 08:00");

export const automationRulesSchema = z.strictObject({
  from: hour.describe("Automated e-mails leave from this time on, in the firm's time zone"),
  until: hour.describe("… and before this one"),
  days: z.array(z.number().int().min(1).max(7)).min(1).max(7).describe("Working days: 1 is Monday, 7 is Sunday"),
  most_emails: z.number().int().min(1).max(50).describe("A person gets so many automated e-mails at most"),
  within_days: z.number().int().min(1).max(90).describe("… within so many days"),
  most_starts: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .nullable()
    .default(null)
    .describe(
      "So many starts of one automation a day are usual; more are held in one batch. Null: 25, or 1 % of the contacts where that is more",
    ),
});
export type AutomationRules = z.infer<typeof automationRulesSchema>;

export const DEFAULT_RULES: AutomationRules = {
  from: "08:00",
  until: "19:00",
  days: [1, 2, 3, 4, 5],
  most_emails: 2,
  within_days: 7,
  most_starts: null,
};
