/** Automations: what starts by itself, its ledger with every reason, held batches, e-mails on their way, tasks and pauses. */
import { z } from "@hono/zod-openapi";
import { automationDocumentSchema, automationRulesSchema } from "../../model/automation.ts";
import { day, pageOf, providerSchema, text, time } from "./common.ts";

const name = text(200).refine((value) => value.trim() !== "", "must not be blank");

export type AutomationWhy = z.infer<typeof startWhySchema>;
export const startWhySchema = z
  .object({
    code: z.string().describe("The case; stable, for programs"),
    rule: z.string().describe("The rule of the behaviour book").openapi({ example: "B-AUT-4" }),
    sentence: z.string().describe("Why, in one sentence"),
    next: z.string().nullable().describe("What somebody can do about it"),
  })
  .openapi("AutomationWhy");

export const automationSchema = z
  .object({
    automation_id: z.uuid(),
    name: z.string(),
    active: z.boolean(),
    active_since: time.nullable(),
    version: z.number().int(),
    document: automationDocumentSchema,
    saved_by: z.string(),
    saved_at: time,
  })
  .openapi("Automation");
export type AutomationAnswer = z.infer<typeof automationSchema>;

const documentExample = {
  trigger: { kind: "new_client" as const },
  conditions: [{ kind: "lacks_tag" as const, tag: "No newsletter" }],
  steps: [
    { kind: "email" as const, template_id: "019402f5-3a00-7d11-8b20-5c1e7f9a2d55" },
    { kind: "wait" as const, days: 3, hours: 0 },
    { kind: "task" as const, member_id: null, title: "Call the new client", due_days: 1 },
  ],
};
export const newAutomationSchema = z.strictObject({ name, document: automationDocumentSchema }).openapi("NewAutomation", {
  example: { name: "Welcome", document: documentExample },
});
export const saveAutomationSchema = z
  .strictObject({ name, document: automationDocumentSchema, if_version: z.number().int().min(1).describe("The version that you read") })
  .openapi("SaveAutomation", { example: { name: "Welcome", document: documentExample, if_version: 1 } });
export const automationListSchema = z
  .object({
    items: z.array(
      automationSchema.extend({
        held: z.number().int().describe("Starts that wait for a person"),
        started: z.number().int().describe("How many it started, ever"),
        last_started_at: time.nullable(),
      }),
    ),
  })
  .openapi("AutomationList");
export type AutomationList = z.infer<typeof automationListSchema>;
export const automationVersionsSchema = z
  .object({
    items: z.array(z.object({ version: z.number().int(), document: automationDocumentSchema, created_by: z.string(), created_at: time })),
  })
  .openapi("AutomationVersions");

export const previewAnswerSchema = z
  .object({
    would_start: z.enum(["yes", "held", "later", "no"]),
    why: startWhySchema.nullable().describe("Why not, or not at once; null: nothing stands against it"),
    to: z.string().nullable().describe("The address that e-mails would go to"),
    from_name: z.string().nullable().describe("In whose name"),
    leaves_at: time.nullable().describe("When the first e-mail would leave, in the firm's hours"),
    texts: z.array(
      z.object({
        step: z.number().int(),
        template: z.string(),
        subject: z.string().nullable(),
        body: z.string().nullable(),
        fell_back: z.array(z.string()).describe("Fields that are empty for this contact: their fallback stands in"),
        why: startWhySchema.nullable().describe("Why it could not be written"),
      }),
    ),
  })
  .openapi("AutomationPreview");

export type AutomationPreview = z.infer<typeof previewAnswerSchema>;

export const templateBodySchema = z
  .strictObject({
    name,
    subject: text(250).refine((value) => value.trim() !== "", "must not be blank"),
    body: text(20_000).refine((value) => value.trim() !== "", "must not be blank"),
    fallbacks: z.record(text(50), text(500).nullable()).describe("What stands in where a field is empty; null: the e-mail is held then"),
  })
  .openapi("AutomationTemplateText", {
    example: {
      name: "Welcome",
      subject: "Welcome to {{firm.name}}",
      body: "Dear {{contact.first_name}},\n\nwelcome.\n\n{{owner.name}}",
      fallbacks: { "firm.name": null, "contact.first_name": "client", "owner.name": null },
    },
  });
