/** The audit log: who did what to what, when and by which way. Rows are added, and leave when they are older than the firm keeps them. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Actor } from "../model/actor.ts";

type Db = Kysely<Tables>;

/** Writes an entry in the transaction of what it tells about, which calls this once that is done. */
export type Tell = (trx: Db) => Promise<void>;

/** In the transaction of what it tells about; before it, where that is no single transaction. `detail` never holds a secret. */
export async function audit(
  db: Db,
  actor: Pick<Actor, "firm_id" | "member_id" | "name" | "via">,
  action: string,
  target: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await sql`insert into audit (firm_id, member_id, actor, via, action, target, detail)
    values (${actor.firm_id}, ${actor.member_id}, ${actor.name}, ${actor.via}, ${action}, ${target}, ${JSON.stringify(detail)})`.execute(
    db,
  );
}

/** Firms whose oldest entry is older than they keep, with the time before which it goes. */
export async function firmsWithOldAudit(db: Db, now: string): Promise<{ firm_id: string; before: string }[]> {
  const { rows } = await sql<{ firm_id: string; before: string }>`
    select f.firm_id, ${now}::timestamptz - f.keep_history_days * interval '1 day' as before
    from firm f cross join lateral (select at from audit where firm_id = f.firm_id order by audit_id limit 1) oldest
    where oldest.at < ${now}::timestamptz - f.keep_history_days * interval '1 day'`.execute(db);
  return rows;
}

/** Of the oldest `limit` entries those before a time; gives how many went. */
export async function dropAudit(db: Db, firm_id: string, before: string, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from audit where firm_id = ${firm_id} and at < ${before}::timestamptz and audit_id in (
      select audit_id from audit where firm_id = ${firm_id} order by audit_id limit ${limit})`.execute(db);
  return Number(numAffectedRows);
}

export interface AuditRow {
  audit_id: number;
  at: string;
  member_id: string | null;
  actor: string;
  via: Actor["via"];
  action: string;
  target: string;
  detail: Record<string, unknown>;
}

/** The latest first; one row more than `limit`, so that the caller knows whether there are more. */
export async function listAudit(db: Db, firm_id: string, before: number | null, limit: number): Promise<AuditRow[]> {
  const { rows } = await sql<AuditRow>`
    select audit_id, at, member_id, actor, via, action, target, detail from audit
    where firm_id = ${firm_id} and (${before}::bigint is null or audit_id < ${before}::bigint)
    order by audit_id desc limit ${limit + 1}`.execute(db);
  return rows;
}
