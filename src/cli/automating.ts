/** Joins automations: once a minute it is looked what has become true, what is due is done, and e-mails leave. */
import type { AutomationDeps } from "../automations/deps.ts";
import { work } from "../automations/work.ts";
import type { Db } from "../db/pool.ts";
import type { Chore } from "../jobs/queue.ts";
import type { Clock } from "../lib/clock.ts";
import type { Config } from "../lib/config.ts";
import type { Log } from "../lib/log.ts";
import { createSendMail } from "../lib/mail.ts";
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
  stop: AbortSignal;
}

export interface Automating {
  /** One round for a firm, for somebody who waits. */
  soon(firm_id: string): Promise<void>;
  chores: Chore[];
}

export function joinAutomating({ config, db, connectors, clock, log, outbox, stop }: AutomatingDeps): Automating {
  const mail = config.mail && { send: createSendMail(config.mail), from: config.mail.from };
  const deps: AutomationDeps = { ...{ db, clock, log, outbox, mail }, providers: connectors };
  return {
    soon: (firm_id) => work(deps, { firm_id, stop }),
    chores: [{ name: "automations", cron: "* * * * *", run: () => work(deps, { stop }) }],
  };
}
