/** Looking before and after: settings versions (B-WHY-4), and settings tried on the whole firm first (B-WHY-3). */
import { z } from "@hono/zod-openapi";
import { CONTACT_STATES } from "../../model/kinds.ts";
import { pageOf, text, time } from "./common.ts";

const count = z.number().int().min(0);

export const settingChangeSchema = z
  .object({
    path: z.string().describe("The setting").openapi({ example: "tags.city" }),
    old: z.unknown().describe("What it was; null: nothing"),
    new: z.unknown().describe("What it is since; null: nothing"),
  })
  .openapi("SettingChange");
export type SettingChange = z.infer<typeof settingChangeSchema>;

const versionFields = {
  version: count,
  note: z.string().nullable(),
  created_by: z.string().describe("Who made it"),
  created_at: time,
  in_force: z.boolean(),
  changes: z.array(settingChangeSchema).describe("Against the version before; of the first version none"),
};
export const settingsVersionSchema = z.object(versionFields).openapi("SettingsVersion");
export type SettingsVersion = z.infer<typeof settingsVersionSchema>;
export const settingsVersionPageSchema = pageOf(settingsVersionSchema, "SettingsVersionPage");
export const settingsVersionWholeSchema = z
  .object({
    ...versionFields,
    document: z.record(z.string(), z.unknown()).describe("The whole document of that version"),
    against: count.nullable().describe("The version that `changes` compares with"),
  })
  .openapi("WholeSettingsVersion");
export type WholeSettingsVersion = z.infer<typeof settingsVersionWholeSchema>;

export const rollbackBodySchema = z
  .strictObject({
    version: z.number().int().min(1).describe("The version to go back to"),
    if_version: count.optional().describe("The version in force that you saw; refused when another has come since"),
    note: text(500).optional(),
  })
  .openapi("SettingsRollback", { example: { version: 1, if_version: 2 } });

export const previewBodySchema = z
  .strictObject({
    document: z.record(z.string(), z.unknown()).optional().describe("The whole document to try"),
    version: z.number().int().min(1).optional().describe("Or an earlier version to try"),
    if_version: count.optional().describe("The version in force that you changed; refused when another has come since"),
  })
  .refine((body) => (body.document === undefined) !== (body.version === undefined), {
    path: ["document"],
    message: "either `document` or `version` is needed",
  })
  .openapi("StartPreview", { example: { version: 1 } });

export const previewStartedSchema = z
  .object({ preview_id: z.uuid(), href: z.string().describe("Where to follow it") })
  .openapi("StartedPreview");
export type StartedPreview = z.infer<typeof previewStartedSchema>;

export const PREVIEW_GROUPS = [
  "came_in",
  "went_out",
  "state",
  "client_status",
  "owner_to",
  "owner_from",
  "tag_gained",
  "tag_lost",
  "key_fact_gained",
  "key_fact_lost",
  "matter_shown",
  "matter_hidden",
  "matter_notified",
  "matter_unnotified",
  "matter_type",
  "matter_phase",
  "matter_paused",
  "matter_resumed",
  "participant_added",
  "participant_removed",
  "participant_role",
  "other",
] as const;

export const previewGroupSchema = z
  .object({
    list: z.string().describe("Names the list: `list` of …/rows").openapi({ example: "tag_gained:boston" }),
    entity: z.enum(["contact", "matter"]).describe("Of what it is a list"),
    what: z.enum(PREVIEW_GROUPS).describe("What would happen to these contacts or matters"),
    label: z.string().describe("Which tag, member, key fact, status, type, phase or role; empty where `what` says it all"),
    count: count.describe("How many"),
    sample: z.array(z.object({ provider_id: z.string(), name: z.string() })).describe("A few of them"),
  })
  .openapi("PreviewGroup");
export type PreviewGroup = z.infer<typeof previewGroupSchema>;

const before_after = z.object({ before: count, after: count });
const previewProjectsSchema = z
  .object({
    open: count.describe("Open matters as they would be, leads left out"),
    shown: before_after.describe("Matters shown to their participants"),
    notified: before_after.describe("Of these, whose participants are also told by message"),
    with_phase: before_after.describe("Open matters that have a phase"),
    messages_paused: before_after.describe("Open matters in a stage that no phase has (B-MAT-9)"),
    unmapped_types: z.array(z.object({ value: z.string(), count })).describe("What would stand for no type, the most frequent first"),
    unmapped_stages: z
      .array(z.object({ type: z.string(), stage: z.string(), count }))
      .describe("Stages that no phase of the type would have, the most frequent first"),
  })
  .openapi("PreviewProjects");

export const previewSchema = z
  .object({
    preview_id: z.uuid(),
    connection_id: z.uuid(),
    state: z.enum(["running", "done", "failed", "applied"]),
    error: z.string().nullable().describe("Why it failed"),
    base_version: count.describe("The settings version that it compares with"),
    created_by: z.string(),
    created_at: time,
    progress: z.object({ done: count, total: count }).describe("Records gone through"),
    changes: z.array(settingChangeSchema).describe("What the tried settings say otherwise"),
    outcome: z
      .object({
        contacts: count.describe("Contacts gone through"),
        changed: count.describe("Of those that are in, or would be, how many would change"),
        states: z
          .array(z.object({ state: z.enum(CONTACT_STATES), before: count, after: count }))
          .describe("Contacts by state, as they are and as they would be; each column adds up to `contacts` (B-SYN-10)"),
        groups: z.array(previewGroupSchema).describe("The largest lists of each kind"),
        groups_left_out: count.describe("Lists that are not shown here; their contacts are in …/rows"),
        matters: z.object({ changed: count, left_out: count, taken_in: count }),
        projects: previewProjectsSchema.nullable().describe("Matters as clients would see them; null: nothing is worked out for clients"),
      })
      .nullable()
      .describe("Once it is done"),
  })
  .openapi("Preview", { description: "What settings would change; nothing has been changed" });
export type Preview = z.infer<typeof previewSchema>;

export const previewRowSchema = z
  .object({
    entity: z.enum(["contact", "matter"]),
    provider_id: z.string(),
    name: z.string(),
    link: z.string().nullable(),
    changes: z.array(
      z.object({
        field: z.string(),
        old: z.unknown(),
        new: z.unknown(),
        rule: z.string().nullable(),
        why: z.string().nullable().describe("In one sentence: why it would be so; of a tag or key fact that goes, why it is there now"),
      }),
    ),
  })
  .openapi("PreviewRow");
export type PreviewRow = z.infer<typeof previewRowSchema>;
export const previewPageSchema = pageOf(previewRowSchema, "PreviewPage");

export const applyBodySchema = z.strictObject({ note: text(500).optional() }).openapi("ApplyPreview", { example: { note: "City tags" } });
export const appliedSchema = z.object({ version: count.describe("Now in force") }).openapi("AppliedPreview");
