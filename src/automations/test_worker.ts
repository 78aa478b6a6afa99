/** A worker of its own that may die at a named place, for tests: it is told by message what to work on, carries out one round, and ends. */
import { connectors } from "../connectors/index.ts";
import { connect, type Db } from "../db/pool.ts";
import { systemClock, type Clock } from "../lib/clock.ts";
import { armCrashPoint, type CrashPoint } from "../lib/crash_point.ts";
import { createLog, type Log } from "../lib/log.ts";
import { createSendMail, type SendMail } from "../lib/mail.ts";
import { Secret } from "../lib/secret.ts";
import { createOutbox } from "../outbox/outbox.ts";
import type { Outbox } from "../outbox/types.ts";

export interface Errand {
  url: string;
  backend: "embedded" | "server";
  smtp_url: string;
  now: string;
  lease_ms: number;
  crash: CrashPoint | null;
}

export interface Worker {
  db: Db;
  clock: Clock;
  log: Log;
  outbox: Outbox;
  /** Through a real mail server, from that address. */
  mail: { send: SendMail; from: string };
  lease_ms: number;
}

async function carryOut(errand: Errand, round: (worker: Worker) => Promise<unknown>): Promise<void> {
  const db = await connect(errand.url, { max: 6 }, errand.backend);
  const clock = { now: () => new Date(errand.now), sleep: systemClock.sleep };
  const log = createLog({ log_level: "silent" });
  const from = "Marsh Law <mail@marsh.example>";
  if (errand.crash) armCrashPoint(errand.crash);
  const outbox = createOutbox({
    ...{ db, providers: connectors, clock, log },
    session: () => Promise.reject(new Error("nothing is written here")),
    random: () => 0.5,
    open_file: () => {
      throw new Error("there are no files here");
    },
    ready: async () => {},
  });
  const send = createSendMail({ smtp_url: new Secret(errand.smtp_url), from });
  await round({ db, clock, log, outbox, mail: { send, from }, lease_ms: errand.lease_ms });
  await db.close();
}

export function onErrand(round: (worker: Worker) => Promise<unknown>): void {
  process.once("message", (errand: Errand) => {
    void carryOut(errand, round).then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(String(error));
        process.exit(1);
      },
    );
  });
}
