/** Notices to clients: entered once, claimed by one sender at a time, settled only under the fence of its claim. */
import { sql, type RawBuilder } from "kysely";
import type { NoticeKind } from "./letters.ts";
import type { PortalDb } from "./types.ts";

export type NoticeState = "queued" | "sending" | "sent" | "not_sent" | "failed" | "needs_review" | "cancelled";

export interface Notice {
  firm_id: string;
  notice_id: string;
  connection_id: string;
  contact_id: string;
  matter_id: string;
  kind: NoticeKind;
  way: "email" | "text";
  occasion: string;
  /** Ids and names of steps; never what somebody wrote. */
  about: Record<string, string>;
  state: NoticeState;
  reason: string | null;
  why: Record<string, string>;
  since: string;
  created_at: string;
  due_at: string | null;
  attempt: number;
  first_attempt_at: string | null;
  fence: number;
  /** Found after a backup was put back: they may have got it since, so a member looks before it leaves. */
  doubt: boolean;
  message_id: string;
  address: string | null;
  subject: string | null;
  error: string | null;
  sent_at: string | null;
}

const NOTICE = sql`firm_id, notice_id, connection_id, contact_id, matter_id, kind, way, occasion, about, state, reason, why, since, created_at, due_at, attempt,
  first_attempt_at, fence::float8, doubt, message_id, address, subject, error, sent_at`;
/** It has not left as far as is known, so it can still be taken back. One that was handed to the sender of texts is settled with its text. */
export const WAITS = sql`(state = 'queued' or (state = 'needs_review' and reason = 'restored' and way = 'email'))`;

export interface NewNotice extends Pick<
  Notice,
  "firm_id" | "notice_id" | "connection_id" | "contact_id" | "matter_id" | "kind" | "occasion" | "about" | "message_id"
> {
  /** Of the same by text; null: by letter alone. */
  text_notice_id: string | null;
  /** Why it is not to be sent at all; null: it is. */
  not_because: string | null;
  doubt: boolean;
}

/** One for each occasion and way, however often it is entered; by text where they asked for that and the firm has it. */
export async function insertNotice(trx: PortalDb, row: NewNotice, at: string): Promise<void> {
  const state = row.not_because === null ? "queued" : "not_sent";
  const insert = (notice_id: string, way: "email" | "text", where: RawBuilder<unknown>) => sql`
    insert into portal_notice (firm_id, notice_id, connection_id, contact_id, matter_id, kind, way, occasion, about, message_id, state, reason, doubt, since, created_at,
      due_at)
    select ${row.firm_id}::uuid, ${notice_id}::uuid, ${row.connection_id}::uuid, ${row.contact_id}, ${row.matter_id}, ${row.kind}, ${way}, ${row.occasion},
      ${JSON.stringify(row.about)}::jsonb, ${row.message_id}, ${state}, ${row.not_because}, ${row.doubt}, ${at}::timestamptz, ${at}::timestamptz,
      case when ${state} = 'queued' then ${at}::timestamptz end
    where ${where}
    on conflict (firm_id, connection_id, contact_id, occasion, way) do nothing`;
  await insert(row.notice_id, "email", sql`true`).execute(trx);
  if (row.text_notice_id === null) return;
  const asked = sql`exists (select from text_account t where t.firm_id = ${row.firm_id} and t.sending)
    and exists (select from portal_access a where a.firm_id = ${row.firm_id} and a.connection_id = ${row.connection_id} and a.contact_id = ${row.contact_id}
      and a.state = 'active' and a.preferences->>'text' = 'true')`;
  await insert(row.text_notice_id, "text", asked).execute(trx);
}

export async function lockDueNotice(trx: PortalDb, now: string): Promise<Notice | null> {
  const { rows } = await sql<Notice>`
    select ${NOTICE} from portal_notice where state = 'queued' and due_at <= ${now}::timestamptz order by due_at limit 1 for update skip locked`.execute(
    trx,
  );
  return rows[0] ?? null;
}

