/**
 * Sends automated e-mails. What is to leave is committed before its first byte, with the guard asked once more in the same transaction.
 * One whose sender died, or whose connection broke after the text had begun to leave, may be there: a person looks, it is never repeated
 * by itself.
 */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { crashPoint } from "../lib/crash_point.ts";
import { newId } from "../lib/ids.ts";
import { judgeMailError, type SendMail } from "../lib/mail.ts";
import { end } from "./advance.ts";
import type { AutomationDeps } from "./deps.ts";
import { nextOpen } from "./hours.ts";
import { judge, readSituation, valuesOf } from "./situation.ts";
import { readRules, readTemplate, readVersion, type TemplateRow } from "./store_automations.ts";
import { listAccounts } from "./store_candidates.ts";
import { capUntil, claimSend, lockDueSend, lockLostSend, moveSend, type Send, type SendMove } from "./store_sends.ts";
import { openBatch, putInBatch } from "./store_batches.ts";
import { lockStart, moveStart } from "./store_starts.ts";
import { fieldWords, render } from "./template.ts";
import type { Account, Start } from "./types.ts";
import { lastLines } from "./unsubscribe.ts";

type Db = Kysely<Tables>;

/** Clearly longer than the mail server is waited for. */
const LEASE_MS = 120_000;
const LOOK_AGAIN_MS = 15 * 60_000;
const FIRST_PAUSE_MS = 60_000;
const GIVE_UP_MS = 3 * 24 * 3_600_000;
const AT_ONCE = 4;

