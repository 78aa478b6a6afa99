/** Up to which time each kind has been read, by the provider's clock. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import type { Kind } from "../model/kinds.ts";
import type { Run } from "./store_runs.ts";

type Db = Kysely<Tables>;

/** When each kind was last read to its end, by the provider's clock and by ours. */
export async function readMarks(db: Db, owner: Owner): Promise<{ read_through: Map<Kind, string>; oldest_success: string | null }> {
  const { rows } = await sql<{ kind: Kind; read_through: string; succeeded_at: string }>`
    select kind, read_through, succeeded_at from sync_mark where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`.execute(
    db,
  );
  const successes = rows.map((row) => row.succeeded_at).sort();
  return { read_through: new Map(rows.map((row) => [row.kind, row.read_through])), oldest_success: successes[0] ?? null };
}

/** What was read to its end: the next incremental run reads on from there. */
export async function writeMarks(trx: Db, run: Run, marks: { kind: Kind; read_through: string }[], at: string): Promise<void> {
  await sql`
    insert into sync_mark as m (firm_id, connection_id, kind, read_through, succeeded_at)
    select ${run.firm_id}, ${run.connection_id}, p.kind, p.read_through, ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(marks)}::text::json) as p(kind text, read_through timestamptz)
    on conflict (firm_id, connection_id, kind)
      do update set read_through = greatest(m.read_through, excluded.read_through), succeeded_at = excluded.succeeded_at`.execute(trx);
}

/** The newest update time that the mirror holds of a kind: stands in for the provider's clock where it tells none. */
export async function newestUpdate(db: Db, owner: Owner, kind: Kind): Promise<string | null> {
  const { rows } = await sql<{ newest: string | null }>`
    select max(updated_at) as newest from record where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and kind = ${kind}`.execute(
    db,
  );
  return rows[0]?.newest ?? null;
}
