/** What the room of accounts works with, and how it says no. */
import type { Kysely } from "kysely";
import type { Db } from "../db/pool.ts";
import type { Tables } from "../db/tables.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Secret } from "../lib/secret.ts";
import type { Auth, AuthOptions } from "./auth.ts";

export interface AccountDeps {
  db: Db;
  auth: Auth;
  /** The same, working in a transaction: what it writes stands or falls with what is told to the audit log. */
  authWithin(trx: Kysely<Tables>, hooks?: Pick<Partial<AuthOptions>, "sendReset" | "onReset">): Auth;
  clock: Clock;
  log: Log;
  /** Where browsers reach us; links in mails are built on it. */
  url: string;
  /** What the first admin has to know to sign up; null: nothing. */
  set_up_code: Secret | null;
}

/** Of the request that asks: its cookies and browser, and where it comes from. */
export interface From {
  headers: Headers;
  address: string | null;
}

export type RefusalReason =
  | "wrong-credentials"
  | "wrong-code"
  | "wrong-password"
  | "too-many-tries"
  | "invalid-token"
  | "signed-up-already"
  | "email-taken"
  | "last-admin"
  | "not-found"
  | "second-factor-on"
  | "set-up-code-needed";

export class AccountRefused extends Error {
  override readonly name = "AccountRefused";
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
