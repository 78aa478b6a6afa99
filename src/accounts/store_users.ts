/** Accounts, as far as better-auth's own calls do not reach: those that have to come or go together with a member. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";

type Db = Kysely<Tables>;

export interface NewUser {
  user_id: string;
  account_row_id: string;
  name: string;
  email: string;
  /** By better-auth's hash. */
  password_hash: string;
}

/** The columns are better-auth's; the address is taken as proved, since the way here led through a mail to it or through the installation's first page. */
export async function insertUser(db: Db, user: NewUser): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into auth."user" (id, name, email, email_verified) values (${user.user_id}, ${user.name}, ${user.email.toLowerCase()}, true)
    on conflict do nothing`.execute(db);
  if (numAffectedRows !== 1n) return false;
  await sql`insert into auth.account (id, user_id, account_id, provider_id, password)
    values (${user.account_row_id}, ${user.user_id}, ${user.user_id}, 'credential', ${user.password_hash})`.execute(db);
  return true;
}

/** Two people may try to be the first at the same moment: one after the other. */
export async function lockSignUp(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('privity sign-up', 0))`.execute(db);
}

export async function hasUsers(db: Db): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select exists (select from auth."user") as there`.execute(db);
  return rows[0]?.there ?? false;
}

export async function emailTaken(db: Db, email: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select from auth."user" where email = ${email.toLowerCase()}) as there`.execute(db);
  return rows[0]?.there ?? false;
}

export async function deleteSessions(db: Db, user_id: string): Promise<void> {
  await sql`delete from auth.session where user_id = ${user_id}`.execute(db);
}
