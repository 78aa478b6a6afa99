/** Settles an unknown outcome by looking at the provider; nothing is sent again before absence is proved. */
import { crashPoint } from "../lib/crash_point.ts";
import type { Found, Written } from "../model/writing.ts";
import { payloadFor, readMaterial } from "./claim.ts";
import type { OutboxDeps } from "./deps.ts";
import { wayOf, windowIn, type Firm } from "./firm.ts";
import { judgeFailure } from "./judge.ts";
import { delivered, isGivenUp, later, triedOf } from "./outcome.ts";
import { sessionToLook, type Sessions } from "./sessions.ts";
import { ACCEPTED_AT_MOST, judgeLook, type Looked } from "./settle.ts";
import { amendNoted, amendRow, lockDelivery, move, note, working, type DeliveryRow, type Work } from "./store.ts";
import { readFiles } from "./store_activities.ts";
import { takeUnknown } from "./store_claim.ts";
import { keepSample } from "./store_settle.ts";
import { writingOf } from "./writing.ts";
import type { Payload } from "./compose.ts";

/** Two workers never look at one delivery: so long is a look one worker's. */
const LOOK_MS = 120_000;
/** Room for a provider's clock that differs from ours. */
const SKEW_MS = 5 * 60_000;

/** Takes those that are due. */
export const takeLooks = (work: Work, room: number): Promise<DeliveryRow[]> =>
  takeUnknown(work.trx, work.owner, work.at, later(work.at, LOOK_MS), room);

export async function look(deps: OutboxDeps, firm: Firm, sessions: Sessions, row: DeliveryRow): Promise<void> {
  const owner = firm.connection;
  crashPoint("write:look_claimed");
  const payload = row.payload ?? (await composed(deps, firm, row));
  const began = deps.clock.now();
  const result = payload === null ? { cannot: true as const } : await find(deps, firm, sessions, { ...row, payload });
  crashPoint("write:looked");
  const judged = "found" in result ? judge(firm, row, result.found, began) : null;
  // Most looks show nothing yet: these change nothing but when to look next.
  if (judged?.event === null) await seenNothing(deps, firm, row, judged, began);
  else
    await working(deps.db, owner, deps.clock.now().toISOString(), async (work) => {
      const current = await lockDelivery(work.trx, owner.firm_id, row.delivery_id);
      if (current?.state !== "unknown" || current.fence !== row.fence) return;
      if ("cannot" in result)
        await move(work, current, "not_visible", { lease_until: null, blocks: false, due_at: null, reason: "cannot_look" });
      else if ("error" in result) await lookFailed(deps, firm, work, current, result.error);
      else await looked(firm, work, { ...current, payload: current.payload ?? payload }, judged!);
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

const unknownSince = (row: DeliveryRow): number => Date.parse(row.unknown_since ?? row.since);

/** Nobody else counts looks of a row whose fence is ours, so that what was read when it was taken still holds. */
const judge = (firm: Firm, row: DeliveryRow, found: readonly Found[], began: Date): Looked =>
  judgeLook(found, {
    age_ms: began.getTime() - unknownSince(row),
    window_ms: windowIn(firm, row.operation),
    looks: row.looks,
    absent: row.absent,
    absent_ms: row.absent_ms,
  });

async function seenNothing(deps: OutboxDeps, firm: Firm, row: DeliveryRow, { absent, next_at_age_ms }: Looked, began: Date): Promise<void> {
  const age_ms = began.getTime() - unknownSince(row);
  const change = {
    lease_until: null,
    looks: row.looks + 1,
    absent,
    absent_ms: Math.round(age_ms),
    due_at: new Date(unknownSince(row) + next_at_age_ms).toISOString(),
  };
  const detail = { age_ms, window_ms: windowIn(firm, row.operation), counts: absent > row.absent };
  await amendNoted(deps.db.kysely, row, deps.clock.now().toISOString(), change, {
    event: "looked",
    words: "A look showed nothing yet",
    detail,
  });
}

async function looked(firm: Firm, work: Work, row: DeliveryRow, result: Looked): Promise<void> {
  if (result.sample_ms !== null && row.reason !== "after_restore") await keepSample(work.trx, work.owner, row.operation, result.sample_ms);
  if (result.event === "found") return isFound(firm, work, row, result);
  await isAbsent(firm, work, row);
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
