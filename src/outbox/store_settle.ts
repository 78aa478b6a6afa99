/** How long records took to be seen, per connection and operation. */
import { sql } from "kysely";
import type { Owner } from "../mirror/store.ts";
import type { Operation, OperationPromise } from "../model/writing.ts";
import { learn, settleWindow } from "./settle.ts";
import type { Db } from "./store.ts";

export async function readSeen(db: Db, owner: Owner, operation: Operation): Promise<number[]> {
  const { rows } = await sql<{ seen_ms: number[] }>`
    select seen_ms from settle_window where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and operation = ${operation}`.execute(
    db,
  );
  return rows[0]?.seen_ms ?? [];
}

/** By operation; those without any are absent. */
export async function readAllSeen(db: Db, owner: Owner): Promise<Map<Operation, number[]>> {
  const { rows } = await sql<{ operation: Operation; seen_ms: number[] }>`
    select operation, seen_ms from settle_window where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`.execute(db);
  return new Map(rows.map((row) => [row.operation, row.seen_ms]));
}

export async function windowOf(db: Db, owner: Owner, promise: OperationPromise): Promise<number> {
  return settleWindow(promise, await readSeen(db, owner, promise.operation));
}

/** The caller holds the connection's claims or does not mind that a sample of two at once is lost. */
export async function keepSample(trx: Db, owner: Owner, operation: Operation, sample_ms: number): Promise<void> {
  const seen = learn(await readSeen(trx, owner, operation), sample_ms);
  await sql`
    insert into settle_window (firm_id, connection_id, operation, seen_ms)
    values (${owner.firm_id}, ${owner.connection_id}, ${operation}, ${seen}::int[])
    on conflict (firm_id, connection_id, operation) do update set seen_ms = excluded.seen_ms`.execute(trx);
}
