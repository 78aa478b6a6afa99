/** What automations work with; handed in by the program, so that tests run on a real mail sink and a clock of their own. */
import type { Kysely } from "kysely";
import type { Db } from "../db/pool.ts";
import type { Tables } from "../db/tables.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { SendMail } from "../lib/mail.ts";
import type { Mapper } from "../model/facts.ts";
import type { Provider } from "../model/kinds.ts";
import type { Outbox } from "../outbox/types.ts";

/** The firm's own mail server, else the installation's; null: there is neither, e-mails wait for one. */
export interface Mailer {
  from(db: Kysely<Tables>, firm_id: string): Promise<string | null>;
  sender(firm_id: string): Promise<SendMail | null>;
}

export interface AutomationDeps {
  db: Db;
  clock: Clock;
  log: Log;
  providers: Record<Provider, { mapper: Mapper }>;
  mail: Mailer;
  /** Where a recipient says that they want no more of it. */
  unsubscribe_url(firm_id: string, address: string): string;
  /** What was sent is an activity, and is written back (B-WRB-1). */
  outbox: Pick<Outbox, "logActivity">;
}
