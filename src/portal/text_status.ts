/** What the provider tells of a text that went: it may come twice and in any order, so only what is further on counts. */
import { OutboxRefused } from "../outbox/types.ts";
import { isDeadEnd, isDelivered, isUndelivered, rankOf, STOPPED, wordsForCode } from "../texting/twilio_words.ts";
import { bodyOf } from "./tell_texts.ts";
import { lockNotice, moveNotice } from "./store_notices.ts";
import { lockText, moveText, setDelivery, type TextOut } from "./store_texts.ts";
import { setTrouble, stopNumber } from "./store_texts_in.ts";
import { finishNotice } from "./text_notices.ts";
import { tellWriter } from "./text_letters.ts";
import type { PortalDb, PortalDeps } from "./types.ts";

export interface TextStatus {
  sid: string;
  status: string;
  code: number | null;
}

export async function takeStatus(deps: PortalDeps, firm_id: string, text_id: string, told: TextStatus): Promise<void> {
  const at = deps.clock.now().toISOString();
  const now = await deps.db.transaction((trx) => keep(deps, trx, firm_id, text_id, told, at));
  deps.deliverMail();
  if (now === null || now.activity_id === null || !isUndelivered(now.delivery)) return;
  // The client's file must not say that they were told.
  await deps.outbox
    .editActivity(firm_id, now.activity_id, { body: bodyOf(now) }, { name: "Twilio", tell: async () => {} })
    .catch((error: unknown) => {
      if (!(error instanceof OutboxRefused)) throw error;
      deps.log.warn({ text_id, reason: error.code }, "that a text did not arrive could not be written back");
    });
}

/** As it is now; null: it says nothing new. */
async function keep(
  deps: PortalDeps,
  trx: PortalDb,
  firm_id: string,
  text_id: string,
  told: TextStatus,
  at: string,
): Promise<TextOut | null> {
  const text = await lockText(trx, firm_id, text_id);
  if (text === null || (text.sid !== null && text.sid !== told.sid)) return null;
  // Whoever is told of has been sent, whatever became of the answer.
  if (text.sid === null && text.state !== "cancelled") {
    await moveText(trx, text, { state: "sent", sid: told.sid }, at);
    await finishNotice(trx, { ...text, state: "sent", reason: null, error: null }, at);
  }
  if (rankOf(told.status) <= rankOf(text.delivery ?? "")) return null;
  await setDelivery(trx, text, { ...told, at });
  if (told.code === STOPPED) await stopNumber(trx, text, { word: null, at });
  if (isDelivered(told.status)) await setTrouble(trx, text, { code: null, at });
  if (isUndelivered(told.status)) await undelivered(deps, trx, text, told.code, at);
  return { ...text, delivery: told.status, delivery_code: told.code };
}

async function undelivered(deps: PortalDeps, trx: PortalDb, text: TextOut, code: number | null, at: string): Promise<void> {
  if (isDeadEnd(code)) await setTrouble(trx, text, { code: code!, at });
  await tellWriter(trx, deps, text, "not_delivered", wordsForCode(code) ?? "The network does not say why.");
  const notice = text.notice_id === null ? null : await lockNotice(trx, text.firm_id, text.notice_id);
  if (notice !== null) await moveNotice(trx, notice, { state: "failed", reason: "text_undelivered", error: wordsForCode(code) }, at);
}
