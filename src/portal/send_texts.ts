/**
 * Sends texts. What is to leave is committed before its request, with everything asked once more in the same transaction. One whose sender died, or
 * whose answer was lost, may have been sent: the provider is asked whether it has it, and where that does not say so a member looks. It is
 * never repeated by itself.
 */
import { readSettings } from "../connections/store_settings.ts";
import { listAccounts } from "../automations/store_candidates.ts";
import { crashPoint } from "../lib/crash_point.ts";
import { TextFailure } from "../texting/provider.ts";
import { isDeadEnd, STOPPED } from "../texting/twilio_words.ts";
import { nextTold, preferencesOf } from "./preferences.ts";
import { readTold } from "./store_notices.ts";
import { readTextAccount } from "./store_text_account.ts";
import * as store from "./store_texts.ts";
import { readHaver, readNumbers, setTrouble, stopNumber } from "./store_texts_in.ts";
import { tellTexts } from "./tell_texts.ts";
import { providerOf, statusUrl } from "./text_account.ts";
import { finishNotice } from "./text_notices.ts";
import { tellWriter } from "./text_letters.ts";
import { textableOf } from "./text_numbers.ts";
import { wordsOf } from "./text_words.ts";
import type { PortalDb, PortalDeps } from "./types.ts";

/** Clearly longer than the provider is waited for. */
const LEASE_MS = 60_000;
const LOOK_AGAIN_MS = 15 * 60_000;
const FIRST_PAUSE_MS = 60_000;
/** Later it is no news, and no answer to what was asked. */
const GIVE_UP_MS = 3 * 24 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
/** What goes by itself, to one number within a day. */
const MOST_NOTICES = 6;

export interface SendTexts {
  stop?: AbortSignal;
  lease_ms?: number;
  /** That one alone. */
  text_id?: string;
}

/** Until nothing is due; gives how many left. */
export async function sendTexts(deps: PortalDeps, { stop, lease_ms = LEASE_MS, text_id }: SendTexts = {}): Promise<number> {
  while (await deps.db.transaction((trx) => reviewLost(deps, trx)));
  let sent = 0;
  const stopped = () => stop?.aborted === true;
  while (!stopped()) {
    const claimed = await deps.db.transaction((trx) => claim(deps, trx, lease_ms, text_id ?? null));
    if (claimed === "nothing") break;
    if (claimed === null) continue;
    crashPoint("text:claimed");
    if (await leave(deps, claimed)) sent += 1;
  }
  await tellTexts(deps, text_id ?? null);
  return sent;
}

async function reviewLost(deps: PortalDeps, trx: PortalDb): Promise<boolean> {
  const text = await store.lockLostText(trx);
  return text !== null && settleClaimed(deps, trx, text, { state: "needs_review", reason: "unknown" }, deps.clock.now().toISOString());
}

/** The next that is due; null where it may not leave now, with why kept. */
async function claim(deps: PortalDeps, trx: PortalDb, lease_ms: number, text_id: string | null): Promise<store.TextOut | "nothing" | null> {
  const now = deps.clock.now();
  const at = now.toISOString();
  const text = await store.lockDueText(trx, at, text_id);
  if (text === null) return "nothing";
  const stays = await staysFor(trx, text, now);
  if (stays === null) return store.claimText(trx, text, { at, lease_ms });
  const late = stays.state === "queued" && now.getTime() - Date.parse(text.created_at) > GIVE_UP_MS;
  await settleClaimed(deps, trx, text, late ? { state: "failed", reason: "too_late" } : stays, at);
  return null;
}

