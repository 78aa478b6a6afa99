/** A forgotten password, and a new one. */
import type { Db } from "../db/pool.ts";
import { AccountRefused, type AccountDeps, type From } from "./deps.ts";
import { resetLetter, resetLink } from "./letters.ts";
import { limitTries } from "./limits.ts";
import { refuseAs } from "./sign_in.ts";
import { queueMail } from "./store_mail.ts";
import { memberOfUser } from "./store_members.ts";

/** The same answer whether there is such an account or not; the link goes by mail alone. */
export async function requestReset(deps: AccountDeps, from: From, email: string): Promise<void> {
  await limitTries(deps, "reset", from, email);
  await deps.auth.api.requestPasswordReset({ body: { email } });
}

/** What better-auth calls with the token. */
export const queueReset =
  (db: Pick<Db, "kysely">, url: string) =>
  async (user_id: string, token: string): Promise<void> => {
    const member = await memberOfUser(db.kysely, user_id);
    if (member?.active) await queueMail(db.kysely, member.firm_id, resetLetter(member.email, resetLink(url, token)));
  };

/** All sessions of the account end. */
export async function resetPassword(deps: AccountDeps, from: From, token: string, password: string): Promise<void> {
  await limitTries(deps, "token", from, "");
  await deps.auth.api
    .resetPassword({ body: { token, newPassword: password } })
    .catch(refuseAs(() => new AccountRefused("invalid-token", "This link is not good any more.")));
}

/** All other sessions of the account end; gives the cookies of the one that goes on. */
export async function changePassword(deps: AccountDeps, from: From, current: string, password: string): Promise<string[]> {
  const { headers } = await deps.auth.api
    .changePassword({
      body: { currentPassword: current, newPassword: password, revokeOtherSessions: true },
      headers: from.headers,
      returnHeaders: true,
    })
    .catch(refuseAs(wrongPassword));
  return headers.getSetCookie();
}

export const wrongPassword = (): AccountRefused => new AccountRefused("wrong-password", "Your password is not right.");
