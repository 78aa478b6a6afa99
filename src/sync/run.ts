/** One run from its start to its end. Each step may be repeated after a crash: what is done is in the database, not in this process. */
import type { Kysely } from "kysely";
import type { Tell } from "../accounts/store_audit.ts";
import { readSettings } from "../connections/store_settings.ts";
import type { Tables } from "../db/tables.ts";
import { crashPoint } from "../lib/crash_point.ts";
import { newId } from "../lib/ids.ts";
import { countRecords } from "../mirror/store.ts";
import { VendorError } from "../model/connector.ts";
import type { Kind } from "../model/kinds.ts";
import { project } from "../projection/driver.ts";
import { countContacts } from "../projection/store_views.ts";
import { checkAbsent, lookAgain } from "./absence.ts";
import { decideRun } from "./decision.ts";
import type { SyncDeps } from "./deps.ts";
import { remedyFor } from "./failure.ts";
import { chooseMode, planListings, type RunMode } from "./plan.ts";
import { readAll } from "./reading.ts";
import { readTarget } from "./one.ts";
import { markFirstSynced, readConnection, type ConnectionForSync } from "./store_connection.ts";
import { inheritListings, readListings } from "./store_listings.ts";
import { newestUpdate, readMarks, writeMarks } from "./store_marks.ts";
import { createRun, finishRun, giveBack, LostRun, readRunningRun, takeOver, type Run } from "./store_runs.ts";
import { RunPaused, RunWorker } from "./worker.ts";

export type SyncRequest =
  | { mode: "incremental" | "full"; trigger: string }
  | { mode: "record"; kind: "contact" | "matter"; id: string; trigger: string }
  | { mode: "record"; kind: "staff"; trigger: string };

/** All of a kind is no record's id. */
const ALL = "all";

export class SyncRefused extends Error {
  override readonly name = "SyncRefused";
}

/**
 * Starts a run, or takes over one whose worker has died. Throws SyncRefused when one is under way elsewhere.
 * `leave`: whoever takes it over next shall carry it out.
 */
export async function startRun(
  deps: SyncDeps,
  connection_id: string,
  request: SyncRequest,
  options: { leave?: boolean; tell?: Tell } = {},
): Promise<Run> {
  const db = deps.db.kysely;
  const connection = await usableConnection(deps, connection_id);
  const now = deps.clock.now();
  const lease_until = new Date(now.getTime() + (options.leave ? 0 : deps.lease_ms)).toISOString();
  if (request.mode !== "record") {
    const running = await readRunningRun(db, connection);
    if (running) {
      const taken = await told(deps, options.tell, (trx) => takeOver(trx, running, now.toISOString(), lease_until));
      if (taken) return taken;
      throw new SyncRefused("a sync of this connection is under way; it can be taken over once its worker has been silent for a while");
    }
  }
  const { settings } = await readSettings(db, connection);
  const marks = await readMarks(db, connection);
  const mode =
    request.mode === "record" ? "record" : chooseMode(request.mode, { ...connection, oldest_success: marks.oldest_success }, now);
  const plan = (as: RunMode) => planListings(deps.connectors[connection.provider], as, settings, marks.read_through, now);
  const listings = request.mode === "record" ? plan("full").filter(({ kind }) => request.kind === "staff" && kind === "staff") : plan(mode);
  const row = {
    firm_id: connection.firm_id,
    run_id: newId(deps.clock),
    connection_id,
    mode,
    trigger: request.trigger,
    target_kind: request.mode === "record" ? request.kind : null,
    target_id: request.mode === "record" ? (request.kind === "staff" ? ALL : request.id) : null,
    started_at: now.toISOString(),
    contacts_before: await countRecords(db, connection, "contact"),
    lease_until,
  } as const;
  const run = await told(deps, options.tell, (trx) => createRun(trx, row, listings));
  if (!run) throw new SyncRefused("a sync of this connection has just been started elsewhere");
  if (mode === "first") await inheritListings(db, run);
  crashPoint("run:started");
  return run;
}

/** Where somebody asked for the run, the audit log is told in the same transaction. */
async function told(deps: SyncDeps, tell: Tell | undefined, work: (db: Kysely<Tables>) => Promise<Run | null>): Promise<Run | null> {
  if (!tell) return work(deps.db.kysely);
  return deps.db.transaction(async (trx) => {
    const run = await work(trx);
    if (run) await tell(trx);
    return run;
  });
}

async function usableConnection(deps: SyncDeps, connection_id: string): Promise<ConnectionForSync> {
  const connection = await readConnection(deps.db.kysely, connection_id);
  if (!connection) throw new SyncRefused("there is no such connection");
  if (connection.state !== "connected") throw new SyncRefused("this connection is disconnected; connect it again first");
  return connection;
}

