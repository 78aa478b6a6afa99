/** Forms and their versions. */
import { sql } from "kysely";
import type { FormDocument } from "../model/form.ts";
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
