/**
 * Chores on pg-boss, on the same database in a schema of its own: what is to be looked at every so often, by one process of all, and single
 * jobs that are retried by themselves. A job says where to look, never what to do: a lost or doubled one harms nothing.
 */
import { PgBoss } from "pg-boss";
import type { Log } from "../lib/log.ts";
import { WORKER_NAME } from "./store_plans.ts";

export interface Chore {
  /** Name of its queue. */
  name: string;
  /** When it is due, in cron's words, UTC. */
  cron: string;
  run(): Promise<void>;
}

export interface Errand<T> {
  name: string;
  /** Seconds until the first retry; doubled each time. */
  retry_s: number;
  run(about: T): Promise<void>;
}

export interface Queue {
  /** Sends errands; of one key one is waiting or at work, and one is sent in each slot of `quiet_s` seconds, counted from 1970. */
  send<T extends object>(errand: Errand<T>, errands: { key: string; about: T }[], quiet_s: number): Promise<void>;
  stop(): Promise<void>;
}

/** A dead worker's job is given to another after so many seconds; pg-boss takes no less. */
const HEARTBEAT_S = 10;
const POLL_S = 2;
const STOP_MS = 10_000;

export async function openQueue(input: {
  url: string;
  log: Log;
  chores: readonly Chore[];
  errands: readonly Errand<never>[];
}): Promise<Queue> {
  const { url, log } = input;
  // Migrations of its own: advisory locks let any number of processes start at once. It never sees our pool's type parsers.
  const boss = new PgBoss({
    connectionString: url,
    schema: "pgboss",
    application_name: WORKER_NAME,
    max: 3,
    superviseIntervalSeconds: 15,
  });
  let stopped = false;
  boss.on("error", (error) => stopped || log.warn({ err: error }, "the job queue met an error"));
  await boss.start();
  for (const { name, cron, run } of input.chores) {
    // `exclusive`: at most one is waiting or at work, however many processes there are.
    await boss.createQueue(name, { policy: "exclusive", retryLimit: 0, heartbeatSeconds: HEARTBEAT_S, deleteAfterSeconds: 3600 });
    await boss.work(name, { pollingIntervalSeconds: POLL_S }, () => run());
    await boss.schedule(name, cron);
  }
  for (const { name, retry_s, run } of input.errands) {
    const retries = { retryLimit: 4, retryDelay: retry_s, retryBackoff: true };
    await boss.createQueue(name, { policy: "exclusive", ...retries, heartbeatSeconds: HEARTBEAT_S, deleteAfterSeconds: 3600 });
    await boss.work<never>(name, { pollingIntervalSeconds: POLL_S }, async ([job]) => {
      if (job) await run(job.data);
    });
  }
  return {
    async send(errand, errands, quiet_s) {
      await boss.insert(
        errand.name,
        errands.map(({ key, about }) => ({ data: about, singletonKey: key, singletonSeconds: quiet_s })),
      );
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: STOP_MS, close: true });
      stopped = true;
    },
  };
}
