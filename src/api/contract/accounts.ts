/** Who is there, who may do what, and what was done. */
import { z } from "@hono/zod-openapi";
import { isTimeZone } from "../../lib/time_zone.ts";
import { ROLES, SCOPES } from "../../model/actor.ts";
import { pageOf, pageQuery, providerSchema, text, time } from "./common.ts";

const trimmed = (max: number) => text(max).trim().min(1);
const email = z.email().max(254).describe("An e-mail address").openapi({ example: "naomi@hartwellosei.example" });
const password = z.string().min(12).max(200).describe("At least 12 characters");
const role = z.enum(ROLES).describe("`admin`: may change settings, connections, members and keys too");
const token = text(200).min(1).describe("From the link, the part behind `#`");

export const firmSchema = z
  .object({
    name: trimmed(200),
    time_zone: text(64).refine(isTimeZone, "must be a time zone such as America/New_York"),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "must be a country's two letters, such as US")
      .describe("How phone numbers without a country are read"),
  })
  .openapi("Firm", { example: { name: "Hartwell & Osei LLP", time_zone: "America/New_York", country: "US" } });

const keep_history_days = z
  .number()
  .int()
  .min(30)
  .max(3650)
  .describe("For how many days the history of contacts and matters, and the audit log, are kept (B-WHY-2)");
export const firmSettingsSchema = firmSchema.extend({ keep_history_days }).openapi("FirmSettings");
export type FirmSettings = z.infer<typeof firmSettingsSchema>;
export const changeFirmSchema = z
  .strictObject({ ...firmSchema.shape, keep_history_days })
  .partial()
  .openapi("ChangeFirm");

export const installationSchema = z
  .object({
    fresh: z.boolean().describe("Nobody has an account yet: the first admin may sign up"),
    set_up_code: z.boolean().describe("Signing up takes the set-up code that `privity serve` prints"),
  })
  .openapi("Installation");
export type Installation = z.infer<typeof installationSchema>;

const set_up_code = text(64).trim().min(1).optional().describe("Where the installation asks for one; `privity serve` prints it");
export const signUpSchema = z.strictObject({ name: trimmed(200), email, password, firm: firmSchema, set_up_code }).openapi("SignUp");
export const signInSchema = z.strictObject({ email: text(254), password: z.string().max(200) }).openapi("SignIn");
export const signedInSchema = z
  .object({ second_factor: z.boolean().describe("The password was right; send the code of the second factor next") })
  .openapi("SignedIn", { description: "The session is in the cookie that comes with it" });
export type SignedIn = z.infer<typeof signedInSchema>;
export const codeSchema = z.strictObject({ code: text(64).trim().min(1).describe("Six digits, or a backup code") }).openapi("Code");
export const tokenSchema = z.strictObject({ token }).openapi("Token");
export const emailSchema = z.strictObject({ email: text(254).min(1) }).openapi("Email");
export const newPasswordSchema = z.strictObject({ token, password }).openapi("NewPassword");
export const doneSchema = z.object({ done: z.literal(true) }).openapi("Done");

export const meSchema = z
  .object({
    member_id: z.uuid().nullable().describe("Null: the command line"),
    name: z.string(),
    email: z.string().nullable(),
    role,
    via: z.enum(["session", "api_key", "command_line"]).describe("How you are signed in"),
    scopes: z.array(z.enum(SCOPES)).nullable().describe("What your API key may do; null: whatever your role may"),
    second_factor: z.boolean().describe("Whether signing in takes a code too"),
    firm: firmSchema,
  })
  .openapi("Me");
export type Me = z.infer<typeof meSchema>;

export const changePasswordSchema = z.strictObject({ current: z.string().max(200), password }).openapi("ChangePassword");
export const ownPasswordSchema = z.strictObject({ password: z.string().max(200).describe("Your password") }).openapi("OwnPassword");
export const secondFactorSchema = z
  .object({
    uri: z.string().describe("For the authenticator app (otpauth://…)"),
    backup_codes: z.array(z.string()).describe("Each signs in once when the app is lost; shown here only"),
  })
  .openapi("SecondFactor");
export type SecondFactor = z.infer<typeof secondFactorSchema>;

export const memberRowSchema = z
  .object({
    member_id: z.uuid(),
    name: z.string(),
    email: z.string(),
    role,
    active: z.boolean(),
    account: z.enum(["none", "invited", "open"]).describe("Whether the person can sign in"),
    second_factor: z.boolean().nullable().describe("Whether signing in takes a code too; told to admins only"),
    connections: z
      .array(z.object({ connection_id: z.uuid(), provider: providerSchema, connected: z.boolean() }))
      .describe("Their own accounts at the providers, through which is written what they log (B-WRB-3)"),
  })
  .openapi("MemberRow");
