/**
 * Everything that a firm decides about one connection, in one document. Stored with versions (B-WHY-4); every value has a default
 * from a preset (section 14 of the behaviour book), and every field a description that the screens and the API show.
 */
import { isSupportedCountry } from "libphonenumber-js/min";
import { z } from "zod";
import { projectsSchema } from "./settings_projects.ts";

export const PRESETS = ["relationship_clio", "relationship_mycase", "case_updates_mycase", "portal_mycase", "combined"] as const;
export type PresetName = (typeof PRESETS)[number];

/** What can happen with a contact; each kind has its own switch for being written to the provider (B-WRB-1, B-WRB-2). */
export const ACTIVITY_KINDS = ["email", "note", "card", "call", "text", "message", "document"] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

const writes = (what: string) => z.boolean().describe(`Whether ${what} are written to the provider; otherwise they stay in Privity`);
const minutes = z.number().int().min(0).max(1440);

const matterChoice = z.enum(["all", "open"]).describe("Which matters count: all of them, or open ones only (pending is not open)");
const attorneyChoice = z.enum(["none", "most_recent", "all"]);
const matterTag = (what: string) => z.strictObject({ on: z.boolean().describe(what), matters: matterChoice }).describe(what);
const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Must be a time such as 06:00");
const id = z.string().min(1).max(200);

/** No two entries may speak of the same thing: which of them counts could only be guessed. */
const areUnlike = (keys: string[]): boolean => new Set(keys).size === keys.length;

