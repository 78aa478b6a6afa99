/** API keys: their hash, whose they are, what they may do. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Role, Scope } from "../model/actor.ts";

type Db = Kysely<Tables>;

export interface ApiKeyRow {
  api_key_id: string;
  name: string;
  prefix: string;
  scopes: Scope[];
  member: { member_id: string; name: string };
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
}

const COLUMNS = sql`k.api_key_id, k.name, k.prefix, k.scopes, jsonb_build_object('member_id', m.member_id, 'name', m.name) as member,
  k.created_at, k.expires_at, k.last_used_at, k.revoked_at
  from api_key k join member m on m.firm_id = k.firm_id and m.member_id = k.member_id`;

export async function insertApiKey(
  db: Db,
  row: Pick<ApiKeyRow, "api_key_id" | "name" | "prefix" | "scopes" | "created_at" | "expires_at"> & {
    firm_id: string;
    member_id: string;
    key_hash: Buffer;
  },
): Promise<void> {
  await sql`insert into api_key (firm_id, api_key_id, member_id, name, prefix, key_hash, scopes, created_at, expires_at)
    values (${row.firm_id}, ${row.api_key_id}, ${row.member_id}, ${row.name}, ${row.prefix}, ${row.key_hash}, ${row.scopes}, ${row.created_at},
      ${row.expires_at})`.execute(db);
}

export async function listApiKeys(db: Db, firm_id: string): Promise<ApiKeyRow[]> {
  const { rows } = await sql<ApiKeyRow>`select ${COLUMNS} where k.firm_id = ${firm_id} order by k.created_at desc, k.api_key_id`.execute(
    db,
  );
  return rows;
}

export async function readApiKey(db: Db, firm_id: string, api_key_id: string): Promise<ApiKeyRow | null> {
  const { rows } = await sql<ApiKeyRow>`select ${COLUMNS} where k.firm_id = ${firm_id} and k.api_key_id = ${api_key_id}`.execute(db);
  return rows[0] ?? null;
}

export interface KeyHolder {
  firm_id: string;
  api_key_id: string;
  member_id: string;
  name: string;
  role: Role;
  scopes: Scope[];
}

/** Whoever holds a key that is good now; and notes that it was used, to the minute. */
export async function useApiKey(db: Db, key_hash: Buffer, now: string): Promise<KeyHolder | null> {
  const { rows } = await sql<KeyHolder & { stale: boolean }>`
    select k.firm_id, k.api_key_id, k.member_id, m.name, m.role, k.scopes,
      k.last_used_at is null or k.last_used_at < ${now}::timestamptz - interval '1 minute' as stale
    from api_key k join member m on m.firm_id = k.firm_id and m.member_id = k.member_id
    where k.key_hash = ${key_hash} and k.revoked_at is null and (k.expires_at is null or k.expires_at > ${now}) and m.active`.execute(db);
  const found = rows[0];
  if (!found) return null;
  const { stale, ...holder } = found;
  if (stale)
    await sql`update api_key set last_used_at = ${now} where firm_id = ${found.firm_id} and api_key_id = ${found.api_key_id}`.execute(db);
  return holder;
}

/** False when there is no such key that is still in use. */
export async function revokeApiKey(db: Db, firm_id: string, api_key_id: string, at: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update api_key set revoked_at = ${at} where firm_id = ${firm_id} and api_key_id = ${api_key_id} and revoked_at is null`.execute(db);
  return numAffectedRows === 1n;
}
