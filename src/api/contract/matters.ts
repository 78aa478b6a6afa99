/** Matters: rows of the list, and the whole matter with its team and participants. */
import { z } from "@hono/zod-openapi";
import { connectionQuery, day, historySchema, pageOf, pageQuery, providerSchema, text, time, whySchema } from "./common.ts";

const statusSchema = z.enum(["open", "pending", "closed"]);

const identity = {
  connection_id: z.uuid(),
  provider: providerSchema,
  provider_id: z.string().describe("The matter's id at the provider"),
  number: z.string().describe("Display or case number"),
  name: z.string().describe("MyCase: the case's name; Clio has none"),
  link: z.string().nullable().describe("Its page at the provider"),
  status: statusSchema,
  practice_area: z.string(),
  stage: z.string(),
  opened_on: day.nullable(),
  closed_on: day.nullable(),
  updated_at: time.nullable().describe("When the provider last changed it"),
  left_out: z.boolean().describe("Too old for the window: no rule knows it (B-SYN-2)"),
};

/** Without the pages, for whatever is done to all that fit. */
export const matterFilter = {
  connection: connectionQuery,
  q: text(200).optional().openapi({ description: "Words of numbers and names; all must be found", example: "00012" }),
  status: statusSchema.optional().openapi({ description: "Only matters of this status" }),
  practice_area: text(500).min(1).optional().openapi({ description: "Of this practice area, by its name as it is at the provider" }),
  stage: text(500).min(1).optional().openapi({ description: "At this stage, by its name as it is at the provider" }),
  staff: text(200)
    .regex(/^[0-9a-f-]{36}:.+$/, "must be as /api/v1/matters/filters gives it")
    .optional()
    .openapi({ description: "With this person of the firm on it, as /api/v1/matters/filters names them" }),
};
export const matterFilterSchema = z.strictObject(matterFilter);
export type MatterFilterQuery = z.infer<typeof matterFilterSchema>;
export const matterQuerySchema = z.strictObject({ ...matterFilter, ...pageQuery });

export const matterRowSchema = z
  .object({
    ...identity,
    description: z.string(),
    main_client: z.string().nullable().describe("The main client's name"),
    paused: z.boolean().describe("Whether automations are paused for it"),
  })
  .openapi("MatterRow");
export type MatterRow = z.infer<typeof matterRowSchema>;
export const matterPageSchema = pageOf(matterRowSchema, "MatterPage");

export const matterFiltersSchema = z
  .object({
    practice_areas: z.array(z.string()),
    stages: z.array(z.string()),
    staff: z.array(z.object({ staff: z.string().describe("For the parameter of this name"), name: z.string(), active: z.boolean() })),
  })
  .openapi("MatterFilters");
export type MatterFilters = z.infer<typeof matterFiltersSchema>;

export const matterSchema = z
  .object({
    ...identity,
    description: z.string(),
    pending_on: day.nullable(),
    presence: z.enum(["present", "suspected_gone", "tombstone"]).describe("Whether the provider still has it (B-SYN-6)"),
    lead: z.boolean().describe("Kept as a lead, not as a case (B-MAT-8)"),
    team: z.array(
      z.object({
        staff_id: z.string(),
        name: z.string(),
        title: z.string(),
        email: z.string(),
        phone: z.string(),
        position: z.enum(["attorney", "paralegal", "other"]),
        lead: z.boolean().describe("Lead or responsible attorney"),
        originating: z.boolean(),
        responsible_staff: z.boolean(),
        active: z.boolean().describe("Whether active at the provider"),
        why: whySchema,
      }),
    ),
    main_client: z.object({
      contact_id: z.string().nullable(),
      company_id: z.string().nullable(),
      name: z.string().nullable(),
      flagged: z
        .enum(["skipped", "company", "not_found"])
        .nullable()
        .describe("Whoever the rule picks stands, also where they are skipped, a company, or not to be found (B-MAT-5)"),
      why: whySchema,
    }),
    participants: z.array(
      z.object({
        person_id: z.string(),
        person_type: z.enum(["contact", "company", "untyped"]),
        name: z.string().nullable().describe("Null: the sync user may not see this person"),
        capacity: z.enum(["client", "payer", "on_case", "related"]),
        role: z.string(),
        link: z.string().nullable(),
        why: whySchema,
      }),
    ),
    custom_values: z.array(z.object({ field_id: z.string(), name: z.string(), text: z.string() })),
    history: z.array(historySchema),
    worked_out_at: time,
    read_at: time.nullable(),
  })
  .openapi("Matter");
export type Matter = z.infer<typeof matterSchema>;
