/** Matters as clients see them (B-MAT-3 to 9): one of them with its reasons, one as it would be, and what the mapping leaves out. */
import { z } from "@hono/zod-openapi";
import { PROJECT_LISTS } from "../../projection/project_types.ts";
import { day, idParam, pageOf, pageQuery, text, time, whySchema } from "./common.ts";

const count = z.number().int().min(0);
const statusSchema = z.enum(["open", "pending", "closed"]);

export const matterParam = text(200)
  .min(1)
  .openapi({ param: { name: "matter_id", in: "path" }, description: "The matter's id at the provider", example: "5012" });

export const matterParams = z.object({ connection_id: idParam("connection_id", "The connection's id"), matter_id: matterParam });

export const clientSeesSchema = z
  .object({
    name: z.string(),
    number: z.string(),
    description: z.string(),
    status: statusSchema,
    opened_on: day.nullable(),
    closed_on: day.nullable(),
    phase: z
      .object({
        name: z.string(),
        since: time.nullable().describe("Null: it was so when it was first seen"),
        happened: z.string().describe("What has happened, in the firm's words"),
        next: z.string().describe("What comes next, in the firm's words"),
      })
      .nullable()
      .describe("Null: status and opened date stand for it (B-MAT-9)"),
    fields: z.array(z.object({ label: z.string(), kind: z.string().describe("The custom field's type"), text: z.string() })),
    team: z.array(z.object({ name: z.string(), role: z.string(), phone: z.string(), email: z.string() })),
  })
  .openapi("ClientSees", { description: "What a client reads of a matter" });

const said = z.object({ is: z.boolean(), why: whySchema });

export const projectSchema = z
  .object({
    type: z.object({ name: z.string().nullable().describe("Null: unmapped"), value: z.string(), why: whySchema }),
    phase: z.object({ name: z.string().nullable(), since: time.nullable(), why: whySchema }),
    messages_paused: z.boolean().describe("The present stage belongs to no phase, so messages pause (B-MAT-9)"),
    shown: said.describe("Whether its participants see it in the portal (B-MAT-4)"),
    notified: said.describe("Whether they are also told by message (B-MAT-4)"),
    fields: z.array(z.object({ field_id: z.string(), label: z.string(), kind: z.string(), text: z.string(), why: whySchema })),
    participants: z.array(
      z.object({
        contact_id: z.string(),
        name: z.string().nullable().describe("Null: the sync user may not see this person"),
        role: z.string(),
        flagged: z
          .enum(["not_found", "skipped", "suspected_gone", "tombstone"])
          .nullable()
          .describe("Whoever the rule picks stands; this says why they cannot be reached (B-MAT-5)"),
        link: z.string().nullable(),
        why: whySchema,
      }),
    ),
    team: z.array(
      z.object({ staff_id: z.string(), name: z.string(), role: z.string(), phone: z.string(), email: z.string(), why: whySchema }),
    ),
    as_client: clientSeesSchema,
    as_client_es: clientSeesSchema.describe("The same for whoever reads Spanish; what has no Spanish words is in English"),
  })
  .openapi("Project", { description: "One matter as its participants may see it" });
export type Project = z.infer<typeof projectSchema>;

export const projectAnswerSchema = z
  .object({
    project: projectSchema.nullable().describe("Null: the settings work out nothing for clients"),
    stages: z.array(z.object({ stage: z.string(), since: time.nullable() })).describe("The stages in which it was seen, oldest first"),
    worked_out_at: time.nullable(),
  })
  .openapi("ProjectAnswer");
export type ProjectAnswer = z.infer<typeof projectAnswerSchema>;

export const tryProjectBodySchema = z
  .strictObject({ document: z.record(z.string(), z.unknown()).describe("The whole settings document to try") })
  .openapi("TryProject", { example: { document: { preset: "relationship_clio", projects: { on: true } } } });

export const mainClientBodySchema = z
  .strictObject({ contact_id: text(200).min(1).describe("A person of this connection") })
  .openapi("NameMainClient", { example: { contact_id: "1042" } });

export const projectsOverviewSchema = z
  .object({
    on: z.boolean().describe("Whether anything is worked out for clients"),
    open: count.describe("Open matters, leads left out"),
    with_type: count.describe("Of these, how many have a type"),
    with_phase: count.describe("Of these, how many have a phase"),
    complete: z.number().min(0).max(1).nullable().describe("The share of open matters that have a phase; null: there are none"),
    shown: count.describe("Matters that their participants see"),
    notified: count.describe("Matters whose participants are also told by message"),
    messages_paused: count.describe("Open matters in a stage that no phase has (B-MAT-9)"),
    main_client: z
      .object({ skipped: count, company: count, not_found: count, nobody: count })
      .describe("Open matters whose main client cannot be reached (B-MAT-5)"),
    unmapped_types: z.array(z.object({ value: z.string(), count })).describe("What stands for no type, the most frequent first (B-MAT-3)"),
    unmapped_stages: z
      .array(z.object({ type: z.string(), stage: z.string(), count }))
      .describe("Stages that no phase of their type has, the most frequent first"),
    titles_unmapped: z
      .array(z.object({ title: z.string(), staff: count }))
      .describe("Titles of active staff that belong to no role (B-MAT-7)"),
    titles_not_found: z.array(z.object({ role: z.string(), title: z.string() })).describe("Titles that a role names and nobody has"),
  })
  .openapi("ProjectsOverview");
export type ProjectsOverview = z.infer<typeof projectsOverviewSchema>;

export const projectQuerySchema = z.strictObject({
  list: z.enum(PROJECT_LISTS).openapi({ description: "Which of them", example: "unmapped_stage" }),
  value: text(500).optional().openapi({ description: "Only those with this unmapped value or stage", example: "Discovery" }),
  ...pageQuery,
});

export const projectRowSchema = z
  .object({
    provider_id: z.string(),
    number: z.string(),
    name: z.string(),
    status: statusSchema,
    stage: z.string(),
    type: z.string().nullable(),
    type_value: z.string().describe("What its type was looked up by"),
    phase: z.string().nullable(),
    messages_paused: z.boolean(),
    shown: z.boolean(),
    notified: z.boolean(),
    main_client: z.string().nullable().describe("The main client's name"),
    link: z.string().nullable(),
  })
  .openapi("ProjectRow");
export type ProjectRow = z.infer<typeof projectRowSchema>;
export const projectPageSchema = pageOf(projectRowSchema, "ProjectPage");
