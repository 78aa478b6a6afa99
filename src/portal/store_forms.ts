/** Forms and their versions, forms that were sent, and what was answered. */
import { sql } from "kysely";
import type { AnswerValue, FormDocument } from "../model/form.ts";
import type { PortalDb } from "./types.ts";

export interface FormRow {
  firm_id: string;
  form_id: string;
  connection_id: string;
  name: string;
  version: number;
  phase_from_seq: number;
  document: FormDocument;
  member_id: string | null;
  saved_by: string;
  saved_at: string;
  archived_at: string | null;
  open: number;
  to_confirm: number;
}

const FORM = sql`f.firm_id, f.form_id, f.connection_id, f.name, f.version, f.phase_from_seq::float8, v.document, v.member_id, v.created_by as saved_by,
  v.created_at as saved_at, f.archived_at,
  (select count(*)::int from form_request r where r.firm_id = f.firm_id and r.form_id = f.form_id and r.state = 'open') as open,
  (select count(distinct r.request_id)::int from form_request r join form_value x using (firm_id, request_id)
    where r.firm_id = f.firm_id and r.form_id = f.form_id and x.state = 'to_confirm') as to_confirm`;
const FORMS = sql`form f join form_version v on v.firm_id = f.firm_id and v.form_id = f.form_id and v.version = f.version
  join connection k on k.firm_id = f.firm_id and k.connection_id = f.connection_id and k.erasing_since is null`;

export async function listForms(db: PortalDb, firm_id: string): Promise<FormRow[]> {
  const { rows } = await sql<FormRow>`
    select ${FORM} from ${FORMS} where f.firm_id = ${firm_id} and f.archived_at is null order by f.name, f.form_id`.execute(db);
  return rows;
}

export async function readForm(db: PortalDb, firm_id: string, form_id: string): Promise<FormRow | null> {
  const { rows } = await sql<FormRow>`
    select ${FORM} from ${FORMS} where f.firm_id = ${firm_id} and f.form_id = ${form_id} and f.archived_at is null`.execute(db);
  return rows[0] ?? null;
}

export interface Saved {
  name: string;
  document: FormDocument;
  member_id: string | null;
  by: string;
  at: string;
}

/** What happened before is no occasion: only phases entered from now on send it. */
const NOW_SEQ = (firm_id: string) => sql`coalesce((select seq from event_clock where firm_id = ${firm_id}), 0)`;

export async function insertForm(trx: PortalDb, of: { firm_id: string; connection_id: string; form_id: string }, to: Saved): Promise<void> {
  await sql`
    insert into form (firm_id, form_id, connection_id, name, version, phase_from_seq, created_at)
    values (${of.firm_id}, ${of.form_id}, ${of.connection_id}, ${to.name}, 1, ${NOW_SEQ(of.firm_id)}, ${to.at})`.execute(trx);
  await insertVersion(trx, of, 1, to);
}

/** Null: somebody else has saved it since. */
export async function saveForm(
  trx: PortalDb,
  of: { firm_id: string; form_id: string },
  to: Saved & { if_version: number; phase_anew: boolean },
): Promise<number | null> {
  const { rows } = await sql<{ version: number }>`
    update form set name = ${to.name}, version = version + 1,
      phase_from_seq = case when ${to.phase_anew} then ${NOW_SEQ(of.firm_id)} else phase_from_seq end
    where firm_id = ${of.firm_id} and form_id = ${of.form_id} and version = ${to.if_version} and archived_at is null returning version`.execute(
    trx,
  );
  const version = rows[0]?.version ?? null;
  if (version !== null) await insertVersion(trx, of, version, to);
  return version;
}

async function insertVersion(trx: PortalDb, of: { firm_id: string; form_id: string }, version: number, to: Saved): Promise<void> {
  await sql`
    insert into form_version (firm_id, form_id, version, document, member_id, created_by, created_at)
    values (${of.firm_id}, ${of.form_id}, ${version}, ${JSON.stringify(to.document)}::text::jsonb, ${to.member_id}, ${to.by}, ${to.at})`.execute(
    trx,
  );
}

export async function archiveForm(trx: PortalDb, of: { firm_id: string; form_id: string }, at: string): Promise<void> {
  await sql`update form set archived_at = ${at} where firm_id = ${of.firm_id} and form_id = ${of.form_id}`.execute(trx);
}

export type RequestState = "held" | "open" | "submitted" | "withdrawn" | "dismissed";

