/** Joins the outgoing mail: what waits is sent every minute, and admins are told what they have to know (B-CON-5). */
import { deliverMail, type MailingDeps } from "../accounts/mailing.ts";
import type { Sealer } from "../accounts/mail_server.ts";
import { listFirms } from "../accounts/store_firms.ts";
import type { Db } from "../db/pool.ts";
import type { Chore } from "../jobs/queue.ts";
import type { Clock } from "../lib/clock.ts";
import type { Config } from "../lib/config.ts";
import type { Log } from "../lib/log.ts";
import { tellAdmins } from "../sync/notices.ts";

export interface Mailing {
  deps: MailingDeps;
  deliver(): Promise<unknown>;
  /** Writes what each of these firms' admins have to be told, and sends it. */
  notify(firms: readonly { firm_id: string }[]): Promise<void>;
  chores: Chore[];
}

export function joinMailing(join: { config: Config; db: Db; sealer: Sealer; clock: Clock; log: Log }): Mailing {
  const { config, db, sealer, clock, log } = join;
  const deps: MailingDeps = { db, clock, log, server: { sealer, installed: config.mail, allow_local: config.allow_local_webhooks } };
  const deliver = () => deliverMail(deps);
  const notify = async (firms: readonly { firm_id: string }[]): Promise<void> => {
    let letters = 0;
    for (const { firm_id } of firms) letters += await tellAdmins(db, firm_id, clock.now(), config.url);
    if (letters > 0) await deliver();
  };
  const chores: Chore[] = [
    { name: "mail", cron: "* * * * *", run: async () => void (await deliver()) },
    { name: "notices", cron: "* * * * *", run: async () => notify(await listFirms(db.kysely)) },
  ];
  return { deps, deliver, notify, chores };
}
