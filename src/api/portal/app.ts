/** The clients' side of HTTP: its own sign-in, its own document, and nothing of the members' API. */
import type { PortalDeps } from "../../portal/types.ts";
import { PortalRefused } from "../../portal/types.ts";
import type { ApiDeps } from "../deps.ts";
import { answerFailure } from "../failure.ts";
import { limitRequests } from "../request_limit.ts";
import { newApi, type Api } from "../route.ts";
import { Problem } from "../problems.ts";
import { askerOf, PORTAL_API, problemOf, requirePerson } from "./guard.ts";
import { portalDocumentRoutes } from "./routes_documents.ts";
import { portalFormRoutes } from "./routes_forms.ts";
import { portalMatterRoutes } from "./routes_matters.ts";
import { portalMeRoutes } from "./routes_me.ts";
import { portalMessageRoutes } from "./routes_messages.ts";
import { portalSignInRoutes } from "./routes_sign_in.ts";
import { portalUnsubscribeRoutes } from "./routes_unsubscribe.ts";

const DOCUMENT = {
  openapi: "3.1.0",
  info: {
    title: "Privity for clients",
    version: "1",
    description:
      "What the clients of a firm see of their matters, and send. Every request but signing in carries the session cookie of the portal. " +
      "Every refusal is `application/problem+json` with a stable `type`. Times are ISO 8601 in UTC.",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  servers: [{ url: "/", description: "This server" }],
  security: [{ session: [] }] as Record<string, string[]>[],
  tags: [
    { name: "Sign-in", description: "By letter, without a password" },
    { name: "Automated e-mails", description: "Stopped by whoever gets them, without signing in" },
    { name: "Me", description: "Whoever asks" },
    { name: "Matters", description: "What they take part in" },
    { name: "Forms", description: "What they are asked to fill in" },
    { name: "Messages", description: "With the firm, about a matter" },
    { name: "Documents", description: "Shared either way" },
  ],
};

/** For one person of a client; asked by `/portal/api/*` of the whole. */
export function createPortalApi(deps: ApiDeps): Api {
  const portal: PortalDeps = deps.portal;
  const app = newApi();
  app.use(`${PORTAL_API}/*`, async (c, next) => {
    await next();
    if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
  });
  app.use(`${PORTAL_API}/*`, requirePerson(portal));
  app.use(`${PORTAL_API}/*`, limitRequests(deps, askerOf));
  portalSignInRoutes(app, portal);
  portalUnsubscribeRoutes(app, deps);
  portalMeRoutes(app, portal);
  portalMatterRoutes(app, portal);
  portalFormRoutes(app, portal);
  portalMessageRoutes(app, portal);
  portalDocumentRoutes(app, portal);
  app.openAPIRegistry.registerComponent("securitySchemes", "session", { type: "apiKey", in: "cookie", name: "__Host-privity_portal" });
  let document: unknown;
  app.get(`${PORTAL_API}/openapi.json`, (c) => c.json((document ??= app.getOpenAPI31Document(DOCUMENT))));
  const nothing = (c: { req: { method: string; path: string } }) =>
    new Problem("not-found", `There is no ${c.req.method} ${c.req.path} here.`);
  app.notFound((c) => answerFailure(deps, c, nothing(c)));
  app.onError((error, c) => answerFailure(deps, c, error instanceof PortalRefused ? problemOf(error) : error));
  return app;
}
