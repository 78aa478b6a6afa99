/** What the room of accounts works with, and how it says no. */
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Auth } from "./auth.ts";

export interface AccountDeps {
  db: Db;
  auth: Auth;
  clock: Clock;
  log: Log;
  /** Where browsers reach us; links in mails are built on it. */
  url: string;
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
  | "second-factor-on";

export class AccountRefused extends Error {
  override readonly name = "AccountRefused";
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
