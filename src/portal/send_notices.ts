/**
 * Sends what clients are told. What is to leave is committed before its first byte, with everything asked once more in the same transaction.
 * One whose sender died, or whose connection broke after the text had begun to leave, may be there: a member looks, it is never repeated
 * by itself.
 */
import { houseOf } from "../automations/ledger.ts";
import { readRules } from "../automations/store_automations.ts";
import { listAccounts } from "../automations/store_candidates.ts";
import { readFirmPause, readMatter, readPeople } from "../automations/store_people.ts";
import type { Account } from "../automations/types.ts";
import { readFirm } from "../accounts/store_firms.ts";
import { crashPoint } from "../lib/crash_point.ts";
import { newId } from "../lib/ids.ts";
import { judgeMailError, type Letter } from "../lib/mail.ts";
import { whoseIs } from "./access.ts";
import { noticeLetter, noticeText } from "./letters.ts";
import { replyToOf } from "./messages.ts";
import { mayTell, type Situation, type TextRefusal } from "./may_tell.ts";
import { mattersOf } from "./person.ts";
import { nextTold, preferencesOf, type Preferences } from "./preferences.ts";
import { putAccess, readCandidates } from "./store_access.ts";
import {
  claimNotice,
  lockDueNotice,
  lockLostNotice,
  moveNotice,
  readTold,
  type Notice,
  type NoticeMove,
  type Told,
} from "./store_notices.ts";
import { readTextAccount } from "./store_text_account.ts";
import { handOver } from "./text_notices.ts";
import { readNumbersOf } from "./texts.ts";
import type { PortalDb, PortalDeps } from "./types.ts";

/** Clearly longer than the mail server is waited for. */
const LEASE_MS = 120_000;
const LOOK_AGAIN_MS = 15 * 60_000;
const FIRST_PAUSE_MS = 60_000;
/** Later it is no news. */
const GIVE_UP_MS = 3 * 24 * 3_600_000;

/** Until nothing is due; gives how many left. */
export async function sendNotices(
  deps: PortalDeps,
  { stop, lease_ms = LEASE_MS }: { stop?: AbortSignal; lease_ms?: number } = {},
): Promise<number> {
  while (await deps.db.transaction((trx) => reviewLost(deps, trx)));
  let sent = 0;
  const stopped = () => stop?.aborted === true;
  while (!stopped()) {
    const claimed = await deps.db.transaction((trx) => claim(deps, trx, lease_ms));
    if (claimed === "nothing") break;
    if (claimed === null) continue;
    crashPoint("notice:claimed");
    if (await leave(deps, claimed)) sent += 1;
  }
  return sent;
}

async function reviewLost(deps: PortalDeps, trx: PortalDb): Promise<boolean> {
  const notice = await lockLostNotice(trx);
  return notice !== null && moveNotice(trx, notice, { state: "needs_review", reason: "unknown" }, deps.clock.now().toISOString());
}

interface Claimed {
  notice: Notice;
  letter: Letter;
}

/** The next that is due; null where it may not leave now, with why kept. */
async function claim(deps: PortalDeps, trx: PortalDb, lease_ms: number): Promise<Claimed | "nothing" | null> {
  const now = deps.clock.now();
  const at = now.toISOString();
  const notice = await lockDueNotice(trx, at);
  if (notice === null) return "nothing";
  const by_text = notice.way === "text";
  const move = async (to: NoticeMove): Promise<null> => (await moveNotice(trx, notice, to, at), null);
  const later = (reason: string, until: Date) =>
    now.getTime() - Date.parse(notice.created_at) > GIVE_UP_MS
      ? move({ state: "not_sent", reason: "too_late" })
      : move({ state: "queued", reason, due_at: until.toISOString() });
  const soon = new Date(now.getTime() + LOOK_AGAIN_MS);
  const account = (await listAccounts(trx, notice.firm_id)).find((one) => one.connection_id === notice.connection_id);
  const told = await readTold(trx, notice);
  if (!account || !told) return move({ state: "not_sent", reason: "not_in" });
  const email = addressOf(told);
  const preferences = preferencesOf(told.access?.preferences ?? {});
  const text = await textTo(trx, notice, preferences);
  const situation = await situationOf(trx, account, notice, { email, text_refusal: text.refusal }, preferences, now);
  const verdict = mayTell(situation.of);
  if (verdict?.effect === "drop") return move({ state: "not_sent", reason: verdict.reason });
  if (verdict !== null) return later(verdict.reason, soon);
  if (notice.doubt) return move({ state: "needs_review", reason: "restored" });
  // Nobody waits for a phase; whoever writes a message has the time of day in mind, and the person their quiet hours.
  const rules = notice.kind === "phase" ? await readRules(trx, notice.firm_id) : null;
  const open = nextTold(preferences.quiet, rules, account.time_zone, now);
  if (open === null) return move({ state: "not_sent", reason: "never_open" });
  if (open > now) return later("hours", open);
  const language = told.access?.language ?? "en";
  // So that they can say, at the page it names, that they want no more of it.
  const access = { access_id: newId(deps.clock), email, source: "participant" as const, language, by: null, at };
  if (!(await putAccess(trx, notice, access))) return move({ state: "not_sent", reason: "revoked" });
  const firm = await readFirm(trx, notice.firm_id);
  const { title } = situation;
  const page = `${deps.url}/portal/matters/${encodeURIComponent(notice.matter_id)}`;
  const words = { to: email, firm: firm.name, name: told.first_name || told.name, language };
  const why = { matter: title, address: by_text ? text.number : email, ...notice.about };
  if (by_text) {
    await handOver(trx, deps, notice, { number: text.number, body: noticeText(notice.kind, words, { page }), why }, at);
    return null;
  }
  const letter = noticeLetter(notice.kind, words, { matter: title, page });
  const claimed = await claimNotice(trx, notice, { address: email, subject: letter.subject, why }, { at, lease_ms });
  return { notice: claimed, letter: { ...letter, message_id: notice.message_id, from_name: firm.name, ...(await answersTo(trx, notice)) } };
}

