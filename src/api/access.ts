/** Who may ask what: found out before any route. A route that nobody has thought of here is for admins when it writes. */
import type { Context, MiddlewareHandler } from "hono";
import type { AccountDeps, From } from "../accounts/deps.ts";
import { byApiKey, bySession, type Recognised } from "../accounts/sign_in.ts";
import { apiKeyIn } from "../accounts/tokens.ts";
import { SCOPES, type Actor, type Scope } from "../model/actor.ts";
import { actorOf, setActor } from "./actor.ts";
import { Problem } from "./problems.ts";

/** Those without sign-in: coming in, and what the API says about itself. */
const PUBLIC = [
  "GET /api/v1/openapi.json",
  "GET /api/v1/problems",
  "GET /api/v1/installation",
  "POST /api/v1/sign-up",
  "POST /api/v1/sign-in",
  "POST /api/v1/sign-in/code",
  "POST /api/v1/sign-in/link",
  "POST /api/v1/sign-out",
  "POST /api/v1/password-resets",
  "POST /api/v1/password-resets/use",
  "POST /api/v1/invitations/look",
  "POST /api/v1/invitations/accept",
];
/** A member's own account at the provider; the routes see to it that it is theirs. */
const OWN_ACCOUNTS = [/^\/api\/v1\/connections\/authorise$/, /^\/api\/v1\/connections\/[^/]+\/disconnect$/];
/** What members may write too. */
const WRITES_OF_MEMBERS = [
  /^\/api\/v1\/runs$/,
  /^\/api\/v1\/me\//,
  /^\/api\/v1\/contacts\//,
  /^\/api\/v1\/activities(\/|$)/,
  /^\/api\/v1\/files$/,
  /^\/api\/v1\/tasks\//,
  /^\/api\/v1\/form-requests(\/|$)/,
  /^\/api\/v1\/texts\//,
  /^\/api\/v1\/inbox(-notices|-mail|-texts|\/|$)/,
  /^\/api\/v1\/matters\/[^/]+\/[^/]+\/documents$/,
  /^\/api\/v1\/matters\/bulk(\/|$)/,
  /^\/api\/v1\/automation-(pauses|opt-outs)(\/|$)/,
  /^\/api\/v1\/portal\/(people|addresses|notices)(\/|$)/,
  ...OWN_ACCOUNTS,
];
/** What only admins may read. */
const READS_OF_ADMINS = [
  /^\/api\/v1\/(audit|invitations|api-keys|webhook-endpoints|applications|mail-server|mail-in|mail|texting|members\/[^/]+\/standing|first-run)(\/|$)/,
];

export const isPublic = (method: string, path: string): boolean => PUBLIC.includes(`${method.toUpperCase()} ${path}`);

export function neededScope(method: string, path: string): Scope {
  if (method === "GET" || method === "HEAD") return READS_OF_ADMINS.some((each) => each.test(path)) ? "admin" : "read";
  return WRITES_OF_MEMBERS.some((each) => each.test(path)) ? "write" : "admin";
}

export function requireActor(accounts: AccountDeps): MiddlewareHandler {
  return async (c, next) => {
    // HEAD is answered by the routes of GET.
    if (isPublic(c.req.method === "HEAD" ? "GET" : c.req.method, c.req.path)) return next();
    const found = await recognise(accounts, c);
    if (!found) throw new Problem("sign-in-needed", "The request carries no session and no API key that is good now.");
    const needed = neededScope(c.req.method, c.req.path);
    if (!may(found.actor, needed))
      throw new Problem("not-allowed", `${c.req.method} ${c.req.path} needs ${wordsFor(found.actor, needed)}.`);
    setActor(c, { ...found.actor, address: fromOf(c).address });
    await next();
    setCookies(c, found.cookies);
  };
}

/** An API key goes before a cookie: a program says what it wants to be. */
function recognise(accounts: AccountDeps, c: Context): Promise<Recognised | null> {
  const authorization = c.req.header("authorization");
  if (authorization === undefined) return bySession(accounts, c.req.raw.headers);
  const key = apiKeyIn(authorization);
  return key === null ? Promise.resolve(null) : byApiKey(accounts, key);
}

export function may(actor: Actor, needed: Scope): boolean {
  if (needed === "admin" && actor.role !== "admin") return false;
  return actor.scopes === null || actor.scopes.some((scope) => SCOPES.indexOf(scope) >= SCOPES.indexOf(needed));
}

const wordsFor = (actor: Actor, needed: Scope): string =>
  needed === "admin" && actor.role !== "admin" ? "an admin" : `an API key with the scope \`${needed}\``;

/** For what only a person at the page may do, such as making keys: a key that got out must not be able to make others. */
export function requireSession(c: Context): Actor & { member_id: string } {
  const actor = actorOf(c);
  if (actor.via !== "session" || actor.member_id === null) throw new Problem("session-needed", "This was asked without a session.");
  return { ...actor, member_id: actor.member_id };
}

export function setCookies(c: Context, cookies: readonly string[]): void {
  for (const line of cookies) c.header("set-cookie", line, { append: true });
}

/** The address that the connection comes from; what a header says of it anybody could write. */
export function fromOf(c: Context): From {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  return { headers: c.req.raw.headers, address: env?.incoming?.socket?.remoteAddress ?? null };
}
