/** What all routes have in common: the app's type, and how a route writes down its answers. */
import { createRoute, OpenAPIHono, type z } from "@hono/zod-openapi";
import { listErrors, Problem } from "./problems.ts";

export type Api = OpenAPIHono;

export function newApi(): Api {
  return new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success)
        throw new Problem("invalid-request", `The ${result.target} does not fit.`, { errors: listErrors(result.error.issues) });
    },
  });
}

/** A JSON answer with its example: the document shows it, and a test holds it against the schema. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string, example: z.input<Schema>) {
  return { description, content: { "application/json": { schema, example } } };
}

/** A JSON body that a route takes, with an example. */
export function body<Schema extends z.ZodType>(schema: Schema, example: z.input<Schema>) {
  return { body: { required: true as const, content: { "application/json": { schema, example } } } };
}

export { createRoute };
