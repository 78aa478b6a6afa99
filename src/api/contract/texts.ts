/** Text messages: the firm's account that carries them, texts to a client, and those that came and a member has to look at. */
import { z } from "@hono/zod-openapi";
import { idParam, text, time } from "./common.ts";

export const textParam = idParam("text_id", "The text's id");
export const heldTextParam = idParam("held_text_id", "The text's id");
export const contactParams = z.object({
  connection_id: idParam("connection_id", "The connection's id"),
  provider_id: text(200)
    .min(1)
    .openapi({ param: { name: "provider_id", in: "path" }, description: "The contact's id at the provider", example: "1042" }),
});

// The account -----------------------------------------------------------------------------------------------------------------------

const account_sid = text(34)
  .trim()
  .regex(/^AC[0-9a-fA-F]{32}$/, "must be an account SID: AC and 32 letters and digits")
  .describe("The account at Twilio");
const api_key_sid = text(34)
  .trim()
  .regex(/^(SK[0-9a-fA-F]{32})?$/, "must be an API key's SID: SK and 32 letters and digits")
  .describe("The API key that texts are sent with; empty: the account's own token");
const sender = text(20)
  .trim()
  .regex(/^(\+[1-9]\d{6,14})?$/, "must be a number with its country, such as +12125550142")
  .describe("The firm's number that texts come from; empty: a messaging service chooses");
const service_sid = text(34)
  .trim()
  .regex(/^(MG[0-9a-fA-F]{32})?$/, "must be a messaging service's SID: MG and 32 letters and digits")
  .describe("A messaging service that chooses the number; empty: the one above");
const secret = text(200)
  .trim()
  .regex(/^[\x21-\x7e]*$/, "must be letters, digits and signs without spaces");

export const setTextingSchema = z
  .strictObject({
    ...{ account_sid, api_key_sid, sender, service_sid },
    auth_token: secret
      .optional()
      .describe("The account's auth token, with which Twilio signs. Left out or empty: what is kept stays, as long as the account does"),
    api_key_secret: secret.optional().describe("The API key's secret. Left out or empty: what is kept stays, as long as the key does"),
  })
  .refine((set) => (set.sender === "") !== (set.service_sid === ""), {
    path: ["sender"],
    message: "must be a number, or else a messaging service must be named; not both",
  })
  .openapi("SetTexting");
export const switchTextingSchema = z
  .strictObject({ sending: z.boolean().describe("False: nothing goes; what clients text is taken all the same") })
  .openapi("SwitchTexting", { example: { sending: true } });

export const textingSchema = z
  .object({
    account: z
      .object({ account_sid, api_key_sid, sender, service_sid, sending: z.boolean(), updated_at: time, updated_by: z.string() })
      .nullable()
      .describe("Its secrets are never given back. Null: none is set, and nothing goes or comes"),
    hook_url: z.string().nullable().describe("Where Twilio has to deliver texts that come to the number (“A message comes in”, HTTP POST)"),
    waiting: z.number().int().min(0),
    failed: z.number().int().min(0),
    to_review: z.number().int().min(0).describe("Of which nobody knows whether they left"),
  })
  .openapi("Texting");
export type Texting = z.infer<typeof textingSchema>;
export const testTextingSchema = z
  .strictObject({ number: text(100).trim().min(3).describe("Your own number") })
  .openapi("TestTexting", { example: { number: "+12125550142" } });
export const textingTestSchema = z
  .object({ sent: z.boolean(), words: z.string().describe("How it went, in Twilio's own words where it refused") })
  .openapi("TextingTest");
export type TextingTest = z.infer<typeof textingTestSchema>;

// Texts to a client --------------------------------------------------------------------------------------------------------------------

export const deliverySchema = z
  .object({
    state: z.enum(["on_its_way", "delivered", "not_delivered"]),
    words: z.string().nullable().describe("Why it did not arrive"),
  })
  .openapi("TextDelivery");

