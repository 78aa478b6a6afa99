/**
 * Erases all that was kept of a disconnected connection (B-CON-7): in small transactions, so that nobody waits for it, and so that it goes
 * on where it stood when its process dies. The connection's own row goes last: as long as it is there, the work is not done.
 */
import type { Kysely } from "kysely";
import type { Db } from "../db/pool.ts";
import type { Tables } from "../db/tables.ts";
import type { Clock } from "../lib/clock.ts";
import type { Owner } from "../mirror/store.ts";
import { whileAlone } from "../projection/store_progress.ts";
import { renewTwins } from "../projection/store_twins.ts";
import {
  beginErase,
  countRows,
  ERASED,
  eraseConnection,
  eraseSome,
  listErasing,
  readEraseState,
  writeEraseTotal,
} from "./store_leaving.ts";

export class EraseRefused extends Error {
  override readonly name = "EraseRefused";
  readonly reason: "still-connected" | "wrong-name";
  constructor(reason: EraseRefused["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface EraseDeps {
  db: Db;
  clock: Clock;
}

/** `typed`: the firm's name at the provider, as proof that this one is meant. `tell`: for the audit log. False: there is no such connection. */
export async function askForErase(
  { db, clock }: EraseDeps,
  owner: Owner,
  typed: string,
  tell: (trx: Kysely<Tables>, account_name: string) => Promise<void>,
): Promise<boolean> {
  return db.transaction(async (trx) => {
    const found = await readEraseState(trx, owner);
    if (!found) return false;
    if (found.state === "connected" || found.ending_since !== null)
      throw new EraseRefused("still-connected", `${found.account_name} is connected: disconnect it first.`);
    if (typed.trim() !== found.account_name.trim())
      throw new EraseRefused("wrong-name", `What was typed is not the firm's name at the provider, ${found.account_name}.`);
    if (found.erasing_since !== null) return true;
    await beginErase(trx, owner, clock.now().toISOString());
    await tell(trx, found.account_name);
    return true;
  });
}

const BATCH = 2_000;

/** Until nothing is left, or `stop` aborts: then whoever comes next goes on. True when it is done. */
export async function erase({ db }: EraseDeps, owner: Owner, options: { stop?: AbortSignal; batch?: number } = {}): Promise<boolean> {
  const { stop, batch = BATCH } = options;
  // A projection under way ends first, and none begins meanwhile; one that waited finds no settings and ends.
  return whileAlone(db, owner, async () => {
    await writeEraseTotal(db.kysely, owner, await countRows(db.kysely, owner));
    for (const table of ERASED) {
      for (;;) {
        if (stop?.aborted) return false;
        const gone = await db.transaction((trx) => eraseSome(trx, owner, table, batch));
        if (gone === null) return true;
        if (gone === 0) break;
      }
    }
    await db.transaction(async (trx) => {
      // What came in while the tables were emptied one by one: from now on the row is locked, and nothing can.
      if (!(await readEraseState(trx, owner))) return;
      for (const table of ERASED) while (((await eraseSome(trx, owner, table, batch)) ?? 0) > 0);
      await eraseConnection(trx, owner);
      // Who shared an e-mail only with somebody of this connection is nobody's twin any more.
      await renewTwins(trx, owner.firm_id);
    });
    return true;
  });
}

/** Goes on with what is not done yet. */
export async function resumeErasures(deps: EraseDeps, stop: AbortSignal): Promise<void> {
  for (const owner of await listErasing(deps.db.kysely)) await erase(deps, owner, { stop });
}
