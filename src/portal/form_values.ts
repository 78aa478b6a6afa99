/**
 * What becomes of a form that was handed in (B-WRB-9): it is an activity, and each answer that has a custom field is compared with what the
 * provider says. Blank there: written, if the form says so. Equal: nothing. Otherwise a member decides. Each step may be repeated.
 */
import { listAccounts } from "../automations/store_candidates.ts";
import { crashPoint } from "../lib/crash_point.ts";
import { sameValue, valueText } from "../lib/custom_value.ts";
import { readRaw } from "../mirror/store.ts";
import type { CustomFieldFacts } from "../model/facts.ts";
import { answerText, fits, providerValue, shownFields, type Answers, type FormField } from "../model/form.ts";
import type { Provider } from "../model/kinds.ts";
import { OutboxRefused, type By } from "../outbox/types.ts";
import { readAnswerRows } from "./store_form_answers.ts";
import { readRequest, type RequestRow } from "./store_form_requests.ts";
import {
  decideValue,
  insertComparison,
  listValues,
  lockValue,
  setActivity,
  setDelivery,
  type NewValueRow,
  type ValueRow,
} from "./store_form_values.ts";
import { PortalRefused, type PortalDb, type PortalDeps } from "./types.ts";

export type FormDeps = Pick<PortalDeps, "db" | "clock" | "log" | "outbox" | "connectors" | "url">;

/** Everything of a form that was handed in which is still to be stored. Stops where something is missing, and goes on the next time. */
export async function finishForm(deps: FormDeps, firm_id: string, request_id: string, by: By): Promise<void> {
  const request = await readRequest(deps.db.kysely, firm_id, request_id);
  if (request?.state !== "submitted") return;
  const answers = answersOf(await readAnswerRows(deps.db.kysely, request));
  try {
    const activity_id = request.activity_id ?? (await logForm(deps, request, answers, by));
    if (request.compared_at === null) await compareAll(deps, request, answers);
    for (const value of await listValues(deps.db.kysely, request))
      if (value.state === "to_write") await sendValue(deps, request, activity_id, value, by);
  } catch (error) {
    if (!(error instanceof OutboxRefused)) throw error;
    deps.log.warn({ request_id, code: error.code }, "a form that was handed in waits: what it belongs to is not there now");
  }
}

export const answersOf = (rows: Awaited<ReturnType<typeof readAnswerRows>>): Answers =>
  Object.fromEntries([...rows].map(([field_key, row]) => [field_key, row.value]));

async function logForm(deps: FormDeps, request: RequestRow, answers: Answers, by: By): Promise<string> {
  const lines = shownFields(request.document, answers).map((field) => {
    const text = answerText(field, answers[field.key] ?? null);
    return `${field.label.en}${/[?:.!]$/.test(field.label.en) ? "" : ":"} ${text === "" ? "–" : text}`;
  });
  const { activity_id } = await deps.outbox.logActivity(
    request.firm_id,
    {
      ...{ connection_id: request.connection_id, contact_id: request.contact_id, matter_id: request.matter_id },
      ...{ kind: "note", direction: null, occurred_at: request.submitted_at!, author_member_id: request.sender_member_id },
      subject: `Form “${request.document.title.en}” filled in by ${request.contact_name}`.slice(0, 255),
      body: lines.join("\n"),
      ...{ address: null, conversation: null, file_ids: [], source: "portal", source_key: `form:${request.request_id}` },
    },
    by,
  );
  crashPoint("form:logged");
  await setActivity(deps.db.kysely, request, activity_id);
  return activity_id;
}

interface AtProvider {
  provider: Provider;
  fields: Map<string, CustomFieldFacts>;
  values: Map<string, string | null>;
}

/** As the mirror has it; the connector looks once more right before it writes. */
async function readAtProvider(deps: FormDeps, db: PortalDb, request: RequestRow): Promise<AtProvider> {
  const account = (await listAccounts(db, request.firm_id)).find((one) => one.connection_id === request.connection_id);
  const provider = account?.provider ?? "clio";
  const { mapper } = deps.connectors[provider];
  const [raw] = (await readRaw(db, request, "matter", [request.matter_id])).values();
  const facts = raw === undefined ? [] : mapper.matter(raw).custom_values;
  const ids = request.document.sections.flatMap(({ fields }) => fields.flatMap(({ target }) => (target ? [target.field_id] : [])));
  const fields = await readRaw(db, request, "custom_field", ids);
  return {
    provider,
    values: new Map(facts.map(({ field_id, value }) => [field_id, valueText(value)])),
    fields: new Map([...fields].map(([id, row]) => [id, mapper.custom_field(row)])),
  };
}

async function compareAll(deps: FormDeps, request: RequestRow, answers: Answers): Promise<void> {
  await deps.db.transaction(async (trx) => {
    const there = await readAtProvider(deps, trx, request);
    const rows = shownFields(request.document, answers)
      .map((field) => compare(request, field, answers, there))
      .filter((row) => row !== null);
    await insertComparison(trx, request, rows, deps.clock.now().toISOString());
  });
  crashPoint("form:compared");
}

