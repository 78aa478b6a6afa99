/** Contacts: rows of lists, the whole contact with its reasons, and the lists of what is not in. */
import { z } from "@hono/zod-openapi";
import { CONTACT_STATES } from "../../model/kinds.ts";
import { activitySchema } from "./activities.ts";
import { connectionQuery, day, historySchema, ownerSchema, pageOf, pageQuery, providerSchema, text, time, whySchema } from "./common.ts";

const identity = {
  connection_id: z.uuid(),
  provider: providerSchema,
  provider_id: z.string().describe("The contact's id at the provider (B-CTC-7)"),
  name: z.string(),
  link: z.string().nullable().describe("Its page at the provider (B-CTC-7)"),
};

export const stateSchema = z.enum(CONTACT_STATES).describe("The one state that it is in (B-SYN-10)");
export const clientStatusSchema = z
  .enum(["client", "active", "pending", "past"])
  .nullable()
  .describe("Null: not a client. `client`: by the provider's flag alone");
const matterRole = z.enum(["client", "payer", "on_case", "related"]);

/** What narrows a list of contacts; also what is done to many of them, and what is exported. */
export const contactFilter = {
  connection: connectionQuery,
  q: text(200).optional().openapi({
    description:
      "Words of names, companies, e-mails, phone digits or ids; all must be found. Words of one or two characters count from a word's beginning",
    example: "rivera",
  }),
  state: z
    .enum([...CONTACT_STATES, "any"])
    .default("in")
    .openapi({ description: "Contacts in this state; `any`: in whatever state" }),
  status: z
    .enum(["client", "active", "pending", "past", "none"])
    .optional()
    .openapi({ description: "Client status; `client`: whoever is a client, active, pending and past ones too; `none`: not a client" }),
  owner: z
    .union([z.uuid(), z.literal("none")], { error: "must be a member's id or `none`" })
    .optional()
    .openapi({ description: "Owned by this member; `none`: by nobody" }),
  tag: text(64).min(1).optional().openapi({ description: "Has this tag, upper and lower case alike" }),
  health: z.enum(["fine", "duplicate", "issue", "held"]).optional().openapi({
    description:
      "`duplicate`: shares an e-mail or phone with another contact (B-CTC-6); `issue`: something could not be used, such as a birthday that cannot be read; `held`: something that was to be written to the provider is held or needs review; `fine`: none of these",
  }),
};
export const contactFilterSchema = z.strictObject(contactFilter);
export type ContactFilterQuery = z.infer<typeof contactFilterSchema>;
export const contactQuerySchema = z.strictObject({ ...contactFilter, ...pageQuery });

export const contactRowSchema = z
  .object({
    ...identity,
    job_title: z.string(),
    company_name: z.string(),
    email: z.string().nullable().describe("The first usable one"),
    phone: z.string().nullable().describe("The first usable one, E.164"),
    state: stateSchema,
    client_status: clientStatusSchema,
    owner: ownerSchema,
    tags: z.array(z.string()),
    birthday: z
      .string()
      .nullable()
      .describe("YYYY-MM-DD, or --MM-DD where the year is missing; a member's own before the provider's (B-KEY-3)"),
    last_activity_at: time.nullable().describe("When the activity that was logged last took place"),
    health: z.array(z.enum(["duplicate", "issue", "held"])).describe("What somebody may want to look at; empty: nothing"),
  })
  .openapi("ContactRow");
export type ContactRow = z.infer<typeof contactRowSchema>;
export const contactPageSchema = pageOf(contactRowSchema, "ContactPage");

const contactMatterSchema = z
  .object({
    provider_id: z.string(),
    number: z.string(),
    name: z.string(),
    status: z.enum(["open", "pending", "closed"]),
    practice_area: z.string(),
    stage: z.string(),
    left_out: z.boolean().describe("Too old for the window: no rule knows it (B-SYN-2)"),
    link: z.string().nullable(),
    capacity: matterRole.describe("How the contact takes part"),
    role: z.string().describe("The relationship as the firm wrote it"),
    via_company: z.object({ id: z.string(), name: z.string() }).nullable().describe("The company through which (B-CLI-4)"),
  })
  .openapi("ContactMatter");

export const duplicateSchema = z
  .object({ ...identity, shared: z.array(z.string()).describe("The e-mails and phones that both have") })
  .openapi("PossibleDuplicate");

