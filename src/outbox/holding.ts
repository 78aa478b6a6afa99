/** What has to wait, and what need not wait any more: contacts that are missing or fell back, authors who connected, leave that was given. */
import { crashPoint } from "../lib/crash_point.ts";
import type { OutboxDeps } from "./deps.ts";
import { wayOf, type Firm } from "./firm.ts";
import { hindrance } from "./reasons.ts";
import { move, working, type DeliveryRow, type Work } from "./store.ts";
import { takeHeld, takeHindered } from "./store_claim.ts";

const BATCH = 500;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

export async function holdAndRelease(deps: OutboxDeps, firm: Firm): Promise<void> {
  const owner = firm.connection;
  const at = () => deps.clock.now().toISOString();
  for (;;) {
    const moved = await working(deps.db, owner, at(), (work) => byContact(work));
    if (moved < BATCH) break;
  }
  for (let after: string | null = FIRST_ID; after !== null;) {
    const from: string = after;
    after = await working(deps.db, owner, at(), (work) => byWay(firm, work, from));
  }
  crashPoint("write:held");
}

/** B-CTC-3, B-SEG-2: held until the contact is back; what left the segment is cancelled and stays so. */
async function byContact(work: Work): Promise<number> {
  const standings = await takeHindered(work.trx, work.owner, BATCH);
  for (const { row, contact_state } of standings) {
    const because = hindrance(contact_state);
    if (because === null) await release(work, row);
    else await move(work, row, because.event, { reason: because.reason, due_at: null });
  }
  return standings.length;
}

/** The last id looked at; null: all were. */
async function byWay(firm: Firm, work: Work, after: string): Promise<string | null> {
  const rows = await takeHeld(work.trx, work.owner, ["author_not_connected", "firm_not_connected", "client_would_see"], after, BATCH);
  for (const row of rows) {
    const free =
      row.reason === "client_would_see" ? firm.settings.writeback.client_recipients : !("held" in wayOf(firm, row.author_member_id));
    if (free) await release(work, row);
  }
  return rows.length < BATCH ? null : rows.at(-1)!.delivery_id;
}

/** Its three days begin anew: waiting was nobody's failure. */
const release = (work: Work, row: DeliveryRow) => move(work, row, "released", { due_at: work.at, first_queued_at: work.at });
