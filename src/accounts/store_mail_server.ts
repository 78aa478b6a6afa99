/** How a firm's own SMTP server is kept. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";

type Db = Kysely<Tables>;

export interface MailServerRow {
  firm_id: string;
  host: string;
  port: number;
  security: "tls" | "starttls" | "none";
  username: string;
  key_id: string | null;
  secret_version: number;
  password: Buffer | null;
  from_address: string;
  updated_at: string;
  updated_by: string;
}

export async function readMailServer(db: Db, firm_id: string): Promise<MailServerRow | null> {
  const { rows } = await sql<MailServerRow>`select * from mail_server where firm_id = ${firm_id}`.execute(db);
  return rows[0] ?? null;
}

export async function putMailServer(db: Db, row: MailServerRow): Promise<void> {
  await sql`
    insert into mail_server (firm_id, host, port, security, username, key_id, secret_version, password, from_address, updated_at, updated_by)
    values (${row.firm_id}, ${row.host}, ${row.port}, ${row.security}, ${row.username}, ${row.key_id}, ${row.secret_version}, ${row.password},
      ${row.from_address}, ${row.updated_at}, ${row.updated_by})
    on conflict (firm_id) do update set host = excluded.host, port = excluded.port, security = excluded.security, username = excluded.username,
      key_id = excluded.key_id, secret_version = excluded.secret_version, password = excluded.password, from_address = excluded.from_address,
      updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(db);
}

/** The same password in another box; false when another one was set meanwhile. */
export async function resealMailPassword(db: Db, row: MailServerRow, next: Pick<MailServerRow, "key_id" | "password">): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update mail_server set key_id = ${next.key_id}, password = ${next.password}
    where firm_id = ${row.firm_id} and secret_version = ${row.secret_version} and key_id = ${row.key_id}`.execute(db);
  return numAffectedRows === 1n;
}

export async function deleteMailServer(db: Db, firm_id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from mail_server where firm_id = ${firm_id}`.execute(db);
  return numAffectedRows === 1n;
}
