/** Settles an unknown outcome by looking at the provider; nothing is sent again before absence is proved. */
import { crashPoint } from "../lib/crash_point.ts";
import type { Found, Written } from "../model/writing.ts";
import { payloadFor, readMaterial } from "./claim.ts";
import type { OutboxDeps } from "./deps.ts";
import { promiseOf, wayOf, type Firm } from "./firm.ts";
import { judgeFailure } from "./judge.ts";
import { delivered, isGivenUp, later, triedOf } from "./outcome.ts";
import { sessionToLook, type Sessions } from "./sessions.ts";
import { ACCEPTED_AT_MOST, judgeLook, type Looked, type Waiting } from "./settle.ts";
import { amendRow, lockDelivery, move, note, working, type DeliveryRow, type Work } from "./store.ts";
import { readFiles } from "./store_activities.ts";
import { takeUnknown } from "./store_claim.ts";
import { keepSample, windowOf } from "./store_settle.ts";
import { writingOf } from "./writing.ts";
import type { Payload } from "./compose.ts";

/** Two workers never look at one delivery: so long is a look one worker's. */
const LOOK_MS = 120_000;
/** Room for a provider's clock that differs from ours. */
const SKEW_MS = 5 * 60_000;

/** Takes those that are due; the fence goes on with each look, so that a look that woke late changes nothing. */
export async function takeLooks(work: Work, room: number): Promise<DeliveryRow[]> {
  const taken: DeliveryRow[] = [];
  for (const row of await takeUnknown(work.trx, work.owner, work.at, room)) {
    const look = { fence: row.fence + 1, lease_until: later(work.at, LOOK_MS) };
    if (await amendRow(work.trx, row, look)) taken.push({ ...row, ...look });
  }
  return taken;
}

export async function look(deps: OutboxDeps, firm: Firm, sessions: Sessions, row: DeliveryRow): Promise<void> {
  const owner = firm.connection;
  crashPoint("write:look_claimed");
  const payload = row.payload ?? (await composed(deps, firm, row));
  const began = deps.clock.now();
  const result = payload === null ? { cannot: true as const } : await find(deps, firm, sessions, { ...row, payload });
  crashPoint("write:looked");
  await working(deps.db, owner, deps.clock.now().toISOString(), async (work) => {
    const current = await lockDelivery(work.trx, owner.firm_id, row.delivery_id);
    if (current?.state !== "unknown" || current.fence !== row.fence) return;
    if ("cannot" in result)
      await move(work, current, "not_visible", { lease_until: null, blocks: false, due_at: null, reason: "cannot_look" });
    else if ("error" in result) await lookFailed(deps, firm, work, current, result.error);
    else await looked(firm, work, { ...current, payload: current.payload ?? payload }, result.found, began);
  });
  crashPoint("write:look_settled");
}

/** A delivery of a time before a backup was put back may never have been put together here. */
async function composed(deps: OutboxDeps, firm: Firm, row: DeliveryRow): Promise<Payload | null> {
  const chosen = wayOf(firm, row.author_member_id);
  const sync = firm.writers.find((writer) => writer.purpose === "sync");
  if ("held" in chosen && !sync) return null;
  return payloadFor(
    firm,
    row,
    await readMaterial(deps.db.kysely, firm, [row]),
    "held" in chosen ? { writer: sync!, on_behalf: false } : chosen,
  );
}

type Result = { found: Found[] } | { error: unknown } | { cannot: true };

async function find(deps: OutboxDeps, firm: Firm, sessions: Sessions, row: DeliveryRow & { payload: Payload }): Promise<Result> {
  const [file = null] = row.file_id === null ? [] : await readFiles(deps.db.kysely, row.firm_id, [row.file_id]);
  const writing = writingOf(deps, row, file);
  if (!firm.side.can_find(writing)) return { cannot: true };
  const since = row.creates > 1 || row.sent_at === null ? row.created_at : row.sent_at;
  try {
    const session = await sessionToLook(firm, sessions, row);
    const found = await firm.side.writer(session).find(writing, later(since, -SKEW_MS));
    return { found: withSighting(found, row) };
  } catch (error) {
    return { error };
  }
}

