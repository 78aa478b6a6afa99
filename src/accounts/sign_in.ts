/** Coming in and going out. Every refusal of an e-mail and password is the same one, whatever the reason. */
import { isAPIError } from "better-auth/api";
import { commandLine, type Actor } from "../model/actor.ts";
import { AccountRefused, type AccountDeps, type From } from "./deps.ts";
import { signInLink } from "./letters.ts";
import { forgiveTries, limitTries } from "./limits.ts";
import { audit } from "./store_audit.ts";
import { useApiKey } from "./store_api_keys.ts";
import { memberByUserEmail, memberOfUser, type Member } from "./store_members.ts";
import { deleteSessions } from "./store_users.ts";
import { hashOf } from "./tokens.ts";

/** `cookies`: the Set-Cookie lines for the browser. */
export interface SignedIn {
  cookies: string[];
  /** The password was right; a code has to follow. */
  second_factor: boolean;
}

const wrong = () => new AccountRefused("wrong-credentials", "The e-mail or the password is not right, or the account is not active.");

export async function signIn(deps: AccountDeps, from: From, email: string, password: string): Promise<SignedIn> {
  await limitTries(deps, "sign_in", from, email);
  const before = await deps.auth.api.getSession({ headers: from.headers });
  const { headers, response } = await deps.auth.api
    .signInEmail({ body: { email, password }, headers: from.headers, returnHeaders: true })
    .catch(refuseAs(wrong));
  const cookies = headers.getSetCookie();
  if ("twoFactorRedirect" in response) return { cookies, second_factor: true };
  await admit(deps, from, response.user.id, "password");
  await forgiveTries(deps, "sign_in", from, email);
  // Somebody else may have been signed in at this browser: their session ends here.
  if (before) await (await deps.auth.$context).internalAdapter.deleteSession(before.session.token);
  return { cookies, second_factor: false };
}

/** The code of the authenticator app, or one of the backup codes. better-auth counts wrong ones per account and locks it for a while. */
export async function signInCode(deps: AccountDeps, from: From, code: string): Promise<SignedIn> {
  await limitTries(deps, "token", from, "");
  const request = { body: { code }, headers: from.headers, returnHeaders: true } as const;
  const { headers, response } = await (
    /^\d{6}$/.test(code) ? deps.auth.api.verifyTOTP(request) : deps.auth.api.verifyBackupCode(request)
  ).catch(refuseAs(() => new AccountRefused("wrong-code", "The code is not right, or the sign-in has taken too long.")));
  await admit(deps, from, response.user.id, "second factor");
  return { cookies: headers.getSetCookie(), second_factor: false };
}

/** For somebody at the command line: a link that signs in once, within ten minutes. Null: nobody active has an account with this e-mail. */
export async function createSignInLink(deps: AccountDeps, email: string): Promise<string | null> {
  return deps.db.transaction(async (trx) => {
    const member = await memberByUserEmail(trx, email);
    if (!member?.active) return null;
    let given = "";
    await deps.authWithin(trx).api.signInMagicLink({
      body: { email, metadata: { give: (token: string) => void (given = token) } },
      headers: new Headers(),
    });
    await audit(trx, commandLine(member.firm_id), "sign_in.link", member.member_id);
    return signInLink(deps.url, given);
  });
}

export async function signInByLink(deps: AccountDeps, from: From, token: string): Promise<SignedIn> {
  await limitTries(deps, "token", from, "");
  const { headers, response } = await deps.auth.api
    .magicLinkVerify({ query: { token }, headers: from.headers, returnHeaders: true })
    .catch(refuseAs(() => new AccountRefused("invalid-token", "This link is not good any more.")));
  await admit(deps, from, response.user.id, "link");
  return { cookies: headers.getSetCookie(), second_factor: false };
}

export async function signOut(deps: AccountDeps, from: From): Promise<string[]> {
  const { headers } = await deps.auth.api.signOut({ headers: from.headers, returnHeaders: true });
  return headers.getSetCookie();
}

/**
 * Only active members come in; a session of anybody else ends before it is handed out, and one that the audit log cannot be told of is never
 * handed out. A sign-in is no transaction as a whole: wrong codes have to be counted although it fails.
 */
async function admit(deps: AccountDeps, from: From, user_id: string, how: string): Promise<Member> {
  const db = deps.db.kysely;
  const member = await memberOfUser(db, user_id);
  if (!member?.active) {
    await deleteSessions(db, user_id);
    throw wrong();
  }
  await audit(db, { ...member, via: "session", address: from.address }, "sign_in", member.member_id, { how });
  return member;
}

export interface Recognised {
  actor: Actor;
  user_id: string | null;
  /** A session that is used is prolonged: lines for the browser. */
  cookies: string[];
}

/** Whose session the request's cookie names; null for none that is good. Asked anew for every request: who is shut out is out at once. */
export async function bySession(deps: AccountDeps, headers: Headers): Promise<Recognised | null> {
  if (!headers.has("cookie")) return null;
  const found = await deps.auth.api.getSession({ headers, returnHeaders: true });
  if (!found.response) return null;
  const user_id = found.response.user.id;
  const member = await memberOfUser(deps.db.kysely, user_id);
  if (!member?.active) return null;
  const { firm_id, member_id, name, role } = member;
  return { actor: { firm_id, member_id, name, role, via: "session", scopes: null }, user_id, cookies: found.headers.getSetCookie() };
}

/** A key can do what its scopes say, and never more than the member whose it is. */
export async function byApiKey(deps: AccountDeps, key: string): Promise<Recognised | null> {
  const holder = await useApiKey(deps.db.kysely, hashOf(key), deps.clock.now().toISOString());
  if (!holder) return null;
  const { firm_id, member_id, name, role, scopes } = holder;
  return { actor: { firm_id, member_id, name, role, via: "api_key", scopes }, user_id: null, cookies: [] };
}

/** What better-auth refuses, as our own refusal. Where it says "too many", so do we; a failure stays a failure. */
export function refuseAs(refusal: () => AccountRefused): (error: unknown) => never {
  return (error) => {
    if (!isAPIError(error) || error.statusCode >= 500) throw error;
    if (error.statusCode === 429) throw new AccountRefused("too-many-tries", "There were too many tries.");
    throw refusal();
  };
}
