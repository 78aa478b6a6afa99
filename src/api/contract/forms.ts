/** Forms: built by the firm, filled in by clients, compared with the provider's custom fields (B-WRB-9). */
import { z } from "@hono/zod-openapi";
import { answerValueSchema, FIELD_TYPES, formDocumentSchema, type FormDocument } from "../../model/form.ts";
import { day, pageOf, text, time } from "./common.ts";

export type { FormDocument, FormField } from "../../model/form.ts";

const name = text(200).refine((value) => value.trim() !== "", "must not be blank");

export const formDocumentExample: z.input<typeof formDocumentSchema> = {
  title: { en: "About the accident", es: "Sobre el accidente" },
  sections: [
    {
      fields: [
        { key: "injured", type: "checkbox", label: { en: "Were you injured?", es: "¿Resultó herido?" } },
        {
          ...{ key: "hospital", type: "text", required: true, target: { field_id: "55001" } },
          label: { en: "Which hospital treated you?", es: "¿Qué hospital le atendió?" },
          show_when: { field: "injured", is: "true" },
        },
      ],
    },
  ],
  due_days: 7,
  remind_days: 3,
};

export const formSchema = z
  .object({
    form_id: z.uuid(),
    connection_id: z.uuid().describe("Its custom fields and phases are this connection's"),
    name: z.string(),
    version: z.number().int(),
    document: formDocumentSchema,
    saved_by: z.string(),
    saved_at: time,
    open: z.number().int().describe("Sent, and still to be filled in"),
    to_confirm: z.number().int().describe("Handed in, with answers that a member has to decide about"),
  })
  .openapi("Form");
export type Form = z.infer<typeof formSchema>;
export const formListSchema = z.object({ items: z.array(formSchema) }).openapi("FormList");
export type FormList = z.infer<typeof formListSchema>;

export const newFormSchema = z.strictObject({ name, connection_id: z.uuid(), document: formDocumentSchema }).openapi("NewForm", {
  example: {
    name: "Accident intake",
    connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10",
    document: formDocumentExample as FormDocument,
  },
});
export const saveFormSchema = z
  .strictObject({ name, document: formDocumentSchema, if_version: z.number().int().min(1).describe("The version that you read") })
  .openapi("SaveForm", { example: { name: "Accident intake", document: formDocumentExample as FormDocument, if_version: 1 } });

export const formPlacesSchema = z
  .object({
    fields: z.array(
      z.object({
        field_id: z.string(),
        name: z.string(),
        type: z.string(),
        fits: z.array(z.enum(FIELD_TYPES)).describe("The kinds of answers that it takes"),
        options: z.array(z.object({ option_id: z.string(), text: z.string() })).describe("Of a picklist"),
      }),
    ),
    phases: z.array(z.object({ type: z.string(), phase: z.string() })).describe("The phases that clients see, by type of matter"),
    leads: z.literal("not_offered").describe("Neither provider turns a lead into a client by its API (B-WRB-9)"),
  })
  .openapi("FormPlaces");
export type FormPlaces = z.infer<typeof formPlacesSchema>;

export const formPeopleSchema = z
  .object({
    items: z.array(
      z.object({
        contact_id: z.string(),
        name: z.string(),
        email: z.string().nullable(),
        main_client: z.boolean(),
        has_open: z.array(z.string()).describe("Names of the forms that they have to fill in for this matter already"),
      }),
    ),
  })
  .openapi("FormPeople");
export type FormPeople = z.infer<typeof formPeopleSchema>;

export const REQUEST_STATES = ["held", "open", "submitted", "withdrawn", "dismissed"] as const;
export const requestSchema = z
  .object({
    request_id: z.uuid(),
    form_id: z.uuid(),
    form: z.string(),
    version: z.number().int(),
    connection_id: z.uuid(),
    matter_id: z.string(),
    matter: z.string(),
    contact_id: z.string(),
    contact_name: z.string(),
    state: z
      .enum(REQUEST_STATES)
      .describe(
        "`held`: a first sync, a reconnect or settings brought it about, or it was found after an old backup was put back; a member looks first (B-AUT-2)",
      ),
    why: z.string().describe("Why it was sent, or is held, in one sentence"),
    sent_by: z.string(),
    created_at: time,
    sent_at: time.nullable(),
    due_on: day.nullable(),
    reminders: z.number().int(),
    remind_at: time.nullable(),
    submitted_at: time.nullable(),
    ended_by: z.string().nullable(),
    to_confirm: z.number().int().describe("Answers that a member has to decide about"),
  })
  .openapi("FormRequest");
export type FormRequest = z.infer<typeof requestSchema>;
export const requestPageSchema = pageOf(requestSchema, "FormRequestPage");

