/** What the clients' app asks and gets, under /portal/api/v1. */
import { z } from "@hono/zod-openapi";
import { day, text, time } from "./common.ts";
import { clientSeesSchema } from "./projects.ts";

const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 21:00");
export const languageSchema = z.enum(["en", "es"]).describe("English or Spanish");
const email = text(320)
  .trim()
  .min(3)
  .regex(/^[^\s@]+@[^\s@]+$/, "must be an e-mail address");
const token = text(200).min(1).describe("What stands behind `#` in the link");

export const askSignInSchema = z
  .strictObject({ email, language: languageSchema })
  .openapi("AskSignIn", { example: { email: "lucia@rivera.example", language: "en" } });
export const signInLinkSchema = z.strictObject({ token }).openapi("UseSignInLink", { example: { token: "x7Jq0T" } });
export const askAgainSchema = z
  .strictObject({ token, language: languageSchema })
  .openapi("AskSignInAgain", { example: { token: "x7Jq0T", language: "es" } });

export const askedSchema = z
  .object({ asked: z.literal(true).describe("Whoever has this address gets a letter; whether somebody does is not said") })
  .openapi("SignInAsked");
export const doneSchema = z.object({ done: z.literal(true) }).openapi("PortalDone");

export const preferencesSchema = z
  .strictObject({
    language: languageSchema,
    email: z.boolean().describe("Tell me by e-mail"),
    text: z.boolean().describe("Tell me by text message, where the firm has set that up"),
    quiet: z
      .strictObject({ from: hour, until: hour })
      .nullable()
      .describe("At these times nothing comes, by the firm's clock; null: at any time"),
  })
  .openapi("PortalPreferences", { example: { language: "en", email: true, text: false, quiet: { from: "21:00", until: "08:00" } } });
export type PortalPreferences = z.infer<typeof preferencesSchema>;

export const portalMeSchema = z
  .object({
    name: z.string(),
    email: z.string().describe("With which they came in"),
    firm: z.object({ name: z.string(), time_zone: z.string() }),
    preferences: preferencesSchema,
    text_number: z.string().nullable().describe("To which number texts would go; null: the firm sends none, or they have no number"),
  })
  .openapi("PortalMe");
export type PortalMe = z.infer<typeof portalMeSchema>;

export const portalMatterLineSchema = z
  .object({
    matter_id: z.string(),
    title: z.string(),
    phase: z.string().nullable().describe("Null: status and opened date stand for it"),
    opened_on: day.nullable(),
    read_only: z.boolean().describe("It is closed"),
  })
  .openapi("PortalMatterLine");
export const portalMattersSchema = z
  .object({ items: z.array(portalMatterLineSchema), as_of: time.nullable().describe("When the firm's system was last read") })
  .openapi("PortalMatters");
export type PortalMatters = z.infer<typeof portalMattersSchema>;

export const portalMatterSchema = clientSeesSchema
  .extend({
    matter_id: z.string(),
    role: z.string().describe("As which they take part"),
    read_only: z.boolean(),
    readable_until: day.nullable().describe("The last day on which a closed matter can be read"),
    as_of: time,
  })
  .openapi("PortalMatter");
export type PortalMatter = z.infer<typeof portalMatterSchema>;

export const portalSessionsSchema = z
  .object({
    items: z.array(
      z.object({
        session_id: z.uuid(),
        browser: z.string(),
        created_at: time,
        last_used_at: time,
        here: z.boolean().describe("It is the one that asks"),
      }),
    ),
  })
  .openapi("PortalSessions");
export type PortalSessions = z.infer<typeof portalSessionsSchema>;

export const portalNoticesSchema = z
  .object({
    items: z.array(
      z.object({
        notice_id: z.uuid(),
        at: time,
        kind: z.enum(["phase", "message", "document", "form"]),
        matter_id: z.string(),
        matter: z.string(),
        phase: z.string().nullable().describe("The step that it was about"),
        address: z.string().describe("Where it was sent to"),
      }),
    ),
  })
  .openapi("PortalNotices", {
    description: "What they were told, and why: each was sent since they take part in the matter and have not switched it off",
  });
export type PortalNotices = z.infer<typeof portalNoticesSchema>;

/** What comes along with the page itself, so that it can be read at once: no route of its own. */
export interface PortalFirst {
  /** Without the app's own part: "/", "/matters/5021". */
  path: string;
  language: "en" | "es";
  /** Null: nobody is signed in. */
  me: PortalMe | null;
  /** What the page would ask first, by the address below /portal/api/v1. */
  answers: Record<string, unknown>;
}

const mailToken = text(2000).min(1).describe("The last part of the link in the e-mail");
export const lookUnsubscribeSchema = z
  .strictObject({ token: mailToken })
  .openapi("LookAtAutomatedMail", { example: { token: "q83vEjRWeJCrze8" } });
export const unsubscribeSchema = z
  .strictObject({ token: mailToken, stop: z.boolean().describe("False: they want them again") })
  .openapi("StopAutomatedMail", { example: { token: "q83vEjRWeJCrze8", stop: true } });
export const automatedMailSchema = z
  .object({
    firm: z.string(),
    address: z.string().describe("Its first letter and its domain"),
    stopped: z.boolean(),
    own: z.boolean().describe("They stopped it themselves, and may take that back here; else a member of the firm noted it down"),
  })
  .openapi("AutomatedMail");
export type AutomatedMail = z.infer<typeof automatedMailSchema>;
