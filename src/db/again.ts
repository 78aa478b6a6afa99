/** Transactions that PostgreSQL had to end because they waited for each other: carried out again, in one place. */
import type { Transaction } from "kysely";
import type { Db } from "./pool.ts";
import type { Tables } from "./tables.ts";

/** deadlock_detected, serialization_failure: nothing of it was stored, and the same may succeed a moment later. */
const LOST = new Set(["40P01", "40001"]);
const TRIES = 4;

/** As `db.transaction`, for work that does nothing outside of it: it may be done more than once. */
export async function transactionAgain<T>(db: Pick<Db, "transaction">, work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (!LOST.has((error as { code?: string }).code ?? "") || tried === TRIES) throw error;
    }
  }
}
