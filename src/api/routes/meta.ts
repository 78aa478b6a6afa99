/** The API about itself: its document, and what its problems mean. */
import { z } from "@hono/zod-openapi";
import { Problem, PROBLEMS, problemResponses, type ProblemType } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";

const problemTypeSchema = z
  .object({
    type: z.string().describe("As in `type` of an answer"),
    status: z.number().int(),
    title: z.string(),
    next: z.string().describe("What to do about it"),
  })
  .openapi("ProblemType");

const example = { type: "/problems/not-found", ...PROBLEMS["not-found"] };
const present = (type: ProblemType) => ({ type: `/problems/${type}`, ...PROBLEMS[type] });

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/problems",
  operationId: "listProblems",
  tags: ["About"],
  summary: "Everything that can go wrong",
  description: "All types of problems that this API answers with, each with what to do.",
  responses: {
    200: json(z.object({ items: z.array(problemTypeSchema) }).openapi("ProblemTypeList"), "All of them", { items: [example] }),
    ...problemResponses(),
  },
});

const oneRoute = createRoute({
  method: "get",
  path: "/problems/{name}",
  operationId: "readProblem",
  tags: ["About"],
  summary: "What a problem means",
  description: "The page that `type` of a problem points to.",
  request: { params: z.object({ name: z.string().openapi({ description: "The last part of the problem's type", example: "not-found" }) }) },
  responses: { 200: json(problemTypeSchema, "The problem", example), ...problemResponses("not-found") },
});

const DOCUMENT = {
  openapi: "3.1.0",
  info: {
    title: "Privity",
    version: "1",
    description:
      "A law firm's Clio Manage and MyCase, read whole, kept current, explained. Every request carries an API key (`Authorization: Bearer pv_…`) or the session cookie of the page. " +
      "Every refusal is `application/problem+json` with a stable `type` and what to do next. Unknown parameters are refused. Times are ISO 8601 in UTC.",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  servers: [{ url: "/", description: "This server" }],
  security: [{ api_key: [] }, { session: [] }] as Record<string, string[]>[],
  tags: [
    { name: "Sign-in", description: "How people come in and go out" },
    { name: "Me", description: "Whoever asks" },
    { name: "Members", description: "Who belongs to the firm" },
    { name: "API keys", description: "How programs come in" },
    { name: "Audit", description: "What was done" },
    { name: "Connections", description: "The firm's accounts at its practice management systems, and its people" },
    { name: "Runs", description: "What is read from the provider, and how far it is" },
    { name: "Contacts", description: "People, with what is derived of them and why" },
    { name: "Matters", description: "The legal work, with its team and participants" },
    { name: "Activities", description: "What happens with contacts, with the files that go along" },
    { name: "Texts", description: "Text messages to clients and from them, and the account that carries them" },
    { name: "Inbox", description: "What clients write and share, and what is answered" },
    { name: "Outbox", description: "Activities on their way to the provider: each there once, and where each stands" },
    { name: "Forms", description: "What clients are asked to fill in, and their answers' way to the provider" },
    { name: "Portal", description: "What the firm's clients come in by, and what they are told" },
    { name: "Attention", description: "What somebody may have to look after" },
    { name: "Settings", description: "What the firm decides" },
    { name: "Events", description: "What happened: to be followed, or pushed to an address" },
    { name: "About", description: "The API itself" },
  ],
};

export function metaRoutes(app: Api): void {
  app.openapi(listRoute, (c) => c.json({ items: (Object.keys(PROBLEMS) as ProblemType[]).map(present) }, 200));
  app.openapi(oneRoute, (c) => {
    const { name } = c.req.valid("param");
    if (!Object.hasOwn(PROBLEMS, name)) throw new Problem("not-found", `There is no problem called ${name}.`);
    return c.json(present(name as ProblemType), 200);
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "api_key", { type: "http", scheme: "bearer", bearerFormat: "pv_…" });
  app.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "__Host-privity.session_token",
  });
  let document: unknown;
  app.get("/api/v1/openapi.json", (c) => c.json((document ??= app.getOpenAPI31Document(DOCUMENT))));
}
