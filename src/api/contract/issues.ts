/** What an admin should look at, by cause, and what a run held for them to decide. */
import { z } from "@hono/zod-openapi";
import { pageOf, providerSchema, time } from "./common.ts";

const count = z.number().int().min(1);

export const issueSchema = z
  .object({
    connection_id: z.uuid(),
    provider: providerSchema,
    account_name: z.string(),
    cause: z.string().describe("Stable, for programs").openapi({ example: "unmapped_attorney" }),
    severity: z
      .enum(["stops", "degrades", "loses"])
      .describe("`stops`: nothing goes on; `degrades`: something does not; `loses`: records are not used"),
    title: z.string().describe("What is the matter, in one sentence"),
    remedy: z.string().describe("What to do about it"),
    count: count.describe("How many records, people or changes"),
    sample: z
      .array(
        z.object({
          label: z.string(),
          link: z.string().nullable().describe("Its page at the provider"),
          contact_id: z.string().nullable(),
          delivery_id: z.uuid().nullable().describe("The delivery that it is about, where it is about one"),
        }),
      )
      .describe("A few of them"),
    since: time.nullable(),
  })
  .openapi("Issue");
export type Issue = z.infer<typeof issueSchema>;
export const issueListSchema = z.object({ items: z.array(issueSchema) }).openapi("IssueList");

export const heldSchema = z
  .object({
    connection_id: z.uuid(),
    provider: providerSchema,
    account_name: z.string(),
    run_id: z.uuid(),
    started_at: time.describe("When the run began"),
    parts: z.array(
      z.object({
        kind: z.string(),
        effect: z.enum(["gone", "blanked"]).describe("`gone`: not found at the provider; `blanked`: would lose their name or last channel"),
        count,
        sample: z.array(z.object({ provider_id: z.string(), name: z.string(), link: z.string().nullable() })),
      }),
    ),
  })
  .openapi("HeldRun");
export type Held = z.infer<typeof heldSchema>;
export const heldListSchema = z.object({ items: z.array(heldSchema) }).openapi("HeldList");

export const heldRowSchema = z
  .object({
    kind: z.string(),
    effect: z.enum(["gone", "blanked"]),
    provider_id: z.string(),
    name: z.string().describe("As Privity knows it; empty where it never had one"),
    link: z.string().nullable().describe("Its page at the provider"),
  })
  .openapi("HeldRow");
export type HeldRow = z.infer<typeof heldRowSchema>;
export const heldRowPageSchema = pageOf(heldRowSchema, "HeldRowPage");

export const decisionBodySchema = z
  .strictObject({
    decision: z
      .enum(["approve", "refuse"])
      .describe("`approve`: take the changes over; `refuse`: keep what Privity has; the next full sync asks again"),
  })
  .openapi("HeldDecision", { example: { decision: "refuse" } });
export const decidedSchema = z.object({ run_id: z.uuid(), decision: z.enum(["approve", "refuse"]), count }).openapi("HeldDecided");
