import { useState } from "react";
import { ask, Refused, useGet, type PortalMe, type PortalNotices, type PortalPreferences, type PortalSessions } from "./api.ts";
import { Back, Problem, Title } from "./parts.tsx";
import { Link } from "./router.tsx";
import { useTimes, useWords, type Words } from "./words.ts";

export function Preferences({ me, onSaved }: { me: PortalMe; onSaved: (me: PortalMe) => void }) {
  const words = useWords();
  return (
    <>
      <Back />
      <Title>{words.settings}</Title>
      <p className="quiet">{words.signed_in_as(me.name, me.email)}</p>
      <Told me={me} onSaved={onSaved} />
      <Notices />
      <Devices />
    </>
  );
}

const NIGHT = { from: "21:00", until: "08:00" };

function Told({ me, onSaved }: { me: PortalMe; onSaved: (me: PortalMe) => void }) {
  const words = useWords();
  const [draft, setDraft] = useState<PortalPreferences>(me.preferences);
  const [standing, setStanding] = useState<"" | "saved" | Refused>("");
  const set = (change: Partial<PortalPreferences>) => {
    setStanding("");
    setDraft({ ...draft, ...change });
  };
  async function save() {
    try {
      const { data } = await ask<PortalMe>("PUT", "/me/preferences", draft);
      onSaved(data);
      setStanding("saved");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setStanding(error);
    }
  }
  const { quiet } = draft;
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2>{words.told}</h2>
      <Check label={words.told_email} checked={draft.email} onChange={(email) => set({ email })} />
      {me.text_number !== null && <Check label={words.told_text(me.text_number)} checked={draft.text} onChange={(text) => set({ text })} />}
      <fieldset>
        <legend>{words.quiet}</legend>
        <Check label={words.quiet_on} checked={quiet !== null} onChange={(on) => set({ quiet: on ? NIGHT : null })} />
        {quiet !== null && (
          <div className="pair">
            <label>
              {words.from}
              <input type="time" required value={quiet.from} onChange={(event) => set({ quiet: { ...quiet, from: event.target.value } })} />
            </label>
            <label>
              {words.until}
              <input
                type="time"
                required
                value={quiet.until}
                onChange={(event) => set({ quiet: { ...quiet, until: event.target.value } })}
              />
            </label>
          </div>
        )}
        <p className="quiet">{words.quiet_text}</p>
      </fieldset>
      <label htmlFor="language">{words.language}</label>
      <select id="language" value={draft.language} onChange={(event) => set({ language: event.target.value === "es" ? "es" : "en" })}>
        <option value="en" lang="en">
          English
        </option>
        <option value="es" lang="es">
          Español
        </option>
      </select>
      {standing instanceof Refused && <Problem refused={standing} />}
      <button type="submit">{words.save}</button>
      <p role="status">{standing === "saved" ? words.saved : ""}</p>
    </form>
  );
}

function Check({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

function Notices() {
  const words = useWords();
  const times = useTimes();
  const [notices, again] = useGet<PortalNotices>("/me/notices");
  return (
    <section className="card">
      <h2>{words.notices}</h2>
      {notices.state === "loading" && <p className="quiet">{words.loading}</p>}
      {notices.state === "refused" && <Problem refused={notices.refused} again={again} />}
      {notices.state === "there" && notices.data.items.length === 0 && <p>{words.no_notices}</p>}
      {notices.state === "there" && (
        <ul className="plain-list">
          {notices.data.items.map((notice) => (
            <li key={notice.notice_id} className="told">
              <Link to={`/matters/${encodeURIComponent(notice.matter_id)}`}>{notice.matter}</Link>
              <p>{whatOf(words, notice)}</p>
              <p className="quiet">
                <time dateTime={notice.at} title={notice.at}>
                  {times.time(notice.at)}
                </time>{" "}
                · {words.why(notice.address)}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function whatOf(words: Words, { kind, phase }: PortalNotices["items"][number]): string {
  if (kind === "phase") return words.why_phase(phase ?? "");
  return words[`why_${kind}`];
}

function Devices() {
  const words = useWords();
  const times = useTimes();
  const [sessions, again] = useGet<PortalSessions>("/me/sessions");
  async function end(which: string) {
    await ask("DELETE", `/me/sessions${which}`).catch((error: unknown) => {
      // It has ended meanwhile.
      if (!(error instanceof Refused)) throw error;
    });
    await again();
  }
  return (
    <section className="card">
      <h2>{words.devices}</h2>
      <p className="quiet">{words.devices_text}</p>
      {sessions.state === "loading" && <p className="quiet">{words.loading}</p>}
      {sessions.state === "refused" && <Problem refused={sessions.refused} again={again} />}
      {sessions.state === "there" && (
        <>
          <ul className="plain-list">
            {sessions.data.items.map(({ session_id, browser, last_used_at, here }) => (
              <li key={session_id} className="member">
                <span>
                  <strong>{browser || words.unnamed}</strong>
                  <span className="quiet">{here ? words.this_one : words.last_used(times.time(last_used_at))}</span>
                </span>
                {!here && (
                  <button
                    type="button"
                    className="plain"
                    aria-label={words.end_named(browser || words.unnamed)}
                    onClick={() => void end(`/${session_id}`)}
                  >
                    {words.end}
                  </button>
                )}
              </li>
            ))}
          </ul>
          {sessions.data.items.length > 1 && (
            <button type="button" className="plain" onClick={() => void end("")}>
              {words.end_others}
            </button>
          )}
        </>
      )}
    </section>
  );
}
