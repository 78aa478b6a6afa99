/**
 * Reads again what deliveries hinted at (B-SYN-8): many records of one connection under one run, through the same door as any other read,
 * projected once. A delete is read by id like everything else; only "not found" makes a record suspected (B-SYN-6).
 */
import { newId } from "../../lib/ids.ts";
import { readSettings } from "../../connections/store_settings.ts";
import { countRecords, readSeq, type Owner } from "../../mirror/store.ts";
import { VendorError } from "../../model/connector.ts";
import { project } from "../../projection/driver.ts";
import { settleAbsent } from "../absence.ts";
import { decideRun, type Measure } from "../decision.ts";
import type { SyncDeps } from "../deps.ts";
import { remedyFor } from "../failure.ts";
import { readConnection } from "../store_connection.ts";
import { createRun, finishRun, LostRun, type Run } from "../store_runs.ts";
import { RunWorker } from "../worker.ts";
import {
  claimHints,
  connectionsWithHints,
  countHarmedSince,
  forgetIdleRun,
  hasChangedSince,
  postponeHints,
  prolongClaims,
  settleHints,
  type Hint,
} from "./store_inbox.ts";

export const TRIGGER = "webhook";

/** Connections at once, and records per run: a killed worker leaves no more than these to be read twice. */
const CONNECTIONS = 4;
const RECORDS = 100;
/** A claim lasts this long without a sign of life. */
const CLAIM_MS = 45_000;
/** A record that is hinted at again while it is read waits, the longer the more often that happens. */
const PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 30_000;
/** What cannot be read is tried again; after so many tries it is left to the next sync. */
const RETRY_MS = 30_000;
const TRIES = 8;
/** Removals of this long are measured together. */
const HARM_MS = 3600_000;

const NEVER = new AbortController().signal;

/** Reads what is due, of all connections; the number of records that were read. Where `stop` asks for it, the rest is left to others. */
export async function processHints(deps: SyncDeps, stop: AbortSignal = NEVER): Promise<number> {
  const owners = await connectionsWithHints(deps.db.kysely, deps.clock.now().toISOString(), CONNECTIONS * 4);
  let read = 0;
  const lanes = Array.from({ length: Math.min(CONNECTIONS, owners.length) }, async () => {
    for (let owner = owners.shift(); owner && !stop.aborted; owner = owners.shift()) {
      read += await reread(deps, owner, stop).catch((error: unknown) => {
        if (!(error instanceof LostRun))
          deps.log.error({ err: error, connection_id: owner?.connection_id }, "records could not be read again");
        return 0;
      });
    }
  });
  await Promise.all(lanes);
  return read;
}

const later = (now: Date, ms: number) => new Date(now.getTime() + ms).toISOString();

async function reread(deps: SyncDeps, owner: Owner, stop: AbortSignal): Promise<number> {
  const db = deps.db.kysely;
  const connection = await readConnection(db, owner.connection_id);
  if (connection?.state !== "connected") return 0;
  const now = deps.clock.now();
  const run_id = newId(deps.clock);
  const hints = await claimHints(db, owner, { run_id, now: now.toISOString(), until: later(now, CLAIM_MS), limit: RECORDS });
  if (hints.length === 0) return 0;
  const seq = await readSeq(db, owner);
  const run = await createRun(
    db,
    {
      ...owner,
      run_id,
      mode: "record",
      trigger: TRIGGER,
      target_kind: null,
      target_id: null,
      started_at: now.toISOString(),
      contacts_before: 0,
      lease_until: later(now, deps.lease_ms),
    },
    [],
  );
  if (!run) throw new Error("a run of mode record can always be started");
  const { settings } = await readSettings(db, owner);
  const worker = await RunWorker.open(deps, run, connection, settings, stop);
  const { done, failure } = await readHints(worker, hints);
  const at = deps.clock.now();
  await settleHints(db, owner, run_id, done, { now: at.toISOString(), pause_ms: PAUSE_MS, longest_ms: LONGEST_PAUSE_MS });
  if (done.length < hints.length)
    await postponeHints(db, owner, run_id, { due_at: later(at, stop.aborted ? 0 : waitAfter(failure)), tries: TRIES });
  await conclude(worker, seq, stop.aborted ? null : failure);
  return done.length;
}

const waitAfter = (failure: Error | null): number => Math.max(RETRY_MS, failure instanceof VendorError ? (failure.retry_after_ms ?? 0) : 0);

/** Side by side, like the listings of a run. One record that the provider cannot show does not keep the others from being read. */
async function readHints(worker: RunWorker, hints: readonly Hint[]): Promise<{ done: Hint[]; failure: Error | null }> {
  const { deps, connector, run } = worker;
  const queue = [...hints];
  const done: Hint[] = [];
  let failure: Error | null = null;
  let prolonged = deps.clock.now().getTime();
  const readable = new Set(connector.plans.filter((plan) => plan.by_id).map((plan) => plan.kind));
  const read = async (hint: Hint) => {
    if (readable.has(hint.kind))
      await settleAbsent(worker, hint.kind, hint.provider_id, await worker.reader.one(hint.kind, hint.provider_id));
    done.push(hint);
    const now = deps.clock.now();
    if (now.getTime() - prolonged < CLAIM_MS / 3) return;
    prolonged = now.getTime();
    await prolongClaims(deps.db.kysely, run, run.run_id, later(now, CLAIM_MS));
  };
  const lane = async () => {
    for (let hint = queue.shift(); hint; hint = queue.shift()) {
      try {
        await read(hint);
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
        if (!(error instanceof VendorError && error.failure === "broken")) queue.length = 0;
        if (error instanceof LostRun) throw error;
      }
    }
  };
  await worker.alive(Promise.all(Array.from({ length: Math.min(deps.parallel, hints.length) }, lane)));
  return { done, failure };
}

/** Decides what was parked, projects what changed, and ends the run; one that changed nothing leaves no trace. */
async function conclude(worker: RunWorker, seq: number, failure: Error | null): Promise<void> {
  const { run, deps, connection, connector } = worker;
  const held = await decideRun(worker, () => measure(worker));
  const changed = await hasChangedSince(deps.db.kysely, run, seq);
  if (changed)
    await worker.alive(project({ db: deps.db, mapper: connector.mapper, clock: deps.clock }, connection, { kind: "run", id: run.run_id }));
  await worker.commit(async (trx) => {
    if (!changed && !held && failure === null) return forgetIdleRun(trx, run);
    await finishRun(trx, run, { ...outcomeOf(held, failure), finished_at: worker.now(), counts: {} });
  });
}

function outcomeOf(
  held: boolean,
  failure: Error | null,
): { state: "succeeded" | "held" | "failed"; error: string | null; remedy: string | null } {
  if (held)
    return {
      state: "held",
      error: "webhooks told of unusually many records that are gone, or have lost their name or last channel",
      remedy: "look at the held changes; approve them if the provider is right, refuse them if it is not",
    };
  if (failure === null) return { state: "succeeded", error: null, remedy: null };
  return { state: "failed", error: failure.message, remedy: remedyFor(failure instanceof VendorError ? failure.failure : null) };
}

async function measure({ deps, run }: { deps: SyncDeps; run: Run }): Promise<Measure> {
  const db = deps.db.kysely;
  const since = later(deps.clock.now(), -HARM_MS);
  return { contacts: await countRecords(db, run, "contact"), earlier: await countHarmedSince(db, run, TRIGGER, since) };
}
