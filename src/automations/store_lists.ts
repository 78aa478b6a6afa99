/** What people ask about automations: the ledger, its batches and stories, e-mails, tasks, pauses. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { BatchCause } from "./causes.ts";
import type { Code, Params } from "./reasons.ts";
import type { SendState, Start, StartState } from "./types.ts";

type Db = Kysely<Tables>;

export interface StartRow extends Start {
  automation: string;
  /** Null: the connection is erased, or the contact was never known. */
  connection_id: string | null;
  contact_name: string | null;
}

export interface StartFilter {
  automation_id?: string | undefined;
  batch_id?: string | undefined;
  contact?: { provider: string; contact_id: string } | undefined;
  state?: StartState | undefined;
}

const START = sql`s.firm_id, s.start_id, s.automation_id, s.version, s.provider, s.contact_id, s.matter_id, s.occasion, s.about, s.cause, s.cause_id, s.state,
  s.reason, s.params, s.since, s.created_at, s.batch_id, s.step, s.due_at, s.approved_by, s.approved_words::float8, a.name as automation, k.connection_id,
  c.view->>'name' as contact_name`;
const FROM = sql`automation_start s join automation a using (firm_id, automation_id)
  left join connection k on k.firm_id = s.firm_id and k.provider = s.provider and k.purpose = 'sync'
  left join contact c on c.firm_id = s.firm_id and c.connection_id = k.connection_id and c.provider_id = s.contact_id`;