export type MemberRow = z.infer<typeof memberRowSchema>;
export const memberRowListSchema = z.object({ items: z.array(memberRowSchema) }).openapi("MemberRowList");
const count = z.number().int().min(0);
export const memberStandingSchema = z
  .object({
    contacts: count.describe("Contacts that they own"),
    pins: count.describe("Contacts that somebody gave them by hand; they count for nobody while the member is shut out (B-OWN-4)"),
    waiting: count.describe("What they logged that is not at the provider yet"),
    api_keys: count.describe("Keys of theirs that are good now"),
    connections: count.describe("Their own accounts at the providers that are connected"),
    last_admin: z.boolean().describe("Nobody else could administer the firm"),
  })
  .openapi("MemberStanding");
export type MemberStanding = z.infer<typeof memberStandingSchema>;
export const changeMemberSchema = z.strictObject({ role: role.optional(), active: z.boolean().optional() }).openapi("ChangeMember");

export const inviteSchema = z.strictObject({ name: trimmed(200), email, role }).openapi("Invite");
export const invitationSchema = z
  .object({
    invitation_id: z.uuid(),
    member_id: z.uuid(),
    name: z.string(),
    email: z.string(),
    role,
    invited_by: z.string(),
    created_at: time,
    expires_at: time,
  })
  .openapi("Invitation");
export type Invitation = z.infer<typeof invitationSchema>;
export const invitationListSchema = z.object({ items: z.array(invitationSchema) }).openapi("InvitationList");
export const invitedSchema = z
  .object({
    invitation_id: z.uuid(),
    member_id: z.uuid(),
    link: z.string().describe("It is mailed too; hand it over yourself where no mail is sent. Shown here only"),
  })
  .openapi("Invited");
export type Invited = z.infer<typeof invitedSchema>;
export const invitationLookSchema = z.object({ firm: z.string(), name: z.string(), email: z.string() }).openapi("InvitationLook");
export type InvitationLook = z.infer<typeof invitationLookSchema>;

export const newApiKeySchema = z
  .strictObject({
    name: trimmed(100).describe("What it is for"),
    scopes: z
      .array(z.enum(SCOPES))
      .min(1)
      .describe("`read`; `write`: also starts syncs; `admin`: also whatever an admin may. Each includes the ones before"),
    expires_in_days: z.number().int().min(1).max(3650).nullable().describe("Null: until it is revoked"),
  })
  .openapi("NewApiKey");
export const apiKeySchema = z
  .object({
    api_key_id: z.uuid(),
    name: z.string(),
    prefix: z.string().describe("How it begins"),
    scopes: z.array(z.enum(SCOPES)),
    member: z.object({ member_id: z.uuid(), name: z.string() }).describe("Whose it is; it never may more than they"),
    created_at: time,
    expires_at: time.nullable(),
    last_used_at: time.nullable().describe("To the minute"),
    revoked_at: time.nullable(),
  })
  .openapi("ApiKey");
export type ApiKey = z.infer<typeof apiKeySchema>;
export const apiKeyListSchema = z.object({ items: z.array(apiKeySchema) }).openapi("ApiKeyList");
export const createdApiKeySchema = z
  .object({ api_key: apiKeySchema, key: z.string().describe("Send it as `Authorization: Bearer …`. Shown here only") })
  .openapi("CreatedApiKey");
export type CreatedApiKey = z.infer<typeof createdApiKeySchema>;

export const auditEntrySchema = z
  .object({
    audit_id: z.number().int(),
    at: time,
    member_id: z.uuid().nullable(),
    actor: z.string().describe("Who, by the name they had then"),
    via: z.enum(["session", "api_key", "command_line"]),
    address: z.string().nullable().describe("The address that the request came from, as this server saw it"),
    action: z.string().openapi({ example: "member.change" }),
    target: z.string().describe("The id of what it was done to"),
    detail: z.record(z.string(), z.unknown()),
  })
  .openapi("AuditEntry");
export type AuditEntry = z.infer<typeof auditEntrySchema>;
export const auditPageSchema = pageOf(auditEntrySchema, "AuditPage");
const moment = z.iso.datetime({ offset: true });
export const auditFilter = {
  member: z.uuid().optional().openapi({ description: "What this member did" }),
  action: z
    .string()
    .regex(/^[a-z_]+(\.[a-z_]+)*$/, "must be an action such as `member.change`, or how some begin, such as `member`")
    .max(100)
    .optional()
    .openapi({ description: "What was done: `member.change`, or all that begins with `member`", example: "member" }),
  target: text(200).min(1).optional().openapi({ description: "Done to this, by its id" }),
  from: moment.optional().openapi({ description: "At this time or later" }),
  until: moment.optional().openapi({ description: "Before this time" }),
};
export const auditQuerySchema = z.strictObject({ ...auditFilter, ...pageQuery });
export const auditExportQuerySchema = z.strictObject(auditFilter);
export const auditActionsSchema = z.object({ items: z.array(z.string()) }).openapi("AuditActions");
