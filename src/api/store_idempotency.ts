/** How answers are kept for those who ask twice. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";

type Db = Kysely<Tables>;

export interface KeptAnswer {
  request_hash: Buffer;
  status: number | null;
  headers: Record<string, string> | null;
  key_id: string | null;
  body: Buffer | null;
}

/** Null: the key is ours now. One whose first request never ended (its process died) is free again after a while. */
export async function claimKey(
  db: Db,
  input: { firm_id: string; key_hash: Buffer; request_hash: Buffer; at: string; abandoned_before: string },
): Promise<KeptAnswer | null> {
  const { rows } = await sql`
    insert into idempotency_key as k (firm_id, key_hash, request_hash, created_at)
    values (${input.firm_id}, ${input.key_hash}, ${input.request_hash}, ${input.at}::timestamptz)
    on conflict (firm_id, key_hash) do update set created_at = excluded.created_at, request_hash = excluded.request_hash
      where k.status is null and k.created_at < ${input.abandoned_before}::timestamptz
    returning 1`.execute(db);
  if (rows.length > 0) return null;
  const kept = await sql<KeptAnswer>`
    select request_hash, status, headers, key_id, body from idempotency_key
    where firm_id = ${input.firm_id} and key_hash = ${input.key_hash}`.execute(db);
  // It was given back between the two statements: as if its request were still at work.
  return kept.rows[0] ?? { request_hash: input.request_hash, status: null, headers: null, key_id: null, body: null };
}

export async function keepAnswer(
  db: Db,
  place: { firm_id: string; key_hash: Buffer },
  answer: { status: number; headers: Record<string, string>; key_id: string; body: Buffer },
): Promise<void> {
  await sql`
    update idempotency_key set status = ${answer.status}, headers = ${JSON.stringify(answer.headers)}::text::jsonb, key_id = ${answer.key_id},
      body = ${answer.body}
    where firm_id = ${place.firm_id} and key_hash = ${place.key_hash}`.execute(db);
}

export type SealedAnswer = { firm_id: string; key_hash: Buffer; key_id: string; body: Buffer };

export async function listSealedAnswers(db: Db, firm_id: string): Promise<SealedAnswer[]> {
  const { rows } = await sql<SealedAnswer>`
    select firm_id, key_hash, key_id, body from idempotency_key where firm_id = ${firm_id} and body is not null`.execute(db);
  return rows;
}

/** The same answer in another box. */
export async function replaceAnswer(db: Db, row: SealedAnswer, box: { key_id: string; body: Buffer }): Promise<void> {
  await sql`
    update idempotency_key set key_id = ${box.key_id}, body = ${box.body}
    where firm_id = ${row.firm_id} and key_hash = ${row.key_hash} and body = ${row.body}`.execute(db);
}

export async function giveKeyBack(db: Db, place: { firm_id: string; key_hash: Buffer }): Promise<void> {
  await sql`delete from idempotency_key where firm_id = ${place.firm_id} and key_hash = ${place.key_hash} and status is null`.execute(db);
}

export async function dropAnswers(db: Db, before: string): Promise<void> {
  await sql`delete from idempotency_key where created_at < ${before}::timestamptz`.execute(db);
}
