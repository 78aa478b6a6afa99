/** The SMTP server that a firm's mail goes through, and the mail itself, but for what it says. */
import { z } from "@hono/zod-openapi";
import { idParam, pageOf, pageQuery, text, time } from "./common.ts";

export const mailParam = idParam("mail_id", "The mail's id");

const host = text(253).trim().min(1).describe("The server's name");
const port = z.number().int().min(1).max(65535);
const security = z
  .enum(["tls", "starttls", "none"])
  .describe("`tls`: encrypted from the first byte on (mostly port 465); `starttls`: turns encrypted, or is not used (587); `none`");
const username = text(320).trim().describe("Empty: the server lets us in without");
/** A name with an address, or an address alone; never a line break, which would begin another header. */
const from_address = text(320)
  .trim()
  .regex(/^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, "must be an address, such as Hartwell & Osei <office@example.com>")
  .describe("Who the mail comes from");

export const setMailServerSchema = z
  .strictObject({
    ...{ host, port, security, username, from_address },
    password: text(1000).optional().describe("Left out or empty: the one that is kept stays, as long as server and user name do"),
  })
  .openapi("SetMailServer");

export const mailServerSchema = z
  .object({
    own: z
      .object({ host, port, security, username, from_address, updated_at: time, updated_by: z.string() })
      .nullable()
      .describe("The firm's own server; its password is never given back. Null: none is set"),
    installed: z.boolean().describe("Whether this installation has a server, through which mail goes where the firm has none of its own"),
    waiting: z.number().int().min(0).describe("Mail that waits to be sent"),
    failed: z.number().int().min(0).describe("Mail that was given up"),
  })
  .openapi("MailServer");
export type MailServer = z.infer<typeof mailServerSchema>;

export const mailTestSchema = z
  .object({
    sent: z.boolean(),
    to: z.string().describe("Your own address"),
    words: z.string().describe("How it went, with the server's own words where it refused"),
  })
  .openapi("MailTest");
export type MailTest = z.infer<typeof mailTestSchema>;

export const mailSchema = z
  .object({
    mail_id: z.uuid(),
    recipient: z.string(),
    subject: z.string(),
    state: z.enum(["waiting", "sent", "failed"]),
    attempts: z.number().int().min(0),
    next_at: time.nullable().describe("When it is tried next; null: it is not"),
    error: z.string().nullable().describe("What went wrong the last time"),
    created_at: time,
    sent_at: time.nullable(),
  })
  .openapi("Mail");
export type Mail = z.infer<typeof mailSchema>;
export const mailPageSchema = pageOf(mailSchema, "MailPage");
export const mailQuerySchema = z.strictObject({ state: z.enum(["waiting", "sent", "failed"]).optional(), ...pageQuery });