export const comparisonSchema = z.object({
  field_key: z.string(),
  custom_field: z.string().describe("Its name at the provider"),
  state: z
    .enum(["same", "to_confirm", "on_its_way", "written", "failed", "kept", "no_field"])
    .describe(
      "`to_confirm`: the provider says something else, a member decides. `no_field`: the custom field is gone or takes no such answer",
    ),
  ours: z.string().nullable().describe("What the client answered, as the provider would show it"),
  theirs: z.string().nullable().describe("What the provider had when it was compared or decided; null: nothing"),
  now: z.string().nullable().describe("What the provider has by now, as it was last read"),
  seen: z.string().nullable().describe("Hand this back with a decision: it says what you have seen"),
  decidable: z.boolean(),
  words: z.string().nullable().describe("What its delivery says"),
  delivery_id: z.uuid().nullable(),
  decided_by: z.string().nullable(),
  decided_at: time.nullable(),
});
export const requestDetailSchema = requestSchema
  .extend({
    activity_id: z.uuid().nullable(),
    answers: z.array(
      z.object({
        key: z.string(),
        label: z.string(),
        type: z.enum(FIELD_TYPES),
        text: z.string().describe("As people read it; blank: nothing"),
        answered_at: time.nullable(),
        comparison: comparisonSchema.nullable().describe("Where it goes to a custom field and was handed in"),
      }),
    ),
  })
  .openapi("FormRequestDetail");
export type FormRequestDetail = z.infer<typeof requestDetailSchema>;

export const sendFormSchema = z
  .strictObject({
    form_id: z.uuid(),
    matter_id: text(200).min(1),
    contact_ids: z.array(text(200).min(1)).min(1).max(20),
    due_on: z.iso.date().nullable().optional().describe("Absent: as the form says"),
  })
  .openapi("SendForm", { example: { form_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10", matter_id: "5012", contact_ids: ["1042"] } });
export const decideAnswerSchema = z
  .strictObject({
    decision: z.enum(["write", "keep"]).describe("Write the client's answer, or keep what the provider has"),
    seen: text(20_000).nullable().describe("`seen` of the comparison: where the provider says something else by now, nothing is done"),
  })
  .openapi("DecideFormAnswer", { example: { decision: "write", seen: null } });
export const decideHeldSchema = z
  .strictObject({
    requests: z
      .array(z.strictObject({ request_id: z.uuid() }))
      .min(1)
      .max(500),
    decision: z.enum(["send", "dismiss"]),
  })
  .openapi("DecideHeldForms", { example: { requests: [{ request_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10" }], decision: "send" } });
export const decidedSchema = z
  .object({ done: z.array(z.uuid()), refused: z.array(z.uuid()).describe("Decided before, or their matter is closed by now") })
  .openapi("FormsDecided");
export const sentSchema = z.object({ items: z.array(requestSchema) }).openapi("FormsSent");

// For clients, under /portal/api/v1 -----------------------------------------------------------------------------------------------------

export const clientFormRowSchema = z
  .object({
    request_id: z.uuid(),
    matter_id: z.string(),
    title: z.string(),
    state: z.enum(["open", "submitted"]),
    due_on: day.nullable(),
    sent_at: time.nullable(),
    submitted_at: time.nullable(),
    read_only: z.boolean().describe("It was handed in, or its matter is closed"),
  })
  .openapi("PortalFormRow");
export const clientFormsSchema = z.object({ items: z.array(clientFormRowSchema) }).openapi("PortalForms");
export type PortalForms = z.infer<typeof clientFormsSchema>;

const kept = z.object({ value: answerValueSchema, revision: z.number().int() });
export const clientFormSchema = clientFormRowSchema
  .extend({
    intro: z.string(),
    thanks: z.string(),
    sections: z.array(
      z.object({
        title: z.string(),
        fields: z.array(
          z.object({
            key: z.string(),
            type: z.enum(FIELD_TYPES),
            label: z.string(),
            help: z.string(),
            required: z.boolean(),
            show_when: z.object({ field: z.string(), is: z.string() }).nullable(),
            options: z.array(z.object({ key: z.string(), label: z.string() })),
          }),
        ),
      }),
    ),
    answers: z.record(z.string(), kept),
  })
  .openapi("PortalForm");
export type PortalForm = z.infer<typeof clientFormSchema>;

export const saveAnswersSchema = z
  .strictObject({
    answers: z
      .record(text(40), z.strictObject({ value: answerValueSchema, revision: z.number().int().min(1).max(2_000_000_000) }))
      .refine((answers) => Object.keys(answers).length <= 100, "at most 100 at a time")
      .describe("`revision`: one more than the one you had"),
  })
  .openapi("SaveFormAnswers", { example: { answers: { hospital: { value: "Mercy", revision: 2 } } } });
export const savedAnswersSchema = z
  .object({
    saved: z.record(z.string(), z.number().int()).describe("The revision that each has now"),
    newer: z.record(z.string(), kept).describe("Another device was later: this is what is there"),
    faults: z.record(z.string(), z.string()).describe("Not kept, and why"),
  })
  .openapi("FormAnswersSaved");
export type SavedAnswers = z.infer<typeof savedAnswersSchema>;
