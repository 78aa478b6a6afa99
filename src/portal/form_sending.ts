/** How forms get to clients: sent by a member, or by a phase that a matter enters; and reminders, in the firm's hours, at most two. */
import { audit } from "../accounts/store_audit.ts";
import { batchCause } from "../automations/causes.ts";
import { isOpen, nextOpen } from "../automations/hours.ts";
import { readRules } from "../automations/store_automations.ts";
import { listAccounts, readRuns } from "../automations/store_candidates.ts";
import type { Account, Because } from "../automations/types.ts";
import { crashPoint } from "../lib/crash_point.ts";
import { newId } from "../lib/ids.ts";
import type { FormDocument } from "../model/form.ts";
import { localDay } from "../projection/environment.ts";
import { foldKey } from "../projection/text.ts";
import { finishForm, type FormDeps } from "./form_values.ts";
import { tellClient } from "./notices.ts";
import { matterOf } from "./person.ts";
import { listUnfinished } from "./store_form_values.ts";
import { readFormClock, readPhaseMatter, setFormClock } from "./store_form_phases.ts";
import { cancelFormNotices, countReminder, listDueReminders, moveReminder } from "./store_form_reminders.ts";
import {
  insertRequest,
  listRequests,
  lockRequest,
  moveRequest,
  readRequest,
  type NewRequest,
  type RequestRow,
} from "./store_form_requests.ts";
import { listForms, type FormRow } from "./store_forms.ts";
import { readPhaseEvents } from "./store_notices.ts";
import { PortalRefused, type PortalDb } from "./types.ts";

const DAY_MS = 86_400_000;
const PAGE = 200;
export const REMINDERS = 2;

export interface Sender {
  firm_id: string;
  member_id: string;
  name: string;
}

/** When it is due and when they are reminded, by the version that is sent. */
async function timesOf(deps: FormDeps, db: PortalDb, account: Pick<Account, "firm_id" | "time_zone">, document: FormDocument) {
  const now = deps.clock.now();
  const due_on = document.due_days === null ? null : localDay(new Date(now.getTime() + document.due_days * DAY_MS), account.time_zone);
  return { due_on, remind_at: await nextReminder(deps, db, account, document) };
}

async function nextReminder(
  deps: Pick<FormDeps, "clock">,
  db: PortalDb,
  account: Pick<Account, "firm_id" | "time_zone">,
  document: FormDocument,
): Promise<string | null> {
  if (document.remind_days === null) return null;
  const rules = await readRules(db, account.firm_id);
  return nextOpen(rules, account.time_zone, new Date(deps.clock.now().getTime() + document.remind_days * DAY_MS)).toISOString();
}

const told = (request: Pick<RequestRow, "firm_id" | "connection_id" | "contact_id" | "matter_id" | "request_id">, occasion: string) => ({
  ...{ firm_id: request.firm_id, connection_id: request.connection_id, contact_id: request.contact_id, matter_id: request.matter_id },
  ...{ kind: "form" as const, occasion: `form ${request.request_id} ${occasion}`, about: { request_id: request.request_id } },
});

export async function accountOf(deps: FormDeps, of: { firm_id: string; connection_id: string }): Promise<Account> {
  const account = (await listAccounts(deps.db.kysely, of.firm_id)).find((one) => one.connection_id === of.connection_id);
  if (!account) throw new PortalRefused("not_found");
  return account;
}

/** To each person one of their own. Throws PortalRefused for whoever does not take part in the matter, and where it is closed. */
export async function sendForm(
  deps: FormDeps,
  form: FormRow,
  to: { matter_id: string; contact_ids: readonly string[]; due_on: string | null | undefined },
  sender: Sender & { tell(trx: PortalDb, action: string, target: string, detail: Record<string, unknown>): Promise<void> },
): Promise<string[]> {
  const db = deps.db.kysely;
  const account = await accountOf(deps, form);
  const times = await timesOf(deps, db, account, form.document);
  const at = deps.clock.now().toISOString();
  const { firm_id, connection_id, form_id } = form;
  for (const contact_id of to.contact_ids) {
    await matterOf(db, { firm_id, connection_id, contact_id }, to.matter_id, deps.clock.now(), "write");
    const [open] = await listRequests(db, firm_id, { state: "open", form_id, connection_id, matter_id: to.matter_id, contact_id }, null, 1);
    if (open) throw new PortalRefused("invalid", `${open.contact_name} has this form to fill in already.`);
  }
  return deps.db.transaction(async (trx) => {
    const ids = [];
    for (const contact_id of to.contact_ids) {
      const row: NewRequest = {
        ...{ firm_id, request_id: newId(deps.clock), connection_id, form_id, version: form.version, matter_id: to.matter_id, contact_id },
        ...{ sender_member_id: sender.member_id, sent_by: sender.name, cause: "member", phase: null, reason: null, state: "open" },
        ...{ ...times, due_on: to.due_on === undefined ? times.due_on : to.due_on },
      };
      await insertRequest(trx, row, at);
      await tellClient(trx, deps, told(row, "sent"));
      await sender.tell(trx, "form.send", row.request_id, { form: form.name, matter_id: to.matter_id, contact_id });
      ids.push(row.request_id);
    }
    return ids;
  });
}

