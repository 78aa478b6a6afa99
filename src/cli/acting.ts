/** What somebody at the command line does is in the audit log, as what anybody else does. */
import { audit, type Tell } from "../accounts/store_audit.ts";
import { commandLine } from "../model/actor.ts";
import type { Program } from "./program.ts";

/** For the transaction of what is done. */
export const telling =
  (firm_id: string, action: string, target: string, detail: Record<string, unknown> = {}): Tell =>
  (trx) =>
    audit(trx, commandLine(firm_id), action, target, detail);

/** Before what is no single transaction: it is on record even if it does not come to its end. */
export const tellFirst = (program: Pick<Program, "db">, ...what: Parameters<typeof telling>): Promise<void> =>
  program.db.transaction(telling(...what));