export interface RequestRow {
  firm_id: string;
  request_id: string;
  connection_id: string;
  form_id: string;
  form_name: string;
  version: number;
  document: FormDocument;
  matter_id: string;
  matter: string;
  contact_id: string;
  contact_name: string;
  state: RequestState;
  reason: string | null;
  sender_member_id: string;
  sent_by: string;
  cause: "member" | "phase";
  phase: string | null;
  created_at: string;
  sent_at: string | null;
  due_on: string | null;
  reminders: number;
  remind_at: string | null;
  submitted_at: string | null;
  activity_id: string | null;
  compared_at: string | null;
  ended_by: string | null;
  to_confirm: number;
}

const REQUEST = sql`r.firm_id, r.request_id, r.connection_id, r.form_id, f.name as form_name, r.version, v.document, r.matter_id,
  coalesce(nullif(m.name, ''), m.number, '') as matter, r.contact_id, coalesce(c.view->>'name', '') as contact_name, r.state, r.reason, r.sender_member_id,
  r.sent_by, r.cause, r.phase, r.created_at, r.sent_at, r.due_on::text, r.reminders, r.remind_at, r.submitted_at, r.activity_id, r.compared_at, r.ended_by,
  (select count(*)::int from form_value x where x.firm_id = r.firm_id and x.request_id = r.request_id and x.state = 'to_confirm') as to_confirm`;
const REQUESTS = sql`form_request r join form f using (firm_id, form_id)
  join form_version v on v.firm_id = r.firm_id and v.form_id = r.form_id and v.version = r.version
  join connection k on k.firm_id = r.firm_id and k.connection_id = r.connection_id and k.erasing_since is null
  left join matter m on m.firm_id = r.firm_id and m.connection_id = r.connection_id and m.provider_id = r.matter_id
  left join contact c on c.firm_id = r.firm_id and c.connection_id = r.connection_id and c.provider_id = r.contact_id`;

export interface RequestFilter {
  state?: RequestState | undefined;
  form_id?: string | undefined;
  connection_id?: string | undefined;
  matter_id?: string | undefined;
  contact_id?: string | undefined;
  /** Those with something for a member to decide. */
  to_confirm?: boolean | undefined;
}

export async function listRequests(
  db: PortalDb,
  firm_id: string,
  filter: RequestFilter,
  after: string | null,
  limit: number,
): Promise<RequestRow[]> {
  const is = (column: string, value: string | undefined) =>
    value === undefined ? sql`true` : sql`${sql.ref(`r.${column}`)}::text = ${value}`;
  const waits = filter.to_confirm
    ? sql`exists (select 1 from form_value x where x.firm_id = r.firm_id and x.request_id = r.request_id and x.state = 'to_confirm')`
    : sql`true`;
  const { rows } = await sql<RequestRow>`
    select ${REQUEST} from ${REQUESTS}
    where r.firm_id = ${firm_id} and ${is("state", filter.state)} and ${is("form_id", filter.form_id)} and ${is("connection_id", filter.connection_id)}
      and ${is("matter_id", filter.matter_id)} and ${is("contact_id", filter.contact_id)} and ${waits}
      and (${after}::uuid is null or r.request_id < ${after}::uuid)
    order by r.request_id desc limit ${limit}`.execute(db);
  return rows;
}

export async function readRequest(db: PortalDb, firm_id: string, request_id: string): Promise<RequestRow | null> {
  const { rows } = await sql<RequestRow>`
    select ${REQUEST} from ${REQUESTS} where r.firm_id = ${firm_id} and r.request_id = ${request_id}`.execute(db);
  return rows[0] ?? null;
}

/** Locked: nothing is answered while it is handed in or withdrawn. */
export async function lockRequest(trx: PortalDb, firm_id: string, request_id: string): Promise<{ state: RequestState } | null> {
  const { rows } = await sql<{ state: RequestState }>`
    select state from form_request where firm_id = ${firm_id} and request_id = ${request_id} for update`.execute(trx);
  return rows[0] ?? null;
}

