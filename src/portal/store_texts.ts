/** Texts on their way: claimed by one sender at a time, settled only under the fence of its claim. */
import { sql } from "kysely";
import type { PortalDb } from "./types.ts";

export type TextState = "queued" | "sending" | "sent" | "failed" | "needs_review" | "cancelled";

export interface TextOut {
  firm_id: string;
  text_id: string;
  connection_id: string;
  contact_id: string;
  matter_id: string | null;
  purpose: "message" | "notice";
  notice_id: string | null;
  member_id: string;
  by_name: string;
  number: string;
  body: string;
  state: TextState;
  reason: string | null;
  code: number | null;
  error: string | null;
  at_once: boolean;
  since: string;
  created_at: string;
  due_at: string | null;
  attempt: number;
  first_attempt_at: string | null;
  fence: number;
  sid: string | null;
  sent_at: string | null;
  delivery: string | null;
  delivery_code: number | null;
  activity_id: string | null;
}

export const TEXT = sql`firm_id, text_id, connection_id, contact_id, matter_id, purpose, notice_id, member_id, by_name, number, body, state, reason, code, error, at_once,
  since, created_at, due_at, attempt, first_attempt_at, fence::float8, sid, sent_at, delivery, delivery_code, activity_id`;

export type NewText = Pick<
  TextOut,
  | "firm_id"
  | "text_id"
  | "connection_id"
  | "contact_id"
  | "matter_id"
  | "purpose"
  | "notice_id"
  | "member_id"
  | "by_name"
  | "number"
  | "body"
> & { key: string };

/** The same key again is the same text; gives its id, and whether it is new. */
export async function insertText(trx: PortalDb, row: NewText, at: string): Promise<{ text_id: string; made: boolean }> {
  const { numAffectedRows } = await sql`
    insert into text_out (firm_id, text_id, connection_id, contact_id, matter_id, purpose, notice_id, member_id, by_name, number, body, key, state, since, created_at,
      due_at)
    values (${row.firm_id}, ${row.text_id}, ${row.connection_id}, ${row.contact_id}, ${row.matter_id}, ${row.purpose}, ${row.notice_id}, ${row.member_id},
      ${row.by_name}, ${row.number}, ${row.body}, ${row.key}, 'queued', ${at}::timestamptz, ${at}::timestamptz, ${at}::timestamptz)
    on conflict (firm_id, key) do nothing`.execute(trx);
  if (numAffectedRows === 1n) return { text_id: row.text_id, made: true };
  const { rows } = await sql<{ text_id: string }>`select text_id from text_out where firm_id = ${row.firm_id} and key = ${row.key}`.execute(
    trx,
  );
  return { text_id: rows[0]!.text_id, made: false };
}

/** `text_id`: that one alone. */
export async function lockDueText(trx: PortalDb, now: string, text_id: string | null): Promise<TextOut | null> {
  const { rows } = await sql<TextOut>`
    select ${TEXT} from text_out where state = 'queued' and due_at <= ${now}::timestamptz and (${text_id}::uuid is null or text_id = ${text_id}::uuid)
    order by due_at limit 1 for update skip locked`.execute(trx);
  return rows[0] ?? null;
}

/** One whose sender is gone: nobody knows whether it left. Leases live by the database's clock, which all processes share. */
export async function lockLostText(trx: PortalDb): Promise<TextOut | null> {
  const { rows } = await sql<TextOut>`
    select ${TEXT} from text_out where state = 'sending' and lease_until < clock_timestamp() order by lease_until limit 1 for update skip locked`.execute(
    trx,
  );
  return rows[0] ?? null;
}

/** Held ones that the provider was not asked about lately, nor too often. */
export async function listToLookUp(db: PortalDb, before: string, most: number): Promise<TextOut[]> {
  const { rows } = await sql<TextOut>`
    select ${TEXT} from text_out where state = 'needs_review' and reason in ('unknown', 'restored') and looks < ${most}
      and (looked_at is null or looked_at < ${before}::timestamptz) order by since limit 50`.execute(db);
  return rows;
}

