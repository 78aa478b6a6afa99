/** The HTTP side: what guards it, its routes, and the web app. Needs no port: `app.request()` is enough. */
import { HTTPException } from "hono/http-exception";
import { AccountRefused } from "../accounts/deps.ts";
import { newId } from "../lib/ids.ts";
import type { Actor } from "../model/actor.ts";
import { requireActor } from "./access.ts";
import { setActor } from "./actor.ts";
import type { ApiDeps } from "./deps.ts";
import { guard, limitBody } from "./guard.ts";
import { answerProblem, Problem } from "./problems.ts";
import { idempotency } from "./idempotency.ts";
import { observeRequests, operationRoutes } from "./operations.ts";
import { limitRequests } from "./request_limit.ts";
import { newApi, type Api } from "./route.ts";
import { accessRoutes } from "./routes/access.ts";
import { additionRoutes } from "./routes/additions.ts";
import { apiKeyRoutes } from "./routes/api_keys.ts";
import { applicationRoutes } from "./routes/applications.ts";
import { attentionRoutes } from "./routes/attention.ts";
import { choiceRoutes } from "./routes/choices.ts";
import { connectingRoutes } from "./routes/connecting.ts";
import { connectionRoutes } from "./routes/connections.ts";
import { contactRoutes } from "./routes/contacts.ts";
import { endpointRoutes } from "./routes/endpoints.ts";
import { eventRoutes } from "./routes/events.ts";
import { firmRoutes } from "./routes/firm.ts";
import { heldRoutes } from "./routes/held.ts";
import { issueRoutes } from "./routes/issues.ts";
import { hookRoutes } from "./routes/hooks.ts";
import { matterRoutes } from "./routes/matters.ts";
import { meRoutes } from "./routes/me.ts";
import { memberRoutes } from "./routes/members.ts";
import { metaRoutes } from "./routes/meta.ts";
import { oauthCallback } from "./routes/oauth_callback.ts";
import { previewRoutes } from "./routes/previews.ts";
import { runRoutes } from "./routes/runs.ts";
import { settingsRoutes } from "./routes/settings.ts";
import { subscriptionRoutes } from "./routes/subscriptions.ts";
import { versionRoutes } from "./routes/versions.ts";
import { webHandler } from "./web.ts";

/** `actor`: everything is asked in this one's name, without sign-in; for use within the program only. */
export function createApi(deps: ApiDeps, options: { actor?: Actor } = {}): Api {
  const app = newApi();
  app.use(observeRequests(deps));
  operationRoutes(app, deps);
  hookRoutes(app, deps.hooks);
  app.use(guard(deps.accounts.url));
  app.use(limitBody);
  app.use("/api/*", async (c, next) => {
    await next();
    if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
  });
  const { actor } = options;
  app.use("/api/v1/*", actor ? (c, next) => (setActor(c, actor), next()) : requireActor(deps.accounts));
  app.use("/api/v1/*", limitRequests(deps));
  app.use("/api/v1/*", idempotency(deps));
  accessRoutes(app, deps);
  meRoutes(app, deps);
  memberRoutes(app, deps);
  apiKeyRoutes(app, deps);
  firmRoutes(app, deps);
  applicationRoutes(app, deps);
  connectingRoutes(app, deps);
  connectionRoutes(app, deps);
  contactRoutes(app, deps);
  additionRoutes(app, deps);
  matterRoutes(app, deps);
  attentionRoutes(app, deps);
  issueRoutes(app, deps);
  heldRoutes(app, deps);
  runRoutes(app, deps);
  settingsRoutes(app, deps);
  subscriptionRoutes(app, deps);
  choiceRoutes(app, deps);
  versionRoutes(app, deps);
  previewRoutes(app, deps);
  eventRoutes(app, deps);
  endpointRoutes(app, deps);
  metaRoutes(app);
  app.all("/api/*", (c) => {
    throw new Problem("not-found", `There is no ${c.req.method} ${c.req.path} here.`);
  });
  oauthCallback(app, deps);
  app.get("*", webHandler(deps.web_dir));
  app.notFound((c) => answerProblem(c, new Problem("not-found", `There is no ${c.req.method} ${c.req.path} here.`)));
  app.onError((error, c) => {
    if (error instanceof Problem) return answerProblem(c, error);
    if (error instanceof AccountRefused) return answerProblem(c, new Problem(error.reason, error.message));
    // Hono's own words for a body that is no JSON.
    if (error instanceof HTTPException && error.status === 400) return answerProblem(c, new Problem("invalid-request", error.message));
    const request_id = newId(deps.clock);
    deps.log.error({ err: error, request_id, method: c.req.method, path: c.req.path }, "a request failed");
    return answerProblem(c, new Problem("failed", "The request could not be carried out.", { request_id }));
  });
  return app;
}