const withSighting = (found: Found[], { sighting }: DeliveryRow): Found[] =>
  sighting === null || found.some((one) => one.provider_id === sighting.provider_id)
    ? found
    : [...found, { provider_id: sighting.provider_id, url: sighting.url, created_at: null, progress: null }];

async function lookFailed(deps: OutboxDeps, firm: Firm, work: Work, row: DeliveryRow, error: unknown): Promise<void> {
  const tried = { ...triedOf(deps, row, work.at), attempt: row.looks + 1, since_first_ms: 0 };
  const { again_in_ms, words } = judgeFailure(error, tried, true);
  if (isGivenUp(firm, row, work.at))
    return void (await move(work, row, "gave_up", { lease_until: null, blocks: false, due_at: null, reason: "look_failed", words }));
  await amendRow(work.trx, row, { lease_until: null, looks: row.looks + 1, due_at: later(work.at, again_in_ms ?? LOOK_MS), words });
  await note(work.trx, row, work.at, "look_failed", words);
}

async function looked(firm: Firm, work: Work, row: DeliveryRow, found: Found[], began: Date): Promise<void> {
  const promise = promiseOf(firm.side, row.operation);
  const since_ms = Date.parse(row.unknown_since ?? row.since);
  const waiting: Waiting = {
    age_ms: began.getTime() - since_ms,
    window_ms: await windowOf(work.trx, work.owner, promise),
    looks: row.looks,
    absent: row.absent,
    absent_ms: row.absent_ms,
  };
  const result = judgeLook(found, waiting);
  if (result.sample_ms !== null && row.reason !== "after_restore") await keepSample(work.trx, work.owner, row.operation, result.sample_ms);
  if (result.event === "found") return isFound(firm, work, row, result);
  if (result.event === "absent") return isAbsent(firm, work, row);
  await amendRow(work.trx, row, {
    lease_until: null,
    looks: row.looks + 1,
    absent: result.absent,
    absent_ms: Math.round(waiting.age_ms),
    due_at: new Date(since_ms + result.next_at_age_ms).toISOString(),
  });
  await note(work.trx, row, work.at, "looked", "A look showed nothing yet", {
    age_ms: waiting.age_ms,
    window_ms: waiting.window_ms,
    counts: result.absent > row.absent,
  });
}

async function isFound(firm: Firm, work: Work, row: DeliveryRow, { record, twins }: Looked): Promise<void> {
  const written: Written = { provider_id: record!.provider_id, url: record!.url, progress: row.progress ?? record!.progress };
  const others = twins.map(({ provider_id, url, created_at }) => ({ provider_id, url, at: created_at ?? work.at }));
  if (row.file_id === null) return void (await delivered(firm, work, row, "found", written, others));
  // Nothing is sent for a document that is complete: finishing it tells.
  await move(work, row, "found_unfinished", {
    lease_until: null,
    blocks: false,
    step: "finish",
    provider_id: written.provider_id,
    url: written.url,
    progress: written.progress,
    twins: [...row.twins, ...others],
    due_at: work.at,
    reason: "trying_again",
  });
}

async function isAbsent(firm: Firm, work: Work, row: DeliveryRow): Promise<void> {
  const ended = { lease_until: null, blocks: false, due_at: null };
  if (row.accepted >= ACCEPTED_AT_MOST) return void (await move(work, row, "not_visible", { ...ended, reason: "not_confirmed" }));
  const queued = await move(work, row, "absent", { ...ended, due_at: work.at, reason: "trying_again", unknown_since: null });
  if (queued && isGivenUp(firm, { ...row, unknown_since: row.first_queued_at }, work.at))
    await move(work, queued, "gave_up", { ...ended, reason: "gave_up" });
}
