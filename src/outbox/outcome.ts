/** What an answer makes of a delivery: stored only by whoever still holds it; from anybody else it is evidence, never thrown away. */
import { recordOwnWrite } from "../mirror/store.ts";
import type { Written } from "../model/writing.ts";
import type { Claimed } from "./claim.ts";
import type { OutboxDeps } from "./deps.ts";
import { touched } from "./echo.ts";
import { windowIn, type Firm } from "./firm.ts";
import { judgeFailure, type Judgement } from "./judge.ts";
import { GIVE_UP_MS, nextLookAt } from "./settle.ts";
import { amendRow, lockDelivery, lockWaiting, move, note, type Change, type DeliveryRow, type Twin, type Work } from "./store.ts";
import { writingOf } from "./writing.ts";

const HOUR_MS = 3_600_000;
export const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();
export const isEditable = (firm: Pick<Firm, "side">, row: Pick<DeliveryRow, "operation">): boolean =>
  firm.side.promises.some((promise) => promise.operation === row.operation && promise.editable);

export interface Answer {
  judgement: Judgement;
  written: Written | null;
}

/** Null: somebody else has decided meanwhile. */
export async function storeAnswer(deps: OutboxDeps, firm: Firm, work: Work, claimed: Claimed, answer: Answer): Promise<void> {
  const row = await lockDelivery(work.trx, work.owner.firm_id, claimed.row.delivery_id);
  if (!row) return;
  if (row.state !== "sending" || row.fence !== claimed.row.fence) return storeLate(firm, work, row, claimed, answer);
  const { judgement, written } = answer;
  if (judgement.event === "applied" && written) await delivered(firm, work, row, "applied", written);
  else if (judgement.event === "accepted")
    await move(work, row, "accepted", { ...doubt(firm, work, row), accepted: row.accepted + 1, blocks: false, reason: "confirming" });
  else if (judgement.event === "doubtful") await becomeUnknown(deps, firm, work, row, "doubtful", judgement.words);
  else if (judgement.event === "refused")
    await move(work, row, "refused", { ...ended, creates: uncounted(row), reason: "refused", words: judgement.words }, statusOf(judgement));
  else await tryAgain(work, row, judgement);
}

const ended: Change = { lease_until: null, blocks: false, due_at: null };
const statusOf = ({ status }: Judgement) => (status === null ? {} : { status });
/** What was surely not carried out is no try that could be found at the provider. */
const uncounted = (row: DeliveryRow) => Math.max(row.creates - (row.step === "create" ? 1 : 0), 0);

async function tryAgain(work: Work, row: DeliveryRow, judgement: Judgement): Promise<void> {
  const queued = await move(
    work,
    row,
    "not_applied",
    {
      ...ended,
      creates: uncounted(row),
      reason: "trying_again",
      words: judgement.words,
      due_at: later(work.at, judgement.again_in_ms ?? 0),
    },
    statusOf(judgement),
  );
  if (queued && judgement.again_in_ms === null)
    await move(work, queued, "gave_up", { ...ended, reason: "gave_up", words: judgement.words });
}

const doubt = (firm: Firm, work: Work, { operation }: DeliveryRow): Change => ({
  lease_until: null,
  unknown_since: work.at,
  looks: 0,
  absent: 0,
  absent_ms: null,
  due_at: later(work.at, nextLookAt({ age_ms: 0, window_ms: windowIn(firm, operation), absent: 0 })),
});

/** What is harmless to repeat is repeated; what nothing can show needs a person; the rest is looked up. */
export async function becomeUnknown(
  deps: OutboxDeps,
  firm: Firm,
  work: Work,
  row: DeliveryRow,
  event: "doubtful" | "lease_ended",
  words: string,
): Promise<void> {
  const unknown = await move(work, row, event, { ...doubt(firm, work, row), reason: "looking", words });
  if (!unknown) return;
  const promise = firm.side.promises.find((one) => one.operation === row.operation);
  if (row.step !== "create" || promise?.look_up === "reread") {
    const judgement = judgeFailure(new Error(words), triedOf(deps, unknown, work.at), true);
    const again = { ...ended, reason: "trying_again", words, due_at: later(work.at, judgement.again_in_ms ?? 0) };
    if (judgement.again_in_ms === null) await move(work, unknown, "gave_up", { ...ended, reason: "look_failed", words });
    else await move(work, unknown, "repeatable", again);
  } else if (unknown.payload && !firm.side.can_find(writingOf(deps, { ...unknown, payload: unknown.payload }, null))) {
    await move(work, unknown, "not_visible", { ...ended, reason: "cannot_look", words });
  }
}

