/** Where a firm's answers by e-mail come in, and what came that nobody could be told from. */
import { sql } from "kysely";
import type { ReplyDomain } from "./reply_address.ts";
import type { PortalDb } from "./types.ts";

export async function putMailIn(trx: PortalDb, row: ReplyDomain & { secret_hash: Buffer; set_by: string; set_at: string }): Promise<void> {
  await sql`
    insert into portal_mail_in (firm_id, domain, secret_hash, reply_key, set_by, set_at)
    values (${row.firm_id}, ${row.domain}, ${row.secret_hash}, ${row.reply_key}, ${row.set_by}, ${row.set_at})
    on conflict (firm_id) do update set domain = excluded.domain, secret_hash = excluded.secret_hash, reply_key = excluded.reply_key,
      set_by = excluded.set_by, set_at = excluded.set_at`.execute(trx);
}

export async function removeMailIn(trx: PortalDb, firm_id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from portal_mail_in where firm_id = ${firm_id}`.execute(trx);
  return numAffectedRows === 1n;
}

/** Null: the firm has not set it up. */
export async function readMailIn(db: PortalDb, firm_id: string): Promise<(ReplyDomain & { set_by: string; set_at: string }) | null> {
  const { rows } = await sql<ReplyDomain & { set_by: string; set_at: string }>`
    select firm_id, domain, reply_key, set_by, set_at from portal_mail_in where firm_id = ${firm_id}`.execute(db);
  return rows[0] ?? null;
}

export async function readMailInBySecret(db: PortalDb, secret_hash: Buffer): Promise<ReplyDomain | null> {
  const { rows } = await sql<ReplyDomain>`
    select firm_id, domain, reply_key from portal_mail_in where secret_hash = ${secret_hash}`.execute(db);
  return rows[0] ?? null;
}

export type HeldReason = "no_thread" | "other_sender" | "several" | "closed" | "empty";

export interface HeldMail {
  mail_id: string;
  thread_id: string | null;
  from_address: string;
  subject: string;
  body: string;
  reason: HeldReason;
  received_at: string;
}

/** Once for each letter. False: it is held already. */
export async function holdMail(trx: PortalDb, firm_id: string, row: HeldMail & { message_hash: Buffer }): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into portal_mail_held (firm_id, mail_id, message_hash, thread_id, from_address, subject, body, reason, received_at)
    values (${firm_id}, ${row.mail_id}, ${row.message_hash}, ${row.thread_id}, ${row.from_address}, ${row.subject}, ${row.body}, ${row.reason},
      ${row.received_at}) on conflict (firm_id, message_hash) do nothing`.execute(trx);
  return numAffectedRows === 1n;
}

const HELD = sql`mail_id, thread_id, from_address, subject, body, reason, received_at`;

export async function listHeldMail(db: PortalDb, firm_id: string, limit: number): Promise<HeldMail[]> {
  const { rows } = await sql<HeldMail>`
    select ${HELD} from portal_mail_held where firm_id = ${firm_id} and decided is null order by mail_id desc limit ${limit}`.execute(db);
  return rows;
}

/** Locked; null: there is none that waits. */
export async function lockHeldMail(trx: PortalDb, firm_id: string, mail_id: string): Promise<HeldMail | null> {
  const { rows } = await sql<HeldMail>`
    select ${HELD} from portal_mail_held where firm_id = ${firm_id} and mail_id = ${mail_id} and decided is null for update`.execute(trx);
  return rows[0] ?? null;
}

export async function decideMail(
  trx: PortalDb,
  firm_id: string,
  mail_id: string,
  decided: "taken" | "dismissed",
  { by, at }: { by: string; at: string },
): Promise<void> {
  await sql`
    update portal_mail_held set decided = ${decided}, decided_by = ${by}, decided_at = ${at}, body = ''
    where firm_id = ${firm_id} and mail_id = ${mail_id}`.execute(trx);
}

/** Active members who have the address. */
export async function membersWith(db: PortalDb, firm_id: string, email: string): Promise<{ member_id: string; name: string }[]> {
  const { rows } = await sql<{ member_id: string; name: string }>`
    select member_id, name from member where firm_id = ${firm_id} and active and lower(trim(email)) = ${email}`.execute(db);
  return rows;
}

/** The client of a thread, as they would come in: null where they may not. */
export async function readClientOf(
  db: PortalDb,
  of: { firm_id: string; connection_id: string; contact_id: string },
): Promise<{ access_id: string; name: string; language: "en" | "es" } | null> {
  const { rows } = await sql<{ access_id: string; name: string; language: "en" | "es" }>`
    select a.access_id, c.view->>'name' as name, a.language from portal_access a
    join contact c on c.firm_id = a.firm_id and c.connection_id = a.connection_id and c.provider_id = a.contact_id and c.state = 'in'
    where a.firm_id = ${of.firm_id} and a.connection_id = ${of.connection_id} and a.contact_id = ${of.contact_id} and a.state = 'active'`.execute(
    db,
  );
  return rows[0] ?? null;
}
