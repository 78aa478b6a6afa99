/** A person's word: on a batch, on one start, on an e-mail of which nobody knows whether it left. All of it is kept with who said it. */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { newId } from "../lib/ids.ts";
import type { Clock } from "../lib/clock.ts";
import { settled } from "./send.ts";
import { cancelSends, lockSend, moveSend, startOfSend } from "./store_sends.ts";
import { closeBatch, countHeld, decideStarts, lockBatch } from "./store_batches.ts";
import { approveWords, insertStarts, lockStart, moveStart } from "./store_starts.ts";
import type { Account, Automation } from "./types.ts";

type Trx = Kysely<Tables>;

/** What came of it; `not_now`: it stands otherwise by now. */
export type Outcome = "done" | "not_found" | "not_now";

interface Word {
  by: string;
  at: string;
}

/**
 * All that is still held of it, or those named: dismissing some first is trimming. `if_held`: whoever decides about all of it has seen so many.
 * Null: there is no such batch.
 */
export async function decideBatch(
  trx: Trx,
  firm_id: string,
  batch_id: string,
  input: Word & { approve: boolean; start_ids: readonly string[] | null; if_held?: number | null },
): Promise<number | "not_now" | null> {
  if ((await lockBatch(trx, firm_id, batch_id)) === null) return null;
  const { if_held = null, start_ids } = input;
  if (if_held !== null && start_ids === null && (await countHeld(trx, firm_id, batch_id)) !== if_held) return "not_now";
  const decided = await decideStarts(trx, firm_id, batch_id, input);
  if (decided > 0) await closeBatch(trx, firm_id, batch_id, input);
  return decided;
}

/** What only had to be looked at is settled by this; what has to be mended is asked again, and held again where it is not. */
export async function approveStart(trx: Trx, firm_id: string, start_id: string, { by, at }: Word): Promise<Outcome> {
  const start = await lockStart(trx, firm_id, start_id);
  if (!start) return "not_found";
  if (start.state !== "held" && start.state !== "waiting") return "not_now";
  await moveStart(
    trx,
    start,
    { state: "running", reason: "approved", params: { by }, due_at: at, approved_by: by, words_approved: true, by },
    at,
  );
  return "done";
}

export async function dismissStart(trx: Trx, firm_id: string, start_id: string, { by, at }: Word): Promise<Outcome> {
  const start = await lockStart(trx, firm_id, start_id);
  if (!start) return "not_found";
  if (start.state !== "held" && start.state !== "waiting" && start.state !== "running") return "not_now";
  await moveStart(trx, start, { state: "dismissed", reason: "dismissed", params: { by }, by }, at);
  await cancelSends(trx, firm_id, start_id, "dismissed", { by }, at);
  return "done";
}

/** B-AUT-1: for one contact, on record, whatever the ledger says. The guard is asked all the same. */
export async function startByHand(
  trx: Trx,
  clock: Clock,
  account: Account,
  automation: Automation,
  input: Word & { contact_id: string; matter_id: string | null; about: Record<string, string> },
): Promise<string> {
  const start_id = newId(clock);
  const { by, at, contact_id, matter_id, about } = input;
  const { automation_id, version } = automation;
  const row = {
    ...{ start_id, automation_id, version, contact_id, matter_id, about, occasion: `by_hand:${start_id}` },
    ...{ cause: "member", cause_id: null, state: "running" as const, reason: "by_hand" as const, params: { by } },
    ...{ batch_id: null, due_at: at, approved_by: by },
  };
  await insertStarts(trx, account.firm_id, account.provider, [row], at);
  await approveWords(trx, account.firm_id, start_id);
  return start_id;
}

/** Somebody has looked: it arrived, is to be sent again, or is to be left alone. */
export async function resolveSend(
  trx: Trx,
  clock: Clock,
  firm_id: string,
  send_id: string,
  input: Word & { outcome: "sent" | "again" | "drop" },
): Promise<Outcome> {
  const seen = await lockFirst(trx, firm_id, send_id);
  if (!seen) return "not_found";
  const { send, start } = seen;
  const { outcome, by, at } = input;
  if (send.state !== "needs_review" && !(send.state === "failed" && outcome !== "sent")) return "not_now";
  if (outcome === "sent") return (await settled({ clock }, trx, send, { state: "sent" })) ? "done" : "not_now";
  if (outcome === "drop") {
    await moveSend(trx, send, { state: "cancelled", reason: "dismissed", params: { by } }, at);
    await moveStart(trx, start, { state: "stopped", reason: "dismissed", params: { by }, by }, at);
    return "done";
  }
  await moveSend(trx, send, { state: "queued", due_at: at }, at);
  await moveStart(trx, start, { state: "running", reason: "sending", by }, at);
  return "done";
}

/** The start before its e-mail, as everybody locks them. */
async function lockFirst(trx: Trx, firm_id: string, send_id: string) {
  const named = await startOfSend(trx, firm_id, send_id);
  const start = named === null ? null : await lockStart(trx, firm_id, named);
  const send = start === null ? null : await lockSend(trx, firm_id, send_id);
  return start && send ? { start, send } : null;
}