/** One whose sender is gone: nobody knows whether it left. Leases live by the database's clock, which all processes share. */
export async function lockLostNotice(trx: PortalDb): Promise<Notice | null> {
  const { rows } = await sql<Notice>`
    select ${NOTICE} from portal_notice where state = 'sending' and lease_until < clock_timestamp() order by lease_until limit 1
    for update skip locked`.execute(trx);
  return rows[0] ?? null;
}

export async function lockNotice(trx: PortalDb, firm_id: string, notice_id: string): Promise<Notice | null> {
  const { rows } = await sql<Notice>`
    select ${NOTICE} from portal_notice where firm_id = ${firm_id} and notice_id = ${notice_id} for update`.execute(trx);
  return rows[0] ?? null;
}

export async function claimNotice(
  trx: PortalDb,
  notice: Notice,
  told: { address: string; subject: string; why: Record<string, string> },
  { at, lease_ms }: { at: string; lease_ms: number },
): Promise<Notice> {
  const { rows } = await sql<Notice>`
    update portal_notice set state = 'sending', reason = null, since = ${at}::timestamptz, due_at = null, attempt = attempt + 1,
      first_attempt_at = coalesce(first_attempt_at, ${at}::timestamptz), fence = fence + 1,
      lease_until = clock_timestamp() + ${lease_ms} * interval '1 millisecond', address = ${told.address}, subject = ${told.subject},
      why = ${JSON.stringify(told.why)}
    where firm_id = ${notice.firm_id} and notice_id = ${notice.notice_id} returning ${NOTICE}`.execute(trx);
  return rows[0]!;
}

/** To the sender of texts, who has no lease of ours: what becomes of the text is the notice's end. */
export async function handNotice(
  trx: PortalDb,
  notice: Notice,
  told: { address: string; subject: string; why: Record<string, string> },
  at: string,
): Promise<void> {
  await sql`
    update portal_notice set state = 'sending', reason = null, since = ${at}::timestamptz, due_at = null, lease_until = null, attempt = attempt + 1,
      first_attempt_at = coalesce(first_attempt_at, ${at}::timestamptz), fence = fence + 1, address = ${told.address}, subject = ${told.subject},
      why = ${JSON.stringify(told.why)}
    where firm_id = ${notice.firm_id} and notice_id = ${notice.notice_id}`.execute(trx);
}

export interface NoticeMove {
  state: NoticeState;
  reason?: string | null;
  due_at?: string | null;
  error?: string | null;
}

