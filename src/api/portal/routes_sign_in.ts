/** Coming in and going out. */
import { newToken } from "../../accounts/tokens.ts";
import { endSessions, recognise } from "../../portal/sessions.ts";
import { askAgain, askForLink, signInByLink } from "../../portal/sign_in.ts";
import type { PortalDeps } from "../../portal/types.ts";
import { fromOf } from "../access.ts";
import { askAgainSchema, askedSchema, askSignInSchema, doneSchema, signInLinkSchema } from "../contract/portal.ts";
import { Problem, publicResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";
import { browserToken, dropSession, PORTAL_API, sessionToken, setBrowser, setSession } from "./guard.ts";

const tags = ["Sign-in"];
const refusals = ["invalid-request", "cross-site", "unsupported-media-type", "too-large", "too-many-tries"] as const;

const askRoute = createRoute({
  method: "post",
  path: `${PORTAL_API}/sign-in`,
  operationId: "askSignIn",
  tags,
  summary: "Ask for a sign-in link",
  description:
    "The answer is the same whether or not anybody has the address. The link is good once, for 30 minutes, at the browser that asked.",
  request: body(askSignInSchema, { email: "lucia@rivera.example", language: "en" }),
  responses: {
    202: json(askedSchema, "A letter is on its way, where somebody has the address", { asked: true }),
    ...publicResponses(...refusals),
  },
});

const linkRoute = createRoute({
  method: "post",
  path: `${PORTAL_API}/sign-in/link`,
  operationId: "useSignInLink",
  tags,
  summary: "Sign in by a link",
  description: "Opens a session at the browser that asked for the link. One that is opened elsewhere lets nobody in and stays as it is.",
  request: body(signInLinkSchema, { token: "x7Jq0T" }),
  responses: { 200: json(doneSchema, "Signed in", { done: true }), ...publicResponses(...refusals, "link-elsewhere", "invalid-token") },
});

const againRoute = createRoute({
  method: "post",
  path: `${PORTAL_API}/sign-in/again`,
  operationId: "askSignInAgain",
  tags,
  summary: "Ask for a fresh link",
  description: "For a link that is over, or was opened elsewhere: a fresh one goes to the same address, and is good at this browser.",
  request: body(askAgainSchema, { token: "x7Jq0T", language: "en" }),
  responses: { 202: json(askedSchema, "A letter is on its way, where the link was one", { asked: true }), ...publicResponses(...refusals) },
});

const outRoute = createRoute({
  method: "post",
  path: `${PORTAL_API}/sign-out`,
  operationId: "portalSignOut",
  tags,
  summary: "Sign out",
  description: "Ends the session that asks. Without one it is as good.",
  responses: { 200: json(doneSchema, "Signed out", { done: true }), ...publicResponses("cross-site", "unsupported-media-type") },
});

export function portalSignInRoutes(app: Api, deps: PortalDeps): void {
  /** Links of one browser are good at it together. */
  const bound = (c: Parameters<typeof setBrowser>[0]): string => {
    const known = browserToken(c, deps.url) ?? newToken();
    setBrowser(c, deps.url, known);
    return known;
  };
  app.openapi(askRoute, async (c) => {
    const asking = c.req.valid("json");
    await askForLink(deps, { ...asking, browser_token: bound(c), place: fromOf(c).address });
    return c.json({ asked: true as const }, 202);
  });
  app.openapi(againRoute, async (c) => {
    const { token, language } = c.req.valid("json");
    await askAgain(deps, token, { language, browser_token: bound(c), place: fromOf(c).address });
    return c.json({ asked: true as const }, 202);
  });
  app.openapi(linkRoute, async (c) => {
    const browser = c.req.header("user-agent") ?? "";
    const from = { browser_token: browserToken(c, deps.url), browser, place: fromOf(c).address };
    const done = await signInByLink(deps, c.req.valid("json").token, from);
    if (done.outcome === "elsewhere")
      throw new Problem("link-elsewhere", "This link was asked for at another browser; it signs in there only.");
    if (done.outcome !== "signed_in")
      throw new Problem(
        "invalid-token",
        done.outcome === "over" ? "This link was used already, or is older than 30 minutes." : "This link is not good.",
      );
    setSession(c, deps.url, done.session_token);
    return c.json({ done: true as const }, 200);
  });
  app.openapi(outRoute, async (c) => {
    const token = sessionToken(c, deps.url);
    const found = token === null ? null : await recognise(deps, token);
    if (found) await endSessions(deps, found.person, { only: found.session_id });
    dropSession(c, deps.url);
    return c.json({ done: true as const }, 200);
  });
}
