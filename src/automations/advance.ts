/** Carries starts on, step by step. Each step and what says that it is done are one transaction, so that a worker that dies repeats none. */
import type { Kysely } from "kysely";
import { recordEvents } from "../events/store.ts";
import type { Tables } from "../db/tables.ts";
import { crashPoint } from "../lib/crash_point.ts";
import { newId } from "../lib/ids.ts";
import { addressOf } from "../lib/mail.ts";
import { addToContact } from "../projection/additions.ts";
import { localDay } from "../projection/environment.ts";
import { insertTag } from "../projection/store_additions.ts";
import { tagName } from "../projection/tag_text.ts";
import type { AutomationDeps } from "./deps.ts";
import { addDays } from "./facts.ts";
import type { Finding } from "./guard.ts";
import { judge, readSituation, type Situation } from "./situation.ts";
import { readVersion } from "./store_automations.ts";
import { listAccounts } from "./store_candidates.ts";
import { isActiveMember } from "./store_people.ts";
import { cancelSends, insertSend, insertTask } from "./store_sends.ts";
import { lockDueStart, lockStart, moveStart, type Move } from "./store_starts.ts";
import type { Account, Automation, Start } from "./types.ts";

type Db = Kysely<Tables>;

/** How soon something that waits for a pause or a connection is looked at again. */
const LOOK_AGAIN_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;

/** Until nothing is due; gives how many steps it took. */
export async function advanceAll(deps: AutomationDeps, stop?: AbortSignal): Promise<number> {
  const halted = () => stop?.aborted === true;
  let steps = 0;
  for (; !halted(); steps++) {
    const tag = await deps.db.transaction((trx) => next(deps, trx));
    if (tag === "nothing") return steps;
    crashPoint("automation:stepped");
    if (tag !== null) await addTag(deps, tag);
  }
  return steps;
}

/** A tag is given with the contact worked out anew, under a lock of its own; the start's row says whether that is still to be done. */
interface TagStep {
  start: Start;
  account: Account;
  member_id: string;
  tag: string;
}

async function next(deps: AutomationDeps, trx: Db): Promise<TagStep | "nothing" | null> {
  const now = deps.clock.now();
  const start = await lockDueStart(trx, now.toISOString());
  if (start === null) return "nothing";
  const account = (await listAccounts(trx, start.firm_id)).find((one) => one.provider === start.provider);
  const automation = await readVersion(trx, start.firm_id, start.automation_id, start.version);
  const move = (to: Move) => moveStart(trx, start, to, now.toISOString());
  const later = new Date(now.getTime() + LOOK_AGAIN_MS).toISOString();
  if (!account) return (await move({ state: "running", reason: "disconnected", due_at: later }), null);
  if (!automation?.active) return (await end(trx, start, "automation_off", {}, now), null);
  const situation = await readSituation(trx, account, start, now);
  if (situation === null) return (await end(trx, start, "contact_unknown", {}, now), null);
  const found = judge(account, automation, start, situation, sendsNext(automation, start));
  if (found !== null) return (await obey(trx, start, found, now), null);
  return takeStep(deps, trx, { start, account, automation, situation, now });
}

/** At its start all of an automation counts: a welcome that could not be sent is held before its first step. */
const sendsNext = ({ document }: Automation, { step }: Start): boolean =>
  step === 0 ? document.steps.some(({ kind }) => kind === "email") : document.steps[step]?.kind === "email";

export async function end(trx: Db, start: Start, reason: Start["reason"], params: Start["params"], now: Date): Promise<void> {
  const at = now.toISOString();
  await moveStart(trx, start, { state: start.step === 0 ? "not_started" : "stopped", reason, params }, at);
  await cancelSends(trx, start.firm_id, start.start_id, reason, params, at);
}