export const templateSchema = z
  .object({
    template_id: z.uuid(),
    name: z.string(),
    subject: z.string(),
    body: z.string(),
    fallbacks: z.record(z.string(), z.string().nullable()),
    updated_by: z.string(),
    updated_at: time,
  }) // oxfmt-ignore
  .openapi("AutomationTemplate");
export type Template = z.infer<typeof templateSchema>;
export const templateListSchema = z
  .object({
    items: z.array(templateSchema),
    fields: z.array(z.object({ field: z.string(), words: z.string() })).describe("All merge fields"),
  })
  .openapi("AutomationTemplateList");

export type TemplateList = z.infer<typeof templateListSchema>;

export const tryAutomationSchema = z
  .strictObject({
    connection_id: z.uuid(),
    provider_id: text(200).min(1).describe("The contact"),
    matter_id: text(200).min(1).nullable().default(null),
    document: automationDocumentSchema,
    templates: z
      .array(templateBodySchema.extend({ template_id: z.uuid() }).strict())
      .max(10)
      .default([])
      .describe("Templates as they would be; the others are as they are"),
  })
  .openapi("TryAutomation", {
    example: {
      connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10",
      provider_id: "1042",
      matter_id: null,
      document: documentExample,
      templates: [],
    },
  });

export const START_STATES = ["waiting", "held", "running", "done", "stopped", "not_started", "dismissed"] as const;
export const startSchema = z
  .object({
    start_id: z.uuid(),
    automation_id: z.uuid(),
    automation: z.string(),
    version: z.number().int(),
    provider: providerSchema,
    connection_id: z.uuid().nullable(),
    contact_id: z.string().describe("Blank: nobody"),
    contact_name: z.string().nullable(),
    matter_id: z.string().nullable(),
    occasion: z.string().describe("What for; an automation starts once for a contact and an occasion"),
    state: z.enum(START_STATES),
    why: startWhySchema.nullable(),
    cause: z.string().describe("What brought it about: a run, settings, a new day, a member"),
    cause_id: z.string().nullable(),
    since: time,
    created_at: time,
    batch_id: z.uuid().nullable(),
    step: z.number().int().describe("The step that is next, from 0"),
    due_at: time.nullable().describe("When something happens next by itself"),
    approved_by: z.string().nullable(),
  })
  .openapi("AutomationStart");
export type Start = z.infer<typeof startSchema>;
export const startPageSchema = pageOf(startSchema, "AutomationStartPage");

export const sendSchema = z
  .object({
    send_id: z.uuid(),
    start_id: z.uuid(),
    automation_id: z.uuid(),
    automation: z.string(),
    connection_id: z.uuid(),
    contact_id: z.string(),
    contact_name: z.string().nullable(),
    matter_id: z.string().nullable(),
    state: z
      .enum(["queued", "sending", "sent", "held", "failed", "needs_review", "cancelled"])
      .describe("`needs_review`: it may have left; it is never sent again by itself"),
    why: startWhySchema.nullable(),
    since: time,
    due_at: time.nullable(),
    sent_at: time.nullable(),
    message_id: z.string(),
    attempt: z.number().int(),
    address: z.string().nullable(),
    subject: z.string().nullable(),
    body: z.string().nullable(),
  })
  .openapi("AutomationEmail");
export type AutomationEmail = z.infer<typeof sendSchema>;
export const sendPageSchema = pageOf(sendSchema, "AutomationEmailPage");
export const resolveSchema = z
  .strictObject({ outcome: z.enum(["sent", "again", "drop"]).describe("It arrived; send it again; leave it alone") })
  .openapi("ResolveEmail", { example: { outcome: "sent" } });

export const startStorySchema = startSchema
  .extend({
    story: z.array(z.object({ at: time, state: z.enum(START_STATES), why: startWhySchema.nullable(), by: z.string().nullable() })),
    emails: z.array(sendSchema),
  })
  .openapi("AutomationStartStory");
export type StartStory = z.infer<typeof startStorySchema>;
export const contactStartsSchema = z
  .object({
    client_since: z
      .object({ since: time, cause: z.string(), cause_id: z.string().nullable() })
      .nullable()
      .describe("When they were first known to be a client, ever (B-AUT-1); null: never"),
    items: z.array(startSchema),
    next: z.string().nullable(),
  })
  .openapi("ContactAutomations");
