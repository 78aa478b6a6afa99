/** Choosing the matter of what was logged without one (B-WRB-4), and taking that back. */
import type { OutboxDeps } from "./deps.ts";
import { changeable, NOT_FOUND } from "./change.ts";
import { loadFirm, type Firm } from "./firm.ts";
import { amend, placeOf } from "./log.ts";
import { amendRow, lockDeliveriesOf, move, working, type Change, type DeliveryRow, type Work } from "./store.ts";
import { hasMatter, lockActivity, readActivityRow, setMatter } from "./store_activities.ts";
import { OutboxRefused, type By } from "./types.ts";

/** Chooses the matter (B-WRB-4). */
export async function file(
  deps: OutboxDeps,
  firm_id: string,
  activity_id: string,
  matter_id: string,
  by: By,
): Promise<"filed" | "moved" | "kept"> {
  const activity = await readActivityRow(deps.db.kysely, firm_id, activity_id);
  if (!activity) throw new OutboxRefused("not_found", NOT_FOUND);
  const owner = { firm_id, connection_id: activity.connection_id };
  if (!(await hasMatter(deps.db.kysely, owner, matter_id)))
    throw new OutboxRefused("matter_not_here", "There is no such matter in this connection");
  const firm = await loadFirm(deps, deps.db.kysely, owner);
  const where = await placeOf(deps, firm, { ...activity, matter_id });
  const outcome = await working(deps.db, owner, deps.clock.now().toISOString(), async (work) => {
    await lockActivity(work.trx, firm_id, activity_id);
    await setMatter(work.trx, firm_id, activity_id, matter_id, work.at);
    const outcomes = [];
    for (const row of await lockDeliveriesOf(work.trx, firm_id, activity_id))
      outcomes.push(await fileOne(firm, work, row, matter_id, where?.parent ?? null));
    await by.tell(work.trx, "activity.file", activity_id, { matter_id });
    return outcomes.includes("kept") ? "kept" : outcomes.includes("moved") ? "moved" : "filed";
  });
  await deps.ready(owner);
  return outcome;
}

async function fileOne(
  firm: Firm,
  work: Work,
  row: DeliveryRow,
  matter_id: string,
  parent: { kind: "contact" | "matter" | "thread"; id: string } | null,
) {
  // Of a conversation's day that others share, or of a thread, only Privity knows the matter.
  if (row.operation === "message") return "kept";
  if (isUnsent(row)) {
    const placed: Change = {
      matter_id,
      parent_kind: parent?.kind ?? row.parent_kind,
      parent_id: parent?.id ?? row.parent_id,
      revision: row.revision + 1,
    };
    if (row.reason === "needs_filing" && row.state === "held")
      await move(work, row, "released", { ...placed, due_at: work.at, first_queued_at: work.at });
    else await move(work, row, "amended", placed);
    return "filed";
  }
  // Clio's communications can be hung on a matter afterwards; notes and documents cannot change their parent (clio.md §9.1).
  if (row.operation !== "communication" || !changeable(firm, row.operation)) return "kept";
  await amendRow(work.trx, row, { matter_id });
  await amend(firm, work, { ...row, matter_id });
  return "moved";
}

/** Surely not at the provider. */
const isUnsent = (row: DeliveryRow) =>
  (row.state === "held" || row.state === "queued") && row.creates === 0 && row.provider_id === null && !row.doubt;

/** As if nobody had chosen: all of it goes back, or nothing does. */
export async function unfile(deps: OutboxDeps, firm_id: string, activity_id: string, by: By): Promise<void> {
  const activity = await readActivityRow(deps.db.kysely, firm_id, activity_id);
  if (!activity) throw new OutboxRefused("not_found", NOT_FOUND);
  const owner = { firm_id, connection_id: activity.connection_id };
  const firm = await loadFirm(deps, deps.db.kysely, owner);
  const where = await placeOf(deps, firm, { ...activity, matter_id: null });
  if (!where?.needs_filing) throw new OutboxRefused("not_now", "It needs no matter any more: there is nothing to choose from");
  await working(deps.db, owner, deps.clock.now().toISOString(), async (work) => {
    await lockActivity(work.trx, firm_id, activity_id);
    const rows = await lockDeliveriesOf(work.trx, firm_id, activity_id);
    if (rows.some((row) => row.operation === "message" || !isUnsent(row)))
      throw new OutboxRefused("not_now", "It has left for the provider already: choose another matter there");
    await setMatter(work.trx, firm_id, activity_id, null, work.at);
    for (const row of rows) await unfileOne(work, row, where.parent);
    await by.tell(work.trx, "activity.unfile", activity_id, { matter_id: activity.matter_id });
  });
}

async function unfileOne(
  work: Work,
  row: DeliveryRow,
  parent: { kind: "contact" | "matter" | "thread"; id: string } | null,
): Promise<void> {
  const back: Change = { matter_id: null, parent_kind: parent?.kind ?? null, parent_id: parent?.id ?? null, revision: row.revision + 1 };
  // Where the contact alone is a place for it, it was never held for want of a matter.
  if (parent !== null) await move(work, row, "amended", back);
  else await move(work, row, "held_back", { ...back, reason: "needs_filing", due_at: null });
}