/** What a person can see of theirs: what was sent to them. */
export async function listOfPerson(
  db: PortalDb,
  of: { firm_id: string; connection_id: string; contact_id: string },
  matter_ids: readonly string[],
): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select ${REQUEST} from ${REQUESTS}
    where r.firm_id = ${of.firm_id} and r.connection_id = ${of.connection_id} and r.contact_id = ${of.contact_id} and r.state in ('open', 'submitted')
      and r.matter_id = any(${matter_ids}::text[])
    order by r.state = 'submitted', r.due_on nulls last, r.request_id desc limit 200`.execute(db);
  return rows;
}

export type NewRequest = Pick<
  RequestRow,
  | "firm_id"
  | "request_id"
  | "connection_id"
  | "form_id"
  | "version"
  | "matter_id"
  | "contact_id"
  | "sender_member_id"
  | "sent_by"
  | "cause"
  | "phase"
  | "due_on"
  | "remind_at"
  | "reason"
> & { state: "held" | "open" };

/** False: by itself it was sent to them before (once for each matter, form and person). */
export async function insertRequest(trx: PortalDb, row: NewRequest, at: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into form_request (firm_id, request_id, connection_id, form_id, version, matter_id, contact_id, state, reason, sender_member_id, sent_by, cause, phase,
      created_at, sent_at, due_on, remind_at)
    values (${row.firm_id}, ${row.request_id}, ${row.connection_id}, ${row.form_id}, ${row.version}, ${row.matter_id}, ${row.contact_id}, ${row.state},
      ${row.reason}, ${row.sender_member_id}, ${row.sent_by}, ${row.cause}, ${row.phase}, ${at}::timestamptz,
      case when ${row.state} = 'open' then ${at}::timestamptz end, ${row.due_on}::date, ${row.remind_at}::timestamptz)
    on conflict (firm_id, form_id, matter_id, contact_id) where cause = 'phase' do nothing`.execute(trx);
  return Number(numAffectedRows) > 0;
}

