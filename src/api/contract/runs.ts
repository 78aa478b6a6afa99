/** Runs: what is read, how far it is, how it ended. */
import { z } from "@hono/zod-openapi";
import { KINDS } from "../../model/kinds.ts";
import { pageOf, providerSchema, text, time } from "./common.ts";

const count = z.number().int().min(0);

export const progressSchema = z
  .object({
    kind: z.enum(KINDS),
    state: z.enum(["waiting", "reading", "done", "refused"]).describe("`refused`: the provider does not let the sync user read this"),
    read: count,
    changed: count.describe("Rows that were new or different"),
    quarantined: count,
    total: count.nullable().describe("As the provider says; a hint. Null: it does not say"),
    rows_per_second: z.number().nullable().describe("While it is being read"),
    seconds_left: z.number().nullable(),
    note: z.string().nullable(),
  })
  .openapi("KindProgress");

export const runSchema = z
  .object({
    run_id: z.uuid(),
    connection_id: z.uuid(),
    provider: providerSchema,
    account_name: z.string(),
    mode: z.enum(["first", "incremental", "full", "record"]),
    trigger: z.string().describe("Who or what started it"),
    target: z
      .object({ kind: z.string(), id: z.string() })
      .nullable()
      .describe("The one record, where `mode` is `record`; of kind `staff`: all of them, without an id"),
    state: z
      .enum(["running", "succeeded", "held", "failed"])
      .describe("`held`: it would have removed too much; an admin decides (B-SYN-6)"),
    phase: z.string(),
    started_at: time,
    finished_at: time.nullable(),
    seconds: z.number().describe("How long it took, or has taken so far"),
    requests: count.describe("Requests to the provider"),
    error: z.string().nullable(),
    remedy: z.string().nullable().describe("What to do about the error"),
    counts: z.record(z.string(), z.unknown()).nullable().describe("State counts after the run (B-SYN-10)"),
    working_out: z
      .object({ done: count, total: count })
      .nullable()
      .describe("While statuses, owners and tags of the whole firm are worked out: how far"),
    held: count.describe("Changes of this run that an admin decides about, or has: unusually many would be gone or empty (B-SYN-6)"),
    rows_read: count,
    rows_per_second: z.number().nullable(),
    seconds_left: z.number().nullable().describe("Over all kinds, where the totals are known"),
    kinds: z.array(progressSchema),
  })
  .openapi("Run");

export type Run = z.infer<typeof runSchema>;
export type KindProgress = z.infer<typeof progressSchema>;

export const runPageSchema = pageOf(runSchema, "RunPage");

export const startRunSchema = z
  .strictObject({
    connection_id: z.uuid(),
    what: z
      .enum(["changes", "everything", "matter", "contact", "staff"])
      .describe("What to read: what changed since the last run, everything again, one record, or the firm's staff alone"),
    provider_id: text(200).min(1).optional().describe("The record's id at the provider; for `matter` and `contact` only"),
  })
  .refine((body) => (body.provider_id !== undefined) === (body.what === "matter" || body.what === "contact"), {
    path: ["provider_id"],
    message: "is needed for a matter or a contact, and has no place otherwise",
  })
  .openapi("StartRun", { example: { connection_id: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10", what: "changes" } });

export const startedSchema = z.object({ run_id: z.uuid(), href: z.string().describe("Where to follow it") }).openapi("StartedRun");
