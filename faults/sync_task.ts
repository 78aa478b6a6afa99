/** One sync in a process of its own (`child.ts`), which may be killed at a named place. The parent serves the sandbox. */
import { createConnectors } from "../src/connectors/index.ts";
import { connect } from "../src/db/pool.ts";
import { systemClock } from "../src/lib/clock.ts";
import { armCrashPoint, type CrashPoint } from "../src/lib/crash_point.ts";
import { createLog } from "../src/lib/log.ts";
import { unlimited } from "../src/lib/pacer.ts";
import type { SyncDeps } from "../src/sync/deps.ts";
import { executeRun, startRun, SyncRefused, type RunEnd } from "../src/sync/run.ts";
import type { Run } from "../src/sync/store_runs.ts";

export interface ChildTask {
  database: { url: string; backend: "embedded" | "server" };
  connection_id: string;
  sandbox_url: string;
  token: string;
  mode: "incremental" | "full";
  lease_ms: number;
  parallel: number;
  crash: { point: CrashPoint; nth: number } | null;
}

/** What it tells its parent: when it has the run, and how it ended. */
export type ChildNews = { taken: { run_id: string; mode: string } } | { ended: RunEnd } | { threw: string };

export const tell = (news: ChildNews): Promise<void> => new Promise((resolve) => process.send?.(news, () => resolve()));

export async function carryOut(task: ChildTask): Promise<void> {
  const db = await connect(task.database.url, { max: 5 }, task.database.backend);
  const deps: SyncDeps = {
    db,
    connectors: createConnectors({ clio_url: task.sandbox_url, mycase_api_url: task.sandbox_url, mycase_auth_url: task.sandbox_url }),
    session: (connection, on_request) =>
      Promise.resolve({
        region: connection.region,
        tokens: { access_token: () => Promise.resolve(task.token), refresh: () => Promise.reject(new Error("the token is good")) },
        pacer: unlimited,
        fetch,
        clock: systemClock,
        on_request,
        firm_uuid: null,
      }),
    clock: systemClock,
    log: createLog({ log_level: "silent" }),
    lease_ms: task.lease_ms,
    parallel: task.parallel,
  };
  if (task.crash) armCrashPoint(task.crash.point, task.crash.nth);
  const run = await take(deps, task);
  await tell({ taken: { run_id: run.run_id, mode: run.mode } });
  await tell({ ended: await executeRun(deps, run) });
  await db.close();
}

/** As a scheduler would: asks again while the run belongs to a worker that may still live. */
async function take(deps: SyncDeps, task: ChildTask): Promise<Run> {
  for (;;) {
    try {
      return await startRun(deps, task.connection_id, { mode: task.mode, trigger: "faults" });
    } catch (error) {
      if (!(error instanceof SyncRefused)) throw error;
      await systemClock.sleep(50);
    }
  }
}
