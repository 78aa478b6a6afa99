/** New clients who could not be used at the time: they start by themselves once they are mended, within 14 days (B-AUT-1). */
import { newId } from "../lib/ids.ts";
import { decideMended } from "./decide.ts";
import type { AutomationDeps } from "./deps.ts";
import { divide, oldNewsOf, weigh, type InBatch, type Ready } from "./ledger.ts";
import { wouldStart } from "./many.ts";
import { newClient } from "./occasions.ts";
import { listAutomations } from "./store_automations.ts";
import { openBatch } from "./store_batches.ts";
import { listMendable, lockStart, moveStart } from "./store_starts.ts";
import type { Account, Automation, Start, Verdict } from "./types.ts";

const PAGE = 500;

interface Mended {
  start: Start;
  verdict: Verdict;
  batch: InBatch | null;
}
const NIL = "00000000-0000-0000-0000-000000000000";

type Deps = Pick<AutomationDeps, "db" | "clock">;

export async function mend(deps: Deps, account: Account): Promise<void> {
  const db = deps.db.kysely;
  const automations = new Map((await listAutomations(db, account.firm_id)).map((one) => [one.automation_id, one]));
  for (let after = NIL; ;) {
    const starts = await listMendable(db, account, after, PAGE);
    if (starts.length === 0) return;
    after = starts.at(-1)!.start_id;
    const known = starts.filter((start) => automations.has(start.automation_id));
    const occasions = known.map((start) => newClient(automations.get(start.automation_id)!, start.contact_id, start));
    const ready = await weigh(db, deps, account, occasions);
    for (const each of await decided(deps, account, known, ready)) await carryOn(deps, account, automations, each);
  }
}

/** Mended all at once, by an import that went right in the end, they are many as well. */
async function decided(deps: Deps, account: Account, starts: readonly Start[], ready: readonly Ready[]): Promise<Mended[]> {
  const now = deps.clock.now();
  const mended = starts.map((start, index): Mended => {
    const one = ready[index]!;
    const verdict = decideMended({ ...one, waits_since: start.created_at, now });
    return { start, verdict, batch: oldNewsOf(one, verdict, account) };
  });
  const more = mended.filter(({ verdict, batch }) => batch === null && wouldStart(verdict));
  for (const [automation_id, same] of Map.groupBy(more, ({ start }) => start.automation_id)) {
    const { go_on, hold, batch } = await divide(deps.db.kysely, deps, account, automation_id, same.length);
    for (const each of same.slice(go_on)) Object.assign(each, { verdict: hold, batch });
  }
  return mended;
}

async function carryOn(
  deps: Deps,
  account: Account,
  automations: ReadonlyMap<string, Automation>,
  { start, verdict, batch }: Mended,
): Promise<void> {
  const at = deps.clock.now().toISOString();
  await deps.db.transaction(async (trx) => {
    const held = await lockStart(trx, start.firm_id, start.start_id);
    if (held?.state !== "waiting") return;
    if (!automations.get(start.automation_id)!.active) {
      await moveStart(trx, held, { state: "not_started", reason: "automation_off" }, at);
      return;
    }
    if (verdict.state === "waiting") return;
    const made = { id: newId(deps.clock), at, ...(batch?.params && { params: batch.params }) };
    const batch_id = batch === null ? null : await openBatch(trx, account, batch.cause, batch.cause_id, made);
    await moveStart(trx, held, { ...verdict, batch_id, due_at: verdict.state === "running" ? at : null }, at);
  });
}
