/** One turn of a connection's write lane: sends and looks up whatever is due, a few side by side, until nothing is left or others wait. */
import { readConnection } from "../connections/store.ts";
import { keepStatistics } from "../db/statistics.ts";
import { crashPoint } from "../lib/crash_point.ts";
import type { Owner } from "../mirror/store.ts";
import { claim, type Claimed } from "./claim.ts";
import { send } from "./deliver.ts";
import { PARALLEL, type OutboxDeps } from "./deps.ts";
import { isOpen, loadFirm, type Firm } from "./firm.ts";
import { holdAndRelease } from "./holding.ts";
import { look, takeLooks } from "./look_up.ts";
import { becomeUnknown } from "./outcome.ts";
import { openSessions } from "./sessions.ts";
import { working, type DeliveryRow, type Work } from "./store.ts";
import { lockClaims, nextDue, takeExpired } from "./store_claim.ts";

/** Settings, connections and contacts may change while a turn lasts: they are read anew so often. */
const FRESH_MS = 2_000;
/** What is logged while a turn waits for the provider is seen after so long. */
const GLANCE_MS = 150;
/** What ends at nearly the same time makes room together, so that the next are taken at once and not one by one. */
const GATHER_MS = 20;

export interface TurnEnd {
  /** Cut before everything due was done. */
  again: boolean;
  /** When there is something to do again. */
  due_at: Date | null;
}

interface Batch {
  claimed: Claimed[];
  looks: DeliveryRow[];
}

export async function writeTurn(deps: OutboxDeps, owner: Owner, pause: AbortSignal): Promise<TurnEnd> {
  const under_way = new Set<Promise<void>>();
  const now = () => deps.clock.now();
  // What is under way comes to its end: only new ones are kept from beginning.
  const sessions = openSessions(deps, owner.firm_id, new AbortController().signal);
  let fresh: { firm: Firm; at: number } | null = null;
  let expired = false;
  const start = (task: Promise<void>) => {
    const tracked = task
      .catch((error: unknown) =>
        deps.log.error({ err: error, connection_id: owner.connection_id }, "a delivery could not be ended; it is taken up again"),
      )
      .finally(() => under_way.delete(tracked));
    under_way.add(tracked);
  };
  // A firm that has logged thousands within a minute: the queue is planned by what it holds, not by what it held.
  await keepStatistics(deps.db.kysely, ["delivery", "delivery_activity"]);
  while (!pause.aborted) {
    if (fresh === null || now().getTime() - fresh.at >= FRESH_MS) {
      if ((await readConnection(deps.db, owner))?.erasing_since !== null) break;
      const firm = await loadFirm(deps, deps.db.kysely, owner);
      await holdAndRelease(deps, firm);
      fresh = { firm, at: now().getTime() };
      expired = false;
    }
    const { firm } = fresh;
    // Whatever ends while this looks may leave something new behind.
    const alone = under_way.size === 0;
    const room = (deps.parallel ?? PARALLEL) - under_way.size;
    const { claimed, looks } = room > 0 ? await take(deps, firm, room, !expired) : { claimed: [], looks: [] };
    expired ||= room > 0;
    for (const one of claimed) start(send(deps, firm, sessions, one));
    for (const row of looks) start(look(deps, firm, sessions, row));
    // While it is disconnected nothing is due: connecting it again calls the lane.
    if (alone && under_way.size === 0) return { again: false, due_at: isOpen(firm) ? await dueAt(deps, owner) : null };
    if (under_way.size > 0) await firstOf(deps, under_way, pause);
  }
  await Promise.allSettled(under_way);
  return { again: pause.aborted, due_at: null };
}

/** Waits until a place is free, or long enough that something new may be there. */
async function firstOf(deps: OutboxDeps, under_way: ReadonlySet<Promise<void>>, pause: AbortSignal): Promise<void> {
  const enough = new AbortController();
  const glance = deps.clock.sleep(GLANCE_MS, AbortSignal.any([enough.signal, pause])).catch(() => {});
  await Promise.race([...under_way, glance]);
  enough.abort();
  if (!pause.aborted) await deps.clock.sleep(GATHER_MS, pause).catch(() => {});
}

async function dueAt(deps: OutboxDeps, owner: Owner): Promise<Date | null> {
  const at = await nextDue(deps.db.kysely, owner, deps.clock.now().toISOString());
  return at === null ? null : new Date(at);
}

async function take(deps: OutboxDeps, firm: Firm, room: number, expiring: boolean): Promise<Batch> {
  crashPoint("write:before_claim");
  return working(deps.db, firm.connection, deps.clock.now().toISOString(), async (work) => {
    await lockClaims(work.trx, work.owner);
    if (expiring) await expire(deps, firm, work);
    const looks = isOpen(firm) ? await takeLooks(work, Math.ceil(room / 2)) : [];
    const claimed = await claim(deps, firm, work, room - looks.length);
    return { claimed, looks };
  });
}

/** Whoever was sending is not heard of any more: it may have left, so it is looked up, never simply sent again. */
async function expire(deps: OutboxDeps, firm: Firm, work: Work): Promise<void> {
  for (const row of await takeExpired(work.trx, work.owner, work.at)) {
    await becomeUnknown(deps, firm, work, row, "lease_ended", "the worker that sent it was not heard of again");
    crashPoint("write:expired");
  }
}
