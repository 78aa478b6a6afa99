/** E-mails on their way: claimed by one sender at a time, settled only under the fence of its claim. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Provider } from "../model/kinds.ts";
import type { Code, Params } from "./reasons.ts";
import type { SendState } from "./types.ts";

type Db = Kysely<Tables>;

export interface Send {
  firm_id: string;
  send_id: string;
  connection_id: string;
  start_id: string;
  step: number;
  contact_id: string;
  matter_id: string | null;
  template_id: string;
  state: SendState;
  reason: Code | null;
  params: Params;
  since: string;
  created_at: string;
  due_at: string | null;
  message_id: string;
  attempt: number;
  first_attempt_at: string | null;
  fence: number;
  author_member_id: string | null;
  address: string | null;
  subject: string | null;
  body: string | null;
  error: string | null;
  sent_at: string | null;
}

const SEND = sql`firm_id, send_id, connection_id, start_id, step, contact_id, matter_id, template_id, state, reason, params, since, created_at, due_at, message_id,
  attempt, first_attempt_at, fence::float8, author_member_id, address, subject, body, error, sent_at`;

export type NewSend = Pick<
  Send,
  "firm_id" | "send_id" | "connection_id" | "start_id" | "step" | "contact_id" | "matter_id" | "template_id" | "message_id"
>;

/** One for each step of a start, however often it is asked for; one that was held goes on. */
export async function insertSend(trx: Db, row: NewSend, at: string): Promise<void> {
  await sql`
    insert into automation_send (firm_id, send_id, connection_id, start_id, step, contact_id, matter_id, template_id, message_id, state, since, created_at, due_at)
    values (${row.firm_id}, ${row.send_id}, ${row.connection_id}, ${row.start_id}, ${row.step}, ${row.contact_id}, ${row.matter_id}, ${row.template_id},
      ${row.message_id}, 'queued', ${at}::timestamptz, ${at}::timestamptz, ${at}::timestamptz)
    on conflict (firm_id, start_id, step) do update set state = 'queued', reason = null, params = '{}', since = excluded.since, due_at = excluded.due_at
      where automation_send.state = 'held'`.execute(trx);
}

/** With its start: neither is waited for, so that nobody waits in a circle. */
export async function lockDueSend(trx: Db, now: string): Promise<Send | null> {
  const { rows } = await sql<Pick<Send, "firm_id" | "send_id">>`
    select s.firm_id, s.send_id from automation_send s join automation_start t using (firm_id, start_id)
    where s.state = 'queued' and s.due_at <= ${now}::timestamptz order by s.due_at limit 1 for update of s, t skip locked`.execute(trx);
  return rows[0] ? lockSend(trx, rows[0].firm_id, rows[0].send_id) : null;
}

/** One whose sender is gone: nobody knows whether it left. */
export async function lockLostSend(trx: Db): Promise<Send | null> {
  const { rows } = await sql<Send>`
    select ${SEND} from automation_send where state = 'sending' and lease_until < clock_timestamp() order by lease_until limit 1 for update skip locked`.execute(
    trx,
  );
  return rows[0] ?? null;
}

export async function startOfSend(db: Db, firm_id: string, send_id: string): Promise<string | null> {
  const { rows } = await sql<{ start_id: string }>`
    select start_id from automation_send where firm_id = ${firm_id} and send_id = ${send_id}`.execute(db);
  return rows[0]?.start_id ?? null;
}

export async function lockSend(trx: Db, firm_id: string, send_id: string): Promise<Send | null> {
  const { rows } = await sql<Send>`
    select ${SEND} from automation_send where firm_id = ${firm_id} and send_id = ${send_id} for update`.execute(trx);
  return rows[0] ?? null;
}

/** Leases live by the database's clock, which all processes share. */
export async function claimSend(
  trx: Db,
  send: Send,
  text: { address: string; subject: string; body: string; author_member_id: string },
  { at, lease_ms }: { at: string; lease_ms: number },
): Promise<Send> {
  const { rows } = await sql<Send>`
    update automation_send set state = 'sending', reason = null, params = '{}', since = ${at}::timestamptz, due_at = null, attempt = attempt + 1,
      first_attempt_at = coalesce(first_attempt_at, ${at}::timestamptz), fence = fence + 1,
      lease_until = clock_timestamp() + ${lease_ms} * interval '1 millisecond', address = ${text.address}, subject = ${text.subject}, body = ${text.body},
      author_member_id = ${text.author_member_id}
    where firm_id = ${send.firm_id} and send_id = ${send.send_id} returning ${SEND}`.execute(trx);
  return rows[0]!;
}

