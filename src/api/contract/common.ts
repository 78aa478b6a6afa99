/** Shapes that several answers share. The web app takes its types from this folder, and nothing else from the server. */
import { z } from "@hono/zod-openapi";

export const idParam = (name: string, description: string) =>
  z
    .uuid({ error: "must be an id of Privity's own (a UUID)" })
    .openapi({ param: { name, in: "path" }, description, example: "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10" });

/** PostgreSQL takes no NUL in a text, and no id of a provider is longer. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes("\0"), "must not contain a NUL");

export const connectionParam = idParam("connection_id", "The connection's id");
export const runParam = idParam("run_id", "The run's id");
export const providerIdParam = text(200)
  .min(1)
  .openapi({ param: { name: "provider_id", in: "path" }, description: "The record's id at the provider", example: "1042" });

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).openapi({ description: "Rows per page at most", example: 50 }),
  after: text(8000).optional().openapi({ description: "`next` of the page before, as it came; opaque" }),
};

export const connectionQuery = z
  .uuid({ error: "must be a connection's id (a UUID)" })
  .optional()
  .openapi({ description: "Only of this connection; all of them otherwise" });

export const time = z.string().describe("A time, ISO 8601 in UTC").openapi({ example: "2026-11-21T06:00:12.340Z" });
export const day = z.string().describe("A day, YYYY-MM-DD").openapi({ example: "2026-11-21" });
export const providerSchema = z.enum(["clio", "mycase"]).describe("The practice management system");

export const sourceSchema = z
  .object({
    kind: z
      .string()
      .describe("`contact`, `company`, `matter`, `staff`, `relationship` … at the provider; `setting` or `member` in Privity"),
    id: z.string().describe("The record's id at the provider, the setting's path, or the member's id"),
    field: z.string().nullable().describe("The field of it that counted"),
    label: z.string().nullable().describe("What a person calls it"),
    link: z.string().nullable().describe("Its page at the provider"),
    updated_at: time.nullable().describe("When the provider last changed it, as it was read"),
  })
  .openapi("Source");

export const whySchema = z
  .object({
    sentence: z.string().describe("The reason in one sentence"),
    rule: z.string().describe("The rule of the behaviour book").openapi({ example: "B-CLI-2" }),
    code: z.string().describe("The case within the rule; stable, for programs"),
    params: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .describe("The words and figures of the sentence"),
    sources: z.array(sourceSchema).describe("The records, settings or members that it rests on"),
  })
  .openapi("Why", { description: "Why a value is what it is" });

export type Why = z.infer<typeof whySchema>;
export type Source = z.infer<typeof sourceSchema>;

export const ownerSchema = z
  .object({ member_id: z.uuid(), name: z.string().describe("The member's name") })
  .nullable()
  .describe("The member who owns the contact; null: nobody");

export const historySchema = z
  .object({
    change_id: z.number().int(),
    field: z.string().describe("What changed"),
    old_value: z.unknown().describe("What it was; null: nothing"),
    new_value: z.unknown().describe("What it is since; null: nothing"),
    rule: z.string().nullable().describe("The rule by which it is so"),
    cause: z.string().describe("What brought the change: a run, settings, a new day or a member").openapi({ example: "run" }),
    cause_id: z.string().nullable().describe("Which run, settings version or member"),
    at: time,
  })
  .openapi("Change", { description: "One change of one field (kept for history)" });

export type Change = z.infer<typeof historySchema>;

export function pageOf<T extends z.ZodType>(item: T, name: string) {
  return z
    .object({
      items: z.array(item),
      next: z.string().nullable().describe("Hand it back as `after` for the next page; null on the last one"),
    })
    .openapi(name);
}

export interface Page<T> {
  items: T[];
  next: string | null;
}