/** Taken back: the client sees it no more. What was handed in stays. */
export async function withdrawForm(
  deps: FormDeps,
  of: { firm_id: string; request_id: string },
  by: { name: string; tell(trx: PortalDb, action: string, target: string, detail: Record<string, unknown>): Promise<void> },
): Promise<void> {
  const at = deps.clock.now().toISOString();
  await deps.db.transaction(async (trx) => {
    await lockRequest(trx, of.firm_id, of.request_id);
    const request = await readRequest(trx, of.firm_id, of.request_id);
    if (!request) throw new PortalRefused("not_found");
    if (!(await moveRequest(trx, request, "open", { state: "withdrawn", by: by.name, at })))
      throw new PortalRefused("invalid", "Only a form that is still to be filled in can be taken back.");
    await cancelFormNotices(trx, request, at);
    await by.tell(trx, "form.withdraw", of.request_id, { form: request.form_name, contact_id: request.contact_id });
  });
}

/** Held ones: sent now, or never. Gives those of which that was so; whose matter is closed by now stays as it is. */
export async function decideHeldForms(
  deps: FormDeps,
  firm_id: string,
  ids: readonly string[],
  decision: "send" | "dismiss",
  by: { name: string; tell(trx: PortalDb, action: string, target: string, detail: Record<string, unknown>): Promise<void> },
): Promise<{ done: string[]; refused: string[] }> {
  const outcome = { done: [] as string[], refused: [] as string[] };
  for (const request_id of ids) if (!(await readRequest(deps.db.kysely, firm_id, request_id))) throw new PortalRefused("not_found");
  await deps.db.transaction((trx) => by.tell(trx, `form.${decision}_held`, ids[0]!, { count: ids.length }));
  for (const request_id of ids) {
    const done = await deps.db.transaction(async (trx) => {
      await lockRequest(trx, firm_id, request_id);
      const request = await readRequest(trx, firm_id, request_id);
      if (!request) return false;
      const at = deps.clock.now().toISOString();
      if (decision === "dismiss") {
        if (!(await moveRequest(trx, request, "held", { state: "dismissed", by: by.name, at }))) return false;
      } else {
        const open = await matterOf(trx, request, request.matter_id, deps.clock.now(), "write").catch((error: unknown) => {
          if (error instanceof PortalRefused) return null;
          throw error;
        });
        if (open === null) return false;
        const times = await timesOf(deps, trx, await accountOf(deps, request), request.document);
        if (!(await moveRequest(trx, request, "held", { state: "open", by: by.name, at, ...times }))) return false;
        await tellClient(trx, deps, told(request, "sent"));
      }
      return true;
    });
    (done ? outcome.done : outcome.refused).push(request_id);
  }
  return outcome;
}

/** One round of what forms do by themselves. */
export async function formWork(deps: FormDeps, firm_id: string | null): Promise<void> {
  for (const account of await listAccounts(deps.db.kysely, firm_id)) while (await findPhasePage(deps, account));
  await remind(deps, firm_id);
  for (const { firm_id: firm, request_id } of await listUnfinished(deps.db.kysely, firm_id))
    await finishForm(deps, firm, request_id, systemBy(firm)).catch((error: unknown) =>
      deps.log.error({ err: error, request_id }, "a form that was handed in could not be finished; it is taken up again"),
    );
}

const systemBy = (firm_id: string) => ({
  name: "Privity",
  tell: (trx: PortalDb, action: string, target: string, detail?: Record<string, unknown>) =>
    audit(trx, { firm_id, member_id: null, name: "Privity", via: "session" }, action, target, detail),
});