/** From one state to another, unless somebody else was faster. */
export async function moveRequest(
  trx: PortalDb,
  of: { firm_id: string; request_id: string },
  from: RequestState,
  to: { state: RequestState; by: string; at: string; due_on?: string | null; remind_at?: string | null },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update form_request set state = ${to.state}, remind_at = ${to.remind_at ?? null}::timestamptz,
      due_on = case when ${to.due_on !== undefined} then ${to.due_on ?? null}::date else due_on end,
      sent_at = case when ${to.state} = 'open' then ${to.at}::timestamptz else sent_at end,
      submitted_at = case when ${to.state} = 'submitted' then ${to.at}::timestamptz else submitted_at end,
      ended_by = case when ${to.state} in ('withdrawn', 'dismissed') then ${to.by} end,
      ended_at = case when ${to.state} in ('withdrawn', 'dismissed') then ${to.at}::timestamptz end
    where firm_id = ${of.firm_id} and request_id = ${of.request_id} and state = ${from}`.execute(trx);
  return Number(numAffectedRows) > 0;
}

export interface AnswerRow {
  value: AnswerValue;
  revision: number;
  answered_at: string;
}

export async function readAnswerRows(db: PortalDb, of: { firm_id: string; request_id: string }): Promise<Map<string, AnswerRow>> {
  const { rows } = await sql<AnswerRow & { field_key: string }>`
    select field_key, value, revision, answered_at from form_answer where firm_id = ${of.firm_id} and request_id = ${of.request_id}`.execute(
    db,
  );
  return new Map(rows.map(({ field_key, ...row }) => [field_key, row]));
}

export async function putAnswer(
  trx: PortalDb,
  of: { firm_id: string; request_id: string },
  to: { field_key: string; value: AnswerValue; revision: number; at: string },
): Promise<void> {
  await sql`
    insert into form_answer (firm_id, request_id, field_key, value, revision, answered_at)
    values (${of.firm_id}, ${of.request_id}, ${to.field_key}, ${JSON.stringify(to.value)}::text::jsonb, ${to.revision}, ${to.at}::timestamptz)
    on conflict (firm_id, request_id, field_key) do update set value = excluded.value, revision = excluded.revision, answered_at = excluded.answered_at`.execute(
    trx,
  );
}

/** What hung on a choice that was taken back is no answer. */
export async function keepAnswers(trx: PortalDb, of: { firm_id: string; request_id: string }, keys: readonly string[]): Promise<void> {
  await sql`
    delete from form_answer where firm_id = ${of.firm_id} and request_id = ${of.request_id} and field_key <> all(${keys}::text[])`.execute(
    trx,
  );
}

// By itself ----------------------------------------------------------------------------------------------------------------------

export async function readFormClock(
  db: PortalDb,
  of: { firm_id: string; connection_id: string },
): Promise<{ event_seq: number | null; last_seq: number }> {
  const { rows } = await sql<{ event_seq: number | null; last_seq: number }>`
    select (select event_seq::float8 from form_clock where firm_id = ${of.firm_id} and connection_id = ${of.connection_id}) as event_seq,
      coalesce((select seq::float8 from event_clock where firm_id = ${of.firm_id}), 0) as last_seq`.execute(db);
  return rows[0]!;
}

/** Never back; two who look at the same harm nothing. */
export async function setFormClock(trx: PortalDb, of: { firm_id: string; connection_id: string }, event_seq: number): Promise<void> {
  await sql`
    insert into form_clock as k (firm_id, connection_id, event_seq) values (${of.firm_id}, ${of.connection_id}, ${event_seq})
    on conflict (firm_id, connection_id) do update set event_seq = greatest(k.event_seq, excluded.event_seq)`.execute(trx);
}

export interface PhaseMatter {
  type: string | null;
  phase: string | null;
  participant_ids: string[];
  main_client_id: string | null;
  status: string;
}

/** A matter as its clients see it; null: they do not. */
export async function readPhaseMatter(
  db: PortalDb,
  of: { firm_id: string; connection_id: string },
  matter_id: string,
): Promise<PhaseMatter | null> {
  const { rows } = await sql<PhaseMatter>`
    select p.type, p.phase, p.participant_ids, coalesce(n.contact_id, m.main_client_id) as main_client_id, m.status
    from project p join matter m using (firm_id, connection_id, provider_id)
    left join main_client n on n.firm_id = p.firm_id and n.connection_id = p.connection_id and n.matter_id = p.provider_id
    where p.firm_id = ${of.firm_id} and p.connection_id = ${of.connection_id} and p.provider_id = ${matter_id} and p.shown
      and not m.left_out and m.presence <> 'tombstone'`.execute(db);
  return rows[0] ?? null;
}

export interface DueReminder {
  firm_id: string;
  request_id: string;
}

export async function listDueReminders(db: PortalDb, firm_id: string | null, now: string): Promise<DueReminder[]> {
  const { rows } = await sql<DueReminder>`
    select firm_id, request_id from form_request
    where remind_at <= ${now}::timestamptz and state = 'open' and (${firm_id}::uuid is null or firm_id = ${firm_id}::uuid) order by remind_at limit 500`.execute(
    db,
  );
  return rows;
}

/** Counted before it is told, in the same transaction: never twice. */
export async function countReminder(trx: PortalDb, of: DueReminder, now: string, next: string | null): Promise<number | null> {
  const { rows } = await sql<{ reminders: number }>`
    update form_request set reminders = reminders + 1, remind_at = ${next}::timestamptz
    where firm_id = ${of.firm_id} and request_id = ${of.request_id} and state = 'open' and remind_at <= ${now}::timestamptz returning reminders`.execute(
    trx,
  );
  return rows[0]?.reminders ?? null;
}

/** What was to be told about it has no ground any more. */
export async function cancelFormNotices(
  trx: PortalDb,
  of: Pick<RequestRow, "firm_id" | "connection_id" | "contact_id" | "request_id">,
  at: string,
): Promise<void> {
  await sql`
    update portal_notice set state = 'cancelled', reason = 'form_over', since = ${at}::timestamptz, due_at = null
    where firm_id = ${of.firm_id} and connection_id = ${of.connection_id} and contact_id = ${of.contact_id} and kind = 'form' and state = 'queued'
      and about->>'request_id' = ${of.request_id}`.execute(trx);
}

export async function listPeople(
  db: PortalDb,
  of: { firm_id: string; connection_id: string },
  matter_id: string,
): Promise<{ contact_id: string; name: string; email: string | null; main_client: boolean }[]> {
  const { rows } = await sql<{ contact_id: string; name: string; email: string | null; main_client: boolean }>`
    select c.provider_id as contact_id, c.view->>'name' as name, c.view->'channels'->'emails'->>0 as email,
      coalesce(n.contact_id, m.main_client_id) is not distinct from c.provider_id as main_client
    from project p join matter m using (firm_id, connection_id, provider_id)
    left join main_client n on n.firm_id = p.firm_id and n.connection_id = p.connection_id and n.matter_id = p.provider_id
    join contact c on c.firm_id = p.firm_id and c.connection_id = p.connection_id and c.provider_id = any(p.participant_ids)
    where p.firm_id = ${of.firm_id} and p.connection_id = ${of.connection_id} and p.provider_id = ${matter_id} and p.shown
    order by 4 desc, 2`.execute(db);
  return rows;
}

export async function moveReminder(trx: PortalDb, of: DueReminder, at: string): Promise<void> {
  await sql`
    update form_request set remind_at = ${at}::timestamptz where firm_id = ${of.firm_id} and request_id = ${of.request_id} and state = 'open'`.execute(
    trx,
  );
}
