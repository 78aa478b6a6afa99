/** What a client does with a form: sees it, answers it as they type, on several devices, and hands it in. Nothing goes into a closed matter. */
import { audit } from "../accounts/store_audit.ts";
import { crashPoint } from "../lib/crash_point.ts";
import {
  fieldsOf,
  readAnswer,
  readAnswers,
  say,
  shownFields,
  type AnswerFault,
  type AnswerValue,
  type FormDocument,
} from "../model/form.ts";
import type { By } from "../outbox/types.ts";
import { answersOf, finishForm, type FormDeps } from "./form_values.ts";
import { matterOf, mattersOf } from "./person.ts";
import { asClient } from "./sign_in.ts";
import { keepAnswers, putAnswer, readAnswerRows } from "./store_form_answers.ts";
import { cancelFormNotices } from "./store_form_reminders.ts";
import { listOfPerson, lockRequest, moveRequest, readRequest, type RequestRow } from "./store_form_requests.ts";
import { PortalRefused, type Language, type PortalDb, type PortalMatterAccess, type PortalPerson } from "./types.ts";

/** Far more than anybody types, and no way to lock others out of a field. */
const REVISIONS_AHEAD = 10_000;

export interface ClientForm {
  request: RequestRow;
  matter: PortalMatterAccess;
}

export async function listClientForms(deps: FormDeps, person: PortalPerson): Promise<ClientForm[]> {
  const matters = new Map((await mattersOf(deps.db.kysely, person, deps.clock.now())).map((one) => [one.matter_id, one]));
  const requests = await listOfPerson(deps.db.kysely, person, [...matters.keys()]);
  return requests.map((request) => ({ request, matter: matters.get(request.matter_id)! }));
}

/** Throws PortalRefused: another's form is not found, whoever has its id. */
async function formOf(deps: FormDeps, db: PortalDb, person: PortalPerson, request_id: string, need: "read" | "write"): Promise<ClientForm> {
  const request = await readRequest(db, person.firm_id, request_id);
  const theirs = request?.connection_id === person.connection_id && request.contact_id === person.contact_id;
  if (!request || !theirs || (request.state !== "open" && request.state !== "submitted")) throw new PortalRefused("not_found");
  const matter = await matterOf(db, person, request.matter_id, deps.clock.now(), need);
  return { request, matter };
}

export async function readClientForm(deps: FormDeps, person: PortalPerson, request_id: string) {
  const db = deps.db.kysely;
  const form = await formOf(deps, db, person, request_id, "read");
  return { ...form, answers: await readAnswerRows(db, form.request) };
}

/** In one language, and without what is the firm's business: where answers go. */
export function shownTo(document: FormDocument, language: Language) {
  return {
    title: say(document.title, language),
    intro: say(document.intro, language),
    thanks: say(document.thanks, language),
    sections: document.sections.map(({ title, fields }) => ({
      title: say(title, language),
      fields: fields.map(({ key, type, label, help, required, show_when, options }) => ({
        ...{ key, type, required, show_when },
        label: say(label, language),
        help: say(help, language),
        options: options.map((option) => ({ key: option.key, label: say(option.label, language) })),
      })),
    })),
  };
}

export interface Given {
  value: AnswerValue;
  /** One more than what the device had. */
  revision: number;
}

export interface SaveOutcome {
  saved: Record<string, number>;
  /** Another device was later: what is there. */
  newer: Record<string, Given>;
  faults: Record<string, AnswerFault>;
}

/** Of two devices the later revision counts, field by field; the other one is told. The same once more changes nothing. */
export async function saveAnswers(
  deps: FormDeps,
  person: PortalPerson,
  request_id: string,
  given: Record<string, Given>,
): Promise<SaveOutcome> {
  return deps.db.transaction(async (trx) => {
    const { request } = await openForm(deps, trx, person, request_id);
    const fields = new Map(fieldsOf(request.document).map((field) => [field.key, field]));
    const kept = await readAnswerRows(trx, request);
    const outcome: SaveOutcome = { saved: {}, newer: {}, faults: {} };
    for (const [field_key, { value, revision }] of Object.entries(given)) {
      const field = fields.get(field_key);
      if (!field) throw new PortalRefused("invalid", `This form has no field ${field_key}.`);
      const read = readAnswer(field, value, true);
      const was = kept.get(field_key);
      if ("fault" in read) outcome.faults[field_key] = read.fault;
      else if (was && JSON.stringify(was.value) === JSON.stringify(read.value)) outcome.saved[field_key] = was.revision;
      else if (was && revision <= was.revision) outcome.newer[field_key] = { value: was.value, revision: was.revision };
      else {
        const next = Math.min(revision, (was?.revision ?? 0) + REVISIONS_AHEAD);
        await putAnswer(trx, request, { field_key, value: read.value, revision: next, at: deps.clock.now().toISOString() });
        outcome.saved[field_key] = next;
      }
    }
    return outcome;
  });
}

/** Locked, and still to be filled in. */
async function openForm(deps: FormDeps, trx: PortalDb, person: PortalPerson, request_id: string): Promise<ClientForm> {
  await lockRequest(trx, person.firm_id, request_id);
  const form = await formOf(deps, trx, person, request_id, "write");
  if (form.request.state !== "open") throw new PortalRefused("read_only", "This form was handed in already.");
  return form;
}

/** What keeps it from being handed in, by field. */
export class FormFaults extends PortalRefused {
  readonly faults: Record<string, AnswerFault>;
  constructor(faults: Record<string, AnswerFault>) {
    super("invalid", "Some answers are missing or do not fit.");
    this.faults = faults;
  }
}

/** Handed in once; the same again is the same. What follows from it is finished in any case, if need be by the next round. */
export async function submitForm(deps: FormDeps, person: PortalPerson, request_id: string): Promise<void> {
  const at = deps.clock.now().toISOString();
  await deps.db.transaction(async (trx) => {
    const locked = await lockRequest(trx, person.firm_id, request_id);
    if (locked?.state === "submitted") return void (await formOf(deps, trx, person, request_id, "read"));
    const { request } = await openForm(deps, trx, person, request_id);
    const kept = await readAnswerRows(trx, request);
    const { answers, faults } = readAnswers(request.document, answersOf(kept));
    if (Object.keys(faults).length > 0) throw new FormFaults(faults);
    for (const [field_key, value] of Object.entries(answers)) {
      const was = kept.get(field_key);
      if (was && JSON.stringify(was.value) !== JSON.stringify(value))
        await putAnswer(trx, request, { field_key, value, revision: was.revision + 1, at });
    }
    await keepAnswers(
      trx,
      request,
      shownFields(request.document, answers).map(({ key }) => key),
    );
    await moveRequest(trx, request, "open", { state: "submitted", by: person.name, at });
    await cancelFormNotices(trx, request, at);
    await audit(trx, asClient(person.firm_id, person.name), "portal.form_submitted", request_id, { form: request.form_name });
  });
  crashPoint("form:submitted");
  await finishForm(deps, person.firm_id, request_id, clientBy(person));
}

/** What a client's doing brings about is in the audit log in their name. */
export const clientBy = ({ firm_id, name }: Pick<PortalPerson, "firm_id" | "name">): By => ({
  name: `${name} (client)`,
  tell: (trx, action, target, detail) => audit(trx, asClient(firm_id, name), action, target, detail),
});