async function obey(trx: Db, start: Start, { effect, code, params, until }: Finding, now: Date): Promise<void> {
  if (effect === "never") return end(trx, start, code, params, now);
  const at = now.toISOString();
  if (effect === "hold") return void (await moveStart(trx, start, { state: "held", reason: code, params, approved_by: null }, at));
  const later = Math.min(now.getTime() + LOOK_AGAIN_MS, until === null ? Number.POSITIVE_INFINITY : Date.parse(until));
  await moveStart(trx, start, { state: "running", reason: code, params, due_at: new Date(later).toISOString() }, at);
}

interface Turn {
  start: Start;
  account: Account;
  automation: Automation;
  situation: Situation;
  now: Date;
}

async function takeStep(deps: AutomationDeps, trx: Db, turn: Turn): Promise<TagStep | null> {
  const { start, account, automation, situation, now } = turn;
  const at = now.toISOString();
  const step = automation.document.steps[start.step];
  const go = (to: Omit<Move, "state">) => moveStart(trx, start, { state: "running", ...to }, at);
  const on = { step: start.step + 1, due_at: at };
  if (step === undefined) return (await moveStart(trx, start, { state: "done" }, at), null);
  const { firm_id, connection_id } = account;
  const about = {
    firm_id,
    connection_id,
    start_id: start.start_id,
    step: start.step,
    contact_id: start.contact_id,
    matter_id: start.matter_id,
  };
  switch (step.kind) {
    case "wait": {
      const due_at = new Date(now.getTime() + (step.days * 24 + step.hours) * HOUR_MS).toISOString();
      await go({ step: start.step + 1, due_at, reason: "step_wait" });
      return null;
    }
    case "email": {
      const send_id = newId(deps.clock);
      const domain = addressOf((await deps.mail.from(trx, firm_id)) ?? "").split("@")[1] || "privity.invalid";
      await insertSend(trx, { ...about, send_id, template_id: step.template_id, message_id: `<${send_id}@${domain}>` }, at);
      // The e-mail carries the start on once it is sent.
      await go({ due_at: null, reason: "sending" });
      return null;
    }
    case "task": {
      const member_id = await memberFor(trx, firm_id, step.member_id, situation);
      if (member_id === null) return (await moveStart(trx, start, { state: "held", reason: "member_missing" }, at), null);
      const due_on = addDays(localDay(now, account.time_zone), step.due_days);
      await insertTask(trx, { ...about, task_id: newId(deps.clock), member_id, title: step.title, due_on, at });
      await go(on);
      return null;
    }
    case "webhook": {
      const data = { automation_id: start.automation_id, start_id: start.start_id, name: step.name, contact_id: start.contact_id };
      const event = {
        type: "automation.reached" as const,
        data: start.matter_id === null ? data : { ...data, matter_id: start.matter_id },
      };
      await recordEvents(trx, account, () => [event], at);
      await go(on);
      return null;
    }
    case "tag": {
      const member_id = await memberFor(trx, firm_id, automation.member_id, situation);
      if (member_id === null) return (await moveStart(trx, start, { state: "held", reason: "member_missing" }, at), null);
      // Nobody else takes it up while the tag is being given; if that fails, it is due again.
      await go({ due_at: new Date(now.getTime() + 60_000).toISOString() });
      return { start, account, member_id, tag: step.tag };
    }
  }
}

/** The one who is meant, while they are active; else the contact's owner. */
async function memberFor(trx: Db, firm_id: string, wanted: string | null, { person }: Situation): Promise<string | null> {
  if (wanted !== null && (await isActiveMember(trx, firm_id, wanted))) return wanted;
  return person.owner?.active ? person.owner.member_id : null;
}

async function addTag(deps: AutomationDeps, { start, account, member_id, tag }: TagStep): Promise<void> {
  const { mapper } = deps.providers[account.provider];
  await addToContact({ db: deps.db, mapper, clock: deps.clock }, account, start.contact_id, member_id, async (trx, at) => {
    const now = await lockStart(trx, start.firm_id, start.start_id);
    if (now?.state !== "running" || now.step !== start.step) return false;
    await insertTag(trx, account, start.contact_id, { name: tagName(tag), by: member_id, at });
    await moveStart(trx, now, { state: "running", step: start.step + 1, due_at: at }, at);
    return true;
  });
}
