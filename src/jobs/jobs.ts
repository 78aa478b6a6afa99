/** The room's door: ask for a run, have the projection brought up to date, and work. */
import type { Tell } from "../accounts/store_audit.ts";
import type { Run } from "../sync/store_runs.ts";
import { startRun, type SyncRequest } from "../sync/run.ts";
import type { Owner } from "../mirror/store.ts";
import { dueGrants, keepAliveErrand, QUIET_S, type KeepAliveDeps } from "./keep_alive.ts";
import { openQueue, type Chore, type Queue } from "./queue.ts";
import { schedule } from "./schedule.ts";
import { makeReady } from "./store.ts";
import { turnOf, type TurnDeps } from "./turn.ts";
import { startWorker, workerDefaults, type Worker, type WorkerOptions } from "./worker.ts";

export interface JobsDeps extends TurnDeps {
  tokens: KeepAliveDeps["tokens"];
  /** What other rooms want done every so often, by one process of all. */
  chores: readonly Chore[];
  /** Done before the first turn. */
  begin?: () => Promise<void>;
}

export interface Jobs {
  /** Has a run carried out as soon as a worker is free, before whatever nobody waits for. Throws SyncRefused. */
  ask(connection_id: string, request: SyncRequest, tell?: Tell): Promise<Run>;
  /** Has the projection of a connection brought up to date. */
  project(owner: Owner): Promise<void>;
  /** Has what is due to be written to a connection's provider sent at once. */
  write(owner: Owner): Promise<void>;
  /** Plans what is new at once, instead of within a minute. */
  schedule(): Promise<void>;
  /** Works until it is stopped. */
  work(options?: Partial<WorkerOptions>): Promise<Working>;
}

export interface Working {
  stop(): Promise<void>;
}

export function createJobs(deps: JobsDeps): Jobs {
  const { db } = deps.sync;
  let worker: Worker | null = null;
  const jobs: Jobs = {
    async ask(connection_id, request, tell) {
      const run = await startRun(deps.sync, connection_id, request, { leave: true, ...(tell ? { tell } : {}) });
      await makeReady(db.kysely, run, request.mode === "record" ? "record" : "sync", 0);
      worker?.wake();
      return run;
    },
    async project(owner) {
      await makeReady(db.kysely, owner, "projection", 0);
      worker?.wake();
    },
    async write({ firm_id, connection_id }) {
      await makeReady(db.kysely, { firm_id, connection_id }, "write", 0);
      worker?.wake();
    },
    async schedule() {
      await schedule(deps);
      worker?.wake();
    },
    async work(options) {
      await deps.begin?.();
      const queue = await openChores(deps, jobs);
      await jobs.schedule();
      const { clock, log } = deps.sync;
      worker = startWorker({ db, clock, log, turn: turnOf(deps) }, { ...workerDefaults, ...options });
      return {
        async stop() {
          await Promise.all([worker?.stop(), queue.stop()]);
          worker = null;
        },
      };
    },
  };
  return jobs;
}

function openChores(deps: JobsDeps, jobs: Jobs): Promise<Queue> {
  const { db, clock, log } = deps.sync;
  const keep_alive = keepAliveErrand({ db, clock, tokens: deps.tokens });
  const opened = Promise.withResolvers<Queue>();
  const chores: Chore[] = [
    { name: "schedule", cron: "* * * * *", run: () => jobs.schedule() },
    {
      name: "tokens",
      cron: "* * * * *",
      async run() {
        const due = await dueGrants({ db, clock });
        const errands = due.map(({ connection_id }) => ({ key: connection_id, about: { connection_id } }));
        if (errands.length > 0) await (await opened.promise).send(keep_alive, errands, QUIET_S);
      },
    },
    ...deps.chores,
  ];
  openQueue({ url: db.url, log, chores, errands: [keep_alive] }).then(opened.resolve, opened.reject);
  return opened.promise;
}
