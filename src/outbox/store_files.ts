/** Rows of uploaded files, and which of them are used. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { ContentKey } from "./storage.ts";
import type { FileRow } from "./types.ts";

type Db = Kysely<Tables>;

/** Held until the transaction ends: who puts a content there and who sweeps it away take turns. */
export async function lockContent(trx: Db, { firm_id, sha256 }: ContentKey): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`file ${firm_id} ${sha256}`}, 0))`.execute(trx);
}

export async function insertFile(trx: Db, row: FileRow): Promise<void> {
  await sql`
    insert into file (firm_id, file_id, name, media_type, size, sha256, created_at)
    values (${row.firm_id}, ${row.file_id}, ${row.name}, ${row.media_type}, ${row.size}, ${row.sha256}, ${row.created_at})`.execute(trx);
}

export async function readFileRow(db: Db, firm_id: string, file_id: string): Promise<FileRow | null> {
  const { rows } = await sql<FileRow>`
    select firm_id, file_id, name, media_type, size, sha256, created_at from file where firm_id = ${firm_id} and file_id = ${file_id}`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** Of these contents, those that no row names. */
export async function listUnnamed(db: Db, firm_id: string, contents: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`
    select x.sha256 from unnest(${contents}::text[]) as x(sha256)
    where not exists (select 1 from file f where f.firm_id = ${firm_id} and f.sha256 = x.sha256)`.execute(db);
  return rows.map((row) => row.sha256);
}

/** Forgets uploads that no activity took up; gives how many. Who attaches one meanwhile waits or is waited for: its row is locked by the foreign key. */
export async function deleteUnused(db: Db, firm_id: string, uploaded_before: string): Promise<number> {
  const { rows } = await sql`
    delete from file f where f.firm_id = ${firm_id} and f.created_at < ${uploaded_before}
      and not exists (select 1 from activity_file a where a.firm_id = f.firm_id and a.file_id = f.file_id)
    returning 1`.execute(db);
  return rows.length;
}
