/** The firm's own applications at the providers (B-CON-4). What is secret goes in and never comes out again. */
import { z } from "@hono/zod-openapi";
import { audit, type Tell } from "../../accounts/store_audit.ts";
import type { Provider } from "../../model/kinds.ts";
import { actorOf } from "../actor.ts";
import { doneSchema } from "../contract/accounts.ts";
import {
  applicationBodySchema,
  applicationListSchema,
  APPLICATIONS,
  type Application,
  type ApplicationList,
} from "../contract/connecting.ts";
import type { ApiDeps } from "../deps.ts";
import { Problem, problemResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";

const tags = ["Connections"];
const always = ["invalid-request", "cross-site", "too-large", "unsupported-media-type"] as const;
const params = z.object({
  application: z.enum(APPLICATIONS).openapi({
    param: { name: "application", in: "path" },
    description: "Which: Clio has one for each region",
    example: "clio-us",
  }),
});
const example: ApplicationList = {
  redirect_uri: "https://privity.hartwellosei.example/oauth/callback",
  items: [
    {
      application: "clio-us",
      provider: "clio",
      region: "us",
      own: {
        client_id: "fzaXZvrLWZX747wQQRNuASeVCBxaXpJaPMDi7F96",
        secret_end: "astg",
        updated_at: "2026-11-02T15:10:00.000Z",
        updated_by: "Naomi Okafor",
      },
      installed: false,
    },
  ],
};
const answer = json(applicationListSchema, "All that can be set", example);

const listRoute = createRoute({
  method: "get",
  path: "/api/v1/applications",
  operationId: "listApplications",
  tags,
  summary: "The applications that the firm connects through",
  description: "One for MyCase and one for each of Clio's regions. The firm's own goes before the installation's. For admins.",
  responses: { 200: answer, ...problemResponses() },
});

const setRoute = createRoute({
  method: "put",
  path: "/api/v1/applications/{application}",
  operationId: "setApplication",
  tags,
  summary: "Set the firm's own application",
  description:
    "The secret is kept encrypted and never given back. Connections that were made through another application go on with that one as long as it is known here; connect again to move them.",
  request: {
    params,
    ...body(applicationBodySchema, { client_id: "fzaXZvrLWZX747wQQRNuASeVCBxaXpJaPMDi7F96", client_secret: "xVp5wAX05g1oDjV5astg" }),
  },
  responses: { 200: answer, ...problemResponses(...always) },
});

const removeRoute = createRoute({
  method: "delete",
  path: "/api/v1/applications/{application}",
  operationId: "removeApplication",
  tags,
  summary: "Remove the firm's own application",
  description: "Connections made through it can no longer be refreshed: connect them again through another.",
  request: { params },
  responses: { 200: json(doneSchema, "It is done", { done: true }), ...problemResponses(...always, "not-found") },
});

export function applicationRoutes(app: Api, deps: ApiDeps): void {
  const { connecting } = deps;
  const present = async (firm_id: string): Promise<ApplicationList> => {
    const { own, installed } = await connecting.applications(firm_id);
    const items = APPLICATIONS.map((application): Application => {
      const place = placeOf(application);
      const found = own.find((each) => each.provider === place.provider && each.region === place.region);
      const { client_id, secret_end, updated_at, updated_by } = found ?? {};
      const shown = found ? { client_id: client_id!, secret_end: secret_end!, updated_at: updated_at!, updated_by: updated_by! } : null;
      return { application, ...place, own: shown, installed: installed(place.provider, place.region) };
    });
    return { redirect_uri: `${deps.accounts.url}/oauth/callback`, items };
  };

  app.openapi(listRoute, async (c) => c.json(await present(actorOf(c).firm_id), 200));
  app.openapi(setRoute, async (c) => {
    const actor = actorOf(c);
    const { application } = c.req.valid("param");
    const { client_id, client_secret } = c.req.valid("json");
    const tell: Tell = (trx) => audit(trx, actor, "application.set", application, { client_id });
    await connecting.setApplication(actor.firm_id, { ...placeOf(application), client_id, client_secret }, actor.name, tell);
    return c.json(await present(actor.firm_id), 200);
  });
  app.openapi(removeRoute, async (c) => {
    const actor = actorOf(c);
    const { application } = c.req.valid("param");
    const { provider, region } = placeOf(application);
    const removed = await connecting.removeApplication(actor.firm_id, provider, region, (trx) =>
      audit(trx, actor, "application.remove", application),
    );
    if (!removed) throw new Problem("not-found", `The firm has no application of its own for ${application}.`);
    return c.json({ done: true as const }, 200);
  });
}

function placeOf(application: (typeof APPLICATIONS)[number]): { provider: Provider; region: string | null } {
  const [provider, region] = application.split("-") as [Provider, string | undefined];
  return { provider, region: region ?? null };
}
