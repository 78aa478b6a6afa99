/** Mail that is on its way: kept in the transaction that wants it, so that none is lost and none is sent for what did not happen. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { newId } from "../lib/ids.ts";
import type { Letter } from "../lib/mail.ts";

type Db = Kysely<Tables>;

/** `once`: rather not at all than twice; where it may have left, an admin decides. Else it is sent until a server has taken it. */
export async function queueMail(db: Db, firm_id: string, letter: Letter, { once = false } = {}): Promise<void> {
  await sql`insert into mail (firm_id, mail_id, recipient, subject, body, reply_to, once)
    values (${firm_id}, ${newId()}, ${letter.to}, ${letter.subject}, ${letter.text}, ${letter.reply_to ?? null}, ${once})`.execute(db);
}

export interface MailRow {
  firm_id: string;
  mail_id: string;
  recipient: string;
  subject: string;
  body: string;
  reply_to: string | null;
  once: boolean;
  attempts: number;
  /** The attempt before this one ended without a word of what came of it. */
  doubtful: boolean;
}

/**
 * Takes the next one that is due, for this process alone; should the process die, it is due again at `retry_at`. Without a server of the
 * installation only firms with their own have theirs taken.
 */
export async function claimMail(db: Db, now: string, retryAt: (attempts: number) => string, everybody: boolean): Promise<MailRow | null> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<MailRow>`
      select firm_id, mail_id, recipient, subject, body, reply_to, once, attempts, handing_since is not null as doubtful from mail
      where state = 'waiting' and next_at <= ${now} and (${everybody} or exists (select from mail_server s where s.firm_id = mail.firm_id))
      order by next_at limit 1 for update skip locked`.execute(trx);
    const mail = rows[0];
    if (!mail) return null;
    const attempts = mail.attempts + 1;
    await sql`update mail set attempts = ${attempts}, next_at = ${retryAt(attempts)}, handing_since = ${now} where ${same(mail)}`.execute(
      trx,
    );
    return { ...mail, attempts };
  });
}

export async function markSent(db: Db, mail: MailRow, at: string): Promise<void> {
  await sql`update mail set state = 'sent', body = '', error = null, sent_at = ${at}, handing_since = null where ${same(mail)}`.execute(db);
}

export async function markUnsent(db: Db, mail: MailRow, error: string, give_up: boolean): Promise<void> {
  const state = give_up ? "failed" : "waiting";
  await sql`update mail set state = ${state}, error = ${error}, handing_since = null where ${same(mail)}`.execute(db);
}

export interface MailListRow {
  mail_id: string;
  recipient: string;
  subject: string;
  state: "waiting" | "sent" | "failed";
  attempts: number;
  next_at: string | null;
  error: string | null;
  created_at: string;
  sent_at: string | null;
}

/** The latest first, never what they say: that may hold a link that lets somebody in. One row more than `limit`. */
export async function listMail(
  db: Db,
  firm_id: string,
  state: MailListRow["state"] | null,
  before: string | null,
  limit: number,
): Promise<MailListRow[]> {
  const { rows } = await sql<MailListRow>`
    select mail_id, recipient, subject, state, attempts, case when state = 'waiting' then next_at end as next_at, error, created_at, sent_at from mail
    where firm_id = ${firm_id} and (${state}::text is null or state = ${state}::text) and (${before}::uuid is null or mail_id < ${before}::uuid)
    order by mail_id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export async function countMail(db: Db, firm_id: string): Promise<{ waiting: number; failed: number }> {
  const { rows } = await sql<{ waiting: number; failed: number }>`
    select count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'failed')::int as failed
    from mail where firm_id = ${firm_id} and state <> 'sent'`.execute(db);
  return rows[0]!;
}

/** Due now, with all its tries anew; false: it is not there, or was sent. */
export async function retryMail(db: Db, firm_id: string, mail_id: string, at: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update mail set state = 'waiting', attempts = 0, next_at = ${at}, error = null, handing_since = null
    where firm_id = ${firm_id} and mail_id = ${mail_id} and state <> 'sent'`.execute(db);
  return numAffectedRows === 1n;
}

const same = (mail: MailRow) => sql`firm_id = ${mail.firm_id} and mail_id = ${mail.mail_id}`;
