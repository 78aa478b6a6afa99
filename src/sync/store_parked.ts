/** Changes that were parked because they take something away, until a run has decided about them. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import type { Kind } from "../model/kinds.ts";
import type { Run } from "./store_runs.ts";

type Db = Kysely<Tables>;

export interface ParkedWrite {
  kind: Kind;
  provider_id: string;
  effect: "gone" | "blanked";
  /** The new content as JSON text, for `blanked`. */
  text: string | null;
  updated_at: string | null;
  read_at: string;
}

export interface ParkedChange {
  kind: Kind;
  provider_id: string;
  effect: "gone" | "blanked";
  raw: Record<string, unknown> | null;
  updated_at: string | null;
  read_at: string;
}

export async function parkChanges(trx: Db, owner: Owner, run_id: string, changes: ParkedWrite[]): Promise<void> {
  for (const change of changes) {
    await sql`
      insert into parked_change as p (firm_id, connection_id, run_id, kind, provider_id, effect, raw, updated_at, read_at)
      values (${owner.firm_id}, ${owner.connection_id}, ${run_id}, ${change.kind}, ${change.provider_id}, ${change.effect}, ${change.text}::text::json,
        ${change.updated_at}::timestamptz, ${change.read_at}::timestamptz)
      on conflict (firm_id, connection_id, run_id, kind, provider_id)
        do update set effect = excluded.effect, raw = excluded.raw, updated_at = excluded.updated_at, read_at = excluded.read_at
        where p.state = 'parked'`.execute(trx);
  }
}

export async function countParked(db: Db, run: Run, state: "parked" | "held"): Promise<Map<Kind, number>> {
  const { rows } = await sql<{ kind: Kind; n: number }>`
    select kind, count(*)::int as n from parked_change
    where firm_id = ${run.firm_id} and connection_id = ${run.connection_id} and run_id = ${run.run_id} and state = ${state} group by kind`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.kind, row.n]));
}

export async function readParked(db: Db, owner: Owner, run_id: string, state: "parked" | "held", limit: number): Promise<ParkedChange[]> {
  const { rows } = await sql<ParkedChange>`
    select kind, provider_id, effect, raw, updated_at, read_at from parked_change
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and run_id = ${run_id} and state = ${state}
    order by kind, provider_id limit ${limit}`.execute(db);
  return rows;
}

export async function decideParked(
  trx: Db,
  owner: Owner,
  run_id: string,
  input: { from: "parked" | "held"; to: "held" | "applied" | "refused"; at: string; only?: { kind: Kind; ids: string[] } },
): Promise<void> {
  await sql`
    update parked_change set state = ${input.to}, decided_at = ${input.to === "held" ? null : input.at}::timestamptz
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and run_id = ${run_id} and state = ${input.from}
      and (${input.only === undefined} or (kind = ${input.only?.kind ?? ""} and provider_id = any(${input.only?.ids ?? []}::text[])))`.execute(
    trx,
  );
}

export interface HeldRun {
  run_id: string;
  started_at: string;
  kind: Kind;
  effect: "gone" | "blanked";
  count: number;
  /** The first few ids. */
  sample: string[];
}

export interface HeldRow {
  kind: Kind;
  effect: "gone" | "blanked";
  provider_id: string;
}

/** Everything that a run holds, by kind and id. */
export async function listHeldRows(
  db: Db,
  owner: Owner,
  run_id: string,
  after: { kind: string; provider_id: string } | null,
  limit: number,
): Promise<HeldRow[]> {
  const { rows } = await sql<HeldRow>`
    select kind, effect, provider_id from parked_change
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and run_id = ${run_id} and state = 'held'
      and (${after === null} or (kind, provider_id) > (${after?.kind ?? null}, ${after?.provider_id ?? null}))
    order by kind, provider_id limit ${limit + 1}`.execute(db);
  return rows;
}

/** What waits for an admin's word, by run and effect (B-SYN-6). */
export async function listHeld(db: Db, owner: Owner): Promise<HeldRun[]> {
  const { rows } = await sql<HeldRun>`
    select p.run_id, r.started_at, p.kind, p.effect, count(*)::int as count, (array_agg(p.provider_id order by p.provider_id))[1:5] as sample
    from parked_change p join sync_run r on r.firm_id = p.firm_id and r.run_id = p.run_id
    where p.firm_id = ${owner.firm_id} and p.connection_id = ${owner.connection_id} and p.state = 'held'
    group by p.run_id, r.started_at, p.kind, p.effect order by r.started_at, p.kind, p.effect`.execute(db);
  return rows;
}
