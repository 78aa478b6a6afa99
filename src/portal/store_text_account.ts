/** How a firm's account with the provider of texts is kept. */
import { sql } from "kysely";
import type { PortalDb } from "./types.ts";

export interface TextAccountRow {
  firm_id: string;
  account_sid: string;
  /** "": signed in with the account's own token. */
  api_key_sid: string;
  sender: string;
  service_sid: string;
  key_id: string;
  secret_version: number;
  auth_token: Buffer;
  api_key_secret: Buffer | null;
  hook_id: string;
  sending: boolean;
  updated_at: string;
  updated_by: string;
}

export async function readTextAccount(db: PortalDb, firm_id: string): Promise<TextAccountRow | null> {
  const { rows } = await sql<TextAccountRow>`select * from text_account where firm_id = ${firm_id}`.execute(db);
  return rows[0] ?? null;
}

export async function readTextAccountByHook(db: PortalDb, hook_id: string): Promise<TextAccountRow | null> {
  const { rows } = await sql<TextAccountRow>`select * from text_account where hook_id = ${hook_id}::uuid`.execute(db);
  return rows[0] ?? null;
}

/** The addresses that the provider delivers to stay the same. */
export async function putTextAccount(trx: PortalDb, row: TextAccountRow): Promise<void> {
  await sql`
    insert into text_account (firm_id, account_sid, api_key_sid, sender, service_sid, key_id, secret_version, auth_token, api_key_secret, hook_id, sending,
      updated_at, updated_by)
    values (${row.firm_id}, ${row.account_sid}, ${row.api_key_sid}, ${row.sender}, ${row.service_sid}, ${row.key_id}, ${row.secret_version}, ${row.auth_token},
      ${row.api_key_secret}, ${row.hook_id}, ${row.sending}, ${row.updated_at}, ${row.updated_by})
    on conflict (firm_id) do update set account_sid = excluded.account_sid, api_key_sid = excluded.api_key_sid, sender = excluded.sender,
      service_sid = excluded.service_sid, key_id = excluded.key_id, secret_version = excluded.secret_version, auth_token = excluded.auth_token,
      api_key_secret = excluded.api_key_secret, sending = excluded.sending, updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(
    trx,
  );
}

/** False: there is none. */
export async function switchTexts(trx: PortalDb, firm_id: string, sending: boolean, by: { name: string; at: string }): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update text_account set sending = ${sending}, updated_at = ${by.at}, updated_by = ${by.name} where firm_id = ${firm_id}`.execute(trx);
  return numAffectedRows === 1n;
}

export async function deleteTextAccount(trx: PortalDb, firm_id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from text_account where firm_id = ${firm_id}`.execute(trx);
  return numAffectedRows === 1n;
}

/** The same secrets in other boxes; false when others were set meanwhile. */
export async function resealTextSecrets(
  db: PortalDb,
  row: TextAccountRow,
  next: Pick<TextAccountRow, "key_id" | "auth_token" | "api_key_secret">,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update text_account set key_id = ${next.key_id}, auth_token = ${next.auth_token}, api_key_secret = ${next.api_key_secret}
    where firm_id = ${row.firm_id} and secret_version = ${row.secret_version} and key_id = ${row.key_id}`.execute(db);
  return numAffectedRows === 1n;
}
