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
  actor: Pick<Actor, "firm_id" | "member_id" | "name" | "via" | "address">,
  action: string,
  target: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await sql`insert into audit (firm_id, member_id, actor, via, address, action, target, detail)
    values (${actor.firm_id}, ${actor.member_id}, ${actor.name}, ${actor.via}, ${actor.address ?? null}, ${action}, ${target},
      ${JSON.stringify(detail)})`.execute(db);
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
  address: string | null;
  action: string;
  target: string;
  detail: Record<string, unknown>;
}

export interface AuditFilter {
  member_id?: string | undefined;
  /** `member` is all that begins with `member.`, `member.change` that alone. */
  action?: string | undefined;
  target?: string | undefined;
  from?: string | undefined;
  /** Before this time. */
  until?: string | undefined;
}

/** The latest first; one row more than `limit`, so that the caller knows whether there are more. */
export async function listAudit(db: Db, firm_id: string, filter: AuditFilter, before: number | null, limit: number): Promise<AuditRow[]> {
  const { member_id = null, action = null, target = null, from = null, until = null } = filter;
  const { rows } = await sql<AuditRow>`
    select audit_id, at, member_id, actor, via, address, action, target, detail from audit
    where firm_id = ${firm_id} and (${before}::bigint is null or audit_id < ${before}::bigint)
      and (${member_id}::uuid is null or member_id = ${member_id}::uuid)
      and (${action}::text is null or action = ${action}::text or starts_with(action, ${action}::text || '.'))
      and (${target}::text is null or target = ${target}::text)
      and (${from}::timestamptz is null or at >= ${from}::timestamptz) and (${until}::timestamptz is null or at < ${until}::timestamptz)
    order by audit_id desc limit ${limit + 1}`.execute(db);
  return rows;
}

/** What was ever done here, for a list to choose from. */
export async function listAuditActions(db: Db, firm_id: string): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`select distinct action from audit where firm_id = ${firm_id} order by action`.execute(db);
  return rows.map((row) => row.action);
}
