/**
 * The second factor of one's own account: an authenticator app (TOTP, RFC 6238). On once a first code was right. What changes and its entry
 * in the audit log are one transaction.
 */
import type { Actor } from "../model/actor.ts";
import { AccountRefused, type AccountDeps, type From } from "./deps.ts";
import { limitTries } from "./limits.ts";
import { wrongPassword } from "./passwords.ts";
import { refuseAs } from "./sign_in.ts";
import { audit } from "./store_audit.ts";

export interface NewSecondFactor {
  /** What the app reads as a QR code, or by hand. */
  uri: string;
  backup_codes: string[];
}

type Self = Actor & { member_id: string };

export async function startSecondFactor(deps: AccountDeps, actor: Self, from: From, password: string): Promise<NewSecondFactor> {
  const session = await deps.auth.api.getSession({ headers: from.headers });
  if (session?.user.twoFactorEnabled) throw new AccountRefused("second-factor-on", "The second factor is on already.");
  await limitTries(deps, "password", from, actor.member_id);
  const made = await deps.db
    .transaction(async (trx) => {
      const started = await deps.authWithin(trx).api.enableTwoFactor({ body: { password, method: "totp" }, headers: from.headers });
      await audit(trx, actor, "second_factor.start", actor.member_id);
      return started;
    })
    .catch(refuseAs(wrongPassword));
  if (made.method !== "totp") throw new Error("better-auth made another second factor than the one asked for");
  return { uri: made.totpURI, backup_codes: made.backupCodes };
}

/** Gives the cookies of the session that takes the place of the one before. */
export async function confirmSecondFactor(deps: AccountDeps, actor: Self, from: From, code: string): Promise<string[]> {
  await limitTries(deps, "token", from, "");
  const { headers } = await deps.db
    .transaction(async (trx) => {
      const confirmed = await deps.authWithin(trx).api.verifyTOTP({ body: { code }, headers: from.headers, returnHeaders: true });
      await audit(trx, actor, "second_factor.on", actor.member_id);
      return confirmed;
    })
    .catch(refuseAs(() => new AccountRefused("wrong-code", "The code is not right.")));
  return headers.getSetCookie();
}

export async function removeSecondFactor(deps: AccountDeps, actor: Self, from: From, password: string): Promise<string[]> {
  await limitTries(deps, "password", from, actor.member_id);
  const { headers } = await deps.db
    .transaction(async (trx) => {
      const removed = await deps.authWithin(trx).api.disableTwoFactor({ body: { password }, headers: from.headers, returnHeaders: true });
      await audit(trx, actor, "second_factor.off", actor.member_id);
      return removed;
    })
    .catch(refuseAs(wrongPassword));
  return headers.getSetCookie();
}

export async function hasSecondFactor(deps: AccountDeps, headers: Headers): Promise<boolean> {
  return (await deps.auth.api.getSession({ headers }))?.user.twoFactorEnabled === true;
}
