/** How often something was tried lately. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";

type Db = Kysely<Tables>;

/** Counts one try more, and gives how many there are in the window now. */
export async function countAttempt(db: Db, key_hash: Buffer, now: string, window_ends_at: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    insert into auth.attempt (key_hash, count, window_ends_at) values (${key_hash}, 1, ${window_ends_at})
    on conflict (key_hash) do update set
      count = case when attempt.window_ends_at <= ${now} then 1 else attempt.count + 1 end,
      window_ends_at = case when attempt.window_ends_at <= ${now} then excluded.window_ends_at else attempt.window_ends_at end
    returning count`.execute(db);
  return rows[0]?.count ?? 1;
}

export async function forgetAttempts(db: Db, key_hashes: Buffer[], now: string): Promise<void> {
  await sql`delete from auth.attempt where key_hash = any(${key_hashes}) or window_ends_at <= ${now}`.execute(db);
}
