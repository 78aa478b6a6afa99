/** New clients who could not be used at the time: they start by themselves once they are mended, within 14 days (B-AUT-1). */
import { newId } from "../lib/ids.ts";
import { decideMended } from "./decide.ts";
import type { AutomationDeps } from "./deps.ts";
import { weigh } from "./ledger.ts";
import { newClient } from "./occasions.ts";
import { listAutomations } from "./store_automations.ts";
import { listMendable, lockStart, moveStart, openBatch } from "./store_starts.ts";
import type { Account } from "./types.ts";

const PAGE = 500;
const NIL = "00000000-0000-0000-0000-000000000000";

export async function mend(deps: Pick<AutomationDeps, "db" | "clock">, account: Account): Promise<void> {
  const db = deps.db.kysely;
  const automations = new Map((await listAutomations(db, account.firm_id)).map((one) => [one.automation_id, one]));
  for (let after = NIL; ;) {
    const starts = await listMendable(db, account, after, PAGE);
    if (starts.length === 0) return;
    after = starts.at(-1)!.start_id;
    const known = starts.filter((start) => automations.has(start.automation_id));
    const occasions = known.map((start) => newClient(automations.get(start.automation_id)!, start.contact_id, start));
    const ready = await weigh(db, deps, account, occasions);
    const now = deps.clock.now();
    const at = now.toISOString();
    for (const [index, start] of known.entries())
      await deps.db.transaction(async (trx) => {
        const held = await lockStart(trx, start.firm_id, start.start_id);
        if (held?.state !== "waiting") return;
        if (!automations.get(start.automation_id)!.active) {
          await moveStart(trx, held, { state: "not_started", reason: "automation_off" }, at);
          return;
        }
        const one = ready[index]!;
        const decided = decideMended({ ...one, waits_since: held.created_at, now });
        if (decided.state === "waiting") return;
        const in_batch = decided.state === "held" && one.batch !== null && decided.reason === one.batch;
        const batch_id = in_batch ? await openBatch(trx, account, one.batch!, start.cause_id ?? "", { id: newId(deps.clock), at }) : null;
        await moveStart(trx, held, { ...decided, batch_id, due_at: decided.state === "running" ? at : null }, at);
      });
  }
}
