/** History, field by field, and the events that it amounts to. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { unnestPlain } from "../db/texts.ts";
import { eventsOf, type Arrived } from "../events/derive.ts";
import { recordEvents } from "../events/store.ts";
import type { Owner } from "../mirror/store.ts";

type Db = Kysely<Tables>;

export interface ChangeRow {
  entity: "contact" | "matter";
  provider_id: string;
  field: string;
  old: unknown;
  new: unknown;
  rule: string | null;
  cause: string;
  cause_id: string | null;
}

/** History, and what it tells others: in one transaction, so that neither is there without the other. */
export async function writeChanges(trx: Db, owner: Owner, rows: ChangeRow[], arrived: Arrived[], at: string): Promise<void> {
  if (rows.length > 0) await insertChanges(trx, owner, rows, at);
  if (rows.length + arrived.length > 0) await recordEvents(trx, owner, () => eventsOf(rows, arrived), at);
}

async function insertChanges(trx: Db, owner: Owner, rows: ChangeRow[], at: string): Promise<void> {
  const column = (value: (row: ChangeRow) => string | null) => unnestPlain(rows.map((row) => value(row) ?? ""));
  await sql`
    insert into change (firm_id, connection_id, entity, provider_id, field, old_value, new_value, rule, cause, cause_id, at)
    select ${owner.firm_id}, ${owner.connection_id}, p.entity, p.provider_id, p.field, nullif(p.old, 'null')::jsonb, nullif(p.new, 'null')::jsonb,
      nullif(p.rule, ''), p.cause, nullif(p.cause_id, ''), ${at}::timestamptz
    from rows from (${column((row) => row.entity)}, ${column((row) => row.provider_id)}, ${column((row) => row.field)},
      ${column((row) => JSON.stringify(row.old))}, ${column((row) => JSON.stringify(row.new))}, ${column((row) => row.rule)},
      ${column((row) => row.cause)}, ${column((row) => row.cause_id)}) as p(entity, provider_id, field, old, new, rule, cause, cause_id)`.execute(
    trx,
  );
}