/** A notice of a message can be answered where the firm has set that up. */
async function answersTo(trx: PortalDb, notice: Notice): Promise<{ reply_to?: string }> {
  const [, kind, thread_id] = /^(\S+) (\S+) /.exec(notice.occasion) ?? [];
  return kind === "message" && thread_id !== undefined ? replyToOf(trx, notice.firm_id, thread_id) : {};
}

/** The one that a member chose for them, for as long as it is theirs; else the one that they are written to. */
const addressOf = ({ emails, access }: Told): string =>
  access !== null && access.source !== "participant" && emails.includes(access.email) ? access.email : (emails[0] ?? "");

/** Whether a text reaches them, and nobody else. */
async function textTo(trx: PortalDb, notice: Notice, { text }: Preferences): Promise<{ number: string; refusal: TextRefusal | null }> {
  if (!text) return { number: "", refusal: "texts_off" };
  const account = await readTextAccount(trx, notice.firm_id);
  if (!account?.sending) return { number: "", refusal: "texts_off" };
  const [first] = (await readNumbersOf(trx, notice)) ?? [];
  if (first === undefined) return { number: "", refusal: "no_number" };
  if (first.stopped_at !== null) return { number: first.number, refusal: "stopped" };
  return { number: first.number, refusal: first.shared_with.length > 0 ? "shared_number" : null };
}

async function situationOf(
  trx: PortalDb,
  account: Account,
  notice: Notice,
  { email, text_refusal }: { email: string; text_refusal: TextRefusal | null },
  preferences: Preferences,
  now: Date,
): Promise<{ of: Situation; title: string }> {
  const at = now.toISOString();
  const person = (await readPeople(trx, account, [notice.contact_id], { survivors: false, now: at })).get(notice.contact_id);
  const matter = await readMatter(trx, account, notice.matter_id, at);
  const seen = (await mattersOf(trx, notice, now)).find((one) => one.matter_id === notice.matter_id);
  const shown = matter !== null && seen !== undefined ? matter : null;
  return {
    title: seen?.title ?? "",
    of: {
      kind: notice.kind,
      refusal: email === "" ? "not_in" : await refusalOf(trx, notice, email),
      // What they said about automated e-mails by themselves is not about their case.
      opted_out: notice.way === "email" && (person?.opted_out_by_firm ?? false),
      // Whoever wants texts and cannot get them is told by letter.
      wanted: notice.way === "text" ? preferences.text : preferences.email || (preferences.text && text_refusal !== null),
      text_refusal: notice.way === "text" ? text_refusal : null,
      matter: shown,
      phase: notice.about["phase"] ?? null,
      person_pause: person?.pause ?? null,
      house: houseOf(account, await readFirmPause(trx, notice.firm_id, at)),
    },
  };
}

async function refusalOf(trx: PortalDb, notice: Notice, email: string): Promise<Situation["refusal"]> {
  const candidates = (await readCandidates(trx, email)).filter((one) => one.firm_id === notice.firm_id);
  const is = ({ connection_id, contact_id }: { connection_id: string; contact_id: string }) =>
    connection_id === notice.connection_id && contact_id === notice.contact_id;
  // Whom the firm's segment leaves out gets nothing by itself.
  if (!candidates.some((one) => is(one) && one.state !== "out_of_segment")) return "not_in";
  const { of, refusal } = whoseIs(email, candidates, () => true);
  return refusal ?? (of !== null && is(of) ? null : "shared");
}

async function leave(deps: PortalDeps, { notice, letter }: Claimed): Promise<boolean> {
  let to: NoticeMove = { state: "sent" };
  try {
    const send = await deps.mailer(notice.firm_id);
    // It was removed a moment ago.
    if (send === null)
      to = { state: "queued", reason: "no_mail_server", due_at: new Date(deps.clock.now().getTime() + LOOK_AGAIN_MS).toISOString() };
    else await send(letter);
  } catch (error) {
    to = afterFailure(deps, notice, error);
    deps.log.warn({ notice_id: notice.notice_id, attempt: notice.attempt, state: to.state }, "a notice was not taken by the mail server");
  }
  crashPoint("notice:answered");
  await deps.db.transaction((trx) => moveNotice(trx, notice, to, deps.clock.now().toISOString()));
  crashPoint("notice:settled");
  return to.state === "sent";
}

function afterFailure(deps: PortalDeps, notice: Notice, failure: unknown): NoticeMove {
  const error = failure instanceof Error ? failure.message.slice(0, 500) : String(failure);
  const meaning = judgeMailError(failure);
  if (meaning === "unknown") return { state: "needs_review", reason: "unknown", error };
  const now = deps.clock.now().getTime();
  if (meaning === "refused" || now - Date.parse(notice.created_at) > GIVE_UP_MS) return { state: "failed", reason: "refused", error };
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(notice.attempt - 1, 9), 6 * 3_600_000);
  return { state: "queued", reason: "unreachable", due_at: new Date(now + pause).toISOString(), error };
}
