/** How a firm's first run is kept. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { NOT_BEGUN, type FirstRun } from "./first_run.ts";

type Db = Kysely<Tables>;

/** Null: nobody has begun. `lock`: nobody else moves it until the transaction ends. */
export async function readFirstRun(db: Db, firm_id: string, { lock = false } = {}): Promise<FirstRun | null> {
  const { rows } = await sql<FirstRun>`
    select firm_named_at, provider, region, connection_id, refusal, refused_at, finished_at from first_run where firm_id = ${firm_id}
    ${lock ? sql`for update` : sql``}`.execute(db);
  return rows[0] ?? null;
}

export async function putFirstRun(trx: Db, firm_id: string, change: Partial<FirstRun>): Promise<void> {
  await sql`insert into first_run (firm_id) values (${firm_id}) on conflict do nothing`.execute(trx);
  const row = { ...((await readFirstRun(trx, firm_id, { lock: true })) ?? NOT_BEGUN), ...change };
  await sql`
    update first_run set firm_named_at = ${row.firm_named_at}::timestamptz, provider = ${row.provider}, region = ${row.region},
      connection_id = ${row.connection_id}::uuid, refusal = ${row.refusal}, refused_at = ${row.refused_at}::timestamptz,
      finished_at = ${row.finished_at}::timestamptz
    where firm_id = ${firm_id}`.execute(trx);
}
