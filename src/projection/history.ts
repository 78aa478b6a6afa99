/** What is older than a firm wants to keep goes: the history of its contacts and matters (B-WHY-2) and its audit log. */
import { dropAudit, firmsWithOldAudit } from "../accounts/store_audit.ts";
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import { connectionsWithOldChanges, dropChanges } from "./store_retention.ts";

/** Rows of one statement: short enough that nobody waits for it. */
const BATCH = 5_000;

/** In batches, each by itself: a process that is stopped loses nothing, and the next one goes on. Gives how many rows went. */
export async function pruneHistory(db: Pick<Db, "kysely">, clock: Clock, batch = BATCH): Promise<{ changes: number; audit: number }> {
  const now = clock.now().toISOString();
  const gone = { changes: 0, audit: 0 };
  for (const owner of await connectionsWithOldChanges(db.kysely, now))
    gone.changes += await inBatches(batch, () => dropChanges(db.kysely, owner, owner.before, batch));
  for (const firm of await firmsWithOldAudit(db.kysely, now))
    gone.audit += await inBatches(batch, () => dropAudit(db.kysely, firm.firm_id, firm.before, batch));
  return gone;
}

async function inBatches(batch: number, drop: () => Promise<number>): Promise<number> {
  let gone = 0;
  for (let dropped = batch; dropped === batch;) gone += dropped = await drop();
  return gone;
}
