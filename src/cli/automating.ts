/** Joins automations: once a minute it is looked what has become true, what is due is done, and e-mails leave. */
import { fromFor, senderFor, type MailServerDeps } from "../accounts/mail_server.ts";
import type { AutomationDeps } from "../automations/deps.ts";
import { unsubscribeUrl } from "../automations/unsubscribe.ts";
import { work } from "../automations/work.ts";
import type { Db } from "../db/pool.ts";
import type { Chore } from "../jobs/queue.ts";
import type { Clock } from "../lib/clock.ts";
import type { Config } from "../lib/config.ts";
import type { Log } from "../lib/log.ts";
import type { Secret } from "../lib/secret.ts";
import type { Connector } from "../model/connector.ts";
import type { Provider } from "../model/kinds.ts";
import type { Outbox } from "../outbox/types.ts";

export interface AutomatingDeps {
  config: Config;
  db: Db;
  connectors: Record<Provider, Connector>;
  clock: Clock;
  log: Log;
  outbox: Outbox;
  mail_server: MailServerDeps;
  /** Seals who unsubscribes. */
  unsubscribe_key: Secret;
  stop: AbortSignal;
}

export interface Automating {
  /** One round for a firm, for somebody who waits. */
  soon(firm_id: string): Promise<void>;
  chores: Chore[];
}

export function joinAutomating(join: AutomatingDeps): Automating {
  const { config, db, connectors, clock, log, outbox, mail_server, stop } = join;
  const deps: AutomationDeps = {
    ...{ db, clock, log, outbox, providers: connectors },
    mail: {
      from: (reader, firm_id) => fromFor(reader, mail_server, firm_id),
      sender: (firm_id) => senderFor(db.kysely, mail_server, firm_id),
    },
    unsubscribe_url: (firm_id, address) => unsubscribeUrl(config.url, join.unsubscribe_key, { firm_id, address }),
  };
  return {
    soon: (firm_id) => work(deps, { firm_id, stop }),
    chores: [{ name: "automations", cron: "* * * * *", run: () => work(deps, { stop }) }],
  };
}
