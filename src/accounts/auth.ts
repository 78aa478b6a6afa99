/**
 * better-auth, set up for us: passwords (scrypt), sessions, reset tokens, sign-in links, TOTP. It is called from our own routes only; none of
 * its own addresses is served. Its tables are in the schema `auth` (migration 0002).
 */
import { betterAuth } from "better-auth";
import { magicLink, twoFactor } from "better-auth/plugins";
import type { Kysely, KyselyPlugin, UnknownRow } from "kysely";
import type { Tables } from "../db/tables.ts";
import { newId } from "../lib/ids.ts";
import type { Log } from "../lib/log.ts";
import type { Secret } from "../lib/secret.ts";

export interface AuthOptions {
  db: Kysely<Tables>;
  log: Log;
  url: string;
  /** Signs cookies and locks TOTP secrets. */
  secret: Secret;
  /** `db` is a transaction already: better-auth opens none of its own. */
  within_transaction?: boolean;
  sendReset(user_id: string, token: string): Promise<void>;
  /** A new password was chosen by a reset link. */
  onReset?(user_id: string): Promise<void>;
}

export const SESSION_SECONDS = 7 * 24 * 3600;
export const RESET_SECONDS = 3600;
export const LINK_SECONDS = 600;
export const PASSWORD = { min: 12, max: 200 };

export type Auth = ReturnType<typeof createAuth>;

/** A cookie with this prefix is taken from this host over https alone (RFC 6265bis, 4.1.3.2). */
const cookiePrefix = (https: boolean) => (https ? "__Host-privity" : "privity");

export function createAuth({ db, log, url, secret, within_transaction = false, sendReset, onReset }: AuthOptions) {
  const https = url.startsWith("https:");
  const dated = db.withPlugin(timesAsDates);
  return betterAuth({
    appName: "Privity",
    baseURL: url,
    secret: secret.reveal(),
    database: {
      db: within_transaction ? flattened(dated) : dated,
      type: "postgres",
      schemaName: "auth",
      transaction: true,
    },
    logger: { log: (level, message) => (level === "error" ? log.error(message) : log.debug(message)) },
    telemetry: { enabled: false },
    // Its limits would count by an address that the client says itself; ours are in `limits.ts`.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      autoSignIn: false,
      minPasswordLength: PASSWORD.min,
      maxPasswordLength: PASSWORD.max,
      resetPasswordTokenExpiresIn: RESET_SECONDS,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => sendReset(user.id, token),
      onPasswordReset: async ({ user }) => onReset?.(user.id),
    },
    user: { fields: { ...times, emailVerified: "email_verified" } },
    session: {
      expiresIn: SESSION_SECONDS,
      fields: { ...times, userId: "user_id", expiresAt: "expires_at", ipAddress: "ip_address", userAgent: "user_agent" },
    },
    account: {
      fields: {
        ...times,
        userId: "user_id",
        accountId: "account_id",
        providerId: "provider_id",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
      },
    },
    verification: { fields: { ...times, expiresAt: "expires_at" }, storeIdentifier: "hashed" },
    plugins: [
      twoFactor({
        issuer: "Privity",
        twoFactorTable: "two_factor",
        schema: {
          user: { fields: { twoFactorEnabled: "two_factor_enabled" } },
          twoFactor: {
            modelName: "two_factor",
            fields: {
              userId: "user_id",
              backupCodes: "backup_codes",
              failedVerificationCount: "failed_verification_count",
              lockedUntil: "locked_until",
            },
          },
        },
      }),
      magicLink({
        disableSignUp: true,
        expiresIn: LINK_SECONDS,
        // Whoever asked gets the token back and says how it travels (`sign_in.ts`).
        sendMagicLink: ({ token, metadata }) => (metadata?.["give"] as ((token: string) => void) | undefined)?.(token),
      }),
    ],
    advanced: {
      cookiePrefix: cookiePrefix(https),
      // Its own prefix would be `__Secure-`, which other subdomains may set.
      useSecureCookies: false,
      defaultCookieAttributes: { secure: https, httpOnly: true, sameSite: "lax", path: "/" },
      // Its tables are ours to migrate, and a test compares them; it would look at all of them before its first use.
      database: { generateId: () => newId(), validateSchema: false },
      // It would take it from a header that anybody can write.
      ipAddress: { disableIpTracking: true },
      // The guard checks Origin for every route (`api/guard.ts`).
      disableOriginCheck: true,
      disableCSRFCheck: true,
    },
  });
}

/** better-auth opens transactions here and there; within one of ours, they are this one. */
function flattened(trx: Kysely<Tables>): Kysely<Tables> {
  const withSchema = trx.withSchema.bind(trx);
  return Object.assign(trx, {
    withSchema: (schema: string) => flattened(withSchema(schema)),
    transaction: () => ({ execute: <T>(work: (inner: Kysely<Tables>) => Promise<T>) => work(trx) }),
  });
}

const times = { createdAt: "created_at", updatedAt: "updated_at" };

/** better-auth compares times as Dates; our pool reads them as texts (`db/types.ts`). */
const timesAsDates: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  transformResult: async ({ result }) => ({ ...result, rows: result.rows.map(withDates) }),
};

const withDates = (row: UnknownRow): UnknownRow =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, /_(at|until)$/.test(name) && typeof value === "string" ? new Date(value) : value]),
  );
