/** Connecting, whose account reads, the firm's own applications, and leaving. */
import { z } from "@hono/zod-openapi";
import { connectionSchema } from "./connections.ts";
import { providerSchema, text, time } from "./common.ts";

export const authoriseBodySchema = z
  .strictObject({
    provider: providerSchema,
    region: z.string().max(20).nullable().optional().describe("Clio: us, eu, ca or au, where your firm's Clio lives"),
    purpose: z
      .enum(["sync", "writeback"])
      .describe("`sync`: this account is to read for the firm (admins only); `writeback`: your own account, for what you write"),
    connection_id: z.uuid().optional().describe("The connection to connect again, where it is to get another account of the same firm"),
  })
  .openapi("Authorise", { example: { provider: "clio", region: "us", purpose: "sync" } });
export const authorisedSchema = z
  .object({
    authorize_url: z.string().describe("Open it in the browser that asked: the sign-in is finished in the same session"),
    expires_at: time.describe("Ten minutes from now"),
  })
  .openapi("Authorised");
export type Authorised = z.infer<typeof authorisedSchema>;

export const disconnectedSchema = z
  .object({
    connection: connectionSchema,
    revoked: z
      .boolean()
      .nullable()
      .describe("Whether the provider revoked the grant; null: there was nothing to revoke, or it has no way to"),
    said: z.string().nullable().describe("What the provider said instead: remove Privity at the provider by hand then"),
  })
  .openapi("Disconnected");
export type Disconnected = z.infer<typeof disconnectedSchema>;

export const eraseBodySchema = z
  .strictObject({ account_name: text(300).min(1).describe("The firm's name at the provider, typed out: proof that this one is meant") })
  .openapi("Erase", { example: { account_name: "Hartwell & Osei LLP" } });

export const APPLICATIONS = ["clio-us", "clio-eu", "clio-ca", "clio-au", "mycase"] as const;
export const applicationSchema = z
  .object({
    application: z.enum(APPLICATIONS),
    provider: providerSchema,
    region: z.string().nullable(),
    own: z
      .object({
        client_id: z.string(),
        secret_end: z.string().describe("The end of the secret, to tell which it is; the rest is never given back. Empty for a short one"),
        updated_at: time,
        updated_by: z.string(),
      })
      .nullable()
      .describe("Your firm's own; goes before the installation's"),
    installed: z.boolean().describe("Whether this installation has one for all its firms"),
  })
  .openapi("Application");
export type Application = z.infer<typeof applicationSchema>;
export const applicationListSchema = z
  .object({
    redirect_uri: z.string().describe("What to register at the provider as the redirect address"),
    items: z.array(applicationSchema),
  })
  .openapi("ApplicationList");
export type ApplicationList = z.infer<typeof applicationListSchema>;
export const applicationBodySchema = z
  .strictObject({ client_id: text(300).trim().min(1), client_secret: z.string().trim().min(1).max(1000) })
  .openapi("ApplicationSecret", {
    example: { client_id: "fzaXZvrLWZX747wQQRNuASeVCBxaXpJaPMDi7F96", client_secret: "xVp5wAX05g1oDjV5astg" },
  });
