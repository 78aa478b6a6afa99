/**
 * Tells the firm's admins by e-mail when a connection expires, turns blind or dies (B-CON-5). A finding is its kind and since when it
 * holds: it is told once, and again when it comes anew. The ledger and the letters are written in one transaction.
 */
import { queueMail } from "../accounts/store_mail.ts";
import { healthOf, type Health } from "../connections/health.ts";
import { listConnectionRows, listMembers, type ConnectionRow } from "../connections/store_lists.ts";
import type { Db } from "../db/pool.ts";
import type { Letter } from "../lib/mail.ts";
import { PROVIDER_NAMES } from "../model/kinds.ts";
import { insertNotice, type NoticeKind } from "./store_notices.ts";

export interface Notice {
  kind: NoticeKind;
  since: string;
}

/** What of a connection's health admins are told by mail; the rest can wait until somebody looks. */
export function noticeOf({ health, since }: Pick<Health, "health" | "since">): Notice | null {
  if (since === null) return null;
  return health === "expiring" || health === "blind" || health === "disconnected" ? { kind: health, since } : null;
}

const SUBJECTS: Record<NoticeKind, (name: string) => string> = {
  expiring: (name) => `Privity's access to ${name} is about to end`,
  blind: (name) => `Privity holds unusually many changes from ${name}`,
  disconnected: (name) => `Privity has lost its access to ${name}`,
};

const PAGES: Record<NoticeKind, string> = { expiring: "/connections", blind: "/attention", disconnected: "/connections" };

export function noticeLetter(
  to: string,
  connection: Pick<ConnectionRow, "provider" | "account_name">,
  notice: Notice,
  health: Pick<Health, "detail" | "remedy">,
  url: string,
): Letter {
  const words = [health.detail, health.remedy].filter(Boolean).join("\n\n");
  return {
    to,
    subject: SUBJECTS[notice.kind](`${connection.account_name} (${PROVIDER_NAMES[connection.provider]})`),
    text: `${words}\n\nSince ${notice.since.slice(0, 16).replace("T", " ")} UTC. Nothing that was synced is lost.\n\n${url}${PAGES[notice.kind]}\n`,
  };
}

/** Looks at the firm's connections and tells what has not been told; gives how many letters wait to be sent. */
export async function tellAdmins(db: Db, firm_id: string, now: Date, url: string): Promise<number> {
  let letters = 0;
  for (const connection of await listConnectionRows(db.kysely, firm_id)) {
    // None of the three findings comes from the runs.
    const health = healthOf({ ...connection, succeeded_at: null, last_error: null, refused: [], probe: null, now });
    // Whoever ended it on purpose knows.
    const notice = connection.ended_by === null ? noticeOf(health) : null;
    if (notice) letters += await tell(db, connection, notice, health, now, url);
  }
  return letters;
}

async function tell(db: Db, connection: ConnectionRow, notice: Notice, health: Health, now: Date, url: string): Promise<number> {
  const admins = (await listMembers(db.kysely, connection.firm_id)).filter((member) => member.active && member.role === "admin");
  return db.transaction(async (trx) => {
    if (!(await insertNotice(trx, connection, notice, now.toISOString()))) return 0;
    for (const { email } of admins) await queueMail(trx, connection.firm_id, noticeLetter(email, connection, notice, health, url));
    return admins.length;
  });
}