async function findPhasePage(deps: FormDeps, account: Account): Promise<boolean> {
  const db = deps.db.kysely;
  const { event_seq, last_seq, doubt_since } = await readFormClock(db, account);
  if (event_seq === null) {
    await deps.db.transaction((trx) => setFormClock(trx, account, last_seq));
    return false;
  }
  if (last_seq <= event_seq) return false;
  const forms = (await listForms(db, account.firm_id)).filter(
    (form) => form.connection_id === account.connection_id && form.document.on_phase !== null && form.member_id !== null,
  );
  const events = await readPhaseEvents(db, account, event_seq, PAGE);
  const because = events.map(({ data }): Because => ({
    cause: String(data["cause"]),
    cause_id: (data["cause_id"] as string | null) ?? null,
  }));
  const runs = forms.length === 0 ? new Map() : await readRuns(db, account.firm_id, because);
  await deps.db.transaction(async (trx) => {
    for (const [index, { seq, data }] of events.entries()) {
      const cause = because[index]!;
      if (typeof data["new"] !== "string") continue;
      const reason = batchCause(cause, runs.get(cause.cause_id ?? "") ?? null) ?? (doubt_since === null ? null : "restored");
      for (const form of forms)
        if (seq > form.phase_from_seq)
          await sendByPhase(trx, deps, account, form, { matter_id: String(data["matter_id"]), phase: data["new"] }, reason);
    }
    const through = events.length < PAGE ? last_seq : events.at(-1)!.seq;
    if (through > event_seq) await setFormClock(trx, account, through);
  });
  if (events.length > 0) crashPoint("form:sent");
  return events.length === PAGE;
}

/** A matter that has left the phase again, is closed or is not shown gets nothing. `reason`: why it is held for a member to look at (B-AUT-2). */
async function sendByPhase(
  trx: PortalDb,
  deps: FormDeps,
  account: Account,
  form: FormRow,
  { matter_id, phase }: { matter_id: string; phase: string },
  reason: string | null,
): Promise<void> {
  const wanted = form.document.on_phase!;
  if (foldKey(wanted.phase) !== foldKey(phase)) return;
  const matter = await readPhaseMatter(trx, account, matter_id);
  if (!matter || matter.status === "closed" || foldKey(matter.phase ?? "") !== foldKey(phase)) return;
  if (wanted.type !== "" && foldKey(wanted.type) !== foldKey(matter.type ?? "")) return;
  const to = wanted.to === "everybody" ? matter.participant_ids : matter.participant_ids.filter((id) => id === matter.main_client_id);
  const times = await timesOf(deps, trx, account, form.document);
  for (const contact_id of to) {
    const row: NewRequest = {
      ...{ firm_id: account.firm_id, connection_id: account.connection_id, request_id: newId(deps.clock), form_id: form.form_id },
      ...{
        version: form.version,
        matter_id,
        contact_id,
        sender_member_id: form.member_id!,
        sent_by: form.saved_by,
        cause: "phase",
        phase,
        reason,
      },
      ...(reason === null ? { ...times, state: "open" as const } : { due_on: null, remind_at: null, state: "held" as const }),
    };
    if ((await insertRequest(trx, row, deps.clock.now().toISOString())) && reason === null) await tellClient(trx, deps, told(row, "sent"));
  }
}

/** Late ones wait for the firm's hours too. */
async function remind(deps: FormDeps, firm_id: string | null): Promise<void> {
  const now = deps.clock.now();
  for (const due of await listDueReminders(deps.db.kysely, firm_id, now.toISOString()))
    await deps.db.transaction(async (trx) => {
      const request = await readRequest(trx, due.firm_id, due.request_id);
      if (!request) return;
      const account = await accountOf(deps, request);
      const rules = await readRules(trx, due.firm_id);
      if (!isOpen(rules, account.time_zone, now)) {
        const at = nextOpen(rules, account.time_zone, now);
        // A firm without any hours never reminds: there is nothing to wait for before tomorrow.
        const later = at > now ? at : new Date(now.getTime() + DAY_MS);
        return moveReminder(trx, due, later.toISOString());
      }
      await remindNow(trx, deps, account, request, { doubt: false });
    });
}

/** `doubt`: that they were reminded may only have been forgotten (F31). */
export async function remindNow(
  trx: PortalDb,
  deps: Pick<FormDeps, "db" | "clock" | "url">,
  account: Account,
  request: RequestRow,
  { doubt }: { doubt: boolean },
): Promise<void> {
  const last = request.reminders + 1 >= REMINDERS;
  const next = last ? null : await nextReminder(deps, trx, account, request.document);
  const count = await countReminder(trx, request, deps.clock.now().toISOString(), next);
  if (count !== null) await tellClient(trx, deps, told(request, `reminder ${count}`), { doubt });
}
