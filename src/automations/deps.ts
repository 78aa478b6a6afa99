/** What automations work with; handed in by the program, so that tests run on a real mail sink and a clock of their own. */
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { SendMail } from "../lib/mail.ts";
import type { Mapper } from "../model/facts.ts";
import type { Provider } from "../model/kinds.ts";
import type { Outbox } from "../outbox/types.ts";

export interface AutomationDeps {
  db: Db;
  clock: Clock;
  log: Log;
  providers: Record<Provider, { mapper: Mapper }>;
  /** Null: no mail server is set up; e-mails wait for one. */
  mail: { send: SendMail; from: string } | null;
  /** What was sent is an activity, and is written back (B-WRB-1). */
  outbox: Pick<Outbox, "logActivity">;
}
