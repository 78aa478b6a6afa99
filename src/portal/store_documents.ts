/** What was shared of a matter, with whom, and when the other side got it. */
import { sql } from "kysely";
import type { ThreadKey } from "./store_messages.ts";
import type { PortalDb } from "./types.ts";

export interface SharedDocument extends ThreadKey {
  document_id: string;
  contact_name: string;
  /** `in`: from the client. */
  direction: "in" | "out";
  file_id: string;
  name: string;
  media_type: string;
  size: number;
  sha256: string;
  by_name: string;
  note: string;
  message_id: string | null;
  activity_id: string;
  shared_at: string;
  received_at: string | null;
  received_by: string | null;
}

const SELECT = sql`
  select d.firm_id, d.document_id, d.connection_id, d.matter_id, d.contact_id, c.view->>'name' as contact_name, d.direction, d.file_id, f.name, f.media_type,
    f.size::float8 as size, f.sha256, d.by_name, d.note, d.message_id, d.activity_id, d.shared_at, d.received_at, d.received_by
  from portal_document d join file f on f.firm_id = d.firm_id and f.file_id = d.file_id
  left join contact c on c.firm_id = d.firm_id and c.connection_id = d.connection_id and c.provider_id = d.contact_id`;

export async function insertDocument(
  trx: PortalDb,
  of: ThreadKey,
  row: Pick<SharedDocument, "document_id" | "direction" | "file_id" | "by_name" | "note" | "activity_id" | "shared_at">,
): Promise<void> {
  await sql`
    insert into portal_document (firm_id, document_id, connection_id, matter_id, contact_id, direction, file_id, by_name, note, activity_id, shared_at)
    values (${of.firm_id}, ${row.document_id}, ${of.connection_id}, ${of.matter_id}, ${of.contact_id}, ${row.direction}, ${row.file_id}, ${row.by_name},
      ${row.note}, ${row.activity_id}, ${row.shared_at})`.execute(trx);
}

/** The latest first; `contact_id` null: of all who take part. */
export async function listDocuments(
  db: PortalDb,
  of: Omit<ThreadKey, "contact_id"> & { contact_id: string | null },
  { before, limit }: { before: string | null; limit: number },
): Promise<SharedDocument[]> {
  const { rows } = await sql<SharedDocument>`${SELECT}
    where d.firm_id = ${of.firm_id} and d.connection_id = ${of.connection_id} and d.matter_id = ${of.matter_id}
      and (${of.contact_id}::text is null or d.contact_id = ${of.contact_id}::text) and (${before}::uuid is null or d.document_id < ${before}::uuid)
    order by d.document_id desc limit ${limit}`.execute(db);
  return rows;
}

export async function readDocument(db: PortalDb, firm_id: string, document_id: string): Promise<SharedDocument | null> {
  const { rows } = await sql<SharedDocument>`${SELECT} where d.firm_id = ${firm_id} and d.document_id = ${document_id}`.execute(db);
  return rows[0] ?? null;
}

export async function readDocumentOfActivity(db: PortalDb, firm_id: string, activity_id: string): Promise<SharedDocument | null> {
  const { rows } = await sql<SharedDocument>`${SELECT} where d.firm_id = ${firm_id} and d.activity_id = ${activity_id}`.execute(db);
  return rows[0] ?? null;
}

/** False: the other side has had it before. */
export async function markReceived(
  trx: PortalDb,
  of: Pick<SharedDocument, "firm_id" | "document_id">,
  { by, at }: { by: string; at: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update portal_document set received_at = ${at}, received_by = ${by}
    where firm_id = ${of.firm_id} and document_id = ${of.document_id} and received_at is null`.execute(trx);
  return numAffectedRows === 1n;
}

/** Of those that may go with a message: of the same side and thread, and with none yet. */
export async function filesOfDocuments(
  db: PortalDb,
  of: ThreadKey,
  direction: "in" | "out",
  document_ids: readonly string[],
): Promise<string[]> {
  if (document_ids.length === 0) return [];
  const { rows } = await sql<{ file_id: string }>`
    select file_id from portal_document where firm_id = ${of.firm_id} and connection_id = ${of.connection_id} and matter_id = ${of.matter_id}
      and contact_id = ${of.contact_id} and direction = ${direction} and document_id = any(${document_ids}::uuid[])`.execute(db);
  return rows.map((row) => row.file_id);
}

export async function attachDocuments(trx: PortalDb, of: ThreadKey, message_id: string, document_ids: readonly string[]): Promise<void> {
  if (document_ids.length === 0) return;
  await sql`
    update portal_document set message_id = ${message_id} where firm_id = ${of.firm_id} and document_id = any(${document_ids}::uuid[])
      and message_id is null`.execute(trx);
}

export async function documentsOfMessages(db: PortalDb, firm_id: string, message_ids: readonly string[]): Promise<SharedDocument[]> {
  if (message_ids.length === 0) return [];
  const { rows } = await sql<SharedDocument>`${SELECT}
    where d.firm_id = ${firm_id} and d.message_id = any(${message_ids}::uuid[]) order by d.document_id`.execute(db);
  return rows;
}

/** How much a client has sent since a time. */
export async function sentSince(
  db: PortalDb,
  of: Pick<ThreadKey, "firm_id" | "connection_id" | "contact_id">,
  since: string,
): Promise<{ count: number; bytes: number }> {
  const { rows } = await sql<{ count: number; bytes: number }>`
    select count(*)::int as count, coalesce(sum(f.size), 0)::float8 as bytes
    from portal_document d join file f on f.firm_id = d.firm_id and f.file_id = d.file_id
    where d.firm_id = ${of.firm_id} and d.connection_id = ${of.connection_id} and d.contact_id = ${of.contact_id} and d.direction = 'in'
      and d.shared_at >= ${since}::timestamptz`.execute(db);
  return rows[0]!;
}
