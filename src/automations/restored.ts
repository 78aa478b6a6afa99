/**
 * After an old backup of the database was put back the ledger is older than the world: whatever it believes due may have left since, and whatever
 * it does not know may have been started. All of that is held until somebody has looked (F31); so is what the syncs find until one that began
 * after it has been read to its end.
 */
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import { newId } from "../lib/ids.ts";
import { listAccounts } from "./store_candidates.ts";
import { beginDoubt, holdRunning } from "./store_restored.ts";
import { openBatch } from "./store_batches.ts";

/** Gives how many starts are held. Done twice it is as good as once. */
export async function holdAfterRestore({ db, clock }: { db: Db; clock: Clock }): Promise<number> {
  const at = clock.now().toISOString();
  let held = 0;
  for (const account of await listAccounts(db.kysely, null))
    held += await db.transaction(async (trx) => {
      await beginDoubt(trx, account, at);
      return holdRunning(trx, account, () => openBatch(trx, account, "restored", account.connection_id, { id: newId(clock), at }), at);
    });
  return held;
}
