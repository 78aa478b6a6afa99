/** A connection as a sync sees it. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import type { Provider } from "../model/kinds.ts";

type Db = Kysely<Tables>;

export interface ConnectionForSync {
  firm_id: string;
  connection_id: string;
  provider: Provider;
  region: string | null;
  firm_uuid: string | null;
  firm_url: string | null;
  state: "connected" | "disconnected";
  blind_since: string | null;
  first_synced_at: string | null;
  firm_time_zone: string;
  firm_country: string;
}

export async function readConnection(db: Db, connection_id: string): Promise<ConnectionForSync | null> {
  const { rows } = await sql<ConnectionForSync>`
    select c.firm_id, c.connection_id, c.provider, c.region, c.firm_uuid, c.firm_url, c.state, c.blind_since, c.first_synced_at,
      f.time_zone as firm_time_zone, f.country as firm_country
    from connection c join firm f using (firm_id) where c.connection_id = ${connection_id}`.execute(db);
  return rows[0] ?? null;
}

export async function setBlind(trx: Db, owner: Owner, since: string | null): Promise<void> {
  await sql`
    update connection set blind_since = case when ${since}::timestamptz is null then null else coalesce(blind_since, ${since}::timestamptz) end
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`.execute(trx);
}

export async function markFirstSynced(trx: Db, owner: Owner, at: string): Promise<void> {
  await sql`
    update connection set first_synced_at = coalesce(first_synced_at, ${at}::timestamptz)
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`.execute(trx);
}