export type RunEnd = "succeeded" | "held" | "failed";

/**
 * Carries a run to its end. Throws only LostRun; a failure is written into the run with what to do about it. Where `pause` asks for it
 * (with a RunPaused), the page in hand is stored, the lease given back, and the next worker goes on from there.
 */
export async function executeRun(deps: SyncDeps, run: Run): Promise<RunEnd>;
export async function executeRun(deps: SyncDeps, run: Run, pause: AbortSignal): Promise<RunEnd | "paused">;
export async function executeRun(deps: SyncDeps, run: Run, pause?: AbortSignal): Promise<RunEnd | "paused"> {
  const connection = await usableConnection(deps, run.connection_id);
  const { settings } = await readSettings(deps.db.kysely, connection);
  const worker = await RunWorker.open(deps, run, connection, settings, pause);
  try {
    if (run.mode === "record" && run.target_kind !== "staff") await readTarget(worker);
    else await readAll(worker);
    if (run.mode === "full") await phase(worker, "checking", () => checkAbsent(worker));
    if (run.mode !== "record") await lookAgain(worker);
    const held = await decideRun(worker);
    await phase(worker, "projecting", () =>
      worker.alive(
        project(
          { db: deps.db, mapper: worker.connector.mapper, clock: deps.clock },
          connection,
          { kind: "run", id: run.run_id },
          { pause: worker.pause },
        ),
      ),
    );
    return await finish(worker, held ? "held" : "succeeded");
  } catch (error) {
    if (error instanceof LostRun) throw error;
    if (error instanceof RunPaused) {
      await giveBack(deps.db.kysely, run, worker.now());
      return "paused";
    }
    deps.log.error({ err: error, run_id: run.run_id }, "a sync run failed");
    return fail(worker, error);
  }
}

async function phase(worker: RunWorker, name: string, work: () => Promise<void>): Promise<void> {
  await worker.commit(async () => {}, name);
  await work();
}

async function finish(worker: RunWorker, state: "succeeded" | "held"): Promise<RunEnd> {
  crashPoint("run:before_finish");
  const { run } = worker;
  const counts = await countContacts(worker.deps.db.kysely, run);
  const marks = run.mode === "record" ? [] : await newMarks(worker);
  await worker.commit(async (trx) => {
    const now = worker.now();
    await writeMarks(trx, run, marks, now);
    if (run.mode !== "record") await markFirstSynced(trx, run, run.started_at);
    const error = state === "held" ? "this run would have removed, or taken the name or last channel of, unusually many records" : null;
    const remedy = state === "held" ? "look at the held changes; approve them if the provider is right, refuse them if it is not" : null;
    await finishRun(trx, run, { state, finished_at: now, error, remedy, counts });
  });
  crashPoint("run:finished");
  count(worker, state);
  return state;
}

async function fail(worker: RunWorker, error: unknown): Promise<RunEnd> {
  const message = error instanceof Error ? error.message : String(error);
  const counts = await countContacts(worker.deps.db.kysely, worker.run);
  await worker.commit(async (trx) => {
    const remedy = remedyFor(error instanceof VendorError ? error.failure : null);
    await finishRun(trx, worker.run, { state: "failed", finished_at: worker.now(), error: message, remedy, counts });
  });
  count(worker, "failed");
  return "failed";
}

function count({ deps, run, connection }: RunWorker, outcome: RunEnd): void {
  const seconds = (deps.clock.now().getTime() - Date.parse(run.started_at)) / 1000;
  deps.metrics?.run(connection.provider, run.mode, outcome, seconds);
  const { run_id, connection_id, mode, trigger } = run;
  deps.log.info({ run_id, connection_id, mode, trigger, outcome, seconds }, "a sync run ended");
}

/** Up to which time, by the provider's clock, each kind has now been read: the moment at which its first page was answered. */
async function newMarks(worker: RunWorker): Promise<{ kind: Kind; read_through: string }[]> {
  const listings = await readListings(worker.deps.db.kysely, worker.run);
  const kinds = [...new Set(listings.map((listing) => listing.kind))];
  const marks: { kind: Kind; read_through: string }[] = [];
  for (const kind of kinds) {
    const parts = listings.filter((listing) => listing.kind === kind);
    if (parts.some((part) => part.state !== "done")) continue;
    const told = parts
      .map((part) => part.provider_time)
      .filter((time) => time !== null)
      .sort();
    const read_through = told.length === parts.length ? told[0]! : await newestUpdate(worker.deps.db.kysely, worker.run, kind);
    if (read_through !== null) marks.push({ kind, read_through });
  }
  return marks;
}
