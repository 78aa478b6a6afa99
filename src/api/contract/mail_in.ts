/** Answers by e-mail: where they come in, and what came that a member has to look at. */
import { z } from "@hono/zod-openapi";
import { idParam, time } from "./common.ts";

export const heldMailParam = idParam("held_mail_id", "The letter's id");

export const mailInSchema = z
  .object({
    domain: z.string().nullable().describe("Answers go to reply+…@ this domain; null: it is not set up"),
    set_by: z.string().nullable(),
    set_at: time.nullable(),
  })
  .openapi("MailIn");
export type MailIn = z.infer<typeof mailInSchema>;
export const mailInSetSchema = mailInSchema
  .extend({ hook_url: z.string().describe("Where your mail service has to deliver each letter to that domain, raw. Told this once") })
  .openapi("MailInSet");
export type MailInSet = z.infer<typeof mailInSetSchema>;
export const setMailInSchema = z
  .strictObject({
    domain: z
      .string()
      .trim()
      .toLowerCase()
      .max(200)
      .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, "must be a domain such as reply.yourfirm.com"),
  })
  .openapi("SetMailIn", { example: { domain: "reply.hartwellosei.example" } });

export const heldMailSchema = z
  .object({
    held_mail_id: z.uuid(),
    thread_id: z.uuid().nullable().describe("Which thread it answers; null: none that there is"),
    from: z.string(),
    subject: z.string(),
    body: z.string(),
    reason: z.enum(["no_thread", "other_sender", "several", "closed", "empty"]),
    received_at: time,
  })
  .openapi("HeldMail");
export type HeldMail = z.infer<typeof heldMailSchema>;
export const heldMailsSchema = z.object({ items: z.array(heldMailSchema).describe("The latest 100 first") }).openapi("HeldMails");
export const decideMailSchema = z
  .strictObject({
    decision: z
      .enum(["take", "dismiss"])
      .describe("`take`: it is the client's message, in the thread that it answers; `dismiss`: it is nobody's"),
  })
  .openapi("DecideMail", { example: { decision: "dismiss" } });
