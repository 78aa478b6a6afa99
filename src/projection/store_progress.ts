/** How far the projection has come, and who is at it. */
import { sql, type Kysely } from "kysely";
import { keepingConnection } from "../db/keeping.ts";
import type { Db as Database } from "../db/pool.ts";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import type { Kind } from "../model/kinds.ts";
import { mine } from "./store_owner.ts";

type Db = Kysely<Tables>;

/** The stages of a pass over the whole firm, in order: each reads only the mirror and what the stages before it have filled. */
export const PASS_STAGES = ["company", "matter", "relationship", "contact", "project"] as const;

export type PassStage = (typeof PASS_STAGES)[number];

export interface ProjectionState {
  seq: number;
  settings_version: number;
  projected_day: string | null;
  pass_stage: PassStage | null;
  pass_after: string | null;
  pass_seq: number | null;
  pass_settings_version: number | null;
  pass_done: number;
  pass_total: number;
  /** Whether there may be matters as clients see them. */
  projects: boolean;
}

export async function readState(db: Db, owner: Owner): Promise<ProjectionState> {
  await sql`insert into projection_state (firm_id, connection_id) values (${owner.firm_id}, ${owner.connection_id}) on conflict do nothing`.execute(
    db,
  );
  const { rows } = await sql<ProjectionState>`
    select seq, settings_version, projected_day, pass_stage, pass_after, pass_seq, pass_settings_version, pass_done, pass_total, projects
    from projection_state where ${mine(owner)}`.execute(db);
  return rows[0]!;
}

export async function startPass(
  db: Db,
  owner: Owner,
  input: { stage: PassStage; seq: number; settings_version: number; total: number; projects: boolean },
): Promise<void> {
  await sql`
    update projection_state set pass_stage = ${input.stage}, pass_after = '', pass_seq = ${input.seq}, pass_settings_version = ${input.settings_version},
      pass_done = 0, pass_total = ${input.total}, projects = projects or ${input.projects} where ${mine(owner)}`.execute(db);
}

/**
 * The transaction does not wait for the disk: what a power cut takes of it is projected again, since how far the pass has come is lost with
 * it. Whatever is committed later and waits makes this durable too. Rows that come by the thousand are sorted into the search indexes in
 * larger heaps than PostgreSQL would, each in one go: each heap walks through much of an index.
 */
export async function withoutWaiting(trx: Db): Promise<void> {
  await sql`select set_config('synchronous_commit', 'off', true), set_config('gin_pending_list_limit', '32MB', true),
    set_config('work_mem', '32MB', true)`.execute(trx);
}

/**
 * What a pass left in the lists before the search indexes is sorted in at its end, and not by whoever writes or searches next. Only the owner
 * of an index may; where that is somebody else, PostgreSQL's own clean-up does it later.
 */
export async function settleIndexes(db: Db): Promise<void> {
  await sql`
    select gin_clean_pending_list(indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
    where a.amname = 'gin' and pg_has_role(c.relowner, 'usage') and i.indrelid = any(array['contact', 'contact_words', 'matter']::regclass[])`.execute(
    db,
  );
}

export async function advancePass(trx: Db, owner: Owner, stage: PassStage, after: string, done: number): Promise<void> {
  await sql`
    update projection_state set pass_stage = ${stage}, pass_after = ${after}, pass_done = pass_done + ${done} where ${mine(owner)}`.execute(
    trx,
  );
}

export async function finishPass(db: Db, owner: Owner, day: string, projects: boolean): Promise<void> {
  await sql`
    update projection_state set seq = pass_seq, settings_version = pass_settings_version, projected_day = ${day}::date, projects = ${projects},
      pass_stage = null, pass_after = null, pass_seq = null, pass_settings_version = null where ${mine(owner)}`.execute(db);
}

export async function advanceSeq(trx: Db, owner: Owner, seq: number): Promise<void> {
  await sql`update projection_state set seq = ${seq} where ${mine(owner)}`.execute(trx);
}

export async function setDay(trx: Db, owner: Owner, day: string): Promise<void> {
  await sql`update projection_state set projected_day = ${day}::date where ${mine(owner)}`.execute(trx);
}

/** Runs `work` while no other process projects this connection. The lock ends with the database session, so a killed process leaves none. */
export function whileAlone<T>(db: Pick<Database, "kysely" | "pool">, owner: Owner, work: () => Promise<T>): Promise<T> {
  const inSession = async (session: Db) => {
    await sql`select pg_advisory_lock(hashtextextended(${`projection ${owner.connection_id}`}, 0))`.execute(session);
    try {
      return await work();
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${`projection ${owner.connection_id}`}, 0))`.execute(session);
    }
  };
  return keepingConnection(db, `projection ${owner.connection_id}`, () => db.kysely.connection().execute(inSession));
}

/** Rows that a pass goes through, for its progress; a kind that is named twice counts twice. */
export async function countRecordsOf(db: Db, owner: Owner, kinds: Kind[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from record join unnest(${kinds}::text[]) as of(kind) using (kind) where ${mine(owner)}`.execute(db);
  return rows[0]!.n;
}

export async function countChanges(db: Db, owner: Owner, after_seq: number, up_to: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 from record where ${mine(owner)} and seq > ${after_seq} limit ${up_to}) changed`.execute(db);
  return rows[0]!.n;
}

/** Over all firms, for the metrics: changed records that have not been projected. */
export async function readBacklog(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(greatest(m.seq - coalesce(p.seq, 0), 0)), 0)::bigint as n from mirror_clock m left join projection_state p using (firm_id, connection_id)`.execute(
    db,
  );
  return rows[0]!.n;
}
