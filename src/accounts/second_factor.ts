/** The second factor of one's own account: an authenticator app (TOTP, RFC 6238). On once a first code was right. */
import { AccountRefused, type AccountDeps, type From } from "./deps.ts";
import { limitTries } from "./limits.ts";
import { wrongPassword } from "./passwords.ts";
import { refuseAs } from "./sign_in.ts";

export interface NewSecondFactor {
  /** What the app reads as a QR code, or by hand. */
  uri: string;
  backup_codes: string[];
}

export async function startSecondFactor(deps: AccountDeps, from: From, password: string): Promise<NewSecondFactor> {
  const session = await deps.auth.api.getSession({ headers: from.headers });
  if (session?.user.twoFactorEnabled) throw new AccountRefused("second-factor-on", "The second factor is on already.");
  const made = await deps.auth.api
    .enableTwoFactor({ body: { password, method: "totp" }, headers: from.headers })
    .catch(refuseAs(wrongPassword));
  if (made.method !== "totp") throw new Error("better-auth made another second factor than the one asked for");
  return { uri: made.totpURI, backup_codes: made.backupCodes };
}

/** Gives the cookies of the session that takes the place of the one before. */
export async function confirmSecondFactor(deps: AccountDeps, from: From, code: string): Promise<string[]> {
  await limitTries(deps, "token", from, "");
  const { headers } = await deps.auth.api
    .verifyTOTP({ body: { code }, headers: from.headers, returnHeaders: true })
    .catch(refuseAs(() => new AccountRefused("wrong-code", "The code is not right.")));
  return headers.getSetCookie();
}

export async function removeSecondFactor(deps: AccountDeps, from: From, password: string): Promise<string[]> {
  const { headers } = await deps.auth.api
    .disableTwoFactor({ body: { password }, headers: from.headers, returnHeaders: true })
    .catch(refuseAs(wrongPassword));
  return headers.getSetCookie();
}

export async function hasSecondFactor(deps: AccountDeps, headers: Headers): Promise<boolean> {
  return (await deps.auth.api.getSession({ headers }))?.user.twoFactorEnabled === true;
}
