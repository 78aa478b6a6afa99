/** The room's parts, joined. */
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Secret } from "../lib/secret.ts";
import { createAuth } from "./auth.ts";
import type { AccountDeps } from "./deps.ts";

export interface AccountOptions {
  db: Db;
  log: Log;
  clock: Clock;
  url: string;
  /** Signs cookies and locks TOTP secrets. */
  secret: Secret;
  /** What the first admin has to know to sign up; null: nothing (`set_up_code.ts`). */
  set_up_code?: Secret | null;
}

export function openAccounts({ db, log, clock, url, secret, set_up_code = null }: AccountOptions): AccountDeps {
  const common = { log, url, secret };
  const nobody = () => Promise.reject(new Error("links for new passwords are made within a transaction"));
  return {
    db,
    clock,
    log,
    url,
    set_up_code,
    auth: createAuth({ ...common, db: db.kysely, sendReset: nobody }),
    authWithin: (trx, hooks = {}) => createAuth({ ...common, db: trx, within_transaction: true, sendReset: nobody, ...hooks }),
  };
}
