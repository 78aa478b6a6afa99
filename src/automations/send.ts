/**
 * Sends automated e-mails. What is to leave is committed before its first byte, with the guard asked once more in the same transaction.
 * One whose sender died, or whose connection broke after the text had begun to leave, may be there: a person looks, it is never repeated
 * by itself.
 */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { crashPoint } from "../lib/crash_point.ts";
import { judgeMailError } from "../lib/mail.ts";
import { end } from "./advance.ts";
import type { AutomationDeps } from "./deps.ts";
import { nextOpen } from "./hours.ts";
import { judge, readSituation, valuesOf } from "./situation.ts";
import { readRules, readTemplate, readVersion } from "./store_automations.ts";
import { listAccounts } from "./store_candidates.ts";
import { capUntil, claimSend, lockDueSend, lockLostSend, moveSend, type Send, type SendMove } from "./store_sends.ts";
import { lockStart, moveStart } from "./store_starts.ts";
import { fieldWords, render } from "./template.ts";
import type { Start } from "./types.ts";

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
  const { mail } = deps;
  if (mail === null) return 0;
  let sent = 0;
  const halted = () => stop?.aborted === true;
  const sender = async () => {
    while (!halted()) {
      const claimed = await deps.db.transaction((trx) => claim(deps, trx, lease_ms));
      if (claimed === "nothing") return;
      if (claimed === null) continue;
      crashPoint("send:claimed");
      if (await leave(deps, mail.send, claimed)) sent += 1;
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
  const rules = await readRules(trx, send.firm_id);
  const open = nextOpen(rules, account.time_zone, now);
  if (open > now) return (await wait("hours", open), null);
  const cap = await capUntil(trx, send, { most: rules.most_emails, days: rules.within_days, now: now.toISOString() });
  if (cap !== null && new Date(cap) > now)
    return (await wait("cap", new Date(cap), { count: rules.most_emails, days: rules.within_days }), null);
  const template = await readTemplate(trx, send.firm_id, send.template_id);
  if (template === null) return (await hold(trx, send, start, "template_missing", {}, now), null);
  const text = render(template, await valuesOf(trx, account, start, situation, now));
  if (text.missing !== null) return (await hold(trx, send, start, "empty_field", { field: fieldWords(text.missing) }, now), null);
  const owner = situation.person.owner!;
  const address = situation.person.emails[0]!;
  const told = { address, subject: text.subject, body: text.body, author_member_id: owner.member_id };
  const claimed = await claimSend(trx, send, told, { at: now.toISOString(), lease_ms });
  return { send: claimed, from_name: owner.name, reply_to: owner.email };
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

async function leave(
  deps: AutomationDeps,
  mail: NonNullable<AutomationDeps["mail"]>["send"],
  { send, from_name, reply_to }: Claimed,
): Promise<boolean> {
  const { address, subject, body, message_id } = send;
  let to: SendMove = { state: "sent" };
  try {
    await mail({ to: address!, subject: subject!, text: body!, message_id, from_name, reply_to });
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

function afterFailure(deps: AutomationDeps, send: Send, failure: unknown): SendMove {
  const error = failure instanceof Error ? failure.message.slice(0, 500) : String(failure);
  const meaning = judgeMailError(failure);
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
