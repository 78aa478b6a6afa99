/** One form: to be filled in, as one types, and handed in once; then to be read. */
import { useEffect, useRef, useState, type FormEvent } from "react";
import type { PortalForm } from "../../../src/api/contract/forms.ts";
import { ask, Refused } from "./api.ts";
import { isOver, useAnswers } from "./form_answers.ts";
import { Question, shownFields, useText } from "./form_fields.tsx";
import { useFormWords } from "./forms_words.ts";
import { Problem, Title } from "./parts.tsx";
import { useTimes } from "./words.ts";

export function Read({ form, thanks }: { form: PortalForm; thanks: boolean }) {
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

interface FillProps {
  form: PortalForm;
  handedIn: (form: PortalForm) => void;
  /** It takes nothing any more. */
  over: () => void;
}

export function Fill({ form, handedIn, over }: FillProps) {
  const words = useFormWords();
  const times = useTimes();
  const answering = useAnswers(form, over);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [busy, setBusy] = useState(false);
  const page = useRef<HTMLFormElement>(null);
  const [looked, setLooked] = useState(0);
  // Once the marks stand: whoever cannot see them is taken to the first.
  useEffect(() => {
    if (looked > 0) page.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [looked]);
  const shown = shownFields(form, answering.values);
  const mark = (faults: Record<string, string>) => {
    setBusy(false);
    answering.setFaults(faults);
    setLooked((count) => count + 1);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setRefused(null);
    try {
      await answering.flush();
      const open = answering.unsettled().filter((key) => shown.has(key));
      if (open.length > 0) return mark(Object.fromEntries(open.map((key) => [key, "unsettled"])));
      const { data } = await ask<PortalForm>("POST", `/forms/${form.request_id}/submit`);
      answering.forget();
      handedIn(data);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (isOver(error)) return over();
      const faults = Object.fromEntries(error.errors.map(({ path, message }) => [path, message]));
      if (Object.keys(faults).length > 0) return mark(faults);
      setBusy(false);
      setRefused(error);
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