export const contactSchema = z
  .object({
    ...identity,
    type: z.enum(["person", "company"]),
    first_name: z.string(),
    middle_name: z.string(),
    last_name: z.string(),
    job_title: z.string(),
    company_name: z.string(),
    emails: z.array(z.object({ address: z.string(), label: z.string() })),
    phones: z.array(z.object({ number: z.string(), label: z.string(), fax: z.boolean() })),
    addresses: z.array(
      z.object({
        label: z.string(),
        street: z.string(),
        city: z.string(),
        state: z.string(),
        postal_code: z.string(),
        country: z.string(),
      }),
    ),
    date_of_birth: z.string().nullable(),
    channels: z
      .object({
        emails: z.array(z.string()),
        phones: z.array(z.object({ number: z.string(), extension: z.string().nullable() })),
        postal: z.boolean(),
      })
      .describe("What can be used to reach them (B-CTC-3)"),
    state: stateSchema,
    state_why: whySchema,
    state_since: time.describe("Since when, as far as history goes back (B-WHY-1)"),
    other_whys: z.array(whySchema).describe("Further reasons that hold too"),
    client_status: clientStatusSchema,
    status_why: whySchema,
    status_since: time,
    prospect: z.boolean().describe("Synced and not a client (B-CLI-5)"),
    never_engage: z.union([whySchema, z.null()]).describe("Why they are never engaged; null: they may be"),
    owner: z.object({ member_id: z.uuid().nullable(), name: z.string().nullable(), why: whySchema, since: time }),
    tags: z.array(z.object({ name: z.string(), origins: z.array(z.enum(["provider", "manual"])), whys: z.array(whySchema), since: time })),
    key_facts: z.array(
      z.object({
        label: z.string(),
        origin: z.enum(["provider", "manual"]),
        date: z.string().nullable(),
        text: z.string(),
        why: whySchema,
        since: time,
      }),
    ),
    issues: z.array(whySchema).describe("What could not be used, such as a birthday that cannot be read"),
    matters: z.array(contactMatterSchema),
    duplicates: z.array(duplicateSchema).describe("Contacts that share an e-mail or phone (B-CTC-6)"),
    lives_on: z
      .array(duplicateSchema)
      .describe("Of one that is not in: contacts with the same e-mail or phone, such as the survivor of a merge"),
    activities: z
      .array(activitySchema)
      .describe("The latest that was logged, and how it stands at the provider; all of it at /api/v1/activities"),
    history: z.array(historySchema).describe("The latest changes; all of them at …/history"),
    revisit_on: day.nullable().describe("The next day on which this may change by itself"),
    worked_out_at: time.describe("When all this was worked out"),
    read_at: time.nullable().describe("When it was read from the provider"),
  })
  .openapi("Contact");
export type Contact = z.infer<typeof contactSchema>;

export const historyPageSchema = pageOf(historySchema, "HistoryPage");

export const skippedSchema = z.object({ ...identity, why: whySchema, other_whys: z.array(whySchema) }).openapi("SkippedContact");
export type Skipped = z.infer<typeof skippedSchema>;
export const skippedPageSchema = pageOf(skippedSchema, "SkippedPage");

export const quarantinedSchema = z
  .object({
    connection_id: z.uuid(),
    provider: providerSchema,
    kind: z.string(),
    provider_id: z.string(),
    reason: z.string().describe("What is wrong with it"),
    link: z.string().nullable(),
    first_at: time,
    last_at: time,
  })
  .openapi("QuarantinedRow");
export type Quarantined = z.infer<typeof quarantinedSchema>;
export const quarantinedPageSchema = pageOf(quarantinedSchema, "QuarantinedPage");

export const hiddenSchema = z
  .object({
    connection_id: z.uuid(),
    provider: providerSchema,
    provider_id: z.string(),
    link: z.string().nullable(),
    matters: z
      .array(z.object({ provider_id: z.string(), number: z.string(), name: z.string(), role: z.string(), link: z.string().nullable() }))
      .describe("The first matters that name the person"),
  })
  .openapi("HiddenPerson");
export type Hidden = z.infer<typeof hiddenSchema>;
export const hiddenPageSchema = pageOf(hiddenSchema, "HiddenPage");

export const duplicateGroupSchema = z
  .object({ channel: z.string().describe("The e-mail or phone that they share"), contacts: z.array(z.object(identity)) })
  .openapi("DuplicateGroup");
export type DuplicateGroup = z.infer<typeof duplicateGroupSchema>;
export const duplicatePageSchema = pageOf(duplicateGroupSchema, "DuplicatePage");
