/**
 * What comes along with the clients' page: whose session it is and what they came to read, asked of the portal's API by the cookies of the
 * request, and drawn at the server. On a slow line each question costs half a second; so the page that arrives can be read.
 */
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import type { PortalFirst, PortalMe } from "../contract/portal.ts";
import type { Api } from "../route.ts";
import { PORTAL_API, sessionToken } from "./guard.ts";

/** Null: the page goes alone, and asks by itself. */
export type FirstOf = (c: Context) => Promise<PortalFirst | null>;

/** The page that the service worker keeps for when there is no network: nobody's. */
const SHELL = "/shell";

export function firstFor(portal: Api, url: string): FirstOf {
  return async (c) => {
    const path = pathOf(c);
    if (path === SHELL) return null;
    const nobody = { path, language: languageOf(c), me: null, answers: {} };
    if (sessionToken(c, url) === null) return nobody;
    const headers = { cookie: c.req.header("cookie") ?? "" };
    const ask = (address: string) => portal.fetch(new Request(new URL(PORTAL_API + address, c.req.url), { headers }), c.env);
    const wanted = addressFor(path);
    const [whose, page] = await Promise.all([ask("/me"), wanted === null ? null : ask(wanted)]);
    if (whose.status === 401) return nobody;
    if (!whose.ok) return null;
    // The session may have been prolonged.
    for (const cookie of whose.headers.getSetCookie()) c.header("set-cookie", cookie, { append: true });
    const me = (await whose.json()) as PortalMe;
    const answers = { "/me": me, ...(wanted !== null && page?.ok ? { [wanted]: (await page.json()) as unknown } : {}) };
    return { path, language: me.preferences.language, me, answers };
  };
}

/** Behind a letter's link stands a token that no server sees: what is to be drawn there only the browser knows. */
export const isDrawn = ({ path, me, answers }: PortalFirst): boolean =>
  me === null ? path !== "/sign-in" : (addressFor(path) ?? "") in answers;

const pathOf = (c: Context): string => new URL(c.req.url).pathname.slice("/portal".length).replace(/\/+$/, "") || "/";

function addressFor(path: string): string | null {
  if (path === "/") return "/matters";
  const matter_id = /^\/matters\/([^/]+)$/.exec(path)?.[1];
  try {
    return matter_id === undefined ? null : `/matters/${encodeURIComponent(decodeURIComponent(matter_id))}`;
  } catch {
    return null;
  }
}

/** As the page itself decides where it is alone (`web/portal/src/words.ts`). */
function languageOf(c: Context): PortalFirst["language"] {
  const kept = getCookie(c, "portal_language");
  if (kept === "en" || kept === "es") return kept;
  return /^\s*es\b/i.test(c.req.header("accept-language") ?? "") ? "es" : "en";
}
