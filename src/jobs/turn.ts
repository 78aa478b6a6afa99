/** What a turn does. A lane only says where to look: what there is to do stands in the rows of runs, settings and the mirror. */
import { readSettings } from "../connections/store_settings.ts";
import { project } from "../projection/driver.ts";
import type { SyncDeps } from "../sync/deps.ts";
import { plannedMode } from "../sync/due.ts";
import { executeRun, startRun, SyncRefused } from "../sync/run.ts";
import { readConnection } from "../sync/store_connection.ts";
import { LostRun, readWaitingRecordRun, takeOver } from "../sync/store_runs.ts";
import { RunPaused } from "../sync/worker.ts";
import type { OutboxDeps } from "../outbox/deps.ts";
import { hasWaiting } from "../outbox/store_claim.ts";
import { writeTurn } from "../outbox/turn.ts";
import type { Lane, Outcome } from "./lanes.ts";
import { planNext, planRetry, type Every } from "./plan.ts";
import { readPlan } from "./store_plans.ts";

export interface TurnDeps {
  sync: SyncDeps;
  outbox: OutboxDeps;
  every: Every;
}

export type Turn = (lane: Lane, pause: AbortSignal) => Promise<Outcome>;

/** How soon a lane looks again at a run that somebody else is at (the command line reads by itself). */
const ELSEWHERE_MS = 5_000;

export const turnOf =
  (deps: TurnDeps): Turn =>
  async (lane, pause) => {
    try {
      if (lane.kind === "write") return await writingTurn(deps, lane, pause);
      const outcome = await readingTurn(deps, lane, pause);
      // A contact may have come, gone or left the segment: what waits for it, or must not go out any more, is looked at.
      if (await hasWaiting(deps.sync.db.kysely, lane)) await deps.outbox.ready(lane);
      return outcome;
    } catch (error) {
      if (error instanceof RunPaused || error instanceof LostRun) return again(lane);
      throw error;
    }
  };

function readingTurn(deps: TurnDeps, lane: Lane, pause: AbortSignal): Promise<Outcome> {
  if (lane.kind === "sync") return syncTurn(deps, lane, pause);
  if (lane.kind === "record") return recordTurn(deps, lane, pause);
  return projectionTurn(deps, lane, pause);
}

async function writingTurn({ outbox }: TurnDeps, lane: Lane, pause: AbortSignal): Promise<Outcome> {
  const { again: more, due_at } = await writeTurn(outbox, lane, pause);
  return more ? again(lane) : { ...idle(lane), due_at, rank: 0 };
}

const again = (lane: Lane): Outcome => ({ again: true, due_at: null, planned_from: null, rank: lane.rank, failures: lane.failures });
const idle = (lane: Lane): Outcome => ({ again: false, due_at: null, planned_from: null, rank: lane.rank, failures: 0 });

async function syncTurn({ sync, every }: TurnDeps, lane: Lane, pause: AbortSignal): Promise<Outcome> {
  const db = sync.db.kysely;
  const before = await readPlan(db, lane);
  // Once it is connected again, it is planned anew.
  if (before?.state !== "connected") return { ...idle(lane), planned_from: "" };
  const mode = plannedMode(before.cadence, before.last_full_at, sync.clock.now());
  const end = await startRun(sync, lane.connection_id, { mode, trigger: "schedule" })
    .then((run) => executeRun(sync, run, pause))
    .catch((error: unknown) => {
      if (error instanceof SyncRefused) return "elsewhere" as const;
      throw error;
    });
  if (end === "paused") return again(lane);
  const now = sync.clock.now();
  if (end === "elsewhere") return { ...idle(lane), due_at: new Date(now.getTime() + ELSEWHERE_MS), failures: lane.failures };
  const row = await readPlan(db, lane);
  if (row?.state !== "connected") return { ...idle(lane), planned_from: "" };
  const failures = end === "failed" ? lane.failures + 1 : 0;
  return { again: false, failures, ...(failures === 0 ? planNext(row, every, now) : planRetry(row, every, failures, now)) };
}

async function recordTurn({ sync }: TurnDeps, lane: Lane, pause: AbortSignal): Promise<Outcome> {
  const now = sync.clock.now();
  const waiting = await readWaitingRecordRun(sync.db.kysely, lane, now.toISOString());
  if (!waiting) return idle(lane);
  const lease_until = new Date(now.getTime() + sync.lease_ms).toISOString();
  const run = await takeOver(sync.db.kysely, waiting, now.toISOString(), lease_until);
  if (run) {
    await executeRun(sync, run, pause).catch((error: unknown) => {
      // Disconnected meanwhile: it stays as it is, and is read once connected again.
      if (!(error instanceof SyncRefused)) throw error;
    });
    const connection = await readConnection(sync.db.kysely, lane.connection_id);
    if (connection?.state !== "connected") return idle(lane);
  }
  return again(lane);
}

async function projectionTurn({ sync }: TurnDeps, lane: Lane, pause: AbortSignal): Promise<Outcome> {
  const connection = await readConnection(sync.db.kysely, lane.connection_id);
  if (!connection) return idle(lane);
  const { version } = await readSettings(sync.db.kysely, connection);
  const { mapper } = sync.connectors[connection.provider];
  await project({ db: sync.db, mapper, clock: sync.clock }, connection, { kind: "settings", id: String(version) }, { pause });
  return idle(lane);
}
