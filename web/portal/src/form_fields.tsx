/** A form's questions: which of them show, what an answer reads like, and how each is answered. */
import type { PortalForm } from "../../../src/api/contract/forms.ts";
import type { Answering, Value } from "./form_answers.ts";
import { useFormWords } from "./forms_words.ts";
import { useTimes } from "./words.ts";

type Field = PortalForm["sections"][number]["fields"][number];

/** What hangs on a field that is hidden is hidden too; a box that nobody ticked is not ticked. */
export function shownFields(form: PortalForm, values: Record<string, Value>): Set<string> {
  const shown = new Set<string>();
  for (const { key, show_when } of form.sections.flatMap(({ fields }) => fields)) {
    if (show_when === null) shown.add(key);
    else {
      const value = values[show_when.field] ?? null;
      const says = Array.isArray(value)
        ? value.includes(show_when.is)
        : show_when.is === "false"
          ? value !== true
          : String(value ?? "") === show_when.is;
      if (shown.has(show_when.field) && says) shown.add(key);
    }
  }
  return shown;
}

export function useText(): (field: Field, value: Value) => string {
  const words = useFormWords();
  const times = useTimes();
  return (field, value) => {
    const label = (key: string) => field.options.find((option) => option.key === key)?.label ?? key;
    if (value === null || value === undefined) return "";
    if (typeof value === "boolean") return value ? words.yes : words.no;
    if (Array.isArray(value)) return value.map(label).join("; ");
    if (field.type === "date" && /^\d{4}-\d{2}-\d{2}$/.test(value)) return times.day(value);
    return field.type === "choice" ? label(value) : value;
  };
}

export function Question({ field, answering }: { field: Field; answering: Answering }) {
  const words = useFormWords();
  const text = useText();
  const id = `field-${field.key}`;
  const fault = answering.faults[field.key];
  const there = answering.newer[field.key];
  const value = answering.values[field.key] ?? null;
  const about = [field.help === "" ? "" : `${id}-help`, fault === undefined ? "" : `${id}-fault`].filter((one) => one !== "").join(" ");
  const common = {
    ...(about === "" ? {} : { "aria-describedby": about }),
    ...(fault === undefined ? {} : { "aria-invalid": true as const }),
    ...(field.required ? { "aria-required": true as const } : {}),
  };
  const label = (
    <>
      {field.label}
      {field.required && <span aria-hidden> *</span>}
    </>
  );
  const more = (
    <>
      {field.help !== "" && (
        <p id={`${id}-help`} className="quiet as-written">
          {field.help}
        </p>
      )}
      {fault !== undefined && (
        <p id={`${id}-fault`} className="fault">
          {words.faults[fault] ?? words.faults["not_plain"]}
        </p>
      )}
      {there && (
        <div className="notice" role="alert">
          <p>{words.elsewhere(text(field, there.value) || words.blank)}</p>
          <button type="button" className="plain" onClick={() => answering.settle(field.key, true)}>
            {words.take_theirs}
          </button>
          <button type="button" className="plain" onClick={() => answering.settle(field.key, false)}>
            {words.keep_mine}
          </button>
        </div>
      )}
    </>
  );
  const set = (next: Value) => answering.set(field.key, next);
  if (field.type === "checkbox")
    return (
      <div className="question">
        <label className="check">
          <input id={id} type="checkbox" checked={value === true} onChange={(event) => set(event.target.checked)} {...common} />
          <span>{label}</span>
        </label>
        {more}
      </div>
    );
  if (field.type === "choices" || (field.type === "choice" && field.options.length <= 6))
    return (
      <fieldset className="question" {...(about === "" ? {} : { "aria-describedby": about })}>
        <legend>{label}</legend>
        {field.options.map((option, index) => {
          const many = field.type === "choices";
          const chosen = Array.isArray(value) ? value : [];
          return (
            <label key={option.key} className="check">
              <input
                type={many ? "checkbox" : "radio"}
                name={id}
                checked={many ? chosen.includes(option.key) : value === option.key}
                onChange={() =>
                  set(
                    many
                      ? chosen.includes(option.key)
                        ? chosen.filter((one) => one !== option.key)
                        : [...chosen, option.key]
                      : option.key,
                  )
                }
                {...(index === 0 && fault !== undefined ? { "aria-invalid": true } : {})}
              />
              <span>{option.label}</span>
            </label>
          );
        })}
        {more}
      </fieldset>
    );
  return (
    <div className="question">
      <label htmlFor={id}>{label}</label>
      {field.type === "choice" ? (
        <select id={id} value={typeof value === "string" ? value : ""} onChange={(event) => set(event.target.value || null)} {...common}>
          <option value="">{words.choose}</option>
          {field.options.map((option) => (
            <option key={option.key} value={option.key}>
              {option.label}
            </option>
          ))}
        </select>
      ) : field.type === "long_text" ? (
        <textarea
          id={id}
          rows={5}
          maxLength={10_000}
          value={typeof value === "string" ? value : ""}
          onChange={(event) => set(event.target.value)}
          {...common}
        />
      ) : (
        <input
          id={id}
          type={INPUT[field.type] ?? "text"}
          {...(field.type === "number" || field.type === "currency" ? { inputMode: "decimal" as const } : {})}
          maxLength={field.type === "url" ? 2_000 : 250}
          value={typeof value === "string" ? value : ""}
          onChange={(event) => set(event.target.value)}
          {...common}
        />
      )}
      {more}
    </div>
  );
}

const INPUT: Partial<Record<Field["type"], string>> = { email: "email", url: "url", date: "date", time: "time" };
