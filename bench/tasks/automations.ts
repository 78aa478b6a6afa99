/** Automations looked at over a whole firm: all of its clients are old news at first, then nothing is new, then a day's key facts come. */
import { evaluateAll } from "../../src/automations/evaluate.ts";
import { insertAutomation, switchAutomation } from "../../src/automations/store_automations.ts";
import { connect } from "../../src/db/pool.ts";
import { systemClock, type Clock } from "../../src/lib/clock.ts";
import { newId } from "../../src/lib/ids.ts";
import { createLog } from "../../src/lib/log.ts";
import type { Owner } from "../../src/mirror/store.ts";
import type { Trigger } from "../../src/model/automation.ts";

const DAY_MS = 86_400_000;

export interface AutomationsResult {
  first_seconds: number;
  idle_seconds: number;
  day_seconds: number;
  held: number;
  facts: number;
}

export async function evaluateAutomations({ database_url, owner }: { database_url: string; owner: Owner }): Promise<AutomationsResult> {
  const { firm_id, connection_id } = owner;
  const db = await connect(database_url, {}, "server");
  let later = 0;
  const clock: Clock = { now: () => new Date(systemClock.now().getTime() + later), sleep: systemClock.sleep };
  const deps = { db, clock, log: createLog({ log_level: "error" }) };
  const count = async (where: string) =>
    (await db.pool.query<{ n: number }>(`select count(*)::int as n from automation_start where firm_id = $1 and ${where}`, [firm_id]))
      .rows[0]!.n;
  const timed = async () => {
    const began = performance.now();
    await evaluateAll(deps, firm_id);
    return (performance.now() - began) / 1000;
  };
  try {
    const triggers: Trigger[] = [{ kind: "new_client" }, { kind: "key_fact", label: "Birthday", days_ahead: 0, every_year: true }];
    for (const trigger of triggers) {
      const automation_id = newId();
      const at = clock.now().toISOString();
      const document = { trigger, conditions: [], steps: [{ kind: "email" as const, template_id: newId() }] };
      await insertAutomation(db.kysely, firm_id, automation_id, trigger.kind, { document, member_id: null, by: "bench", at });
      await switchAutomation(db.kysely, firm_id, automation_id, true, at);
    }
    await db.pool.query("update connection set first_synced_at = coalesce(first_synced_at, now()) where connection_id = $1", [
      connection_id,
    ]);
    const first_seconds = await timed();
    const idle_seconds = await timed();
    later = DAY_MS;
    const day_seconds = await timed();
    return {
      first_seconds,
      idle_seconds,
      day_seconds,
      held: await count("state = 'held' and batch_id is not null"),
      facts: await count("cause = 'day'"),
    };
  } finally {
    // The firm is looked at from other sides too.
    await db.pool.query("delete from automation where firm_id = $1", [firm_id]);
    await db.close();
  }
}
