/** What members ask of the portal: who may come in, whose shared addresses are, what clients were told. */
import { z } from "@hono/zod-openapi";
import { STANDINGS } from "../../portal/store_people.ts";
import { idParam, pageOf, pageQuery, text, time } from "./common.ts";
import { languageSchema } from "./portal.ts";

const email = text(320)
  .trim()
  .min(3)
  .regex(/^[^\s@]+@[^\s@]+$/, "must be an e-mail address");
const contactId = text(200).min(1).describe("The contact's id at the provider");

export const portalPersonParams = z.object({
  connection_id: idParam("connection_id", "The connection's id"),
  provider_id: text(200)
    .min(1)
    .openapi({ param: { name: "provider_id", in: "path" }, description: "The contact's id at the provider", example: "1042" }),
});

export const standingSchema = z
  .enum(STANDINGS)
  .describe(
    "`by_themselves`: they may come in as participants; `let_in`: a member let them in; `shared`: several have the address, somebody has to say whose it is; " +
      "`anothers`: it is another's or nobody's; `never_engage`, `company`: by invitation only; `no_email`, `unusable`: they cannot; `revoked`: a member shut them out",
  );

export const portalPeopleQuery = z.strictObject({
  ...pageQuery,
  standing: standingSchema.optional().openapi({ description: "Only these" }),
});
export const portalPersonSchema = z
  .object({
    connection_id: z.uuid(),
    provider_id: z.string(),
    name: z.string(),
    email: z.string().nullable().describe("By which they come in"),
    standing: standingSchema,
    matters: z.number().int().min(0).describe("In how many shown matters they take part"),
    last_seen_at: time.nullable().describe("Null: they were never here"),
    decided_by: z.string().nullable().describe("The member who let them in or shut them out"),
    decided_at: time.nullable(),
  })
  .openapi("PortalPerson");
export type PortalPerson = z.infer<typeof portalPersonSchema>;
export const portalPeopleSchema = pageOf(portalPersonSchema, "PortalPersonPage");

export const inviteSchema = z
  .strictObject({ address: email.describe("An e-mail of the contact, as the provider has it"), language: languageSchema })
  .openapi("InviteToPortal", { example: { address: "family@rivera.example", language: "en" } });
export const invitedSchema = z.object({ invited: z.literal(true) }).openapi("InvitedToPortal");
export const revokedSchema = z.object({ revoked: z.literal(true) }).openapi("RevokedFromPortal");

const contactRef = z.object({ connection_id: z.uuid(), provider_id: contactId });
export const sharedAddressSchema = z
  .object({
    email: z.string(),
    contacts: z.array(contactRef.extend({ name: z.string(), takes_part: z.boolean().describe("In a matter that is shown") })),
    owner: contactRef.nullable().describe("Whose it is, as a member said"),
    answered_by: z.string().nullable(),
    answered_at: time.nullable(),
    open: z.boolean().describe("Nobody has answered, or somebody more has it since"),
  })
  .openapi("SharedAddress");
export type SharedAddress = z.infer<typeof sharedAddressSchema>;
export const sharedAddressPageSchema = pageOf(sharedAddressSchema, "SharedAddressPage");
export const sharedAddressQuery = z.strictObject(pageQuery);
export const nameAddressSchema = z
  .strictObject({
    address: email,
    contact: z.strictObject({ connection_id: z.uuid(), provider_id: contactId }).nullable().describe("Null: nobody's; it lets nobody in"),
  })
  .openapi("NameAddress", {
    example: { address: "family@rivera.example", contact: { connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10", provider_id: "1042" } },
  });
export const namedSchema = z.object({ named: z.literal(true) }).openapi("NamedAddress");

const NOTICE_STATES = ["queued", "sending", "sent", "not_sent", "failed", "needs_review", "cancelled"] as const;
export const noticeParams = z.object({ notice_id: idParam("notice_id", "The notice's id") });
export const noticeQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(NOTICE_STATES).optional().openapi({ description: "Only these", example: "needs_review" }),
});
export const clientNoticeSchema = z
  .object({
    notice_id: z.uuid(),
    connection_id: z.uuid(),
    provider_id: z.string().describe("The contact"),
    name: z.string().nullable(),
    matter_id: z.string(),
    kind: z.enum(["phase", "message", "document", "form"]),
    state: z.enum(NOTICE_STATES),
    reason: z.string().nullable().describe("Why it waits, was not sent, or needs a person; stable, for programs"),
    since: time,
    created_at: time,
    due_at: time.nullable(),
    address: z.string().nullable(),
    subject: z.string().nullable(),
    error: z.string().nullable(),
    sent_at: time.nullable(),
  })
  .openapi("ClientNotice");
export type ClientNotice = z.infer<typeof clientNoticeSchema>;
export const clientNoticePageSchema = pageOf(clientNoticeSchema, "ClientNoticePage");
export const settleNoticeSchema = z
  .strictObject({ outcome: z.enum(["sent", "again", "drop"]).describe("It is there; it is not, send it; it is not to be sent") })
  .openapi("SettleNotice", { example: { outcome: "again" } });