/** False: somebody else has decided about it since it was claimed. */
export async function moveNotice(trx: PortalDb, notice: Notice, to: NoticeMove, at: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update portal_notice set state = ${to.state}, reason = ${to.reason ?? null}, since = ${at}::timestamptz, due_at = ${to.due_at ?? null}::timestamptz,
      lease_until = null, error = ${to.error ?? null}, fence = fence + 1, doubt = doubt and ${to.state} = 'queued',
      sent_at = case when ${to.state} = 'sent' then ${at}::timestamptz else sent_at end
    where firm_id = ${notice.firm_id} and notice_id = ${notice.notice_id} and fence = ${notice.fence}`.execute(trx);
  return numAffectedRows === 1n;
}

/** What a person was told, the latest first. */
export async function listSent(
  db: PortalDb,
  of: { firm_id: string; connection_id: string; contact_id: string },
  limit: number,
): Promise<Notice[]> {
  const { rows } = await sql<Notice>`
    select ${NOTICE} from portal_notice where firm_id = ${of.firm_id} and connection_id = ${of.connection_id} and contact_id = ${of.contact_id}
      and (state = 'sent' or (state = 'needs_review' and address is not null)) order by since desc, notice_id desc limit ${limit}`.execute(
    db,
  );
  return rows;
}

/** For members: the latest first; `states` empty: all. */
export async function listNotices(
  db: PortalDb,
  firm_id: string,
  of: {
    states: readonly NoticeState[];
    contact: { connection_id: string; contact_id: string } | null;
    before: string | null;
    limit: number;
    notice_id?: string;
  },
): Promise<(Notice & { contact_name: string | null })[]> {
  const { rows } = await sql<Notice & { contact_name: string | null }>`
    select n.*, c.view->>'name' as contact_name from (
      select ${NOTICE} from portal_notice where firm_id = ${firm_id}
        and (${of.states.length === 0} or state = any(${of.states}::text[])) and (${of.before}::uuid is null or notice_id < ${of.before}::uuid)
        and (${of.notice_id ?? null}::uuid is null or notice_id = ${of.notice_id ?? null}::uuid)
        and (${of.contact?.connection_id ?? null}::uuid is null
          or (connection_id = ${of.contact?.connection_id ?? null}::uuid and contact_id = ${of.contact?.contact_id ?? null}))
      order by notice_id desc limit ${of.limit}) n
    left join contact c on c.firm_id = n.firm_id and c.connection_id = n.connection_id and c.provider_id = n.contact_id
    order by n.notice_id desc`.execute(db);
  return rows;
}

export interface Clock {
  /** Null: nobody has looked. */
  event_seq: number | null;
  /** The firm's last event. */
  last_seq: number;
  /** A backup was put back then, and what clients had been told since is not known yet. */
  doubt_since: string | null;
}

export async function readClock(db: PortalDb, of: { firm_id: string; connection_id: string }): Promise<Clock> {
  const { rows } = await sql<Clock>`
    select k.event_seq::float8, coalesce((select seq::float8 from event_clock where firm_id = ${of.firm_id}), 0) as last_seq, k.doubt_since
    from (select 1) as one left join portal_clock k on k.firm_id = ${of.firm_id} and k.connection_id = ${of.connection_id}`.execute(db);
  return rows[0]!;
}

/** Never back; two who look at the same harm nothing. */
export async function setClock(trx: PortalDb, of: { firm_id: string; connection_id: string }, event_seq: number): Promise<void> {
  await sql`
    insert into portal_clock as k (firm_id, connection_id, event_seq) values (${of.firm_id}, ${of.connection_id}, ${event_seq})
    on conflict (firm_id, connection_id) do update set event_seq = greatest(k.event_seq, excluded.event_seq)`.execute(trx);
}

export async function readPhaseEvents(
  db: PortalDb,
  of: { firm_id: string; connection_id: string },
  after: number,
  limit: number,
): Promise<{ seq: number; data: Record<string, unknown> }[]> {
  const { rows } = await sql<{ seq: number; data: Record<string, unknown> }>`
    select seq::float8, data from event where firm_id = ${of.firm_id} and connection_id = ${of.connection_id} and seq > ${after}
      and type = 'matter.phase_changed' order by seq limit ${limit}`.execute(db);
  return rows;
}

export async function readParticipants(
  db: PortalDb,
  of: { firm_id: string; connection_id: string },
  matter_id: string,
): Promise<{ contact_id: string; phase: string | null }[]> {
  const { rows } = await sql<{ contact_id: string; phase: string | null }>`
    select unnest(participant_ids) as contact_id, phase from project
    where firm_id = ${of.firm_id} and connection_id = ${of.connection_id} and provider_id = ${matter_id} and shown`.execute(db);
  return rows;
}

export interface Told {
  name: string;
  first_name: string;
  emails: string[];
  access: {
    access_id: string;
    state: "active" | "revoked";
    source: string;
    email: string;
    language: "en" | "es";
    preferences: Record<string, unknown>;
  } | null;
}

/** Null: there is no such contact any more. */
export async function readTold(db: PortalDb, of: { firm_id: string; connection_id: string; contact_id: string }): Promise<Told | null> {
  const { rows } = await sql<Told>`
    select c.view->>'name' as name, c.view->>'first_name' as first_name, c.view->'channels'->'emails' as emails,
      case when a.access_id is not null then json_build_object('access_id', a.access_id, 'state', a.state, 'source', a.source, 'email', a.email,
        'language', a.language, 'preferences', a.preferences) end as access
    from contact c left join portal_access a on a.firm_id = c.firm_id and a.connection_id = c.connection_id and a.contact_id = c.provider_id
    where c.firm_id = ${of.firm_id} and c.connection_id = ${of.connection_id} and c.provider_id = ${of.contact_id}`.execute(db);
  return rows[0] ?? null;
}
