/**
 * Looks again, an hour and a day later, at whatever was sent more than once: a request that was stuck on its way may have landed after our
 * look (engine-notes §2.3, point 7). The younger twin is removed where the provider can and the mark proves it ours; each case is told.
 */
import { crashPoint } from "../lib/crash_point.ts";
import type { Found, VendorWriter, Writing } from "../model/writing.ts";
import type { OutboxDeps } from "./deps.ts";
import { isOpen, loadFirm, type Firm } from "./firm.ts";
import { later } from "./outcome.ts";
import { openSessions, sessionToLook, type Sessions } from "./sessions.ts";
import { amendRow, note, type DeliveryRow, type Twin } from "./store.ts";
import { readFiles } from "./store_activities.ts";
import { takeForJanitor } from "./store_claim.ts";
import { writingOf } from "./writing.ts";

const HOUR_MS = 3_600_000;
const SECOND_LOOK_MS = 24 * HOUR_MS;
const BATCH = 50;

/** A chore: gives how many were looked at. */
export async function janitor(deps: OutboxDeps): Promise<number> {
  const at = deps.clock.now().toISOString();
  // Nobody else takes them for ten minutes; whoever dies over one leaves it to the next.
  const rows = await deps.db.transaction((trx) => takeForJanitor(trx, at, later(at, 600_000), BATCH));
  const around = surroundings(deps);
  for (const row of rows) {
    await inspect(deps, around, row).catch((error: unknown) =>
      deps.log.warn({ err: error, delivery_id: row.delivery_id }, "could not look again at what was sent more than once"),
    );
  }
  return rows.length;
}

interface Around {
  firm: Firm;
  sessions: Sessions;
}

/** What a batch of one firm's has in common is read once. */
function surroundings(deps: OutboxDeps): (row: DeliveryRow) => Promise<Around> {
  const known = new Map<string, Promise<Around>>();
  const make = async (row: DeliveryRow): Promise<Around> => ({
    firm: await loadFirm(deps, deps.db.kysely, row),
    sessions: openSessions(deps, row.firm_id, new AbortController().signal),
  });
  return (row) => {
    const one = known.get(row.connection_id) ?? make(row);
    known.set(row.connection_id, one);
    return one;
  };
}

async function inspect(deps: OutboxDeps, around: ReturnType<typeof surroundings>, row: DeliveryRow): Promise<void> {
  if (row.payload === null || row.provider_id === null) return void (await amendRow(deps.db.kysely, row, { janitor_at: null }));
  const { firm, sessions } = await around(row);
  if (!isOpen(firm)) return;
  const [file = null] = row.file_id === null ? [] : await readFiles(deps.db.kysely, row.firm_id, [row.file_id]);
  const writing = writingOf(deps, { ...row, payload: row.payload }, file);
  if (!firm.side.can_find(writing)) return void (await amendRow(deps.db.kysely, row, { janitor_at: null }));
  const session = await sessionToLook(firm, sessions, row);
  const writer = firm.side.writer(session);
  const found = await writer.find(writing, later(row.created_at, -HOUR_MS / 12));
  crashPoint("write:janitor_looked");
  const others = found.filter((one) => one.provider_id !== row.provider_id);
  const left = others.length === 0 ? [] : await removeYounger(deps, row, writer, writing, found);
  await store(deps, row, others, left);
}

async function store(deps: OutboxDeps, row: DeliveryRow, others: Found[], left: Twin[]): Promise<void> {
  const at = deps.clock.now().toISOString();
  const second = Date.parse(row.delivered_at ?? row.since) + SECOND_LOOK_MS;
  // What a person has to remove is looked at daily, until that is done.
  const daily = left.some((twin) => !row.twins_accepted.includes(twin.provider_id)) ? later(at, SECOND_LOOK_MS) : null;
  const again = Date.parse(at) < second ? new Date(second).toISOString() : daily;
  await amendRow(deps.db.kysely, row, { twins: left, janitor_at: again });
  await note(deps.db.kysely, row, at, "looked_again_later", others.length === 0 ? "It is there once" : "It was there more than once", {
    found: others.length + 1,
    left: left.length,
  });
  if (others.length > 0)
    deps.log.error(
      { delivery_id: row.delivery_id, connection_id: row.connection_id },
      "a delivery was found more than once at the provider",
    );
}

/** Keeps the one that we know as delivered. Gives those that could not be removed. */
async function removeYounger(deps: OutboxDeps, row: DeliveryRow, writer: VendorWriter, writing: Writing, found: Found[]): Promise<Twin[]> {
  const left: Twin[] = [];
  for (const one of found.filter(({ provider_id }) => provider_id !== row.provider_id)) {
    const twin = { provider_id: one.provider_id, url: one.url, at: one.created_at ?? deps.clock.now().toISOString() };
    // What somebody said may stay is not taken away from them.
    const removed =
      writer.remove && !row.twins_accepted.includes(one.provider_id)
        ? await writer.remove(writing, one.provider_id).then(
            () => true,
            () => false,
          )
        : false;
    if (removed) await note(deps.db.kysely, row, deps.clock.now().toISOString(), "twin_removed", "The second one was removed", { ...twin });
    else left.push(twin);
  }
  return left;
}
