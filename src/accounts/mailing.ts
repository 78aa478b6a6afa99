/**
 * Sends the mail that waits. Where neither the firm nor the installation has an SMTP server nothing is taken, and all of it waits for one.
 * A letter that may have left already is sent again under the same Message-ID, by which mailboxes know it; one that must not arrive twice waits
 * for an admin instead (decision 0014).
 */
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { addressOf, judgeMailError, mailTrouble } from "../lib/mail.ts";
import { fromFor, senderFor, type MailServerDeps } from "./mail_server.ts";
import { claimMail, markSent, markUnsent } from "./store_mail.ts";

export interface MailingDeps {
  db: Pick<Db, "kysely">;
  clock: Clock;
  log: Log;
  server: MailServerDeps;
}

const TRIES = 8;
const FIRST_PAUSE_MS = 60_000;

const MAY_HAVE_LEFT = "It may have left: ask whether it came before you send it again.";

/** 1, 2, 4 … minutes: eight tries reach over two hours. */
const pauseAfter = (attempts: number): number => FIRST_PAUSE_MS * 2 ** (attempts - 1);

/** Gives how many were sent. Any number of processes may do this at once. */
export async function deliverMail({ db, clock, log, server }: MailingDeps): Promise<number> {
  const now = clock.now();
  const retryAt = (attempts: number) => new Date(now.getTime() + pauseAfter(attempts)).toISOString();
  const claim = () => claimMail(db.kysely, now.toISOString(), retryAt, server.installed !== null);
  let sent = 0;
  for (let mail = await claim(); mail; mail = await claim()) {
    if (mail.once && mail.doubtful) {
      await markUnsent(db.kysely, mail, `Privity was stopped while it was handed over. ${MAY_HAVE_LEFT}`, true);
      continue;
    }
    try {
      const send = await senderFor(db.kysely, server, mail.firm_id);
      const from = await fromFor(db.kysely, server, mail.firm_id);
      // The firm's own server was removed a moment ago: it waits.
      if (!send || from === null) {
        await markUnsent(db.kysely, mail, "The mail server was removed.", false);
        continue;
      }
      await send({
        message_id: `<${mail.mail_id}@${addressOf(from).split("@").at(-1)}>`,
        to: mail.recipient,
        subject: mail.subject,
        text: mail.body,
        ...(mail.reply_to === null ? {} : { reply_to: mail.reply_to }),
      });
      await markSent(db.kysely, mail, clock.now().toISOString());
      sent += 1;
    } catch (error) {
      const doubtful = mail.once && judgeMailError(error) === "unknown";
      const reason = doubtful ? `${mailTrouble(error)} ${MAY_HAVE_LEFT}` : mailTrouble(error);
      log.warn({ mail_id: mail.mail_id, attempts: mail.attempts, reason }, "a mail was not taken by the SMTP server");
      await markUnsent(db.kysely, mail, reason, doubtful || mail.attempts >= TRIES);
    }
  }
  return sent;
}