/** Until nothing is due; gives how many left. */
export async function sendAll(
  deps: AutomationDeps,
  { stop, lease_ms = LEASE_MS }: { stop?: AbortSignal | undefined; lease_ms?: number | undefined } = {},
): Promise<number> {
  while (await deps.db.transaction((trx) => reviewLost(deps, trx)));
  let sent = 0;
  const halted = () => stop?.aborted === true;
  const sender = async () => {
    while (!halted()) {
      const claimed = await deps.db.transaction((trx) => claim(deps, trx, lease_ms));
      if (claimed === "nothing") return;
      if (claimed === null) continue;
      crashPoint("send:claimed");
      if (await leave(deps, claimed)) sent += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  return sent;
}

async function reviewLost(deps: AutomationDeps, trx: Db): Promise<boolean> {
  const send = await lockLostSend(trx);
  if (send === null) return false;
  return moveSend(trx, send, { state: "needs_review", reason: "unknown" }, deps.clock.now().toISOString());
}

export interface Claimed {
  send: Send;
  firm: string;
  from_name: string;
  reply_to: string;
}

/** The next that is due; null where it may not leave now, with why kept. */
async function claim(deps: AutomationDeps, trx: Db, lease_ms: number): Promise<Claimed | "nothing" | null> {
  const now = deps.clock.now();
  const send = await lockDueSend(trx, now.toISOString());
  if (send === null) return "nothing";
  const start = await lockStart(trx, send.firm_id, send.start_id);
  const account = (await listAccounts(trx, send.firm_id)).find((one) => one.connection_id === send.connection_id);
  const automation = start && (await readVersion(trx, start.firm_id, start.automation_id, start.version));
  if (!start || !automation || start.state !== "running")
    return (await settle(trx, send, { state: "cancelled", reason: start?.reason ?? null }, now), null);
  const wait = (reason: SendMove["reason"], until: Date, params = {}) =>
    settle(trx, send, { state: "queued", reason: reason ?? null, params, due_at: until.toISOString() }, now);
  const soon = new Date(now.getTime() + LOOK_AGAIN_MS);
  if (!account) return (await wait("disconnected", soon), null);
  if (!automation.active) return (await end(trx, start, "automation_off", {}, now), null);
  const situation = await readSituation(trx, account, start, now);
  if (situation === null) return (await end(trx, start, "contact_unknown", {}, now), null);
  const found = judge(account, automation, start, situation, true);
  if (found?.effect === "never") return (await end(trx, start, found.code, found.params, now), null);
  if (found?.effect === "hold") return (await hold(trx, send, start, found.code, found.params, now), null);
  if (found !== null)
    return (
      await wait(found.code, found.until === null ? soon : new Date(Math.min(Date.parse(found.until), soon.getTime())), found.params), null
    );
  if ((await deps.mail.from(trx, send.firm_id)) === null) return (await wait("no_mail_server", soon), null);
  const rules = await readRules(trx, send.firm_id);
  const open = nextOpen(rules, account.time_zone, now);
  if (open > now) return (await wait("hours", open), null);
  const cap = await capUntil(trx, send, { most: rules.most_emails, days: rules.within_days, now: now.toISOString() });
  if (cap !== null && new Date(cap) > now)
    return (await wait("cap", new Date(cap), { count: rules.most_emails, days: rules.within_days }), null);
  const template = await readTemplate(trx, send.firm_id, send.template_id);
  if (template === null) return (await hold(trx, send, start, "template_missing", {}, now), null);
  if (start.approved_words !== null && template.words_seq > start.approved_words)
    return (await holdChanged(deps, trx, { send, start, account, template, now }), null);
  const values = await valuesOf(trx, account, start, situation, now);
  const text = render(template, values);
  if (text.missing !== null) return (await hold(trx, send, start, "empty_field", { field: fieldWords(text.missing) }, now), null);
  const owner = situation.person.owner!;
  const address = situation.person.emails[0]!;
  const told = { address, subject: text.subject, body: text.body, author_member_id: owner.member_id };
  const claimed = await claimSend(trx, send, told, { at: now.toISOString(), lease_ms });
  return { send: claimed, firm: values["firm.name"] ?? "", from_name: owner.name, reply_to: owner.email };
}

const settle = (trx: Db, send: Send, to: SendMove, now: Date) => moveSend(trx, send, to, now.toISOString());

/** Both are held: whoever approves the start lets its e-mail go on. */
async function hold(
  trx: Db,
  send: Send,
  start: Start,
  code: NonNullable<Start["reason"]>,
  params: Start["params"],
  now: Date,
): Promise<void> {
  await settle(trx, send, { state: "held", reason: code, params }, now);
  await moveStart(trx, start, { state: "held", reason: code, params, approved_by: null }, now.toISOString());
}

/**
 * Somebody approved other words than would leave now: they look again, once for all of that template. What nobody had approved leaves as it is
 * corrected.
 */
async function holdChanged(
  deps: AutomationDeps,
  trx: Db,
  { send, start, account, template, now }: { send: Send; start: Start; account: Account; template: TemplateRow; now: Date },
): Promise<void> {
  const params = { template: template.name, by: template.updated_by };
  const made = { id: newId(deps.clock), at: now.toISOString(), params };
  const batch_id = await openBatch(trx, account, "template_changed", template.template_id, made);
  await settle(trx, send, { state: "held", reason: "template_changed", params }, now);
  await putInBatch(trx, start, { batch_id, reason: "template_changed", params }, now.toISOString());
}

async function leave(deps: AutomationDeps, { send, firm, from_name, reply_to }: Claimed): Promise<boolean> {
  const { address, subject, body, message_id } = send;
  let to: SendMove = { state: "sent" };
  try {
    const mail = await senderOf(deps, send.firm_id);
    const unsubscribe_url = deps.unsubscribe_url(send.firm_id, address!);
    const text = body! + lastLines(firm, unsubscribe_url);
    await mail({ to: address!, subject: subject!, text, message_id, from_name, reply_to, unsubscribe_url });
  } catch (error) {
    to = afterFailure(deps, send, error);
    deps.log.warn(
      { send_id: send.send_id, attempt: send.attempt, state: to.state },
      "an automated e-mail was not taken by the mail server",
    );
  }
  crashPoint("send:answered");
  await deps.db.transaction((trx) => settled(deps, trx, send, to));
  crashPoint("send:settled");
  return to.state === "sent";
}

/** Throws NotAsked where nothing could leave, so that nothing has. */
async function senderOf({ mail }: AutomationDeps, firm_id: string): Promise<SendMail> {
  const sender = await mail.sender(firm_id).catch((error: unknown) => {
    throw new NotAsked("the mail server's password could not be read", { cause: error });
  });
  if (sender === null) throw new NotAsked("the mail server was taken away a moment ago");
  return sender;
}
class NotAsked extends Error {}

function afterFailure(deps: AutomationDeps, send: Send, failure: unknown): SendMove {
  const error = failure instanceof Error ? failure.message.slice(0, 500) : String(failure);
  const meaning = failure instanceof NotAsked ? "later" : judgeMailError(failure);
  if (meaning === "unknown") return { state: "needs_review", reason: "unknown", error };
  const now = deps.clock.now().getTime();
  const tried_since = Date.parse(send.first_attempt_at ?? send.created_at);
  if (meaning === "refused" || now - tried_since > GIVE_UP_MS) return { state: "failed", reason: "refused", params: { error }, error };
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(send.attempt - 1, 9), 6 * 3_600_000);
  return { state: "queued", reason: "unreachable", due_at: new Date(now + pause).toISOString(), error };
}

/** The start goes on with its next step in the same transaction. */
export async function settled(deps: Pick<AutomationDeps, "clock">, trx: Db, send: Send, to: SendMove): Promise<boolean> {
  const at = deps.clock.now().toISOString();
  const start = await lockStart(trx, send.firm_id, send.start_id);
  if (!(await moveSend(trx, send, to, at))) return false;
  if (start?.state !== "running" || start.step !== send.step) return true;
  if (to.state === "sent") await moveStart(trx, start, { state: "running", step: start.step + 1, due_at: at }, at);
  if (to.state === "failed") await moveStart(trx, start, { state: "stopped", reason: to.reason ?? null, params: to.params ?? {} }, at);
  return true;
}
