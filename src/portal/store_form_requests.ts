/** Forms that were sent: to whom, for which matter, and how far they are. */
import { sql } from "kysely";
import type { FormDocument } from "../model/form.ts";
import type { PortalDb } from "./types.ts";

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
