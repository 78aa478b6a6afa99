/** Forms of a matter: to be filled in, as one types, and handed in once. */
import { useEffect, useRef, useState, type FormEvent } from "react";
import type { PortalForm, PortalForms } from "../../../src/api/contract/forms.ts";
import { ask, Refused, useGet } from "./api.ts";
import { useAnswers, type Answering, type Value } from "./form_answers.ts";
import { useFormWords } from "./forms_words.ts";
import { AsOf, Problem, Show, Title } from "./parts.tsx";
import type { SectionProps } from "./sections.ts";
import { useTimes } from "./words.ts";

type Field = PortalForm["sections"][number]["fields"][number];

const openNow = () => window.location.hash.slice(1);

/** Which one is open stands behind the address, so that "back" closes it. */
function useOpen(): [string, (request_id: string) => void] {
  const [open, setOpen] = useState(openNow);
  useEffect(() => {
    const moved = () => setOpen(openNow());
    window.addEventListener("hashchange", moved);
    window.addEventListener("popstate", moved);
    return () => {
      window.removeEventListener("hashchange", moved);
      window.removeEventListener("popstate", moved);
    };
  }, []);
  return [
    open,
    (request_id) => {
      window.location.hash = request_id;
      window.scrollTo(0, 0);
    },
  ];
}

export default function Forms({ matter }: SectionProps) {
  const words = useFormWords();
  const times = useTimes();
  const [forms, again] = useGet<PortalForms>("/forms");
  const [open, setOpen] = useOpen();
  const close = () => {
    setOpen("");
    void again();
  };
  if (open !== "") return <One key={open} request_id={open} close={close} />;
  return (
    <Show of={forms} title={words.forms} again={again}>
      {({ items }) => {
        const here = items.filter((form) => form.matter_id === matter.matter_id);
        return (
          <>
            <Title>{words.forms}</Title>
            {forms.state === "there" && forms.seen_at !== null && <AsOf at={forms.seen_at} seen_at={forms.seen_at} />}
            {here.length === 0 && (
              <div className="card">
                <p>
                  <strong>{words.none}</strong>
                </p>
                <p>{words.none_text}</p>
              </div>
            )}
            <ul className="plain-list">
              {here.map((form) => (
                <li key={form.request_id}>
                  <a className="card line" href={`#${form.request_id}`}>
                    <span>
                      <span className="name">{form.title}</span>
                      {form.state === "open" && form.due_on !== null && <span className="quiet"> {words.due(times.day(form.due_on))}</span>}
                    </span>
                    <span className={form.state === "open" ? "tag" : "tag over"}>{form.state === "open" ? words.open : words.done}</span>
                  </a>
                </li>
              ))}
            </ul>
          </>
        );
      }}
    </Show>
  );
}

function One({ request_id, close }: { request_id: string; close: () => void }) {
  const words = useFormWords();
  const path = `/forms/${encodeURIComponent(request_id)}`;
  const [form, setForm] = useState<PortalForm | Refused | null>(null);
  const [thanks, setThanks] = useState(false);
  const load = () =>
    void ask<PortalForm>("GET", path).then(
      ({ data }) => setForm(data),
      (error: unknown) => setForm(error instanceof Refused ? error : new Refused(0, "failed")),
    );
  // Read once: what comes while somebody types would overwrite it.
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- `load` is made anew each time
  useEffect(load, [path]);
  return (
    <>
      <p>
        <button type="button" className="plain" onClick={close}>
          {words.back}
        </button>
      </p>
      {form === null ? (
        <Title>{words.forms}</Title>
      ) : form instanceof Refused ? (
        <>
          <Title>{words.forms}</Title>
          <Problem refused={form} again={load} />
        </>
      ) : form.read_only ? (
        <Read form={form} thanks={thanks} />
      ) : (
        <Fill
          form={form}
          handedIn={(data) => {
            setThanks(true);
            setForm(data);
            window.scrollTo(0, 0);
          }}
        />
      )}
    </>
  );
}

