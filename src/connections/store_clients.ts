/** How a firm's own OAuth applications are kept. */
import { sql } from "kysely";
import type { Db } from "../db/pool.ts";
import type { Provider } from "../model/kinds.ts";

type Kysely = Pick<Db, "kysely">;

export interface ClientPlace {
  firm_id: string;
  provider: Provider;
  /** '': the provider has no regions. */
  region: string;
}

export interface ClientRow extends ClientPlace {
  client_id: string;
  key_id: string;
  secret_version: number;
  secret: Buffer;
  secret_end: string;
  updated_at: string;
  updated_by: string;
}

const at = (place: ClientPlace) => sql`firm_id = ${place.firm_id} and provider = ${place.provider} and region = ${place.region}`;

export async function readClient({ kysely }: Kysely, place: ClientPlace): Promise<ClientRow | null> {
  const { rows } = await sql<ClientRow>`select * from oauth_client where ${at(place)}`.execute(kysely);
  return rows[0] ?? null;
}

export async function listClients({ kysely }: Kysely, firm_id: string): Promise<ClientRow[]> {
  const { rows } = await sql<ClientRow>`select * from oauth_client where firm_id = ${firm_id} order by provider, region`.execute(kysely);
  return rows;
}

export async function putClient({ kysely }: Kysely, row: ClientRow): Promise<void> {
  await sql`
    insert into oauth_client (firm_id, provider, region, client_id, key_id, secret_version, secret, secret_end, updated_at, updated_by)
    values (${row.firm_id}, ${row.provider}, ${row.region}, ${row.client_id}, ${row.key_id}, ${row.secret_version}, ${row.secret}, ${row.secret_end},
      ${row.updated_at}, ${row.updated_by})
    on conflict (firm_id, provider, region) do update set client_id = excluded.client_id, key_id = excluded.key_id,
      secret_version = excluded.secret_version, secret = excluded.secret, secret_end = excluded.secret_end, updated_at = excluded.updated_at,
      updated_by = excluded.updated_by`.execute(kysely);
}

/** The same secret in another box; false when another one was set meanwhile. */
export async function resealClient({ kysely }: Kysely, row: ClientRow, next: Pick<ClientRow, "key_id" | "secret">): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update oauth_client set key_id = ${next.key_id}, secret = ${next.secret}
    where ${at(row)} and secret_version = ${row.secret_version} and key_id = ${row.key_id}`.execute(kysely);
  return numAffectedRows === 1n;
}

export async function deleteClient({ kysely }: Kysely, place: ClientPlace): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from oauth_client where ${at(place)}`.execute(kysely);
  return numAffectedRows === 1n;
}
