/** A worker of its own that may die at a named place: one round of the portal over a real mail server. */
import { connectors } from "../connectors/index.ts";
import { connect } from "../db/pool.ts";
import { systemClock } from "../lib/clock.ts";
import { armCrashPoint, type CrashPoint } from "../lib/crash_point.ts";
import { createLog } from "../lib/log.ts";
import { createSendMail } from "../lib/mail.ts";
import { Secret } from "../lib/secret.ts";
import { fileSpace } from "../outbox/files.ts";
import { createOutbox } from "../outbox/outbox.ts";
import { portalWork } from "./work.ts";

export interface Errand {
  url: string;
  backend: "embedded" | "server";
  smtp_url: string;
  now: string;
  lease_ms: number;
  crash: CrashPoint | null;
}

async function carryOut({ url, backend, smtp_url, now, lease_ms, crash }: Errand): Promise<void> {
  const db = await connect(url, { max: 6 }, backend);
  const clock = { now: () => new Date(now), sleep: systemClock.sleep };
  const log = createLog({ log_level: "silent" });
  if (crash) armCrashPoint(crash);
  const outbox = createOutbox({
    ...{ db, providers: connectors, clock, log },
    session: () => Promise.reject(new Error("nothing is written here")),
    random: () => 0.5,
    open_file: () => {
      throw new Error("there are no files here");
    },
    ready: async () => {},
  });
  const send = createSendMail({ smtp_url: new Secret(smtp_url), from: "Marsh Law <mail@marsh.example>" });
  await portalWork(
    {
      ...{ db, clock, log, outbox, connectors, url: "https://portal.marsh.example", files: fileSpace({ data_dir: "nowhere", max_file_bytes: 0, s3: null }) },
      mailer: async () => send,
      deliverMail: () => {},
      inBackground: () => {},
    },
    { lease_ms },
  );
  await db.close();
}

process.once("message", (errand: Errand) => {
  void carryOut(errand).then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(String(error));
      process.exit(1);
    },
  );
});
