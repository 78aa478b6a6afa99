/** Mail that is on its way: kept in the transaction that wants it, so that none is lost and none is sent for what did not happen. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { newId } from "../lib/ids.ts";
import type { Letter } from "../lib/mail.ts";

type Db = Kysely<Tables>;

export async function queueMail(db: Db, firm_id: string, letter: Letter): Promise<void> {
  await sql`insert into mail (firm_id, mail_id, recipient, subject, body)
    values (${firm_id}, ${newId()}, ${letter.to}, ${letter.subject}, ${letter.text})`.execute(db);
}

export interface MailRow {
  firm_id: string;
  mail_id: string;
  recipient: string;
  subject: string;
  body: string;
  attempts: number;
}

/** Takes the next one that is due, for this process alone; should the process die, it is due again at `retry_at`. */
export async function claimMail(db: Db, now: string, retryAt: (attempts: number) => string): Promise<MailRow | null> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<MailRow>`
      select firm_id, mail_id, recipient, subject, body, attempts from mail where state = 'waiting' and next_at <= ${now}
      order by next_at limit 1 for update skip locked`.execute(trx);
    const mail = rows[0];
    if (!mail) return null;
    const attempts = mail.attempts + 1;
    await sql`update mail set attempts = ${attempts}, next_at = ${retryAt(attempts)} where ${same(mail)}`.execute(trx);
    return { ...mail, attempts };
  });
}

export async function markSent(db: Db, mail: MailRow, at: string): Promise<void> {
  await sql`update mail set state = 'sent', body = '', error = null, sent_at = ${at} where ${same(mail)}`.execute(db);
}

export async function markUnsent(db: Db, mail: MailRow, error: string, give_up: boolean): Promise<void> {
  const state = give_up ? "failed" : "waiting";
  await sql`update mail set state = ${state}, error = ${error} where ${same(mail)}`.execute(db);
}

const same = (mail: MailRow) => sql`firm_id = ${mail.firm_id} and mail_id = ${mail.mail_id}`;
