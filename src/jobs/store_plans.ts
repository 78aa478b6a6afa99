/** What the scheduler looks at: connections, their settings and what they have read. Reads only. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { GrantTimes } from "../connections/grants.ts";
import type { Owner } from "../mirror/store.ts";
import type { Provider } from "../model/kinds.ts";
import type { Cadence } from "../sync/due.ts";

type Db = Kysely<Tables>;

/** How the database knows the connections of a process that works; it has them only then. */
export const WORKER_NAME = "privity jobs";

export interface PlanRow extends Owner {
  state: "connected" | "disconnected";
  time_zone: string;
  settings_version: number;
  cadence: Cadence;
  first_synced_at: string | null;
  /** Start of the last run that read all it should, and of the last that read everything. */
  last_success_at: string | null;
  last_full_at: string | null;
  /** What the present plan was worked out from; '': none, or none that counts. */
  planned_from: string;
}

const PLANS = sql`
  select c.firm_id, c.connection_id, c.state, f.time_zone, s.version as settings_version, s.document->'sync' as cadence, c.first_synced_at,
    (select max(r.started_at) from sync_run r where r.firm_id = c.firm_id and r.connection_id = c.connection_id and r.mode <> 'record'
      and r.state in ('succeeded', 'held')) as last_success_at,
    (select max(r.started_at) from sync_run r where r.firm_id = c.firm_id and r.connection_id = c.connection_id and r.mode in ('first', 'full')
      and r.state in ('succeeded', 'held')) as last_full_at,
    coalesce(l.planned_from, '') as planned_from
  from connection c join firm f using (firm_id)
  join lateral (
    select v.version, v.document from settings_version v
    where v.firm_id = c.firm_id and v.connection_id = c.connection_id order by v.version desc limit 1
  ) s on true
  left join lane l on l.firm_id = c.firm_id and l.connection_id = c.connection_id and l.kind = 'sync'
  where c.purpose = 'sync'`;

export async function readPlan(db: Db, owner: Owner): Promise<PlanRow | null> {
  const { rows } = await sql<PlanRow>`${PLANS} and c.firm_id = ${owner.firm_id} and c.connection_id = ${owner.connection_id}`.execute(db);
  return rows[0] ?? null;
}

/** Connections whose plan is missing, or was worked out from other settings or another time zone than now. */
export async function readUnplanned(db: Db, every_ms: number | null): Promise<PlanRow[]> {
  const { rows } = await sql<PlanRow>`
    ${PLANS} and c.state = 'connected' and not coalesce(l.ready, false)
      and coalesce(l.planned_from, '') <> s.version || ' ' || f.time_zone || ' ' || ${every_ms ?? "settings"}::text`.execute(db);
  return rows;
}

/** Whether anybody works, and what has been due since before `overdue` although nobody has it. */
export async function readQueueHealth(db: Db, overdue: string): Promise<{ workers: boolean; waiting: number; since: string | null }> {
  const { rows } = await sql<{ workers: boolean; waiting: number; since: string | null }>`
    select exists (select from pg_stat_activity where datname = current_database() and application_name = ${WORKER_NAME}) as workers,
      count(*)::int as waiting, min(l.due_at) as since
    from lane l join connection c on c.firm_id = l.firm_id and c.connection_id = l.connection_id
    where c.state = 'connected' and l.due_at < ${overdue}::timestamptz and (l.lease_until is null or l.lease_until < now())`.execute(db);
  return rows[0]!;
}

/** Runs that nobody is at: their worker died, or whoever asked for them could not tell. (Runs of webhooks are taken up with their hints.) */
export async function readOrphans(db: Db, now: string): Promise<(Owner & { kind: "sync" | "record" })[]> {
  const { rows } = await sql<Owner & { kind: "sync" | "record" }>`
    select distinct r.firm_id, r.connection_id, case when r.mode = 'record' then 'record' else 'sync' end as kind
    from sync_run r join connection c on c.firm_id = r.firm_id and c.connection_id = r.connection_id
    left join lane l on l.firm_id = r.firm_id and l.connection_id = r.connection_id and l.kind = case when r.mode = 'record' then 'record' else 'sync' end
    where r.state = 'running' and r.lease_until <= ${now}::timestamptz and c.state = 'connected' and not coalesce(l.ready, false)
      and (r.mode <> 'record' or r.target_kind is not null)`.execute(db);
  return rows;
}

export interface ProjectionStanding extends Owner {
  time_zone: string;
  projected_day: string | null;
  /** Changes of the mirror, or of the settings, that are not worked out yet. */
  behind: boolean;
}

/** Connections that no run is at, whose runs would else bring the projection up to date. */
export async function readProjectionStandings(db: Db): Promise<ProjectionStanding[]> {
  const { rows } = await sql<ProjectionStanding>`
    select c.firm_id, c.connection_id, f.time_zone, p.projected_day,
      (p.settings_version <> (select max(v.version) from settings_version v where v.firm_id = c.firm_id and v.connection_id = c.connection_id)
        or exists (select 1 from record r where r.firm_id = c.firm_id and r.connection_id = c.connection_id and r.seq > p.seq)) as behind
    from connection c join firm f using (firm_id)
    join projection_state p on p.firm_id = c.firm_id and p.connection_id = c.connection_id
    where c.purpose = 'sync' and c.first_synced_at is not null
      and not exists (select 1 from sync_run r where r.firm_id = c.firm_id and r.connection_id = c.connection_id and r.state = 'running' and r.mode <> 'record')`.execute(
    db,
  );
  return rows;
}

export interface LivingGrant extends Owner, GrantTimes {
  provider: Provider;
  region: string | null;
}

/** The grants of all connections, whatever they are for: an idle one has to be kept alive, too (B-CON-5). */
export async function readLivingGrants(db: Db): Promise<LivingGrant[]> {
  const { rows } = await sql<LivingGrant>`
    select c.firm_id, c.connection_id, c.provider, c.region, g.obtained_at, g.expires_at, g.refresh_refused_at
    from connection c join connection_grant g on g.firm_id = c.firm_id and g.connection_id = c.connection_id
    where c.state = 'connected' and g.refresh_refused_at is null`.execute(db);
  return rows;
}

/** When each connection of a firm is read next; those that are being read are planned when they are done. */
export async function readNextDues(db: Db, firm_id: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ connection_id: string; due_at: string }>`
    select connection_id, due_at from lane where firm_id = ${firm_id} and kind = 'sync' and due_at is not null`.execute(db);
  return new Map(rows.map(({ connection_id, due_at }) => [connection_id, due_at]));
}