export type ContactStarts = z.infer<typeof contactStartsSchema>;
export const startByHandSchema = z
  .strictObject({
    connection_id: z.uuid(),
    provider_id: text(200).min(1).describe("The contact"),
    matter_id: text(200).min(1).nullable().default(null),
  })
  .openapi("StartByHand", { example: { connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10", provider_id: "1042", matter_id: null } });

export const batchSchema = z
  .object({
    batch_id: z.uuid(),
    provider: providerSchema,
    cause: z.enum(["first_sync", "reconnect", "settings", "recompute", "restored", "many", "template_changed"]),
    cause_id: z.string(),
    why: startWhySchema,
    state: z.enum(["open", "approved", "dismissed"]),
    held: z.number().int().describe("How many would start"),
    automations: z.array(z.object({ automation_id: z.uuid(), name: z.string(), held: z.number().int() })),
    created_at: time,
    decided_by: z.string().nullable(),
    decided_at: time.nullable(),
  })
  .openapi("AutomationBatch");
export type Batch = z.infer<typeof batchSchema>;
export const batchListSchema = z.object({ items: z.array(batchSchema) }).openapi("AutomationBatchList");
export const decideBatchSchema = z
  .strictObject({
    start_ids: z.array(z.uuid()).max(5000).nullable().default(null).describe("Only these; null: all that are still held"),
    if_held: z.number().int().nullable().default(null).describe("How many were held when you looked; refused where it is otherwise by now"),
  })
  .openapi("DecideBatch", { example: { start_ids: null, if_held: null } });
export const decidedSchema = z.object({ decided: z.number().int() }).openapi("DecidedBatch");

export const taskSchema = z
  .object({
    task_id: z.uuid(),
    connection_id: z.uuid(),
    contact_id: z.string(),
    contact_name: z.string().nullable(),
    matter_id: z.string().nullable(),
    member_id: z.uuid(),
    member: z.string().nullable(),
    title: z.string(),
    due_on: day.nullable(),
    state: z.enum(["open", "done"]),
    created_at: time,
    done_at: time.nullable(),
    done_by: z.string().nullable(),
  })
  .openapi("Task");
export type Task = z.infer<typeof taskSchema>;
export const taskPageSchema = pageOf(taskSchema, "TaskPage");
export const setTaskSchema = z.strictObject({ done: z.boolean() }).openapi("SetTask", { example: { done: true } });

const target = {
  kind: z.enum(["contact", "matter", "firm"]),
  connection_id: z.uuid().nullable().default(null).describe("Of the contact or matter"),
  target_id: text(200).default("").describe("The contact's or matter's id at the provider; blank for the firm"),
};
export const pauseBodySchema = z
  .strictObject({ ...target, until: z.iso.datetime({ offset: true }).nullable().default(null).describe("Null: until somebody ends it") })
  .openapi("SetPause", {
    example: { kind: "contact", connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10", target_id: "1042", until: null },
  });
export const endPauseSchema = z.strictObject(target).openapi("EndPause", {
  example: { kind: "contact", connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10", target_id: "1042" },
});
export const pauseListSchema = z
  .object({
    items: z.array(
      z.object({
        kind: target.kind,
        provider: z.string().describe("Blank for the firm"),
        target_id: z.string(),
        until: time.nullable(),
        set_by: z.string(),
        set_at: time,
      }),
    ),
  })
  .openapi("PauseList");
export type PauseList = z.infer<typeof pauseListSchema>;

export const optOutBodySchema = z.strictObject({ address: z.email() }).openapi("OptOut", { example: { address: "nora@quill.example" } });
export const optOutPageSchema = pageOf(
  z.object({
    address: z.string(),
    set_by: z.string(),
    set_at: time,
    via: z
      .enum(["member", "link", "one_click"])
      .describe("A member noted it down; its owner used an e-mail's link, or their mail program's button"),
  }),
  "OptOutPage",
);
export type AutomationRules = z.infer<typeof rulesSchema>;
export const rulesSchema = z.strictObject(automationRulesSchema.shape).openapi("AutomationRules", {
  example: { from: "08:00", until: "19:00", days: [1, 2, 3, 4, 5], most_emails: 2, within_days: 7, most_starts: null },
});