export const settingsSchema = z.strictObject({
  preset: z.enum(PRESETS).describe("The preset that the values started from; on the page, choosing another one fills in its values"),
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
      .describe("How many years back closed matters are taken in, counted from the first sync; none: no limit"),
    matters_later_days: z
      .number()
      .int()
      .min(1)
      .max(3650)
      .nullable()
      .describe("How many days back each later sync reads matters at least; none: since the last success"),
    leads: z.boolean().describe("MyCase: whether the provider's own leads are read"),
  }),
  matters: z.strictObject({
    lead: z
      .strictObject({ field_id: id, value: id })
      .nullable()
      .describe("The custom field and its value that mark a matter as a lead: it makes nobody a client; none: no matter is a lead"),
  }),
  contacts: z.strictObject({
    scope: z
      .enum(["all", "clients", "clients_and_related", "everyone", "on_matters_and_payers", "main_clients"])
      .describe("Which of the provider's contacts are taken in; the others stay out of scope, and are kept up to date all the same"),
    primary_email_only: z
      .boolean()
      .describe("Keep only the primary e-mail, also where it is not valid. No effect on MyCase, which has one"),
    country: z
      .string()
      .refine((code) => isSupportedCountry(code), "Must be a country's two capital letters, such as US")
      .describe("The firm's country (two letters), for phone numbers written without one"),
    never_engage: z
      .array(id)
      .max(500)
      .nullable()
      .describe(
        "Groups (MyCase) or relationship texts (Clio) that are never engaged; without such a list: those that contain Judge, Expert, Opposing, Co-Counsel, Witness or Mediator",
      ),
  }),
  owner: z.strictObject({
    role: z
      .enum(["lead", "originating", "primary_member"])
      .describe(
        "Who owns a contact: the lead (Clio: responsible) attorney, the originating attorney, or one primary member for all (Clio)",
      ),
    fallback: z.enum(["primary_member", "unassigned"]).describe("Who owns a contact that no attorney leads to"),
    primary_member: id.nullable().describe("The member who owns what the two settings beside this give to the primary member"),
    attorney_rules: z
      .array(z.strictObject({ staff_id: id, member_id: id }))
      .max(2000)
      .refine((rules) => areUnlike(rules.map((rule) => rule.staff_id)), "Must name each attorney once")
      .describe("Attorney to member by hand; beats the e-mail mapping"),
  }),
  tags: z.strictObject({
    practice_area: matterTag("The practice area of their matters (Clio: of those where they are the client)"),
    related_practice_area: matterTag("Clio: Related: <area>, of matters where related, not client"),
    relationships: z.boolean().describe("Clio: the relationship text"),
    related_contacts: z.boolean().describe("Clio: Related Contacts, for whoever has a relationship to a matter"),
    matter_number: matterTag("Clio: the display number. MyCase: the case number, else the name"),
    matter_stage: matterTag("Clio: Matter: <stage or status>"),
    personal: z.boolean().describe("Clio: Personal, for who is the client in their own right"),
    company: z.boolean().describe("Clio: Company, for who acts for a client company"),
    people_group: z.boolean().describe("MyCase: Group: <name>"),
    city: z.boolean().describe("The primary address's city"),
    state: z.boolean().describe("The primary address's state"),
    postal_code: z.boolean().describe("The primary address's postal code"),
    country: z.boolean().describe("Clio: the primary address's country"),
    lead_attorney: attorneyChoice.describe(
      "Lead: <name> (Clio: Responsible: <name>): none, of the matter that decides the owner, or of all matters",
    ),
    originating_attorney: attorneyChoice.describe("Originating: <name>: none, of the matter that decides the owner, or of all matters"),
    custom_fields: z
      .array(id)
      .max(500)
      .describe(
        "The contact custom fields that give tags (Clio: checkbox, currency, numeric, picklist, text; MyCase: all but long text and date)",
      ),
  }),
  key_facts: z.strictObject({
    birthday: z.enum(["none", "all", "clients", "prospects"]).describe("Who has the synced birthday"),
    provider_id: z.boolean().describe("Keep the provider's id as a reference fact"),
    custom_dates: z.array(id).max(500).describe("Clio: the contact's custom date fields that become key facts"),
  }),
  segment: z.strictObject({
    mode: z.enum(["any", "all", "none"]).describe("Contacts with any, all or none of the tags are taken in"),
    tags: z.array(z.string().min(1).max(64)).max(500).describe("Provider tags; an empty list restricts nothing"),
  }),
  writeback: z.strictObject({
    email: writes("e-mails"),
    note: writes("notes"),
    card: writes("cards"),
    call: writes("calls"),
    text: writes("text messages"),
    message: writes("portal messages"),
    document: writes("documents"),
    call_place: z
      .enum(["note", "communication"])
      .describe("Clio: a call is a note on the contact, or a phone communication. No effect on MyCase, which has a call log"),
    text_place: z
      .enum(["thread", "note"])
      .describe(
        "MyCase: a day of texts is a message thread among staff, or one note. What became of a message in a thread cannot be looked up: when an answer is lost, a person decides. No effect on Clio, where it is a communication",
      ),
    message_place: z
      .enum(["note", "thread"])
      .describe(
        "MyCase: a portal message is a case note, or a message in a thread among staff. What became of a message in a thread cannot be looked up: when an answer is lost, a person decides. No effect on Clio, where it is a communication",
      ),
    on_behalf: z
      .boolean()
      .describe("Whether the sync user writes for members who have not connected their own account, with “on behalf of” and the name"),
    client_recipients: z
      .boolean()
      .describe("MyCase: whether the client is a recipient of message threads. MyCase may e-mail the client about each of them"),
    message_minutes: minutes.describe("How many minutes portal messages wait before they are written, so that they can still be changed"),
    document_minutes: minutes.describe("How many minutes documents wait before they are written, so that they can still be changed"),
  }),
  team: z.strictObject({
    positions: z
      .array(z.strictObject({ title: id, position: z.enum(["attorney", "paralegal", "other"]) }))
      .max(500)
      .refine((entries) => areUnlike(entries.map((entry) => entry.title.trim().toLowerCase())), "Must name each title once")
      .describe("What a staff title means, whatever the provider and the title's words say"),
  }),
  projects: projectsSchema,
});

export type Settings = z.infer<typeof settingsSchema>;
