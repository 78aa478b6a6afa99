/** Automations paused for many matters at once, or the pauses ended; and the way back. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";

type Db = Kysely<Tables>;

/** `until` null: until somebody ends it. */
export type BulkPause = { kind: "pause"; until: string | null } | { kind: "unpause" };

export interface BulkPauseRow {
  bulk_id: string;
  member_id: string;
  edit: BulkPause;
}

export async function insertBulkPause(
  trx: Db,
  firm_id: string,
  { bulk_id, member_id, edit, at }: BulkPauseRow & { at: string },
): Promise<void> {
  await sql`
    insert into bulk_edit (firm_id, bulk_id, kind, until, member_id, created_at)
    values (${firm_id}, ${bulk_id}, ${edit.kind}, ${edit.kind === "pause" ? edit.until : null}::timestamptz, ${member_id}, ${at}::timestamptz)`.execute(
    trx,
  );
}

export async function readBulkPause(db: Db, firm_id: string, bulk_id: string): Promise<BulkPauseRow | null> {
  const { rows } = await sql<{ kind: "pause" | "unpause"; until: string | null; member_id: string }>`
    select kind, until, member_id from bulk_edit where firm_id = ${firm_id} and bulk_id = ${bulk_id} and kind in ('pause', 'unpause')`.execute(
    db,
  );
  const [row] = rows;
  if (!row) return null;
  return { bulk_id, member_id: row.member_id, edit: row.kind === "pause" ? { kind: "pause", until: row.until } : { kind: "unpause" } };
}

export async function knownMatters(db: Db, owner: Owner, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ provider_id: string }>`
    select provider_id from matter
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and provider_id = any(${ids}::text[])`.execute(db);
  return rows.map((row) => row.provider_id);
}

interface Whose {
  firm_id: string;
  provider: string;
}

/** Does it to these matters where it changes anything; gives how many. A pause that stands stays as it is. */
export async function pauseMatters(
  trx: Db,
  { firm_id, provider }: Whose,
  ids: readonly string[],
  { bulk_id, edit, by, at }: { bulk_id: string; edit: BulkPause; by: string; at: string },
): Promise<number> {
  if (edit.kind === "pause") {
    const { rows } = await sql`
      insert into automation_pause as p (firm_id, kind, provider, target_id, until, set_by, set_at, bulk_id)
      select ${firm_id}, 'matter', ${provider}, id, ${edit.until}::timestamptz, ${by}, ${at}::timestamptz, ${bulk_id} from unnest(${ids}::text[]) as id
      on conflict (firm_id, kind, provider, target_id) do update
        set until = excluded.until, set_by = excluded.set_by, set_at = excluded.set_at, bulk_id = excluded.bulk_id
        where p.until <= ${at}::timestamptz
      returning 1`.execute(trx);
    return rows.length;
  }
  const { rows } = await sql<{ stood: boolean }>`
    with gone as (
      delete from automation_pause where firm_id = ${firm_id} and kind = 'matter' and provider = ${provider} and target_id = any(${ids}::text[])
      returning provider, target_id, until, set_by, set_at
    ), kept as (
      insert into automation_pause_ended (firm_id, bulk_id, provider, target_id, until, set_by, set_at)
      select ${firm_id}, ${bulk_id}, provider, target_id, until, set_by, set_at from gone on conflict do nothing
    )
    select until is null or until > ${at}::timestamptz as stood from gone`.execute(trx);
  return rows.filter((row) => row.stood).length;
}

/** Puts some of them back as they were: how many there were, and how many that changed. What somebody has changed since stays theirs. */
export async function undoPauses(
  trx: Db,
  firm_id: string,
  { bulk_id, edit }: BulkPauseRow,
  { at, limit }: { at: string; limit: number },
): Promise<{ found: number; done: number }> {
  if (edit.kind === "pause") {
    const { rows } = await sql`
      delete from automation_pause where firm_id = ${firm_id} and (kind, provider, target_id) in (
        select kind, provider, target_id from automation_pause where firm_id = ${firm_id} and bulk_id = ${bulk_id} limit ${limit})
      returning 1`.execute(trx);
    return { found: rows.length, done: rows.length };
  }
  const { rows } = await sql<{ found: number; done: number }>`
    with old as (
      delete from automation_pause_ended where firm_id = ${firm_id} and bulk_id = ${bulk_id} and (provider, target_id) in (
        select provider, target_id from automation_pause_ended where firm_id = ${firm_id} and bulk_id = ${bulk_id} limit ${limit})
      returning *
    ), back as (
      insert into automation_pause (firm_id, kind, provider, target_id, until, set_by, set_at)
      select firm_id, 'matter', provider, target_id, until, set_by, set_at from old where until is null or until > ${at}::timestamptz
      on conflict do nothing returning 1
    )
    select (select count(*)::int from old) as found, (select count(*)::int from back) as done`.execute(trx);
  return rows[0]!;
}

/** Which of these matters' automations are paused just now. */
export async function pausedAmong(db: Db, { firm_id, provider }: Whose, ids: readonly string[], at: string): Promise<Set<string>> {
  const { rows } = await sql<{ target_id: string }>`
    select target_id from automation_pause where firm_id = ${firm_id} and kind = 'matter' and provider = ${provider}
      and target_id = any(${ids}::text[]) and (until is null or until > ${at}::timestamptz)`.execute(db);
  return new Set(rows.map((row) => row.target_id));
}
