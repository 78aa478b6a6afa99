/** Connections, their state counts, their settings, and the people of the firm. */
import { z } from "@hono/zod-openapi";
import { CONTACT_STATES } from "../../model/kinds.ts";
import { providerSchema, time } from "./common.ts";

export const healthSchema = z.enum(["healthy", "expiring", "degraded", "blind", "disconnected"]).describe("How it does (B-CON-5)");

export const probeSchema = z
  .object({
    at: time,
    user_is_admin: z.boolean().nullable().describe("Null: the provider does not say"),
    checks: z.array(
      z.object({
        what: z.enum(["contacts", "matters", "staff", "fields", "webhooks"]),
        allowed: z.boolean().nullable().describe("Null: the provider gave no answer that tells"),
        said: z.string().nullable().describe("The provider's own words"),
        remedy: z.string().nullable(),
      }),
    ),
  })
  .openapi("Probe");

export const connectionSchema = z
  .object({
    connection_id: z.uuid(),
    provider: providerSchema,
    region: z.string().nullable().describe("Clio: the region whose hosts are asked"),
    purpose: z
      .enum(["sync", "writeback"])
      .describe("`sync`: this account reads for the firm; `writeback`: it only writes what its person does"),
    account_name: z.string().describe("The firm's name at the provider"),
    account_id: z.string(),
    user_name: z.string().describe("Whose account reads"),
    user_email: z.string(),
    health: healthSchema,
    health_detail: z.string().describe("Why, in one sentence"),
    remedy: z.string().nullable().describe("What to do; null when nothing needs doing"),
    health_since: time.nullable(),
    as_of: time.nullable().describe("Start of the last run that ended well: what was true at the provider then is here"),
    proved_at: time.nullable().describe("The last call that the provider answered"),
    first_synced_at: time.nullable(),
    token_expires_at: time.nullable().describe("When the present access token ends; it is renewed before"),
    connected_by: z.uuid().nullable().describe("The member who connected it; null: the command line"),
    probe: probeSchema.nullable().describe("What the provider lets this account do (B-CON-3); null: it was not asked yet"),
    ended_by: z.string().nullable().describe("Who disconnected it on purpose"),
    ending: z.boolean().describe("It is being disconnected: its webhooks are removed and its tokens revoked"),
    erasing: z
      .object({ since: time, done: z.number().int().min(0), total: z.number().int().min(0) })
      .nullable()
      .describe("Its data is being erased, so many rows of so many; then it is gone"),
    next_due: z
      .object({
        at: time.describe("In UTC"),
        local: z.string().describe("As the firm's clocks show it"),
        time_zone: z.string(),
      })
      .nullable()
      .describe("When it is read next (B-SYN-1); null: it is being read, it is disconnected, or no worker has run yet"),
    running_run_id: z.uuid().nullable().describe("The run that is under way"),
  })
  .openapi("Connection");

export type Connection = z.infer<typeof connectionSchema>;

const allowed = z.number().int().min(0);
export const upkeepSchema = z
  .object({
    token: z
      .object({
        obtained_at: time,
        expires_at: time.nullable().describe("End of the access token"),
        refresh_at: time.nullable().describe("When it is renewed next"),
        grant_ends_at: time.nullable().describe("When the grant ends unless it is renewed; null: never by itself"),
        refresh_refused_at: time.nullable().describe("Since when the provider refuses to renew it"),
      })
      .nullable()
      .describe("Null: there is no access now"),
    budget: z
      .object({
        limit: allowed.describe("Requests that the provider allows in so many seconds"),
        per_seconds: z.number(),
        share: allowed.describe("What Privity takes of them at most; the rest stays free for the firm's other tools (B-SYN-11)"),
        used: allowed.describe("In the seconds before now"),
        halted_until: time.nullable().describe("Nothing is asked before then: the provider said so, or others have used it up"),
        shared: z.boolean().describe("The provider counts all that the application asks, not this account alone"),
      })
      .describe("The provider's rate limit"),
    webhooks: z
      .array(
        z.object({
          model: z.string().describe("As the provider calls it"),
          kind: z.string(),
          state: z.enum(["creating", "pending", "enabled"]).describe("`pending`: the provider has not confirmed it yet"),
          since: time,
          heard_at: time.nullable().describe("The last delivery of this kind"),
          expires_at: time.nullable().describe("Renewed before; null: it does not end"),
          silent_since: time.nullable().describe("Planned reads found changes that it did not tell of"),
        }),
      )
      .describe("What the provider tells at once, by kind"),
  })
  .openapi("Upkeep");
