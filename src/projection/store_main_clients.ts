/** Main clients as admins named them (B-MAT-5). No sync touches this table (B-SYN-5). */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import { mine } from "./store_owner.ts";

type Db = Kysely<Tables>;

export interface NamedClient {
  contact_id: string;
  member_id: string | null;
}

export async function readNamedClients(db: Db, owner: Owner, matter_ids: string[]): Promise<Map<string, NamedClient>> {
  const { rows } = await sql<NamedClient & { matter_id: string }>`
    select matter_id, contact_id, named_by as member_id from main_client where ${mine(owner)} and matter_id = any(${matter_ids}::text[])`.execute(
    db,
  );
  return new Map(rows.map(({ matter_id, contact_id, member_id }) => [matter_id, { contact_id, member_id }]));
}

export async function putMainClient(
  trx: Db,
  owner: Owner,
  matter_id: string,
  named: { contact_id: string; by: string | null; at: string },
): Promise<void> {
  await sql`
    insert into main_client (firm_id, connection_id, matter_id, contact_id, named_by, created_at)
    values (${owner.firm_id}, ${owner.connection_id}, ${matter_id}, ${named.contact_id}, ${named.by}, ${named.at}::timestamptz)
    on conflict (firm_id, connection_id, matter_id) do update
      set contact_id = excluded.contact_id, named_by = excluded.named_by, created_at = excluded.created_at`.execute(trx);
}

export async function deleteMainClient(trx: Db, owner: Owner, matter_id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from main_client where ${mine(owner)} and matter_id = ${matter_id}`.execute(trx);
  return numAffectedRows === 1n;
}
