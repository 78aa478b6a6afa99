/** How old history leaves. Its numbers rise with time, so the oldest rows stand first in the primary key. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";

type Db = Kysely<Tables>;

/** Connections whose oldest change is older than their firm keeps, with the time before which it goes. */
export async function connectionsWithOldChanges(db: Db, now: string): Promise<(Owner & { before: string })[]> {
  const { rows } = await sql<Owner & { before: string }>`
    select c.firm_id, c.connection_id, ${now}::timestamptz - f.keep_history_days * interval '1 day' as before
    from connection c join firm f on f.firm_id = c.firm_id cross join lateral (
      select at from change where firm_id = c.firm_id and connection_id = c.connection_id order by change_id limit 1
    ) oldest
    where oldest.at < ${now}::timestamptz - f.keep_history_days * interval '1 day'`.execute(db);
  return rows;
}

/** Of the oldest `limit` changes those before a time; gives how many went. */
export async function dropChanges(db: Db, { firm_id, connection_id }: Owner, before: string, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from change where firm_id = ${firm_id} and connection_id = ${connection_id} and at < ${before}::timestamptz and change_id in (
      select change_id from change where firm_id = ${firm_id} and connection_id = ${connection_id} order by change_id limit ${limit})`.execute(
    db,
  );
  return Number(numAffectedRows);
}
