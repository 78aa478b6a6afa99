/** Forms of a matter: the list of them, and one that is open. */
import { useCallback, useEffect, useState } from "react";
import type { PortalForm, PortalForms } from "../../../src/api/contract/forms.ts";
import { ask, Refused, useGet } from "./api.ts";
import { forgetKept } from "./form_answers.ts";
import { Fill, Read } from "./form_page.tsx";
import { useFormWords } from "./forms_words.ts";
import { AsOf, Problem, Show, Title } from "./parts.tsx";
import type { SectionProps } from "./sections.ts";
import { useTimes } from "./words.ts";

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
  const load = useCallback(() => {
    const show = (data: PortalForm) => {
      if (data.read_only) forgetKept(request_id);
      setForm(data);
    };
    ask<PortalForm>("GET", path).then(
      ({ data }) => show(data),
      (error: unknown) => setForm(error instanceof Refused ? error : new Refused(0, "failed")),
    );
  }, [path, request_id]);
  // Read once: what comes while somebody types would overwrite it.
  useEffect(load, [load]);
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
          over={load}
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
