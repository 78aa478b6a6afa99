/** How endpoints of outbound webhooks are kept. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { EventType } from "./types.ts";

type Db = Kysely<Tables>;

export interface EndpointRow {
  firm_id: string;
  endpoint_id: string;
  url: string;
  description: string;
  event_types: EventType[];
  state: "active" | "paused" | "disabled";
  state_since: string;
  notice: string | null;
  created_at: string;
  previous_until: string | null;
  pending: number;
  failed: number;
  last_delivered_at: string | null;
}

export interface EndpointSecrets {
  key_id: string;
  secret_version: number;
  secret: Buffer;
  previous_secret: Buffer | null;
  previous_until: string | null;
}

/** With how their deliveries stand. */
export async function listEndpoints(db: Db, firm_id: string, endpoint_id: string | null = null): Promise<EndpointRow[]> {
  const { rows } = await sql<EndpointRow>`
    select e.firm_id, e.endpoint_id, e.url, e.description, e.event_types, e.state, e.state_since, e.notice, e.created_at, e.previous_until,
      d.pending, d.failed, d.last_delivered_at
    from webhook_endpoint e cross join lateral (
      select count(*) filter (where state = 'pending')::int as pending, count(*) filter (where state = 'failed')::int as failed,
        max(delivered_at) as last_delivered_at
      from webhook_delivery where firm_id = e.firm_id and endpoint_id = e.endpoint_id
    ) d
    where e.firm_id = ${firm_id} and (${endpoint_id}::uuid is null or e.endpoint_id = ${endpoint_id}::uuid) order by e.created_at, e.endpoint_id`.execute(
    db,
  );
  return rows;
}

export async function insertEndpoint(
  db: Db,
  row: Pick<EndpointRow, "firm_id" | "endpoint_id" | "url" | "description" | "event_types"> & {
    key_id: string;
    secret: Buffer;
    at: string;
  },
): Promise<void> {
  await sql`
    insert into webhook_endpoint (firm_id, endpoint_id, url, description, event_types, state_since, created_at, key_id, secret)
    values (${row.firm_id}, ${row.endpoint_id}, ${row.url}, ${row.description}, ${row.event_types}::text[], ${row.at}, ${row.at}, ${row.key_id},
      ${row.secret})`.execute(db);
}

/** Making it active again clears the notice, and what waits is due at once. */
export async function changeEndpoint(
  db: Db,
  place: { firm_id: string; endpoint_id: string },
  change: { url?: string; description?: string; event_types?: EventType[]; state?: "active" | "paused" },
  at: string,
): Promise<void> {
  const { url = null, description = null, event_types = null, state = null } = change;
  await sql`
    update webhook_endpoint set url = coalesce(${url}, url), description = coalesce(${description}, description),
      event_types = coalesce(${event_types}::text[], event_types), notice = case when ${state}::text is null then notice end,
      state_since = case when coalesce(${state}, state) = state then state_since else ${at}::timestamptz end, state = coalesce(${state}, state)
    where ${here(place)}`.execute(db);
  if (state === "active")
    await sql`
      update webhook_delivery set next_attempt_at = least(next_attempt_at, ${at}::timestamptz) where ${here(place)} and state = 'pending'`.execute(
      db,
    );
}

export async function deleteEndpoint(db: Db, place: { firm_id: string; endpoint_id: string }): Promise<boolean> {
  const { rows } = await sql`delete from webhook_endpoint where ${here(place)} returning 1`.execute(db);
  return rows.length > 0;
}

/** It failed for days, or said that it is gone: what still waits is given up, and somebody is told. */
export async function disableEndpoint(db: Db, place: { firm_id: string; endpoint_id: string }, notice: string, at: string): Promise<void> {
  await sql`
    with disabled as (
      update webhook_endpoint set state = 'disabled', state_since = ${at}::timestamptz, notice = ${notice}
      where ${here(place)} and state <> 'disabled'
    )
    update webhook_delivery set state = 'failed', error = coalesce(error, 'the endpoint was disabled') where ${here(place)} and state = 'pending'`.execute(
    db,
  );
}

export async function readSecrets(db: Db, place: { firm_id: string; endpoint_id: string }): Promise<EndpointSecrets | null> {
  const { rows } = await sql<EndpointSecrets>`
    select key_id, secret_version, secret, previous_secret, previous_until from webhook_endpoint where ${here(place)}`.execute(db);
  return rows[0] ?? null;
}

/** Compare-and-set by version; false: somebody else was faster. */
export async function replaceSecrets(
  db: Db,
  place: { firm_id: string; endpoint_id: string },
  if_version: number,
  next: EndpointSecrets,
): Promise<boolean> {
  const { rows } = await sql`
    update webhook_endpoint set key_id = ${next.key_id}, secret_version = ${next.secret_version}, secret = ${next.secret},
      previous_secret = ${next.previous_secret}, previous_until = ${next.previous_until}::timestamptz
    where ${here(place)} and secret_version = ${if_version} returning 1`.execute(db);
  return rows.length > 0;
}

const here = (place: { firm_id: string; endpoint_id: string }) => sql`firm_id = ${place.firm_id} and endpoint_id = ${place.endpoint_id}`;
