/** What is logged about contacts, the files that go with it, and what waits for a matter. */
import { z } from "@hono/zod-openapi";
import { activityEditSchema, activitySchema as form } from "../../model/activity.ts";
import { ACTIVITY_KINDS } from "../../model/settings.ts";
import { connectionQuery, idParam, pageOf, pageQuery, text, time } from "./common.ts";
import { deliverySchema, deliveryStateSchema } from "./deliveries.ts";

export const activityParam = idParam("activity_id", "The activity's id");
export const fileParam = idParam("file_id", "The file's id");
export const kindSchema = z.enum(ACTIVITY_KINDS).describe("What kind of activity it is");
const contact_id = z.string().describe("The contact's id at the provider");

export const fileSchema = z
  .object({
    file_id: z.uuid(),
    name: z.string(),
    media_type: z.string(),
    size: z.number().int().min(0).describe("Bytes"),
    sha256: z.string().describe("Of its content, hexadecimal"),
    created_at: time,
  })
  .openapi("File");
export type File = z.infer<typeof fileSchema>;

export const uploadQuerySchema = z.strictObject({
  name: text(255)
    .min(1)
    // oxlint-disable-next-line no-control-regex -- to refuse them
    .regex(/^[^/\\\u0000-\u001F\u007F\u202A-\u202E\u2066-\u2069]+$/, "must be a file's name, without folders")
    .refine((name) => /[^\s.]/.test(name), "must be a file's name")
    .openapi({ description: "The file's name", example: "Deed of trust.pdf" }),
  type: z
    .string()
    .max(127)
    .regex(/^[a-z0-9][\w.+-]*\/[a-z0-9][\w.+-]*$/i, "must be a media type such as application/pdf")
    .default("application/octet-stream")
    .openapi({ description: "What is in it", example: "application/pdf" }),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits in lower case")
    .optional()
    .openapi({ description: "Of its content; refused when something else arrives" }),
});

export const logActivitySchema = form.openapi("LogActivity", {
  example: {
    kind: "note",
    contact: { connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10", provider_id: "1042" },
    matter_id: "5012",
    subject: "Custody hearing",
    body: "Lucía is content with the proposed schedule.",
  },
});
export const editActivitySchema = activityEditSchema.openapi("EditActivity", { example: { body: "Lucía agrees to the schedule." } });

export const activitySchema = z
  .object({
    activity_id: z.uuid(),
    connection_id: z.uuid(),
    contact_id,
    matter_id: z.string().nullable().describe("The chosen matter; null: none (B-WRB-4)"),
    kind: kindSchema,
    direction: z.enum(["in", "out"]).nullable().describe("`in`: from the contact; `out`: to the contact; null: neither"),
    occurred_at: time,
    author: z.object({ member_id: z.uuid(), name: z.string() }).describe("In whose name it is written (B-WRB-3)"),
    subject: z.string(),
    body: z.string().describe("Plain text"),
    address: z.string().nullable().describe("The other side's e-mail address or phone number"),
    conversation: z.string().nullable(),
    files: z.array(fileSchema),
    source: z.enum(["member", "api", "automation", "portal", "command_line"]).describe("Who made it known"),
    kept_here: z.boolean().describe("Its kind is switched off: it stays in Privity (B-WRB-2)"),
    revision: z.number().int().describe("Counts edits, from 1"),
    created_at: time,
    edited_at: time.nullable(),
    deliveries: z.array(deliverySchema).describe("Its records at the provider, and how they stand; none where it stays here"),
  })
  .openapi("Activity");
export type Activity = z.infer<typeof activitySchema>;
export const activityPageSchema = pageOf(activitySchema, "ActivityPage");

export const activityQuerySchema = z.strictObject({
  connection: connectionQuery,
  contact: text(200).min(1).optional().openapi({ description: "About this contact, by its id at the provider; with `connection`" }),
  matter: text(200).min(1).optional().openapi({ description: "On this matter, by its id at the provider; with `connection`" }),
  kind: kindSchema.optional().openapi({ description: "Of this kind" }),
  ...pageQuery,
});

export const needsFilingSchema = z
  .object({
    activity_id: z.uuid(),
    connection_id: z.uuid(),
    contact_id,
    contact_name: z.string(),
    contact_link: z.string().nullable(),
    kind: kindSchema,
    subject: z.string(),
    occurred_at: time,
    suggestions: z
      .array(
        z.object({
          matter_id: z.string(),
          number: z.string(),
          name: z.string(),
          why: z.string().describe("Why it is suggested"),
          link: z.string().nullable(),
        }),
      )
      .describe("Open matters of the contact, the likeliest first"),
    deliveries: z.array(z.object({ delivery_id: z.uuid(), state: deliveryStateSchema })),
  })
  .openapi("NeedsFiling");
export type NeedsFiling = z.infer<typeof needsFilingSchema>;
export const needsFilingPageSchema = pageOf(needsFilingSchema, "NeedsFilingPage");

export const fileActivitySchema = z
  .strictObject({ matter_id: text(200).min(1) })
  .openapi("FileActivity", { example: { matter_id: "5012" } });
export const filedSchema = z
  .object({
    activity: activitySchema,
    outcome: z
      .enum(["filed", "moved", "kept"])
      .describe(
        "`filed`: it goes to the matter; `moved`: it was moved there; `kept`: the record stays where it is at the provider, Privity knows the matter",
      ),
  })
  .openapi("FiledActivity");
