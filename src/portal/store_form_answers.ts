/** What was answered, as it is typed. */
import { sql } from "kysely";
import type { AnswerValue } from "../model/form.ts";
import type { PortalDb } from "./types.ts";

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