export async function markLooked(trx: PortalDb, text: TextOut, at: string): Promise<void> {
  await sql`
    update text_out set looked_at = ${at}, looks = looks + 1 where firm_id = ${text.firm_id} and text_id = ${text.text_id}`.execute(trx);
}

export async function lockText(trx: PortalDb, firm_id: string, text_id: string): Promise<TextOut | null> {
  const { rows } = await sql<TextOut>`
    select ${TEXT} from text_out where firm_id = ${firm_id} and text_id = ${text_id}::uuid for update`.execute(trx);
  return rows[0] ?? null;
}

export async function readText(db: PortalDb, firm_id: string, text_id: string): Promise<TextOut | null> {
  const { rows } = await sql<TextOut>`select ${TEXT} from text_out where firm_id = ${firm_id} and text_id = ${text_id}::uuid`.execute(db);
  return rows[0] ?? null;
}

/** Of which nobody knows, or that were refused. */
export async function lockTextsOfNotice(trx: PortalDb, of: { firm_id: string; notice_id: string }): Promise<TextOut[]> {
  const { rows } = await sql<TextOut>`
    select ${TEXT} from text_out where firm_id = ${of.firm_id} and notice_id = ${of.notice_id}::uuid and state in ('needs_review', 'failed') for update`.execute(
    trx,
  );
  return rows;
}

export async function claimText(trx: PortalDb, text: TextOut, { at, lease_ms }: { at: string; lease_ms: number }): Promise<TextOut> {
  const { rows } = await sql<TextOut>`
    update text_out set state = 'sending', reason = null, error = null, code = null, since = ${at}::timestamptz, due_at = null, attempt = attempt + 1,
      first_attempt_at = coalesce(first_attempt_at, ${at}::timestamptz), fence = fence + 1, looks = 0, looked_at = null,
      lease_until = clock_timestamp() + ${lease_ms} * interval '1 millisecond'
    where firm_id = ${text.firm_id} and text_id = ${text.text_id} returning ${TEXT}`.execute(trx);
  return rows[0]!;
}

export interface TextMove {
  state: TextState;
  reason?: string | null;
  code?: number | null;
  error?: string | null;
  due_at?: string | null;
  sid?: string | null;
  at_once?: boolean;
}