export const triedOf = (deps: Pick<OutboxDeps, "random">, row: DeliveryRow, at: string) => ({
  attempt: Math.max(row.attempt, 1),
  since_first_ms: Date.parse(at) - Date.parse(row.first_queued_at),
  random: deps.random(),
});

/** It is there. What was changed while it was under way goes out as a change; what waited for its thread follows. */
export async function delivered(
  firm: Firm,
  work: Work,
  row: DeliveryRow,
  event: "applied" | "found" | "sighted" | "confirmed",
  written: Written,
  twins: Twin[] = [],
  told: Record<string, unknown> = {},
): Promise<DeliveryRow | null> {
  const all = [...row.twins, ...twins, ...strangers(row, written)];
  const done = await move(
    work,
    row,
    event,
    {
      ...ended,
      provider_id: written.provider_id ?? row.provider_id,
      url: written.url ?? row.url,
      progress: written.progress ?? row.progress,
      written_revision: row.step === "update" || row.sending_revision > 0 ? row.sending_revision : row.revision,
      delivered_at: row.delivered_at ?? work.at,
      step: "update",
      sighting: null,
      twins: all,
      unknown_since: null,
      janitor_at: row.creates > 1 || all.length > 0 ? later(work.at, HOUR_MS) : row.janitor_at,
    },
    { provider_id: written.provider_id, ...told },
  );
  if (!done) return null;
  if (all.length > row.twins.length) await note(work.trx, done, work.at, "twins", "It is there more than once", { twins: all });
  for (const { kind, provider_id } of touched(done.payload?.parent ?? null, done.matter_id))
    await recordOwnWrite(work.trx, work.owner, kind, provider_id, work.at);
  if (done.operation === "thread") await release(work, done);
  if (done.revision > done.written_revision && isEditable(firm, done)) return (await requeueChange(work, done)) ?? done;
  return done;
}

/** For whatever may be there: looked up from the beginning. */
export const lookAnew = (at: string): Change => ({
  unknown_since: at,
  looks: 0,
  absent: 0,
  absent_ms: null,
  blocks: false,
  doubt: false,
  reason: "looking",
});

const requeueChange = (work: Work, row: DeliveryRow): Promise<DeliveryRow | null> =>
  move(work, row, "amended", { step: "update", due_at: work.at, first_queued_at: work.at });

/** A late answer named another record than this one. */
const strangers = (row: DeliveryRow, written: Written): Twin[] =>
  row.sighting && written.provider_id !== null && row.sighting.provider_id !== written.provider_id ? [row.sighting] : [];

async function release(work: Work, head: DeliveryRow): Promise<void> {
  for (const waiting of await lockWaiting(work.trx, head))
    await move(work, waiting, "released", {
      parent_kind: "thread",
      parent_id: head.provider_id,
      due_at: work.at,
      first_queued_at: work.at,
    });
}

/** The fence says that this worker lost it. Whatever its answer proves is kept. */
async function storeLate(firm: Firm, work: Work, row: DeliveryRow, claimed: Claimed, { judgement, written }: Answer): Promise<void> {
  const detail = { provider_id: written?.provider_id ?? null, answer: judgement.event, fence: claimed.row.fence };
  await note(work.trx, row, work.at, "late_answer", "A late answer came", detail);
  if (claimed.row.step !== "create" || !written || written.provider_id === null || written.provider_id === row.provider_id) return;
  const seen: Twin = { provider_id: written.provider_id, url: written.url, at: work.at };
  if (row.state === "delivered" || (row.provider_id !== null && row.state !== "unknown")) {
    await amendRow(work.trx, row, { twins: [...row.twins, seen], janitor_at: work.at });
    await note(work.trx, row, work.at, "twins", "It is there more than once", { twins: [seen] });
    return;
  }
  await amendRow(work.trx, row, { sighting: seen });
  // A document's bytes are still to follow: the next look finds its record.
  if (claimed.file === null) await delivered(firm, work, { ...row, fence: row.fence }, "sighted", written);
}

/** Three days, in which somebody could have looked. */
export const isGivenUp = ({ since }: Pick<Firm, "since">, row: DeliveryRow, at: string): boolean =>
  Date.parse(at) - Math.max(Date.parse(row.unknown_since ?? row.since), Date.parse(since)) >= GIVE_UP_MS;
