/** What is asked of runs: the recent ones, how far each is, what could not be taken in. Reads only. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Kind, Provider } from "../model/kinds.ts";
import type { RunMode } from "./plan.ts";

type Db = Kysely<Tables>;

export interface RunRow {
  run_id: string;
  connection_id: string;
  provider: Provider;
  account_name: string;
  mode: RunMode;
  trigger: string;
  target_kind: Kind | null;
  target_id: string | null;
  state: "running" | "succeeded" | "held" | "failed";
  phase: string;
  started_at: string;
  finished_at: string | null;
  requests: number;
  error: string | null;
  remedy: string | null;
  counts: Record<string, unknown> | null;
  /** The projection of its connection, while it goes through the whole firm. */
  pass: { done: number; total: number } | null;
  /** Changes that it held for an admin, decided by now or not. */
  held: number;
  listings: ListingProgressRow[];
}

export interface ListingProgressRow {
  kind: Kind;
  part: string;
  state: "waiting" | "reading" | "done" | "refused";
  rows_read: number;
  rows_changed: number;
  rows_quarantined: number;
  total: number | null;
  /** ISO with PostgreSQL's offset, as JSON carries it. */
  first_page_at: string | null;
  note: string | null;
}

const WITH_LISTINGS = sql`
  select r.run_id, r.connection_id, c.provider, c.account_name, r.mode, r.trigger, r.target_kind, r.target_id, r.state, r.phase, r.started_at, r.finished_at,
    r.requests, r.error, r.remedy, r.counts,
    (select count(*)::int from parked_change k where k.firm_id = r.firm_id and k.connection_id = r.connection_id and k.run_id = r.run_id
      and r.state = 'held' and k.state in ('held', 'applied', 'refused')) as held,
    (select json_build_object('done', p.pass_done, 'total', p.pass_total) from projection_state p
      where p.firm_id = r.firm_id and p.connection_id = r.connection_id and p.pass_stage is not null and r.phase = 'projecting') as pass,
    coalesce((
      select json_agg(json_build_object('kind', l.kind, 'part', l.part, 'state', l.state, 'rows_read', l.rows_read, 'rows_changed', l.rows_changed,
        'rows_quarantined', l.rows_quarantined, 'total', l.total, 'first_page_at', l.first_page_at, 'note', l.note) order by l.position)
      from sync_listing l where l.firm_id = r.firm_id and l.run_id = r.run_id), '[]') as listings
  from sync_run r join connection c on c.firm_id = r.firm_id and c.connection_id = r.connection_id`;

/** The latest runs first; run ids sort by time. */
export async function listRuns(
  db: Db,
  firm_id: string,
  connection_id: string | null,
  before: string | null,
  limit: number,
): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`
    ${WITH_LISTINGS}
    where r.firm_id = ${firm_id} and (${connection_id}::uuid is null or r.connection_id = ${connection_id}::uuid)
      and (${before}::uuid is null or r.run_id < ${before}::uuid)
    order by r.run_id desc limit ${limit + 1}`.execute(db);
  return rows;
}

export async function readRunRow(db: Db, firm_id: string, run_id: string): Promise<RunRow | null> {
  const { rows } = await sql<RunRow>`${WITH_LISTINGS} where r.firm_id = ${firm_id} and r.run_id = ${run_id}`.execute(db);
  return rows[0] ?? null;
}

/** The first sync of a connection: the one under way, else the last; null before there is one. */
export async function readFirstRunOfConnection(db: Db, owner: { firm_id: string; connection_id: string }): Promise<string | null> {
  const { rows } = await sql<{ run_id: string }>`
    select run_id from sync_run where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and mode = 'first'
    order by started_at desc limit 1`.execute(db);
  return rows[0]?.run_id ?? null;
}

export interface RunsOfConnection {
  connection_id: string;
  running_run_id: string | null;
  succeeded_at: string | null;
  last_error: string | null;
  last_remedy: string | null;
  last_failed_at: string | null;
  refused: string[];
}

/** What the runs say about each connection; a run of a single record says nothing about the whole. */
export async function readRunsOfConnections(db: Db, firm_id: string): Promise<Map<string, RunsOfConnection>> {
  const { rows } = await sql<RunsOfConnection>`
    select c.connection_id,
      (select r.run_id from sync_run r where r.firm_id = c.firm_id and r.connection_id = c.connection_id and r.state = 'running' and r.mode <> 'record') as running_run_id,
      (select max(r.started_at) from sync_run r where r.firm_id = c.firm_id and r.connection_id = c.connection_id and r.mode <> 'record' and r.state in ('succeeded', 'held')) as succeeded_at,
      case when last.state = 'failed' then last.error end as last_error, case when last.state = 'failed' then last.remedy end as last_remedy,
      case when last.state = 'failed' then last.finished_at end as last_failed_at,
      array(select distinct l.kind from sync_listing l where l.firm_id = c.firm_id and l.run_id = last.run_id and l.state = 'refused' order by 1) as refused
    from connection c left join lateral (
      select r.run_id, r.state, r.error, r.remedy, r.finished_at from sync_run r
      where r.firm_id = c.firm_id and r.connection_id = c.connection_id and r.mode <> 'record' and r.state <> 'running'
      order by r.started_at desc limit 1
    ) last on true
    where c.firm_id = ${firm_id}`.execute(db);
  return new Map(rows.map((row) => [row.connection_id, row]));
}

export interface QuarantinedRow {
  connection_id: string;
  kind: Kind;
  provider_id: string;
  reason: string;
  first_at: string;
  last_at: string;
}

/** Rows that could not be taken in, by kind and id. */
export async function listQuarantined(
  db: Db,
  firm_id: string,
  connection_ids: readonly string[],
  after: { connection_id: string; kind: string; provider_id: string } | null,
  limit: number,
): Promise<QuarantinedRow[]> {
  const { rows } = await sql<QuarantinedRow>`
    select connection_id, kind, provider_id, reason, first_at, last_at from quarantine
    where firm_id = ${firm_id} and connection_id = any(${connection_ids}::uuid[])
      and (${after === null} or (connection_id, kind, provider_id) > (${after?.connection_id ?? null}::uuid, ${after?.kind ?? null}, ${after?.provider_id ?? null}))
    order by connection_id, kind, provider_id limit ${limit + 1}`.execute(db);
  return rows;
}