/** False: somebody else has decided about it since it was claimed. */
export async function moveText(trx: PortalDb, text: TextOut, to: TextMove, at: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update text_out set state = ${to.state}, reason = ${to.reason ?? null}, code = ${to.code ?? null}, error = ${to.error ?? null}, since = ${at}::timestamptz,
      due_at = ${to.due_at ?? null}::timestamptz, lease_until = null, fence = fence + 1, sid = coalesce(${to.sid ?? null}, sid),
      at_once = at_once or ${to.at_once ?? false}, sent_at = case when ${to.state} = 'sent' then coalesce(sent_at, ${at}::timestamptz) else sent_at end
    where firm_id = ${text.firm_id} and text_id = ${text.text_id} and fence = ${text.fence}`.execute(trx);
  return numAffectedRows === 1n;
}

/** Whether one of ours is known by this id. */
export async function knowsSid(db: PortalDb, firm_id: string, sid: string): Promise<boolean> {
  const { rows } = await sql`select 1 from text_out where firm_id = ${firm_id} and sid = ${sid}`.execute(db);
  return rows.length > 0;
}

export async function setDelivery(trx: PortalDb, text: TextOut, to: { status: string; code: number | null; at: string }): Promise<void> {
  await sql`
    update text_out set delivery = ${to.status}, delivery_code = ${to.code}, delivery_at = ${to.at}::timestamptz
    where firm_id = ${text.firm_id} and text_id = ${text.text_id}`.execute(trx);
}

/** Sent, and not an activity yet. */
export async function listUnloggedTexts(db: PortalDb, limit: number, text_id: string | null): Promise<TextOut[]> {
  const { rows } = await sql<TextOut>`
    select ${TEXT} from text_out where state = 'sent' and logged_at is null and (${text_id}::uuid is null or text_id = ${text_id}::uuid)
    order by sent_at limit ${limit}`.execute(db);
  return rows;
}

export async function markTextLogged(db: PortalDb, text: TextOut, source_keys: readonly string[], at: string): Promise<void> {
  await sql`
    update text_out set logged_at = ${at}, activity_id = (
        select activity_id from activity where firm_id = ${text.firm_id} and source_key = any(${source_keys}::text[]) limit 1)
    where firm_id = ${text.firm_id} and text_id = ${text.text_id}`.execute(db);
}

/** What has not become part of the conversation, the latest first: it waits, was refused, or a member has to look. */
export async function listOpenTexts(
  db: PortalDb,
  of: { firm_id: string; connection_id: string; contact_id: string },
  limit: number,
): Promise<TextOut[]> {
  const { rows } = await sql<TextOut>`
    select ${TEXT} from text_out where firm_id = ${of.firm_id} and connection_id = ${of.connection_id} and contact_id = ${of.contact_id}
      and purpose = 'message' and (state in ('queued', 'sending', 'failed', 'needs_review')
        or (state = 'sent' and logged_at is null) or (state = 'sent' and matter_id is null))
    order by text_id desc limit ${limit}`.execute(db);
  return rows;
}

export async function textsOfActivities(
  db: PortalDb,
  firm_id: string,
  activity_ids: readonly string[],
): Promise<Pick<TextOut, "activity_id" | "delivery" | "delivery_code" | "number">[]> {
  if (activity_ids.length === 0) return [];
  const { rows } = await sql<Pick<TextOut, "activity_id" | "delivery" | "delivery_code" | "number">>`
    select activity_id, delivery, delivery_code, number from text_out where firm_id = ${firm_id} and activity_id = any(${activity_ids}::uuid[])`.execute(
    db,
  );
  return rows;
}

/** Who wrote it, whom to, and where it stands; null: they have left the firm. */
export async function readWriter(
  db: PortalDb,
  text: TextOut,
): Promise<{ email: string; mode: "mine" | "all" | "none"; client: string; thread_id: string | null } | null> {
  const { rows } = await sql<{ email: string; mode: "mine" | "all" | "none"; client: string; thread_id: string | null }>`
    select m.email, coalesce(n.mode, 'mine') as mode, coalesce(c.view->>'name', 'a client') as client, t.thread_id from member m
    left join portal_member_notice n on n.firm_id = m.firm_id and n.member_id = m.member_id
    left join contact c on c.firm_id = m.firm_id and c.connection_id = ${text.connection_id} and c.provider_id = ${text.contact_id}
    left join portal_thread t on t.firm_id = m.firm_id and t.connection_id = ${text.connection_id} and t.matter_id = ${text.matter_id}
      and t.contact_id = ${text.contact_id}
    where m.firm_id = ${text.firm_id} and m.member_id = ${text.member_id} and m.active`.execute(db);
  return rows[0] ?? null;
}

/** How many went to a number of late by themselves, and the time of the first of them. */
export async function lateNotices(
  trx: PortalDb,
  of: { firm_id: string; number: string; text_id: string },
  since: string,
): Promise<{ count: number; first: string | null }> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`text ${of.firm_id} ${of.number}`}, 0))`.execute(trx);
  const { rows } = await sql<{ count: number; first: string | null }>`
    select count(*)::int as count, min(since) as first from text_out where firm_id = ${of.firm_id} and number = ${of.number} and purpose = 'notice'
      and text_id <> ${of.text_id} and state in ('sending', 'sent', 'needs_review') and since > ${since}::timestamptz`.execute(trx);
  return rows[0]!;
}

export async function countTexts(db: PortalDb, firm_id: string): Promise<{ waiting: number; failed: number; to_review: number }> {
  const { rows } = await sql<{ waiting: number; failed: number; to_review: number }>`
    select count(*) filter (where state in ('queued', 'sending'))::int as waiting, count(*) filter (where state = 'failed')::int as failed,
      count(*) filter (where state = 'needs_review')::int as to_review from text_out where firm_id = ${firm_id} and state <> 'sent'`.execute(
    db,
  );
  return rows[0]!;
}