/** Null: nothing was answered, or it goes nowhere. What a client left blank empties nothing. */
export function compare(
  request: Pick<RequestRow, "document" | "sender_member_id">,
  field: FormField,
  answers: Answers,
  { provider, fields, values }: AtProvider,
): NewValueRow | null {
  const answer = answers[field.key] ?? null;
  if (field.target === null || answer === null) return null;
  const facts = fields.get(field.target.field_id);
  const base = { field_key: field.key, field_id: field.target.field_id, author_member_id: null };
  const usable = facts !== undefined && !facts.deleted && facts.parent === "matter" && fits(field.type, facts.type);
  const ours = usable ? providerValue(provider, field, answer, facts) : null;
  const theirs = values.get(field.target.field_id) ?? null;
  const named = { ...base, field_name: facts?.name ?? "", field_type: facts?.type ?? "", ours, theirs };
  if (ours === null) return { ...named, ours: answerText(field, answer), state: "no_field" };
  if (isSame(facts!.type, ours, theirs)) return { ...named, state: "same" };
  const at_once = theirs === null && request.document.fill_blank;
  return { ...named, state: at_once ? "to_write" : "to_confirm", author_member_id: at_once ? request.sender_member_id : null };
}

/** A day is the same whether or not a time stands behind it. */
export const isSame = (type: string, ours: string | null, theirs: string | null): boolean =>
  sameValue(ours, theirs, type) || (type === "date" && theirs !== null && ours === theirs.slice(0, 10));

async function sendValue(deps: FormDeps, request: RequestRow, activity_id: string, value: ValueRow, by: By): Promise<void> {
  const delivery_id = await deps.outbox.writeValue(
    request.firm_id,
    {
      activity_id,
      author_member_id: value.author_member_id ?? request.sender_member_id,
      field: { id: value.field_id, name: value.field_name, value: value.ours, expected: value.theirs },
      source_key: `${value.request_id}:${value.field_key}:${value.attempt}`,
    },
    by,
  );
  crashPoint("form:planned");
  await setDelivery(deps.db.kysely, value, delivery_id);
}

export interface Decision {
  field_key: string;
  decision: "write" | "keep";
  /** What the member saw at the provider. */
  theirs: string | null;
}

/** What the provider says has changed since the member looked. */
export class ValueChanged extends Error {
  override readonly name = "ValueChanged";
}

/** A member's word on an answer that differs, on record. Written in their name. */
export async function decideAnswer(
  deps: FormDeps,
  of: { firm_id: string; request_id: string },
  { field_key, decision, theirs }: Decision,
  who: { member_id: string; by: By },
): Promise<void> {
  const request = await readRequest(deps.db.kysely, of.firm_id, of.request_id);
  if (!request) throw new PortalRefused("not_found");
  const changed = await deps.db.transaction(async (trx) => {
    const value = await lockValue(trx, of, field_key);
    if (!value) throw new PortalRefused("not_found");
    if (!isOpen(value)) throw new PortalRefused("invalid", "This answer is decided already.");
    const there = (await readAtProvider(deps, trx, request)).values.get(value.field_id) ?? null;
    const decided = { author_member_id: who.member_id, by: who.by.name, at: deps.clock.now().toISOString(), theirs: there };
    if (isSame(value.field_type, value.ours, there)) {
      await decideValue(trx, value, { ...decided, state: "same" });
      await who.by.tell(trx, "form.value_same", of.request_id, { field: value.field_name });
      return false;
    }
    if (there !== theirs) return true;
    await decideValue(trx, value, { ...decided, state: decision === "write" ? "to_write" : "kept" });
    await who.by.tell(trx, `form.value_${decision}`, of.request_id, { field: value.field_name, theirs: there, ours: value.ours });
    return false;
  });
  if (changed) throw new ValueChanged("The provider says something else by now.");
  await finishForm(deps, of.firm_id, of.request_id, who.by);
}

/** Whether there is something to decide: also where writing it came to nothing. */
export const isOpen = (value: Pick<ValueRow, "state" | "delivery">): boolean =>
  value.state === "to_confirm" ||
  value.state === "kept" ||
  (value.state === "written" && (value.delivery?.state === "failed" || value.delivery?.state === "cancelled"));

/** The comparison as it is now: what the provider has by now counts, not what it had then. */
export async function readComparison(
  deps: FormDeps,
  request: RequestRow,
): Promise<(ValueRow & { now: string | null; options: CustomFieldFacts["options"] })[]> {
  const there = await readAtProvider(deps, deps.db.kysely, request);
  return (await listValues(deps.db.kysely, request)).map((value) => ({
    ...value,
    now: there.values.get(value.field_id) ?? null,
    options: there.fields.get(value.field_id)?.options ?? [],
  }));
}