export const textNumberSchema = z
  .object({
    number: z.string(),
    label: z.string().describe("What the provider calls it"),
    stopped_at: time.nullable().describe("Since when nothing goes to it: they answered STOP"),
    shared_with: z.array(z.string()).describe("Others who have it too"),
    trouble: z.string().nullable().describe("Why the last text did not arrive"),
  })
  .openapi("TextNumber");
export type TextNumber = z.infer<typeof textNumberSchema>;

export const textSchema = z
  .object({
    text_id: z.uuid(),
    matter_id: z.string().nullable(),
    number: z.string(),
    body: z.string(),
    by: z.string().describe("Who wrote it"),
    state: z.enum(["queued", "sending", "sent", "failed", "needs_review", "cancelled"]),
    reason: z.string().nullable().describe("Stable, for programs"),
    words: z.string().nullable().describe("Why it waits, was refused, or needs a person"),
    can: z.array(z.enum(["now", "sent", "again", "drop"])).describe("What a member can say of it as it stands"),
    created_at: time,
    due_at: time.nullable().describe("When it leaves"),
    sent_at: time.nullable(),
    delivery: deliverySchema.nullable(),
  })
  .openapi("Text");
export type Text = z.infer<typeof textSchema>;

export const contactTextsSchema = z
  .object({
    on: z.boolean().describe("Whether the firm has texting, and it is switched on"),
    numbers: z.array(textNumberSchema).describe("By which they can be texted, the likeliest mobile first"),
    matters: z.array(z.object({ matter_id: z.string(), title: z.string() })).describe("Open ones that are shown to them"),
    items: z
      .array(textSchema)
      .describe(
        "What has not become part of a conversation: it waits, was refused, needs a person, or is of no matter. The latest 50 first",
      ),
  })
  .openapi("ContactTexts");
export type ContactTexts = z.infer<typeof contactTextsSchema>;

export const writeTextSchema = z
  .strictObject({
    key: z.uuid().describe("Made by whoever writes: the same once more is the same text"),
    body: text(1600)
      .refine((value) => value.trim() !== "", "must not be blank")
      .describe("Plain text, at most 1,600 characters"),
    matter_id: text(200).min(1).nullable().default(null).describe("About which matter; null: none"),
    number: text(20).nullable().default(null).describe("One of theirs, E.164; null: the first"),
    confirmed: z.boolean().default(false).describe("Others have the number too, and it is for this one"),
  })
  .openapi("WriteText", {
    example: { key: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e79", body: "See you at nine.", matter_id: "5012", number: null, confirmed: true },
  });
export const settleTextSchema = z
  .strictObject({
    word: z
      .enum(["now", "sent", "again", "drop"])
      .describe("Send it at this hour too; it is there; it is not, send it once more; it is not to go"),
  })
  .openapi("SettleText", { example: { word: "drop" } });

// Texts that came -----------------------------------------------------------------------------------------------------------------------

export const heldTextSchema = z
  .object({
    held_text_id: z.uuid(),
    number: z.string(),
    body: z.string(),
    files: z.array(z.string()).describe("Kinds of what hangs on it; fetched once it is somebody's"),
    reason: z.enum(["unknown", "several", "no_matter", "several_matters", "closed"]),
    received_at: time,
    choices: z
      .array(
        z.object({
          connection_id: z.uuid(),
          provider_id: z.string(),
          name: z.string(),
          matters: z.array(z.object({ matter_id: z.string(), title: z.string() })),
        }),
      )
      .describe("Who has the number, and their open matters; the likeliest first"),
  })
  .openapi("HeldText");
export type HeldText = z.infer<typeof heldTextSchema>;
export const heldTextsSchema = z.object({ items: z.array(heldTextSchema).describe("The latest 100 first") }).openapi("HeldTexts");
export const decideTextSchema = z
  .strictObject({
    contact: z
      .strictObject({ connection_id: z.uuid(), provider_id: text(200).min(1) })
      .nullable()
      .describe("Whose it is; null: nobody's"),
    matter_id: text(200).min(1).nullable().default(null).describe("About which of their matters; null: none"),
  })
  .openapi("DecideText", { example: { contact: null, matter_id: null } });
