/** Joins the clients' portal: what they come in by, and once a minute what they are told. */
import { senderFor, type MailServerDeps } from "../accounts/mail_server.ts";
import type { Db } from "../db/pool.ts";
import type { Chore } from "../jobs/queue.ts";
import type { Clock } from "../lib/clock.ts";
import type { Config } from "../lib/config.ts";
import { systemFetch } from "../lib/network.ts";
import type { Log } from "../lib/log.ts";
import type { Connector } from "../model/connector.ts";
import type { Provider } from "../model/kinds.ts";
import type { FileSpace } from "../outbox/files.ts";
import type { Outbox } from "../outbox/types.ts";
import type { TextSealer } from "../portal/text_account.ts";
import type { PortalDeps } from "../portal/types.ts";
import { portalTidy, portalWork } from "../portal/work.ts";

export interface PortalJoin {
  config: Config;
  db: Db;
  connectors: Record<Provider, Connector>;
  clock: Clock;
  log: Log;
  outbox: Outbox;
  files: FileSpace;
  mail_server: MailServerDeps;
  sealer: TextSealer;
  deliverMail(): Promise<unknown>;
  inBackground(work: Promise<unknown>): unknown;
  stop: AbortSignal;
}

export function joinPortal(join: PortalJoin): { deps: PortalDeps; chores: Chore[] } {
  const { config, db, connectors, clock, log, outbox, files, stop } = join;
  const deps: PortalDeps = {
    ...{ db, clock, log, outbox, files, connectors, url: config.url },
    mailer: (firm_id) => senderFor(db.kysely, join.mail_server, firm_id),
    texting: { sealer: join.sealer, provider_url: config.twilio_url, fetch: systemFetch },
    deliverMail: () => void join.inBackground(join.deliverMail()),
    inBackground: (work) => void join.inBackground(work),
  };
  return {
    deps,
    chores: [
      { name: "portal", cron: "* * * * *", run: () => portalWork(deps, { stop }) },
      { name: "portal-tidy", cron: "41 * * * *", run: () => portalTidy(deps) },
    ],
  };
}
