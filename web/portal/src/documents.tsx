/** What was shared of a matter, and sending the firm a photo or a file. */
import { useRef, useState, type FormEvent } from "react";
import type { PortalDocuments, SharedDocument } from "../../../src/api/contract/messages.ts";
import { API, Refused, useGet } from "./api.ts";
import { sizeWords, useMessageWords } from "./messages_words.ts";
import { Problem, Show, Title } from "./parts.tsx";
import type { SectionProps } from "./sections.ts";
import { uploadTo } from "./upload.ts";
import { useTimes } from "./words.ts";

const MB = 1024 * 1024;

export default function Documents({ matter }: SectionProps) {
  const words = useMessageWords();
  const [documents, again] = useGet<PortalDocuments>(`/matters/${encodeURIComponent(matter.matter_id)}/documents`);
  return (
    <Show of={documents} title={words.documents} again={again}>
      {(data) => (
        <>
          <Title>{words.documents}</Title>
          {matter.read_only ? <p className="notice">{words.closed}</p> : <Send matter_id={matter.matter_id} of={data} sent={again} />}
          {data.items.length === 0 ? (
            <p className="quiet">{words.no_documents}</p>
          ) : (
            <section className="card" aria-label={words.documents}>
              <Files items={data.items} full />
            </section>
          )}
        </>
      )}
    </Show>
  );
}

/** Each a download; `full`: with who shared it when. */
export function Files({ items, full = false }: { items: SharedDocument[]; full?: boolean }) {
  const words = useMessageWords();
  const times = useTimes();
  return (
    <ul className="plain-list">
      {items.map((one) => (
        <li key={one.document_id} className="told">
          <p>
            <a href={`${API}/documents/${one.document_id}`} download={one.name} aria-label={words.get(one.name)}>
              {one.name}
            </a>{" "}
            <span className="quiet">{sizeWords(one.size)}</span>
          </p>
          {full && one.note !== "" && <p className="as-written">{one.note}</p>}
          {full && (
            <p className="quiet">
              {one.from_client ? words.from_you : words.from_firm(one.by)} · {words.sent(times.time(one.shared_at))}
              {one.from_client && one.received_at !== null && ` · ${words.received(times.time(one.received_at))}`}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

function Send({ matter_id, of, sent }: { matter_id: string; of: PortalDocuments; sent: () => Promise<void> }) {
  const words = useMessageWords();
  const [file, setFile] = useState<File | null>(null);
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState("");
  const [done, setDone] = useState("");
  const [refused, setRefused] = useState<Refused | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (file === null || busy !== "") return;
    setRefused(null);
    setDone("");
    if (file.size > of.max_bytes) return setRefused(new Refused(413, "file-too-large"));
    setBusy(words.progress(file.name, 0));
    try {
      const { name } = await uploadTo(matter_id, file, { note, progress: (percent) => setBusy(words.progress(file.name, percent)) });
      setDone(words.done_document(name));
      setFile(null);
      setNote("");
      if (input.current) input.current.value = "";
      await sent();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setRefused(error);
    } finally {
      setBusy("");
    }
  };
  return (
    <form className="card" onSubmit={(event) => void send(event)}>
      <label htmlFor="file">{words.choose}</label>
      <input
        id="file"
        ref={input}
        type="file"
        accept={[...of.endings.map((ending) => `.${ending}`), "image/*"].join(",")}
        aria-describedby="kinds"
        onChange={(event) => setFile(event.target.files?.[0] ?? null)}
      />
      <p id="kinds" className="quiet">
        {words.kinds(Math.floor(of.max_bytes / MB))}
      </p>
      <label htmlFor="note">{words.note}</label>
      <input id="note" type="text" maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
      {refused && <Problem refused={refused} />}
      <p role="status">{busy || done}</p>
      <button type="submit" disabled={file === null || busy !== ""}>
        {words.send_document}
      </button>
    </form>
  );
}