export type Upkeep = z.infer<typeof upkeepSchema>;

export const connectionListSchema = z
  .object({
    firm: z.object({ name: z.string(), time_zone: z.string().describe("IANA name; screens show times in it"), country: z.string() }),
    items: z.array(connectionSchema),
    last_event: z.number().int().min(0).describe("The number of the firm's last event: once it moves, something that is shown has changed"),
  })
  .openapi("ConnectionList");
export type ConnectionList = z.infer<typeof connectionListSchema>;

const count = z.number().int().min(0);

export const countsSchema = z
  .object({
    contacts: z
      .object(Object.fromEntries(CONTACT_STATES.map((state) => [state, count])) as Record<(typeof CONTACT_STATES)[number], typeof count>)
      .describe("Contact rows by their one state (B-SYN-10)"),
    projected: count.describe("The sum of these states"),
    mirror: count.describe("Contact rows in the mirror: what `projected` comes to when all is worked out"),
    waiting: count.describe("Rows that were read and are not worked out yet; 0 between runs"),
    skipped: z.record(z.string(), count).describe("The skipped ones by reason code; they add up to `contacts.skipped`"),
    unassigned: count.describe("Of those that are in: owned by nobody"),
    hidden: count.describe("People whom a matter names and the sync user may not see; beside the states (B-CTC-4)"),
    quarantined: count.describe("Rows of any kind that could not be taken in"),
    matters: z.object({
      total: count,
      open: count,
      pending: count,
      closed: count,
      left_out: count.describe("Of the total: too old for the window (B-SYN-2)"),
    }),
    staff: count,
  })
  .openapi("Counts");

export type Counts = z.infer<typeof countsSchema>;

export const settingsAnswerSchema = z
  .object({
    version: count.describe("Rises with each change; the first one has the defaults"),
    document: z.record(z.string(), z.unknown()).describe("Every setting of the connection; described at /api/v1/settings/schema"),
    note: z.string().nullable(),
    created_by: z.string(),
    created_at: time,
    presets: z.record(z.string(), z.record(z.string(), z.unknown())).describe("Those of this provider, each with its whole document"),
    described: z.array(
      z.object({
        path: z.string(),
        description: z.string(),
        type: z.string(),
        allowed: z.array(z.string()).nullable().describe("Where the values can be listed: those that this provider leaves"),
        default: z.unknown(),
      }),
    ),
  })
  .openapi("Settings");

export type SettingsAnswer = z.infer<typeof settingsAnswerSchema>;

export const settingsBodySchema = z
  .strictObject({
    document: z.record(z.string(), z.unknown()).describe("The whole document"),
    if_version: count.optional().describe("The version that you changed; refused when another has come since"),
    note: z.string().max(500).optional().describe("What the change is for"),
  })
  .openapi("SettingsChange");

export const staffSchema = z
  .object({
    connection_id: z.uuid(),
    provider_id: z.string(),
    name: z.string(),
    title: z.string(),
    email: z.string(),
    phone: z.string(),
    provider_type: z.string().describe("What the provider says of the person (subscription, type)"),
    active: z.boolean().describe("Whether active at the provider"),
    member: z.object({ member_id: z.uuid(), name: z.string() }).nullable().describe("The member who stands for them (B-CON-8)"),
    mapped_by: z.enum(["rule", "email"]).nullable(),
    unmapped_because: z.string().nullable().describe("Why no member does"),
    link: z.string().nullable(),
  })
  .openapi("Staff");
export const staffListSchema = z.object({ items: z.array(staffSchema) }).openapi("StaffList");
export type Staff = z.infer<typeof staffSchema>;

export const tagListSchema = z
  .object({
    items: z.array(
      z.object({
        key: z.string().describe("Lower case: what `tag` of the contacts list takes"),
        name: z.string().describe("As it is spelled"),
        contacts: count.describe("Contacts that are in and have it"),
      }),
    ),
  })
  .openapi("TagList");
export type TagList = z.infer<typeof tagListSchema>;
