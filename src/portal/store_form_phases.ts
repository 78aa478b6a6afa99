/** What a form needs to know of matters: which phase, who takes part, and how far their events have been looked at. */
import { sql } from "kysely";
import type { Clock } from "./store_notices.ts";
import type { PortalDb } from "./types.ts";

export async function readFormClock(db: PortalDb, of: { firm_id: string; connection_id: string }): Promise<Clock> {
  const { rows } = await sql<Clock>`
    select (select event_seq::float8 from form_clock where firm_id = ${of.firm_id} and connection_id = ${of.connection_id}) as event_seq,
      coalesce((select seq::float8 from event_clock where firm_id = ${of.firm_id}), 0) as last_seq,
      (select doubt_since from portal_clock where firm_id = ${of.firm_id} and connection_id = ${of.connection_id}) as doubt_since`.execute(
    db,
  );
  return rows[0]!;
}

/** Never back; two who look at the same harm nothing. */
export async function setFormClock(trx: PortalDb, of: { firm_id: string; connection_id: string }, event_seq: number): Promise<void> {
  await sql`
    insert into form_clock as k (firm_id, connection_id, event_seq) values (${of.firm_id}, ${of.connection_id}, ${event_seq})
    on conflict (firm_id, connection_id) do update set event_seq = greatest(k.event_seq, excluded.event_seq)`.execute(trx);
}

export interface PhaseMatter {
  type: string | null;
  phase: string | null;
  participant_ids: string[];
  main_client_id: string | null;
  status: string;
}

/** A matter as its clients see it; null: they do not. */
export async function readPhaseMatter(
  db: PortalDb,
  of: { firm_id: string; connection_id: string },
  matter_id: string,
): Promise<PhaseMatter | null> {
  const { rows } = await sql<PhaseMatter>`
    select p.type, p.phase, p.participant_ids, coalesce(n.contact_id, m.main_client_id) as main_client_id, m.status
    from project p join matter m using (firm_id, connection_id, provider_id)
    left join main_client n on n.firm_id = p.firm_id and n.connection_id = p.connection_id and n.matter_id = p.provider_id
    where p.firm_id = ${of.firm_id} and p.connection_id = ${of.connection_id} and p.provider_id = ${matter_id} and p.shown
      and not m.left_out and m.presence <> 'tombstone'`.execute(db);
  return rows[0] ?? null;
}

export async function listPeople(
  db: PortalDb,
  of: { firm_id: string; connection_id: string },
  matter_id: string,
): Promise<{ contact_id: string; name: string; email: string | null; main_client: boolean }[]> {
  const { rows } = await sql<{ contact_id: string; name: string; email: string | null; main_client: boolean }>`
    select c.provider_id as contact_id, c.view->>'name' as name, c.view->'channels'->'emails'->>0 as email,
      coalesce(n.contact_id, m.main_client_id) is not distinct from c.provider_id as main_client
    from project p join matter m using (firm_id, connection_id, provider_id)
    left join main_client n on n.firm_id = p.firm_id and n.connection_id = p.connection_id and n.matter_id = p.provider_id
    join contact c on c.firm_id = p.firm_id and c.connection_id = p.connection_id and c.provider_id = any(p.participant_ids)
    where p.firm_id = ${of.firm_id} and p.connection_id = ${of.connection_id} and p.provider_id = ${matter_id} and p.shown
    order by 4 desc, 2`.execute(db);
  return rows;
}
