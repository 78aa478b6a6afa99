/**
 * What every request of a client passes: whose session it is, asked anew each time, and how often they ask. Where it comes from and how large it
 * is was looked at before (`api/guard.ts`). Cookies go to no other site, and over TLS to no other host of the domain.
 */
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { PortalRefused, type PortalDeps, type PortalPerson, type RefusedCode } from "../../portal/types.ts";
import { recognise, type Recognised } from "../../portal/sessions.ts";
import { SESSION_DAYS } from "../../portal/sign_in.ts";
import { Problem, type ProblemType } from "../problems.ts";

export const PORTAL_API = "/portal/api/v1";

const PUBLIC = new Set([
  `GET ${PORTAL_API}/openapi.json`,
  `POST ${PORTAL_API}/sign-in`,
  `POST ${PORTAL_API}/sign-in/link`,
  `POST ${PORTAL_API}/sign-in/again`,
  `POST ${PORTAL_API}/sign-out`,
  `POST ${PORTAL_API}/unsubscribe/look`,
  `POST ${PORTAL_API}/unsubscribe`,
]);

const SESSION = "privity_portal";
const BROWSER = "privity_portal_browser";
const DAY_S = 86_400;

const nameOf = (url: string, name: string): string => (url.startsWith("https:") ? `__Host-${name}` : name);

function put(c: Context, url: string, name: string, value: string, maxAge: number): void {
  setCookie(c, nameOf(url, name), value, { path: "/", httpOnly: true, sameSite: "Strict", secure: url.startsWith("https:"), maxAge });
}

export const sessionToken = (c: Context, url: string): string | null => getCookie(c, nameOf(url, SESSION)) ?? null;
export const setSession = (c: Context, url: string, token: string): void => put(c, url, SESSION, token, SESSION_DAYS * DAY_S);
export const dropSession = (c: Context, url: string): void => put(c, url, SESSION, "", 0);

/** What a link is bound to: the browser that asked. */
export const browserToken = (c: Context, url: string): string | null => getCookie(c, nameOf(url, BROWSER)) ?? null;
export const setBrowser = (c: Context, url: string, token: string): void => put(c, url, BROWSER, token, DAY_S);

const KEY = "portal";

/** Who asks. */
export const personOf = (c: Context): PortalPerson => recognisedOf(c).person;

export function recognisedOf(c: Context): Recognised {
  const found = c.get(KEY) as Recognised | undefined;
  if (!found) throw new Error("a route of the portal was reached without sign-in; the middleware has to come before it");
  return found;
}

export const askerOf = (c: Context): string | null => {
  const found = c.get(KEY) as Recognised | undefined;
  return found ? `portal ${found.person.firm_id} ${found.person.access_id}` : null;
};

export function requirePerson(deps: PortalDeps): MiddlewareHandler {
  return async (c, next) => {
    if (PUBLIC.has(`${c.req.method === "HEAD" ? "GET" : c.req.method} ${c.req.path}`)) return next();
    const token = sessionToken(c, deps.url);
    const found = token === null ? null : await recognise(deps, token);
    if (!found) throw new PortalRefused("not_signed_in");
    c.set(KEY, found);
    if (found.prolonged) setSession(c, deps.url, token!);
    await next();
  };
}

const PROBLEM: Record<RefusedCode, [ProblemType, string]> = {
  not_found: ["not-found", "There is no such thing here, or it is not yours."],
  read_only: ["matter-closed", "The matter is closed; it can only be read."],
  not_signed_in: ["portal-sign-in-needed", "The request carries no session of the portal that is good now."],
  invalid: ["invalid-request", "The request does not fit."],
  too_large: ["file-too-large", "The file is too large."],
  wrong_type: ["file-refused", "Files of this kind are not taken."],
  too_many: ["too-many-tries", "There were too many tries in the last quarter of an hour."],
};

export function problemOf(refused: PortalRefused): Problem {
  const [type, detail] = PROBLEM[refused.code];
  return new Problem(type, refused.message || detail);
}
