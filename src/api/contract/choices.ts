/** What settings can choose from: the provider's own fields, groups, titles and staff, by name. */
import { z } from "@hono/zod-openapi";

const named = z.object({ id: z.string(), name: z.string() });

export const choicesSchema = z
  .object({
    tag_fields: z.array(named).describe("Contact custom fields that can give tags (B-TAG-7)"),
    date_fields: z.array(named).describe("Clio: contact custom fields that can become key facts (B-KEY-2)"),
    matter_fields: z.array(named).describe("Custom fields of matters"),
    practice_areas: z.array(z.string()),
    stages: z
      .array(z.object({ name: z.string(), practice_area: z.string().nullable().describe("Clio: the one that it belongs to") }))
      .describe("Stages of matters"),
    groups: z.array(z.string()).describe("MyCase: people groups. Clio: relationship texts"),
    titles: z.array(z.string()).describe("Titles of the staff"),
    staff: z
      .array(
        named.extend({
          title: z.string(),
          active: z.boolean(),
          by_email: z
            .object({ member_id: z.uuid(), name: z.string() })
            .nullable()
            .describe("The member of the same e-mail, without any rule"),
          unmapped_because: z.string().nullable().describe("Why there is none: never guessed (B-CON-8)"),
        }),
      )
      .describe("Whom a rule by hand can name"),
    members: z.array(z.object({ member_id: z.uuid(), name: z.string(), active: z.boolean() })),
  })
  .openapi("SettingsChoices");
export type Choices = z.infer<typeof choicesSchema>;
