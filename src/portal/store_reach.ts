/** Who takes part without being a client, by e-mail: kept beside the contacts, whose own index knows those who are in alone. */
import { sql } from "kysely";
import { MAY_COME } from "./store_access.ts";
import type { PortalDb } from "./types.ts";

interface Of {
  firm_id: string;
  connection_id: string;
}

/** How the projection stands, as one text; "" where it never ran. */
export async function readProjected(db: PortalDb, of: Of): Promise<{ now: string; reached: string }> {
  const { rows } = await sql<{ now: string; reached: string }>`
    select coalesce((select concat_ws(' ', seq, settings_version, projected_day) from projection_state
        where firm_id = ${of.firm_id} and connection_id = ${of.connection_id}), '') as now,
      coalesce((select reach from portal_clock where firm_id = ${of.firm_id} and connection_id = ${of.connection_id}), '') as reached`.execute(
    db,
  );
  return rows[0]!;
}

/** In one transaction with what it was worked out from. */
export async function putReach(trx: PortalDb, of: Of, projected: string): Promise<void> {
  await sql`
    with now as (
      select distinct c.provider_id as contact_id, array(select json_array_elements_text(c.view->'channels'->'emails')) as emails
      from project p, unnest(p.participant_ids) as one
      join contact c on c.firm_id = ${of.firm_id} and c.connection_id = ${of.connection_id} and c.provider_id = one
      where p.firm_id = ${of.firm_id} and p.connection_id = ${of.connection_id} and p.shown and c.state <> 'in' and ${MAY_COME}
    ), gone as (
      delete from portal_reach r where r.firm_id = ${of.firm_id} and r.connection_id = ${of.connection_id}
        and not exists (select from now n where n.contact_id = r.contact_id)
    )
    insert into portal_reach as r (firm_id, connection_id, contact_id, emails)
    select ${of.firm_id}, ${of.connection_id}, contact_id, emails from now where emails <> '{}'
    on conflict (firm_id, connection_id, contact_id) do update set emails = excluded.emails where r.emails <> excluded.emails`.execute(trx);
  await sql`
    update portal_clock set reach = ${projected} where firm_id = ${of.firm_id} and connection_id = ${of.connection_id}`.execute(trx);
}
