/** How what was under way is held after a backup was put back. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { tellOrigin } from "./store_batches.ts";
import type { Account } from "./types.ts";

type Db = Kysely<Tables>;

export async function beginDoubt(trx: Db, account: Account, at: string): Promise<void> {
  await sql`
    update automation_clock set doubt_since = ${at}::timestamptz
    where firm_id = ${account.firm_id} and connection_id = ${account.connection_id}`.execute(trx);
}

/** Only the doubt that was looked into: a second backup may have been put back meanwhile. */
export async function endDoubt(db: Db, account: Account): Promise<void> {
  await sql`
    update automation_clock set doubt_since = null
    where firm_id = ${account.firm_id} and connection_id = ${account.connection_id} and doubt_since = ${account.doubt_since}::timestamptz`.execute(
    db,
  );
}

/** Starts that would go on by themselves, and their e-mails; one that was just leaving is for somebody to look at. Gives how many. */
export async function holdRunning(trx: Db, account: Account, batch: () => Promise<string>, at: string): Promise<number> {
  const mine = sql`s.firm_id = ${account.firm_id} and s.provider = ${account.provider} and s.state = 'running'`;
  const { rows } = await sql<{ start_id: string }>`
    select s.start_id from automation_start s where ${mine} and not exists (
      select 1 from automation_send x where x.firm_id = s.firm_id and x.start_id = s.start_id and x.state in ('sending', 'needs_review'))
    order by s.start_id for update of s`.execute(trx);
  await sql`
    update automation_send set state = 'needs_review', reason = 'unknown', since = ${at}::timestamptz, lease_until = null, fence = fence + 1
    where firm_id = ${account.firm_id} and connection_id = ${account.connection_id} and state = 'sending'`.execute(trx);
  if (rows.length === 0) return 0;
  const ids = rows.map((row) => row.start_id);
  await tellOrigin(trx, account.firm_id, ids);
  await sql`
    update automation_send set state = 'held', reason = 'restored', params = '{}', since = ${at}::timestamptz, due_at = null, fence = fence + 1
    where firm_id = ${account.firm_id} and start_id = any(${ids}::uuid[]) and state = 'queued'`.execute(trx);
  await sql`
    with held as (
      update automation_start set state = 'held', reason = 'restored', params = '{}', since = ${at}::timestamptz, due_at = null, approved_by = null,
        batch_id = ${await batch()}
      where firm_id = ${account.firm_id} and start_id = any(${ids}::uuid[]) returning firm_id, start_id
    )
    insert into automation_story (firm_id, start_id, at, state, reason) select firm_id, start_id, ${at}::timestamptz, 'held', 'restored' from held`.execute(
    trx,
  );
  return rows.length;
}
