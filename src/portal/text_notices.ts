/** What somebody is told by text: it is handed to the sender of texts where a letter would leave, and what becomes of it is the notice's end. */
import { readSettings } from "../connections/store_settings.ts";
import { newId } from "../lib/ids.ts";
import { readColleagues } from "./store_inbox.ts";
import { handNotice, lockNotice, moveNotice, type Notice } from "./store_notices.ts";
import { insertText, lockTextsOfNotice, moveText, type TextOut } from "./store_texts.ts";
import type { PortalDb, PortalDeps } from "./types.ts";
import { writerFor } from "./whose.ts";

/** In the transaction that found that it may leave. Each attempt is a text of its own. */
export async function handOver(
  trx: PortalDb,
  deps: Pick<PortalDeps, "clock">,
  notice: Notice,
  { number, body, why }: { number: string; body: string; why: Record<string, string> },
  at: string,
): Promise<void> {
  const { firm_id, connection_id, contact_id, matter_id, notice_id } = notice;
  const of = { firm_id, connection_id, contact_id, matter_id };
  const [colleagues, { settings }] = [await readColleagues(trx, of), await readSettings(trx, of)];
  const member_id = writerFor(colleagues, settings.writeback.on_behalf);
  const by_name = colleagues.find((one) => one.member_id === member_id)?.name ?? "";
  if (member_id === null) return void (await moveNotice(trx, notice, { state: "not_sent", reason: "not_in" }, at));
  const key = `notice ${notice_id} ${notice.attempt + 1}`;
  await insertText(trx, { ...of, text_id: newId(deps.clock), purpose: "notice", notice_id, member_id, by_name, number, body, key }, at);
  await handNotice(trx, notice, { address: number, subject: body, why }, at);
}

/** In the transaction of what became of its text. */
export async function finishNotice(trx: PortalDb, text: TextOut, at: string): Promise<void> {
  if (text.notice_id === null) return;
  const notice = await lockNotice(trx, text.firm_id, text.notice_id);
  if (notice === null || (notice.state !== "sending" && notice.state !== "needs_review")) return;
  const { state, reason, error } = text;
  if (state === "sent" || state === "needs_review") await moveNotice(trx, notice, { state, reason, error }, at);
  if (state === "failed") await moveNotice(trx, notice, { state, reason: "text_refused", error }, at);
  if (state === "cancelled") await moveNotice(trx, notice, { state: "not_sent", reason: reason ?? "dropped" }, at);
}

/** A member's word on a notice is one on its text. */
export async function endTextOf(trx: PortalDb, notice: Notice, sent: boolean, at: string): Promise<void> {
  for (const text of await lockTextsOfNotice(trx, notice))
    await moveText(trx, text, sent ? { state: "sent" } : { state: "cancelled", reason: "dropped" }, at);
}