/** What hangs on a field that is hidden is hidden too; a box that nobody ticked is not ticked. */
function shownFields(form: PortalForm, values: Record<string, Value>): Set<string> {
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

function useText(): (field: Field, value: Value) => string {
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

function Read({ form, thanks }: { form: PortalForm; thanks: boolean }) {
  const words = useFormWords();
  const times = useTimes();
  const text = useText();
  const values = Object.fromEntries(Object.entries(form.answers).map(([key, { value }]) => [key, value]));
  const shown = shownFields(form, values);
  return (
    <>
      <Title>{form.title}</Title>
      {thanks && (
        <div className="notice" role="status">
          <p className="as-written">{form.thanks || words.thanks}</p>
        </div>
      )}
      <p className="quiet">{form.submitted_at === null ? words.closed : words.handed_in(times.time(form.submitted_at))}</p>
      {form.sections.map((section, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- parts have no name of their own, and stay where they are
        <section key={index} className="card">
          {section.title !== "" && <h2>{section.title}</h2>}
          <dl>
            {section.fields
              .filter(({ key }) => shown.has(key))
              .map((field) => (
                <div key={field.key}>
                  <dt>{field.label}</dt>
                  <dd className="as-written">{text(field, values[field.key] ?? null) || "–"}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </>
  );
}

function Fill({ form, handedIn }: { form: PortalForm; handedIn: (form: PortalForm) => void }) {
  const words = useFormWords();
  const times = useTimes();
  const answering = useAnswers(form);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [busy, setBusy] = useState(false);
  const page = useRef<HTMLFormElement>(null);
  const [looked, setLooked] = useState(0);
  // Once the marks stand: whoever cannot see them is taken to the first.
  useEffect(() => {
    if (looked > 0) page.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [looked]);
  const shown = shownFields(form, answering.values);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setRefused(null);
    try {
      await answering.flush();
      const { data } = await ask<PortalForm>("POST", `/forms/${form.request_id}/submit`);
      answering.forget();
      handedIn(data);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setBusy(false);
      const faults = Object.fromEntries(error.errors.map(({ path, message }) => [path, message]));
      if (Object.keys(faults).length === 0) return setRefused(error);
      answering.setFaults(faults);
      setLooked((count) => count + 1);
    }
  };
  const marked = Object.keys(answering.faults).some((key) => shown.has(key));
  return (
    <form ref={page} onSubmit={(event) => void submit(event)} noValidate>
      <Title>{form.title}</Title>
      {form.due_on !== null && <p>{words.due(times.day(form.due_on))}</p>}
      {form.intro !== "" && <p className="as-written">{form.intro}</p>}
      <p className="quiet">{words.needed_note}</p>
      {form.sections.map((section, index) => {
        const fields = section.fields.filter(({ key }) => shown.has(key));
        if (fields.length === 0) return null;
        return (
          // oxlint-disable-next-line react/no-array-index-key -- as above
          <section key={index} className="card">
            {section.title !== "" && <h2>{section.title}</h2>}
            {fields.map((field) => (
              <Question key={field.key} field={field} answering={answering} />
            ))}
          </section>
        );
      })}
      <p className="quiet saving" role="status">
        {answering.saving === "quiet"
          ? "\u00a0"
          : answering.saving === "offline"
            ? words.kept
            : answering.saving === "saving"
              ? words.saving
              : words.saved}
      </p>
      {marked && (
        <p className="notice bad" role="alert">
          {words.look}
        </p>
      )}
      {refused && <Problem refused={refused} />}
      <p>{words.sure}</p>
      <button type="submit" disabled={busy}>
        {busy ? words.handing_in : words.hand_in}
      </button>
    </form>
  );
}

function Question({ field, answering }: { field: Field; answering: Answering }) {
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
