/** What is held after a backup was put back, and for how long what is found is held too. */
import { sql } from "kysely";
import { TEXT, type TextOut } from "./store_texts.ts";
import type { PortalDb } from "./types.ts";

interface Of {
  firm_id: string;
  connection_id: string;
}

/** Where nobody had looked yet, looking begins now, as it would have. */
export async function beginDoubt(trx: PortalDb, of: Of, at: string): Promise<void> {
  await sql`
    insert into portal_clock as k (firm_id, connection_id, event_seq, doubt_since)
    values (${of.firm_id}, ${of.connection_id}, coalesce((select seq from event_clock where firm_id = ${of.firm_id}), 0), ${at}::timestamptz)
    on conflict (firm_id, connection_id) do update set doubt_since = excluded.doubt_since`.execute(trx);
}

export interface Doubt extends Of {
  doubt_since: string;
}

/** Doubts after which a sync began and has been read to its end, with all that follows from it worked out. */
export async function listCaughtUp(db: PortalDb, firm_id: string | null): Promise<Doubt[]> {
  const { rows } = await sql<Doubt>`
    select k.firm_id, k.connection_id, k.doubt_since from portal_clock k join projection_state p using (firm_id, connection_id)
    left join mirror_clock m using (firm_id, connection_id)
    where k.doubt_since is not null and (${firm_id}::uuid is null or k.firm_id = ${firm_id}::uuid)
      and p.pass_stage is null and p.settings_version > 0 and p.seq >= coalesce(m.seq, 0)
      and exists (select 1 from sync_run r where r.firm_id = k.firm_id and r.connection_id = k.connection_id and r.mode in ('incremental', 'full')
        and r.state = 'succeeded' and r.started_at > k.doubt_since)`.execute(db);
  return rows;
}

/** Only the doubt that was looked into: a second backup may have been put back meanwhile. */
export async function endDoubt(db: PortalDb, { firm_id, connection_id, doubt_since }: Doubt): Promise<void> {
  await sql`
    update portal_clock set doubt_since = null
    where firm_id = ${firm_id} and connection_id = ${connection_id} and doubt_since = ${doubt_since}::timestamptz`.execute(db);
}

/** Texts that would leave by themselves, or were just leaving. They are looked for at the provider as if never before. */
export async function holdTexts(trx: PortalDb, of: Of, at: string): Promise<TextOut[]> {
  const { rows } = await sql<TextOut>`
    update text_out set state = 'needs_review', reason = 'restored', code = null, error = null, since = ${at}::timestamptz, due_at = null, lease_until = null,
      fence = fence + 1, looks = 0, looked_at = null
    where firm_id = ${of.firm_id} and connection_id = ${of.connection_id} and state in ('queued', 'sending') returning ${TEXT}`.execute(
    trx,
  );
  return rows;
}

/** Notices that would leave by themselves, or were just leaving. Gives how many. */
export async function holdNotices(trx: PortalDb, of: Of, at: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update portal_notice set state = 'needs_review', reason = 'restored', error = null, since = ${at}::timestamptz, due_at = null, lease_until = null,
      fence = fence + 1, doubt = false
    where firm_id = ${of.firm_id} and connection_id = ${of.connection_id} and state in ('queued', 'sending')`.execute(trx);
  return Number(numAffectedRows);
}

/** Reminders whose time had come before the backup was put back. */
export async function lockPastReminders(trx: PortalDb, of: Of, at: string): Promise<string[]> {
  const { rows } = await sql<{ request_id: string }>`
    select request_id from form_request where firm_id = ${of.firm_id} and connection_id = ${of.connection_id} and state = 'open'
      and remind_at <= ${at}::timestamptz order by request_id for update`.execute(trx);
  return rows.map((row) => row.request_id);
}
