/** A forgotten password, and a new one. What changes and its entry in the audit log are one transaction. */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { commandLine, type Actor } from "../model/actor.ts";
import { AccountRefused, type AccountDeps, type From } from "./deps.ts";
import { resetLetter, resetLink } from "./letters.ts";
import { limitTries } from "./limits.ts";
import { refuseAs } from "./sign_in.ts";
import { audit } from "./store_audit.ts";
import { queueMail } from "./store_mail.ts";
import { memberByUserEmail, memberOfUser } from "./store_members.ts";

type Trx = Kysely<Tables>;

/** The same answer whether there is such an account or not; the link goes by mail alone. */
export async function requestReset(deps: AccountDeps, from: From, email: string): Promise<void> {
  await limitTries(deps, "reset", from, email);
  const mail = (trx: Trx) => async (user_id: string, token: string) => {
    const member = await memberOfUser(trx, user_id);
    if (member?.active) await queueMail(trx, member.firm_id, resetLetter(member.email, resetLink(deps.url, token)));
  };
  await deps.db.transaction((trx) => deps.authWithin(trx, { sendReset: mail(trx) }).api.requestPasswordReset({ body: { email } }));
}

/** For somebody at the command line, where no mail can be sent: the link that would be mailed. Null: nobody active has this e-mail. */
export async function createResetLink(deps: AccountDeps, email: string): Promise<string | null> {
  return deps.db.transaction(async (trx) => {
    const member = await memberByUserEmail(trx, email);
    if (!member?.active) return null;
    const { promise, resolve } = Promise.withResolvers<string>();
    const auth = deps.authWithin(trx, { sendReset: async (_user_id, token) => resolve(token) });
    await auth.api.requestPasswordReset({ body: { email } });
    await audit(trx, commandLine(member.firm_id), "password.reset_link", member.member_id);
    return resetLink(deps.url, await promise);
  });
}

/** All sessions of the account end. */
export async function resetPassword(deps: AccountDeps, from: From, token: string, password: string): Promise<void> {
  await limitTries(deps, "token", from, "");
  await deps.db
    .transaction((trx) => {
      const onReset = async (user_id: string) => {
        const member = await memberOfUser(trx, user_id);
        if (!member) throw new Error("an account has no member");
        await audit(trx, { ...member, via: "session" }, "password.reset", member.member_id);
      };
      return deps.authWithin(trx, { onReset }).api.resetPassword({ body: { token, newPassword: password } });
    })
    .catch(refuseAs(() => new AccountRefused("invalid-token", "This link is not good any more.")));
}

/** All other sessions of the account end; gives the cookies of the one that goes on. */
export async function changePassword(
  deps: AccountDeps,
  actor: Actor & { member_id: string },
  from: From,
  { current, password }: { current: string; password: string },
): Promise<string[]> {
  await limitTries(deps, "password", from, actor.member_id);
  const { headers } = await deps.db
    .transaction(async (trx) => {
      const body = { currentPassword: current, newPassword: password, revokeOtherSessions: true };
      const changed = await deps.authWithin(trx).api.changePassword({ body, headers: from.headers, returnHeaders: true });
      await audit(trx, actor, "password.change", actor.member_id);
      return changed;
    })
    .catch(refuseAs(wrongPassword));
  return headers.getSetCookie();
}

export const wrongPassword = (): AccountRefused => new AccountRefused("wrong-password", "Your password is not right.");
