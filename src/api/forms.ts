/** How forms' rows are told. */
import { answerText, fieldsOf, type AnswerValue } from "../model/form.ts";
import { isOpen, isSame } from "../portal/form_values.ts";
import type { ClientForm } from "../portal/forms.ts";
import type { RequestRow } from "../portal/store_form_requests.ts";
import type { FormRow } from "../portal/store_forms.ts";
import type { ValueRow } from "../portal/store_form_values.ts";
import { say } from "../model/form.ts";
import type { Language } from "../portal/types.ts";
import { standing } from "../outbox/reasons.ts";
import type { Form, FormRequest, FormRequestDetail } from "./contract/forms.ts";

export const formOf = ({ form_id, connection_id, name, version, document, saved_by, saved_at, open, to_confirm }: FormRow): Form => ({
  ...{ form_id, connection_id, name, version, document, saved_by, saved_at, open, to_confirm },
});

const HELD: Record<string, string> = {
  first_sync: "The first reading brought it about, so nothing of it is news: look before it is sent.",
  reconnect: "A reconnect brought it about: look before it is sent.",
  settings: "A change of settings brought it about: look before it is sent.",
  restored: "The database was put back from an older copy, so they may have it already: look before it is sent.",
  recompute: "A new calculation brought it about: look before it is sent.",
};

function whyOf({ state, reason, cause, phase, sent_by }: RequestRow): string {
  if (state === "held") return HELD[reason ?? ""] ?? HELD["recompute"]!;
  return cause === "phase" ? `The matter entered the phase “${phase}”.` : `${sent_by} sent it.`;
}

export function requestOf(row: RequestRow): FormRequest {
  const { request_id, form_id, version, connection_id, matter_id, matter, contact_id, contact_name, state, sent_by, created_at } = row;
  const { sent_at, due_on, reminders, remind_at, submitted_at, ended_by, to_confirm } = row;
  return {
    ...{ request_id, form_id, form: row.form_name, version, connection_id, matter_id, matter, contact_id, contact_name, state },
    ...{ why: whyOf(row), sent_by, created_at, sent_at, due_on, reminders, remind_at, submitted_at, ended_by, to_confirm },
  };
}

type Compared = ValueRow & { now: string | null; options: readonly { id: string; text: string }[] };

export function detailOf(
  request: RequestRow,
  answers: ReadonlyMap<string, { value: AnswerValue; answered_at: string }>,
  comparison: readonly Compared[],
): FormRequestDetail {
  const compared = new Map(comparison.map((row) => [row.field_key, row]));
  return {
    ...requestOf(request),
    activity_id: request.activity_id,
    answers: fieldsOf(request.document).map((field) => {
      const answer = answers.get(field.key);
      const row = compared.get(field.key);
      return {
        ...{ key: field.key, label: field.label.en, type: field.type, text: answerText(field, answer?.value ?? null) },
        answered_at: answer?.answered_at ?? null,
        comparison: row ? comparisonOf(row) : null,
      };
    }),
  };
}

/** A picklist's value may be its option's id: people read the text. */
function comparisonOf(row: Compared): NonNullable<FormRequestDetail["answers"][number]["comparison"]> {
  const shown = (value: string | null): string | null =>
    row.field_type === "checkbox" && value !== null
      ? value === "true"
        ? "Yes"
        : "No"
      : (row.options.find((option) => option.id === value)?.text ?? value);
  const decidable = isOpen(row) && row.ours !== null && !isSame(row.field_type, row.ours, row.now);
  return {
    ...{ field_key: row.field_key, custom_field: row.field_name, state: stateOf(row) },
    ...{ ours: shown(row.ours), theirs: shown(row.theirs), now: shown(row.now), seen: row.now, decidable },
    words: row.delivery === null ? null : (standing(row.delivery.reason, row.delivery.words)?.words ?? null),
    ...{ delivery_id: row.delivery_id, decided_by: row.decided_by, decided_at: row.decided_at },
  };
}

function stateOf({ state, delivery }: ValueRow): NonNullable<FormRequestDetail["answers"][number]["comparison"]>["state"] {
  if (state === "to_write") return "on_its_way";
  if (state !== "written") return state;
  if (delivery === null || delivery.state === "delivered") return "written";
  return delivery.state === "failed" || delivery.state === "cancelled" || delivery.state === "needs_review" ? "failed" : "on_its_way";
}

export const clientRowOf = ({ request, matter }: ClientForm, language: Language) => ({
  ...{ request_id: request.request_id, matter_id: request.matter_id, title: say(request.document.title, language) },
  state: request.state === "submitted" ? ("submitted" as const) : ("open" as const),
  ...{ due_on: request.due_on, sent_at: request.sent_at, submitted_at: request.submitted_at },
  read_only: request.state === "submitted" || matter.read_only,
});