/** The newest first; one row more than `limit` when there are more. */
export async function listStarts(db: Db, firm_id: string, filter: StartFilter, after: string | null, limit: number): Promise<StartRow[]> {
  const conditions = [sql`s.firm_id = ${firm_id}`];
  if (filter.automation_id !== undefined) conditions.push(sql`s.automation_id = ${filter.automation_id}`);
  if (filter.batch_id !== undefined) conditions.push(sql`s.batch_id = ${filter.batch_id}`);
  if (filter.contact !== undefined)
    conditions.push(sql`s.provider = ${filter.contact.provider} and s.contact_id = ${filter.contact.contact_id}`);
  if (filter.state !== undefined) conditions.push(sql`s.state = ${filter.state}`);
  if (after !== null) conditions.push(sql`s.start_id < ${after}::uuid`);
  const { rows } = await sql<StartRow>`
    select ${START} from ${FROM} where ${sql.join(conditions, sql` and `)} order by s.start_id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export async function readStart(db: Db, firm_id: string, start_id: string): Promise<StartRow | null> {
  const { rows } = await sql<StartRow>`select ${START} from ${FROM} where s.firm_id = ${firm_id} and s.start_id = ${start_id}`.execute(db);
  return rows[0] ?? null;
}

export interface StoryLine {
  at: string;
  state: StartState;
  reason: Code | null;
  params: Params;
  told_by: string | null;
}

export async function readStory(db: Db, firm_id: string, start_id: string): Promise<StoryLine[]> {
  const { rows } = await sql<StoryLine>`
    select at, state, reason, params, told_by from (
      select s.created_at as at, 'held' as state, b.cause as reason, b.params, null as told_by, 0 as seq
      from automation_start s join automation_batch b using (firm_id, batch_id)
      where s.firm_id = ${firm_id} and s.start_id = ${start_id} and not exists (
        select 1 from automation_story t where t.firm_id = s.firm_id and t.start_id = s.start_id and t.at = s.created_at and t.told_by is null)
      union all
      select at, state, reason, params, told_by, seq from automation_story where firm_id = ${firm_id} and start_id = ${start_id}
    ) lines order by at, seq`.execute(db);
  return rows;
}

/** When a contact was first known to be a client, and what brought that about. */
export async function readClientSince(
  db: Db,
  firm_id: string,
  provider: string,
  contact_id: string,
): Promise<{ since: string; cause: string; cause_id: string | null } | null> {
  const { rows } = await sql<{ since: string; cause: string; cause_id: string | null }>`
    select since, cause, cause_id from client_ever where firm_id = ${firm_id} and provider = ${provider} and contact_id = ${contact_id}`.execute(
    db,
  );
  return rows[0] ?? null;
}

export interface BatchRow {
  batch_id: string;
  provider: "clio" | "mycase";
  cause: BatchCause;
  cause_id: string;
  params: Params;
  state: "open" | "approved" | "dismissed";
  created_at: string;
  decided_by: string | null;
  decided_at: string | null;
  /** Still held. */
  held: number;
  automations: { automation_id: string; name: string; held: number }[];
}

export async function listBatches(db: Db, firm_id: string, batch_id: string | null = null): Promise<BatchRow[]> {
  const { rows } = await sql<BatchRow>`
    select b.batch_id, b.provider, b.cause, b.cause_id, b.params, b.state, b.created_at, b.decided_by, b.decided_at,
      coalesce(sum(n.held), 0)::int as held,
      coalesce(json_agg(json_build_object('automation_id', n.automation_id, 'name', n.name, 'held', n.held) order by n.name)
        filter (where n.automation_id is not null), '[]') as automations
    from (
      select * from automation_batch where firm_id = ${firm_id} and (${batch_id}::uuid is null or batch_id = ${batch_id}::uuid)
      order by state <> 'open', batch_id desc limit 200
    ) b
    left join lateral (
      select s.automation_id, a.name, count(*)::int as held from automation_start s join automation a using (firm_id, automation_id)
      where s.firm_id = b.firm_id and s.batch_id = b.batch_id and s.state = 'held' group by s.automation_id, a.name
    ) n on true
    group by b.batch_id, b.provider, b.cause, b.cause_id, b.params, b.state, b.created_at, b.decided_by, b.decided_at
    order by b.state <> 'open', b.batch_id desc`.execute(db);
  return rows;
}

export interface SendRow {
  send_id: string;
  start_id: string;
  connection_id: string;
  contact_id: string;
  contact_name: string | null;
  matter_id: string | null;
  automation_id: string;
  automation: string;
  state: SendState;
  reason: Code | null;
  params: Params;
  since: string;
  due_at: string | null;
  message_id: string;
  attempt: number;
  address: string | null;
  subject: string | null;
  body: string | null;
  sent_at: string | null;
}

export async function listSends(
  db: Db,
  firm_id: string,
  filter: { send_id?: string; start_id?: string | undefined; state?: SendState | undefined },
  after: string | null,
  limit: number,
): Promise<SendRow[]> {
  const { rows } = await sql<SendRow>`
    select x.send_id, x.start_id, x.connection_id, x.contact_id, c.view->>'name' as contact_name, x.matter_id, a.automation_id, a.name as automation,
      x.state, x.reason, x.params, x.since, x.due_at, x.message_id, x.attempt, x.address, x.subject, x.body, x.sent_at
    from automation_send x join automation_start s using (firm_id, start_id) join automation a using (firm_id, automation_id)
    left join contact c on c.firm_id = x.firm_id and c.connection_id = x.connection_id and c.provider_id = x.contact_id
    where x.firm_id = ${firm_id} and (${filter.state ?? null}::text is null or x.state = ${filter.state ?? null}::text)
      and (${filter.send_id ?? null}::uuid is null or x.send_id = ${filter.send_id ?? null}::uuid)
      and (${filter.start_id ?? null}::uuid is null or x.start_id = ${filter.start_id ?? null}::uuid)
      and (${after}::uuid is null or x.send_id < ${after}::uuid)
    order by x.send_id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export interface TaskRow {
  task_id: string;
  connection_id: string;
  contact_id: string;
  contact_name: string | null;
  matter_id: string | null;
  member_id: string;
  member: string | null;
  title: string;
  due_on: string | null;
  state: "open" | "done";
  created_at: string;
  done_at: string | null;
  done_by: string | null;
}

export async function listTasks(
  db: Db,
  firm_id: string,
  filter: { state?: "open" | "done" | undefined; member_id?: string | undefined; task_id?: string },
  after: string | null,
  limit: number,
): Promise<TaskRow[]> {
  const { rows } = await sql<TaskRow>`
    select t.task_id, t.connection_id, t.contact_id, c.view->>'name' as contact_name, t.matter_id, t.member_id, m.name as member, t.title, t.due_on,
      t.state, t.created_at, t.done_at, t.done_by
    from task t left join member m on m.firm_id = t.firm_id and m.member_id = t.member_id
    left join contact c on c.firm_id = t.firm_id and c.connection_id = t.connection_id and c.provider_id = t.contact_id
    where t.firm_id = ${firm_id} and (${filter.state ?? null}::text is null or t.state = ${filter.state ?? null}::text)
      and (${filter.member_id ?? null}::uuid is null or t.member_id = ${filter.member_id ?? null}::uuid)
      and (${filter.task_id ?? null}::uuid is null or t.task_id = ${filter.task_id ?? null}::uuid)
      and (${after}::uuid is null or t.task_id < ${after}::uuid)
    order by t.task_id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export async function setTaskDone(trx: Db, firm_id: string, task_id: string, done: boolean, by: string, at: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update task set state = ${done ? "done" : "open"}, done_at = case when ${done} then ${at}::timestamptz end, done_by = case when ${done} then ${by} end
    where firm_id = ${firm_id} and task_id = ${task_id}`.execute(trx);
  return numAffectedRows === 1n;
}

/** Of the whole installation, for whoever looks after it. */
export interface AutomationHealth {
  active: number;
  /** Starts that wait for an admin. */
  held: number;
  /** E-mails of which nobody knows whether they left. */
  doubtful: number;
  /** E-mails that wait for a mail server. */
  without_server: number;
  /** What was due before `since`, and nobody did. */
  overdue: number;
}

export async function readAutomationHealth(db: Db, since: string): Promise<AutomationHealth> {
  const { rows } = await sql<AutomationHealth>`
    select (select count(*) from automation where active)::int as active,
      (select count(*) from automation_start s join automation_batch b using (firm_id, batch_id) where s.state = 'held' and b.state = 'open')::int as held,
      (select count(*) from automation_send where state = 'needs_review')::int as doubtful,
      (select count(*) from automation_send where state = 'queued' and reason = 'no_mail_server')::int as without_server,
      (select count(*) from automation_start where state = 'running' and due_at < ${since}::timestamptz)::int
        + (select count(*) from automation_send where state = 'queued' and due_at < ${since}::timestamptz)::int as overdue`.execute(db);
  return rows[0]!;
}

// Pauses and those who want nothing ---------------------------------------------------------------------------------------------

export interface PauseRow {
  kind: "contact" | "matter" | "firm";
  /** Blank for the firm. */
  provider: string;
  target_id: string;
  until: string | null;
  set_by: string;
  set_at: string;
}

export async function listPauses(db: Db, firm_id: string, now: string): Promise<PauseRow[]> {
  const { rows } = await sql<PauseRow>`
    select kind, provider, target_id, until, set_by, set_at from automation_pause
    where firm_id = ${firm_id} and (until is null or until > ${now}::timestamptz) order by set_at desc limit 1000`.execute(db);
  return rows;
}

export async function putPause(trx: Db, firm_id: string, row: PauseRow): Promise<void> {
  await sql`
    insert into automation_pause (firm_id, kind, provider, target_id, until, set_by, set_at)
    values (${firm_id}, ${row.kind}, ${row.provider}, ${row.target_id}, ${row.until}::timestamptz, ${row.set_by}, ${row.set_at}::timestamptz)
    on conflict (firm_id, kind, provider, target_id) do update set until = excluded.until, set_by = excluded.set_by, set_at = excluded.set_at,
      bulk_id = null`.execute(trx);
}

export async function endPause(trx: Db, firm_id: string, row: Pick<PauseRow, "kind" | "provider" | "target_id">): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from automation_pause where firm_id = ${firm_id} and kind = ${row.kind} and provider = ${row.provider} and target_id = ${row.target_id}`.execute(
    trx,
  );
  return numAffectedRows === 1n;
}

export interface OptOutRow {
  address: string;
  set_by: string;
  set_at: string;
  /** A member noted it down, or its owner said so: by the link in an e-mail, or by their mail program's button for it (RFC 8058). */
  via: "member" | "link" | "one_click";
}

export async function listOptOuts(db: Db, firm_id: string, after: string, limit: number): Promise<OptOutRow[]> {
  const { rows } = await sql<OptOutRow>`
    select address, set_by, set_at, via from automation_opt_out where firm_id = ${firm_id} and address > ${after} order by address limit ${limit + 1}`.execute(
    db,
  );
  return rows;
}

export async function readOptOut(db: Db, firm_id: string, address: string): Promise<OptOutRow | null> {
  const { rows } = await sql<OptOutRow>`
    select address, set_by, set_at, via from automation_opt_out where firm_id = ${firm_id} and address = ${address}`.execute(db);
  return rows[0] ?? null;
}

/** A member's word goes before its owner's, since it takes another member to end it; false: it is as it was. */
export async function putOptOut(trx: Db, firm_id: string, row: Omit<OptOutRow, "via"> & Partial<OptOutRow>): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into automation_opt_out as o (firm_id, address, set_by, set_at, via)
    values (${firm_id}, ${row.address}, ${row.set_by}, ${row.set_at}::timestamptz, ${row.via ?? "member"})
    on conflict (firm_id, address) do update set set_by = excluded.set_by, set_at = excluded.set_at, via = excluded.via
      where o.via <> 'member' and excluded.via = 'member'`.execute(trx);
  return numAffectedRows === 1n;
}

/** What its owner said themselves. */
export async function endOwnOptOut(trx: Db, firm_id: string, address: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from automation_opt_out where firm_id = ${firm_id} and address = ${address} and via <> 'member'`.execute(trx);
  return numAffectedRows === 1n;
}

export async function endOptOut(trx: Db, firm_id: string, address: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from automation_opt_out where firm_id = ${firm_id} and address = ${address}`.execute(trx);
  return numAffectedRows === 1n;
}