export interface SendMove {
  state: SendState;
  reason?: Code | null;
  params?: Params;
  due_at?: string | null;
  error?: string | null;
}

/** False: somebody else has decided about it since it was claimed. */
export async function moveSend(trx: Db, send: Send, to: SendMove, at: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update automation_send set state = ${to.state}, reason = ${to.reason ?? null}, params = ${JSON.stringify(to.params ?? {})}, since = ${at}::timestamptz,
      due_at = ${to.due_at ?? null}::timestamptz, lease_until = null, error = ${to.error ?? null}, fence = fence + 1,
      sent_at = case when ${to.state} = 'sent' then ${at}::timestamptz else sent_at end
    where firm_id = ${send.firm_id} and send_id = ${send.send_id} and fence = ${send.fence}`.execute(trx);
  return numAffectedRows === 1n;
}

/** What is still to be sent of a start that ended. */
export async function cancelSends(
  trx: Db,
  firm_id: string,
  start_id: string,
  reason: Code | null,
  params: Params,
  at: string,
): Promise<void> {
  await sql`
    update automation_send set state = 'cancelled', reason = ${reason}, params = ${JSON.stringify(params)}, since = ${at}::timestamptz, due_at = null
    where firm_id = ${firm_id} and start_id = ${start_id} and state in ('queued', 'held')`.execute(trx);
}

/** When so many e-mails of late allow another; null: now. Whoever asks for the same contact waits until this transaction ends. */
export async function capUntil(
  trx: Db,
  send: Pick<Send, "firm_id" | "connection_id" | "contact_id" | "send_id">,
  { most, days, now }: { most: number; days: number; now: string },
): Promise<string | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`mail ${send.connection_id} ${send.contact_id}`}, 0))`.execute(trx);
  const { rows } = await sql<{ until: string | null }>`
    select max(since) + ${days} * interval '1 day' as until from (
      select since from automation_send where firm_id = ${send.firm_id} and connection_id = ${send.connection_id} and contact_id = ${send.contact_id}
        and state in ('sending', 'sent', 'needs_review') and send_id <> ${send.send_id} and since > ${now}::timestamptz - ${days} * interval '1 day'
      order by since desc offset ${most - 1} limit 1) nth`.execute(trx);
  return rows[0]?.until ?? null;
}

/** Sent, and not yet told as an activity. */
export async function listUnlogged(db: Db, limit: number): Promise<(Send & { provider: Provider; automation: string })[]> {
  const { rows } = await sql<Send & { provider: Provider; automation: string }>`
    select s.firm_id, s.send_id, s.connection_id, s.start_id, s.step, s.contact_id, s.matter_id, s.template_id, s.state, s.reason, s.params, s.since,
      s.created_at, s.due_at, s.message_id, s.attempt, s.first_attempt_at, s.fence::float8, s.author_member_id, s.address, s.subject, s.body, s.error,
      s.sent_at, t.provider, a.name as automation
    from automation_send s join automation_start t using (firm_id, start_id) join automation a using (firm_id, automation_id)
    where s.state = 'sent' and s.logged_at is null order by s.sent_at limit ${limit}`.execute(db);
  return rows;
}

export async function markLogged(db: Db, send: Pick<Send, "firm_id" | "send_id">, at: string): Promise<void> {
  await sql`update automation_send set logged_at = ${at}::timestamptz where firm_id = ${send.firm_id} and send_id = ${send.send_id}`.execute(
    db,
  );
}

/** Tasks that automations give to members. */
export async function insertTask(
  trx: Db,
  row: {
    firm_id: string;
    task_id: string;
    connection_id: string;
    contact_id: string;
    matter_id: string | null;
    member_id: string;
    title: string;
    due_on: string;
    start_id: string;
    step: number;
    at: string;
  },
): Promise<void> {
  await sql`
    insert into task (firm_id, task_id, connection_id, contact_id, matter_id, member_id, title, due_on, start_id, step, created_at)
    values (${row.firm_id}, ${row.task_id}, ${row.connection_id}, ${row.contact_id}, ${row.matter_id}, ${row.member_id}, ${row.title}, ${row.due_on}::date,
      ${row.start_id}, ${row.step}, ${row.at}::timestamptz)
    on conflict do nothing`.execute(trx);
}
