/** Reminders of forms that are open, and the notices that have no ground any more. */
import { sql } from "kysely";
import type { RequestRow } from "./store_form_requests.ts";
import { WAITS } from "./store_notices.ts";
import type { PortalDb } from "./types.ts";

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
    where firm_id = ${of.firm_id} and connection_id = ${of.connection_id} and contact_id = ${of.contact_id} and kind = 'form' and ${WAITS}
      and about->>'request_id' = ${of.request_id}`.execute(trx);
}

export async function moveReminder(trx: PortalDb, of: DueReminder, at: string): Promise<void> {
  await sql`
    update form_request set remind_at = ${at}::timestamptz where firm_id = ${of.firm_id} and request_id = ${of.request_id} and state = 'open'`.execute(
    trx,
  );
}
