/** Joins the outbox: what writes to the providers, and what looks after it. */
import { randomInt } from "node:crypto";
import { listFirms } from "../accounts/store_firms.ts";
import { holdAfterRestore } from "../automations/restored.ts";
import type { Db } from "../db/pool.ts";
import type { Chore } from "../jobs/queue.ts";
import { within, type Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Metrics } from "../lib/metrics.ts";
import type { Connector } from "../model/connector.ts";
import type { Provider } from "../model/kinds.ts";
import type { OutboxDeps } from "../outbox/deps.ts";
import { openFile, type FileSpace } from "../outbox/files.ts";
import { janitor } from "../outbox/janitor.ts";
import { beginWriting, renewEpoch } from "../outbox/restore.ts";
import { sweepFiles } from "../outbox/sweep.ts";
import { watchOutbox } from "../outbox/watch.ts";
import { holdToldAfterRestore } from "../portal/restored.ts";

const TRY_MS = 5_000;

export interface WritingDeps {
  files: FileSpace;
  db: Db;
  connectors: Record<Provider, Connector>;
  session: OutboxDeps["session"];
  clock: Clock;
  log: Log;
  metrics: Metrics;
  /** Where browsers reach us: letters say so. */
  url: string;
  ready: OutboxDeps["ready"];
}

export interface Writing {
  deps: OutboxDeps;
  /** Once per process, before anything is sent: a database restored from a backup is found out. */
  begin: () => Promise<void>;
  chores: Chore[];
}

export function joinWriting({ files, db, connectors, session, clock, log, metrics, url, ready }: WritingDeps): Writing {
  const { data_dir } = files;
  const deps: OutboxDeps = {
    ...{ db, providers: connectors, session, clock, log, ready },
    random: () => randomInt(1_000_000) / 1_000_000,
    open_file: (file) => openFile(files.storage, file),
  };
  watchOutbox(metrics, db, clock);
  const chores: Chore[] = [
    { name: "janitor", cron: "* * * * *", run: async () => void (await janitor(deps)) },
    { name: "epoch", cron: "*/5 * * * *", run: () => renewEpoch({ db, clock }, data_dir) },
    { name: "files", cron: "17 * * * *", run: () => sweepAll({ db, clock, ...files }, log) },
  ];
  const begin = async () => {
    await tryStorage(files, log);
    await beginWriting(deps, data_dir, async () => {
      await holdAfterRestore({ db, clock });
      await holdToldAfterRestore({ db, clock, url });
    });
  };
  return { deps, begin, chores };
}

/** Whoever starts Privity learns then, and not with a client's first document, that files cannot be kept. Everything else goes on. */
async function tryStorage({ storage }: FileSpace, log: Log): Promise<void> {
  await within(TRY_MS, () => storage.probe()).catch((error: unknown) =>
    log.error({ err: error }, "files cannot be kept: see `privity doctor`"),
  );
}

/** Files that nothing needs any more. Each process sweeps what it received, and where files lie. */
async function sweepAll(deps: Parameters<typeof sweepFiles>[0], log: Log): Promise<void> {
  const firms = await listFirms(deps.db.kysely);
  const swept = await sweepFiles(
    deps,
    firms.map((firm) => firm.firm_id),
  );
  if (swept.uploads + swept.contents > 0) log.info(swept, "files that nothing needed were removed");
}
