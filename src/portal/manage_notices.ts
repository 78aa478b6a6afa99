/** A member's word on a notice of which nobody knows whether it left, or that was refused. */
import type { By } from "./manage.ts";
import { lockNotice, moveNotice } from "./store_notices.ts";
import { endTextOf } from "./text_notices.ts";
import type { PortalDeps } from "./types.ts";

/** `sent`: it is there. `again`: it is not; it is asked once more whether it may leave, and leaves. `drop`: it is not to. */
export type Word = "sent" | "again" | "drop";

/** False: it is in another state by now, or there is none. */
export async function settleNotice(
  { db }: Pick<PortalDeps, "db">,
  firm_id: string,
  notice_id: string,
  word: Word,
  by: By,
): Promise<boolean> {
  return db.transaction(async (trx) => {
    const notice = await lockNotice(trx, firm_id, notice_id);
    if (notice === null || (notice.state !== "needs_review" && !(notice.state === "failed" && word !== "sent"))) return false;
    if (notice.way === "text") await endTextOf(trx, notice, word === "sent", by.at);
    const to = { sent: "sent", again: "queued", drop: "cancelled" } as const;
    await moveNotice(
      trx,
      notice,
      { state: to[word], reason: word === "drop" ? "dropped" : null, due_at: word === "again" ? by.at : null },
      by.at,
    );
    await by.tell(trx, "portal.notice", notice_id, { word });
    return true;
  });
}
