/** Which matters a person may look into. The one question that everything in the portal asks first. */
import { sql } from "kysely";
import type { PortalDb } from "./types.ts";

interface Of {
  firm_id: string;
  connection_id: string;
  contact_id: string;
}

export interface MatterRow {
  matter_id: string;
  title: string;
  status: string;
  /** The last day that is known of it where it is closed. */
  ended_on: string | null;
  time_zone: string;
  type: string | null;
  phase: string | null;
  opened_on: string | null;
  worked_out_at: string;
}

/** Shown to clients, and the person takes part: both as the rules worked it out (B-MAT-4, B-MAT-5). `matter_id` null: all. */
export async function readMattersOf(db: PortalDb, person: Of, matter_id: string | null): Promise<MatterRow[]> {
  const { rows } = await sql<MatterRow>`
    select m.provider_id as matter_id, coalesce(nullif(m.name, ''), m.number) as title, m.status, m.opened_on::text,
      case when m.status = 'closed' then coalesce(m.closed_on, (m.updated_at at time zone f.time_zone)::date)::text end as ended_on,
      f.time_zone, p.type, p.phase, p.projected_at as worked_out_at
    from project p
    join matter m using (firm_id, connection_id, provider_id)
    join firm f using (firm_id)
    join connection c using (firm_id, connection_id)
    where p.firm_id = ${person.firm_id} and p.connection_id = ${person.connection_id} and p.shown and not m.left_out and m.presence <> 'tombstone'
      and p.participant_ids @> array[${person.contact_id}]::text[] and c.erasing_since is null
      and (${matter_id}::text is null or p.provider_id = ${matter_id}::text)
    order by m.status = 'closed', m.opened_on desc nulls last, m.provider_id`.execute(db);
  return rows;
}

/** When the firm's system was last read to its end; null: never. */
export async function readAsOf(db: PortalDb, of: Pick<Of, "firm_id" | "connection_id">): Promise<string | null> {
  const { rows } = await sql<{ at: string | null }>`
    select max(finished_at) as at from (
      select finished_at from sync_run where firm_id = ${of.firm_id} and connection_id = ${of.connection_id} and state = 'succeeded'
        and mode <> 'record' order by started_at desc limit 5) lately`.execute(db);
  return rows[0]?.at ?? null;
}
