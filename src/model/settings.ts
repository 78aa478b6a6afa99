/**
 * Everything that a firm decides about one connection, in one document. Stored with versions (B-WHY-4); every value has a default
 * from a preset (section 14 of the behaviour book), and every field a description that the screens and the API show.
 */
import { z } from "zod";

const matterChoice = z.enum(["all", "open"]).describe("Which matters count: all of them, or open ones only (pending is not open)");
const attorneyChoice = z
  .enum(["none", "most_recent", "all"])
  .describe("No tag, the attorney of the matter that decides the owner, or the attorneys of all matters");
const matterTag = z.strictObject({ on: z.boolean(), matters: matterChoice });
const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time such as 06:00");

export const settingsSchema = z.strictObject({
  preset: z
    .enum(["relationship_clio", "relationship_mycase", "case_updates_mycase", "portal_mycase", "combined"])
    .describe("The preset that the defaults came from"),
  sync: z.strictObject({
    incremental_at: z.array(localTime).min(1).max(24).describe("When what changed is read, each day"),
    incremental_zone: z.enum(["firm", "utc"]).describe("Whether these times are the firm's local time or UTC"),
    webhooks: z.boolean().describe("Whether the provider tells us at once what changed"),
    weekly_full: z.boolean().describe("Whether everything is read again once a week"),
    matters_first_years: z
      .number()
      .int()
      .min(1)
      .max(100)
      .nullable()
      .describe("How many years back closed matters are taken in, counted from the first sync; null: no limit"),
    matters_later_days: z
      .number()
      .int()
      .min(1)
      .max(3650)
      .nullable()
      .describe("How many days back each later sync reads matters at least; null: since the last success"),
    leads: z.boolean().describe("Whether the provider's own leads are read (MyCase)"),
  }),
  matters: z.strictObject({
    lead: z
      .strictObject({ field_id: z.string().min(1), value: z.string().min(1).max(200) })
      .nullable()
      .describe("The custom field and its value that mark a matter as a lead: it makes nobody a client; null: no matter is a lead"),
  }),
  contacts: z.strictObject({
    scope: z
      .enum(["all", "clients", "clients_and_related", "everyone", "on_matters_and_payers", "main_clients"])
      .describe(
        "Which contacts are taken in. Clio: clients, clients_and_related, everyone (also those never on a matter). MyCase: all, on_matters_and_payers, main_clients",
      ),
    primary_email_only: z.boolean().describe("Keep only the primary e-mail, also where it is not valid. No effect on MyCase, which has one"),
    country: z.string().regex(/^[A-Z]{2}$/).describe("The firm's country (ISO 3166), for phone numbers written without one"),
    never_engage: z
      .array(z.string().min(1).max(200))
      .max(500)
      .nullable()
      .describe("Groups (MyCase) or relationship texts (Clio) that are never engaged; null: those that contain Judge, Expert, Opposing, Co-Counsel, Witness or Mediator"),
  }),
  owner: z.strictObject({
    role: z
      .enum(["lead", "originating", "primary_member"])
      .describe("Who owns a contact: the lead (Clio: responsible) attorney, the originating attorney, or one primary member for all (Clio)"),
    fallback: z.enum(["primary_member", "unassigned"]).describe("Who owns a contact that no attorney leads to"),
    primary_member: z.string().nullable().describe("The primary member's id"),
    attorney_rules: z
      .array(z.strictObject({ staff_id: z.string().min(1), member_id: z.string().min(1) }))
      .max(2000)
      .describe("Attorney to member by hand; beats the e-mail mapping"),
  }),
  tags: z.strictObject({
    practice_area: matterTag,
    related_practice_area: matterTag.describe("Clio: Related: <area>, of matters where related"),
    relationships: z.boolean().describe("Clio: the relationship text"),
    related_contacts: z.boolean().describe("Clio: Related Contacts, for whoever has a relationship to a matter"),
    matter_number: matterTag.describe("Clio: display number. MyCase: case number, else name"),
    matter_stage: matterTag.describe("Clio: Matter: <stage or status>"),
    personal: z.boolean().describe("Clio: Personal, for who is the client in their own right"),
    company: z.boolean().describe("Clio: Company, for who acts for a client company"),
    people_group: z.boolean().describe("MyCase: Group: <name>"),
    city: z.boolean(),
    state: z.boolean(),
    postal_code: z.boolean(),
    country: z.boolean().describe("Clio only"),
    lead_attorney: attorneyChoice,
    originating_attorney: attorneyChoice,
    custom_fields: z.array(z.string()).max(500).describe("Ids of the contact custom fields that give tags"),
  }),
  key_facts: z.strictObject({
    birthday: z.enum(["none", "all", "clients", "prospects"]).describe("Who has the synced birthday"),
    provider_id: z.boolean().describe("Keep the provider's id as a reference fact"),
    custom_dates: z.array(z.string()).max(500).describe("Clio: ids of the custom date fields that become key facts"),
  }),
  segment: z.strictObject({
    mode: z.enum(["any", "all", "none"]).describe("Contacts with any, all or none of the tags are taken in"),
    tags: z.array(z.string().min(1).max(64)).max(500).describe("Provider tags; an empty list restricts nothing"),
  }),
  team: z.strictObject({
    positions: z
      .array(z.strictObject({ title: z.string().min(1), position: z.enum(["attorney", "paralegal", "other"]) }))
      .max(500)
      .describe("What a staff title means, where the provider does not say and the words of the title mislead"),
  }),
});

export type Settings = z.infer<typeof settingsSchema>;