/** Why it does not leave now; null: it does. */
async function staysFor(trx: PortalDb, text: store.TextOut, now: Date): Promise<store.TextMove | null> {
  const later = (reason: string, until: Date): store.TextMove => ({ state: "queued", reason, due_at: until.toISOString() });
  const account = (await listAccounts(trx, text.firm_id)).find((one) => one.connection_id === text.connection_id);
  const haver = await readHaver(trx, text);
  if (!account || haver === null) return { state: "failed", reason: "not_in" };
  const { settings } = await readSettings(trx, text);
  if (!textableOf(haver, settings.contacts.country).some((one) => one.number === text.number))
    return { state: "failed", reason: "number_gone" };
  const [standing] = await readNumbers(trx, text.firm_id, [text.number]);
  if (standing?.stopped_at) return { state: "cancelled", reason: "stopped" };
  if (!(await readTextAccount(trx, text.firm_id))?.sending) return later("texts_off", new Date(now.getTime() + LOOK_AGAIN_MS));
  const access = (await readTold(trx, text))?.access;
  const preferences = preferencesOf(access?.preferences ?? {});
  if (text.purpose === "notice") {
    // It may have waited for a day.
    if (access?.state !== "active" || !preferences.text) return { state: "cancelled", reason: "switched_off" };
    const { count, first } = await store.lateNotices(trx, text, new Date(now.getTime() - DAY_MS).toISOString());
    return count < MOST_NOTICES ? null : later("text_cap", new Date(Date.parse(first!) + DAY_MS));
  }
  if (text.at_once) return null;
  const open = nextTold(preferences.quiet, null, account.time_zone, now);
  return open !== null && open > now ? later("quiet", open) : null;
}

/** Under the fence of its claim, together with the notice that it carries. */
export async function settleClaimed(
  deps: Pick<PortalDeps, "clock" | "url">,
  trx: PortalDb,
  text: store.TextOut,
  to: store.TextMove,
  at: string,
): Promise<boolean> {
  if (!(await store.moveText(trx, text, to, at))) return false;
  const { state, reason = null, error = null } = to;
  await finishNotice(trx, { ...text, state, reason, error }, at);
  const why = wordsOf({ state, reason, code: to.code ?? null }) ?? "";
  if (state === "failed" || state === "cancelled") await tellWriter(trx, deps, text, "not_sent", why);
  if (state === "needs_review") await tellWriter(trx, deps, text, "unknown", why);
  return true;
}

async function leave(deps: PortalDeps, text: store.TextOut): Promise<boolean> {
  let to: store.TextMove;
  try {
    to = await send(deps, text);
  } catch (error) {
    to = afterFailure(deps, text, error);
    deps.log.warn({ text_id: text.text_id, attempt: text.attempt, state: to.state, code: to.code }, "a text was not taken by the provider");
  }
  crashPoint("text:answered");
  const at = deps.clock.now().toISOString();
  await deps.db.transaction(async (trx) => {
    if (!(await settleClaimed(deps, trx, text, to, at))) return;
    if (to.code === STOPPED) await stopNumber(trx, text, { word: null, at });
    if (isDeadEnd(to.code ?? null)) await setTrouble(trx, text, { code: to.code!, at });
  });
  if (to.state !== "sent") deps.deliverMail();
  crashPoint("text:settled");
  return to.state === "sent";
}

async function send(deps: PortalDeps, text: store.TextOut): Promise<store.TextMove> {
  const row = await readTextAccount(deps.db.kysely, text.firm_id);
  // It was switched off a moment ago.
  if (!row?.sending)
    return { state: "queued", reason: "texts_off", due_at: new Date(deps.clock.now().getTime() + LOOK_AGAIN_MS).toISOString() };
  const provider = await providerOf(deps.texting, row).catch((error: unknown) => {
    // Nothing was said yet.
    throw new TextFailure("later", error instanceof Error ? error.message : String(error));
  });
  const { sid } = await provider.send({ to: text.number, body: text.body, status_url: statusUrl(deps.url, row, text.text_id) });
  return { state: "sent", sid };
}

function afterFailure(deps: PortalDeps, text: store.TextOut, failure: unknown): store.TextMove {
  if (!(failure instanceof TextFailure)) return { state: "needs_review", reason: "unknown", error: String(failure).slice(0, 500) };
  const { meaning, code, message: error, retry_after_ms } = failure;
  if (meaning === "unknown") return { state: "needs_review", reason: "unknown", code, error };
  const now = deps.clock.now().getTime();
  if (meaning === "refused") return { state: "failed", reason: code === STOPPED ? "stopped" : "refused", code, error };
  if (now - Date.parse(text.created_at) > GIVE_UP_MS) return { state: "failed", reason: "too_late", code, error };
  const pause = retry_after_ms ?? Math.min(FIRST_PAUSE_MS * 2 ** Math.min(text.attempt - 1, 9), 6 * 3_600_000);
  return { state: "queued", reason: code === null ? "unreachable" : "busy", due_at: new Date(now + pause).toISOString(), code, error };
}
