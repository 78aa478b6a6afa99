/** What members add to a contact: tags, key facts, a pinned owner. No sync removes them (B-SYN-5). */
import { z } from "@hono/zod-openapi";
import { text, time } from "./common.ts";

const by = z.object({ member_id: z.uuid(), name: z.string() }).nullable().describe("The member who did it; null: not known any more");

export const additionsSchema = z
  .object({
    pin: z
      .object({
        owner: z.object({
          member_id: z.uuid(),
          name: z.string(),
          active: z.boolean().describe("A pin to an inactive member is ignored (B-OWN-4)"),
        }),
        by,
        at: time,
      })
      .nullable()
      .describe("Who owns the contact whatever the rules say (B-OWN-4)"),
    tags: z.array(z.object({ name: z.string(), by, at: time })),
    key_facts: z.array(
      z.object({
        key_fact_id: z.uuid(),
        label: z.string(),
        date: z.string().nullable().describe("YYYY-MM-DD, or --MM-DD where the year is missing (B-KEY-3)"),
        text: z.string(),
        by,
        at: time,
      }),
    ),
  })
  .openapi("Additions");
export type Additions = z.infer<typeof additionsSchema>;

export const pinBodySchema = z.strictObject({ member_id: z.uuid() }).openapi("PinOwner", {
  example: { member_id: "019402f4-6b10-7a2e-8c44-1f5e9d0b3a72" },
});
export const tagBodySchema = z
  .strictObject({ name: text(200).refine((name) => name.trim() !== "", "must not be blank") })
  .openapi("AddTag", { example: { name: "Holiday card" } });
export const keyFactBodySchema = z
  .strictObject({
    label: text(100).refine((label) => label.trim() !== "", "must not be blank"),
    date: text(20).nullable().default(null).describe("YYYY-MM-DD, or --MM-DD where the year is not known"),
    text: text(1000).default(""),
  })
  .openapi("KeyFactText", { example: { label: "Wedding anniversary", date: "--06-14", text: "" } });
