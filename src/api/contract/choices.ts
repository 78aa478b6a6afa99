/** What settings can choose from: the provider's own fields, groups, titles and staff, by name; and what they touch. */
import { z } from "@hono/zod-openapi";
import { pageOf, time } from "./common.ts";

const named = z.object({ id: z.string(), name: z.string() });
const count = z.number().int().min(0);
/** Which of them matter: those with no matter are choices all the same. */
const matters = count.describe("Matters that have it now");
const contact = z.object({ provider_id: z.string(), name: z.string() });

export const choicesSchema = z
  .object({
    tag_fields: z.array(named).describe("Contact custom fields that can give tags (B-TAG-7)"),
    date_fields: z.array(named).describe("Clio: contact custom fields that can become key facts (B-KEY-2)"),
    matter_fields: z.array(named).describe("Custom fields of matters"),
    practice_areas: z.array(z.object({ name: z.string(), matters })),
    stages: z
      .array(z.object({ name: z.string(), practice_area: z.string().nullable().describe("Clio: the one that it belongs to"), matters }))
      .describe("Stages of matters"),
    groups: z.array(z.string()).describe("MyCase: people groups. Clio: relationship texts"),
    titles: z
      .array(
        z.object({
          title: z.string(),
          staff: count.describe("How many have it"),
          examples: z.array(z.string()).describe("A few of them"),
          positions: z
            .array(z.enum(["attorney", "paralegal", "other"]))
            .describe("What they are taken for without a word of yours (B-MAT-1)"),
        }),
      )
      .describe("Titles of the staff, the most frequent first"),
    staff: z
      .array(
        named.extend({
          title: z.string(),
          email: z.string(),
          active: z.boolean().describe("At the provider"),
          by_email: z
            .object({ member_id: z.uuid(), name: z.string() })
            .nullable()
            .describe("The member of the same e-mail, without any rule"),
          unmapped_because: z.string().nullable().describe("Why there is none: never guessed (B-CON-8)"),
          ambiguous: z.boolean().describe("One e-mail, several people"),
        }),
      )
      .describe("Whom a rule by hand can name"),
    members: z.array(z.object({ member_id: z.uuid(), name: z.string(), email: z.string(), active: z.boolean() })),
  })
  .openapi("SettingsChoices");
export type Choices = z.infer<typeof choicesSchema>;

export const foundFieldsSchema = z
  .object({
    counted: count.describe("Records gone through"),
    cut: z.boolean().describe("Whether there are more records, which were not counted"),
    items: z.array(
      named.extend({
        type: z.string(),
        records: count.describe("Records that hold a value"),
        values: z.array(z.object({ text: z.string(), records: count })).describe("The most frequent ones"),
        more: z.boolean().describe("Whether there are further values"),
        tag: z.string().nullable().describe("The tag that the most frequent value gives; null: this field gives none"),
      }),
    ),
  })
  .openapi("FoundFields");
export type FoundFields = z.infer<typeof foundFieldsSchema>;

export const foundGroupsSchema = z
  .object({
    items: z.array(
      z.object({
        name: z.string(),
        contacts: count,
        examples: z.array(z.string()).describe("A few of their names"),
        prefilled: z.boolean().describe("Whether it is on the list that stands without a word of yours (B-CLI-5)"),
      }),
    ),
  })
  .openapi("FoundGroups");
export type FoundGroups = z.infer<typeof foundGroupsSchema>;

export const segmentCountSchema = z
  .object({
    candidates: count.describe("Contacts that the segment decides on: neither skipped nor out of scope"),
    in: count.describe("Of these, how many would be in"),
    coming: count.describe("Are out of the segment now and would be in"),
    leaving: count.describe("Are in now and would not be"),
    tags: z.array(z.object({ key: z.string(), contacts: count })).describe("How many have each of the tags asked for"),
    examples: z.object({ coming: z.array(contact), leaving: z.array(contact) }),
  })
  .openapi("SegmentCount");
export type SegmentCount = z.infer<typeof segmentCountSchema>;

export const touchedSchema = z
  .object({
    contacts: count.describe("All that the mirror has"),
    contacts_in: count,
    out_of_scope: count,
    out_of_segment: count,
    clients: count.describe("Of those that are in"),
    owned: count.describe("Of those that are in, how many some member owns"),
    pinned: count,
    matters: count,
    matters_open: count,
    matters_left_out: count,
    staff: count,
    staff_unmapped: count.describe("Active at the provider, and no member stands for them"),
  })
  .openapi("SettingsTouch");
export type Touched = z.infer<typeof touchedSchema>;

export const pinSchema = z
  .object({
    contact: contact.describe("Whose owner is pinned"),
    member: z.object({ member_id: z.uuid(), name: z.string() }),
    by: z.string().nullable().describe("Who pinned; null: not known any more"),
    at: time,
    ignored_because: z.string().nullable().describe("Why the pin has no effect (B-OWN-4); null: it has"),
  })
  .openapi("Pin");
export type Pin = z.infer<typeof pinSchema>;
export const pinPageSchema = pageOf(pinSchema, "PinPage");
