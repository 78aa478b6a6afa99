/** A firm's first run: where it stands, and what it was told so far. */
import { z } from "@hono/zod-openapi";
import { STEPS } from "../../connections/first_run.ts";
import { providerSchema, time } from "./common.ts";

export const firstRunSchema = z
  .object({
    step: z
      .enum(STEPS)
      .describe(
        "What comes next: name the firm, choose its provider, sign in there, say whose account reads, choose a preset, wait while it is read, look at what came of it; or `done`",
      ),
    provider: providerSchema.nullable(),
    region: z.string().nullable().describe("Clio: where the firm's Clio lives"),
    connection_id: z.uuid().nullable().describe("Whose account reads, or is to"),
    run_id: z.uuid().nullable().describe("The first sync, once it has begun: follow it at /api/v1/runs/{run_id}"),
    refusal: z.object({ text: z.string(), at: time }).nullable().describe("What the last sign-in at the provider ended with, in its words"),
  })
  .openapi("FirstRun");
export type FirstRunAnswer = z.infer<typeof firstRunSchema>;

export const changeFirstRunSchema = z
  .strictObject({
    firm_named: z.boolean().describe("Name, time zone and country are right"),
    provider: providerSchema.nullable(),
    region: z.string().max(20).nullable(),
    connection_id: z.uuid().nullable().describe("Whose account is to read; nothing is read before it is made the sync user"),
    finished: z.boolean().describe("The settings stand as they are"),
  })
  .partial()
  .openapi("ChangeFirstRun", { example: { provider: "mycase" } });
