/** What the person and the firm write to each other about a matter. What is typed stays until it has gone. */
import { useEffect, useRef, useState, type FormEvent } from "react";
import type { PortalMessage, PortalThread } from "../../../src/api/contract/messages.ts";
import { ask, Refused, useGet } from "./api.ts";
import { Files } from "./documents.tsx";
import { sizeWords, useMessageWords } from "./messages_words.ts";
import { AsOf, Problem, Show, Title } from "./parts.tsx";
import type { SectionProps } from "./sections.ts";
import { uploadTo } from "./upload.ts";
import { useTimes } from "./words.ts";

const LOOK_EVERY_MS = 10_000;

export default function Messages({ matter }: SectionProps) {
  const words = useMessageWords();
  const path = `/matters/${encodeURIComponent(matter.matter_id)}/messages`;
  const [thread, again] = useGet<PortalThread>(path);
  const data = thread.state === "there" && thread.seen_at === null ? thread.data : null;
  const last = data?.items.at(-1)?.seq ?? 0;
  const unread = data?.unread ?? 0;
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && void again(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [again]);
  useEffect(() => {
    if (unread > 0) void ask("POST", `${path}/read`, { seq: last }).then(again, () => undefined);
  }, [unread, last, path, again]);
  return (
    <Show of={thread} title={words.messages} again={again}>
      {({ items, read_only }) => (
        <>
          <Title>{words.messages}</Title>
          {thread.state === "there" && thread.seen_at !== null && <AsOf at={thread.seen_at} seen_at={thread.seen_at} />}
          {items.length === 0 ? <Nothing /> : <List items={items} />}
          {read_only ? (
            <p className="notice">{words.closed}</p>
          ) : (
            <Write key={matter.matter_id} matter_id={matter.matter_id} path={path} sent={again} />
          )}
        </>
      )}
    </Show>
  );
}

function Nothing() {
  const words = useMessageWords();
  return (
    <div className="card">
      <p>
        <strong>{words.none}</strong>
      </p>
      <p>{words.none_text}</p>
    </div>
  );
}

function List({ items }: { items: PortalMessage[] }) {
  const words = useMessageWords();
  const times = useTimes();
  const end = useRef<HTMLLIElement>(null);
  const last = items.at(-1)!.seq;
  useEffect(() => {
    if (last > 0) end.current?.scrollIntoView({ block: "nearest" });
  }, [last]);
  return (
    <ol className="plain-list talk" aria-live="polite">
      {items.map((one) => (
        <li key={one.seq} ref={one.seq === last ? end : null} className={one.from_client ? "card mine" : "card"}>
          <p className="quiet">
            <strong>{one.from_client ? words.you : one.author}</strong> · <time dateTime={one.sent_at}>{times.time(one.sent_at)}</time>
          </p>
          <p className="as-written">{one.body}</p>
          {one.documents.length > 0 && <Files items={one.documents} />}
          {one.from_client && <p className="quiet">{one.read_at === null ? words.not_read : words.read(times.time(one.read_at))}</p>}
        </li>
      ))}
    </ol>
  );
}

/** `crypto.randomUUID` is there over TLS only. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

const keptIn = (matter_id: string) => `draft ${matter_id}`;

function Write({ matter_id, path, sent }: { matter_id: string; path: string; sent: () => Promise<void> }) {
  const words = useMessageWords();
  const [body, setBody] = useState(() => sessionStorage.getItem(keptIn(matter_id)) ?? "");
  const [files, setFiles] = useState<File[]>([]);
  const [busy, setBusy] = useState("");
  const [refused, setRefused] = useState<Refused | null>(null);
  // The same until it has gone: sent twice over a bad line it is one message, with each file once.
  const attempt = useRef({ key: newKey(), uploaded: new Map<File, string>() });
  const type = (text: string) => {
    setBody(text);
    sessionStorage.setItem(keptIn(matter_id), text);
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (busy !== "" || body.trim() === "") return;
    setRefused(null);
    setBusy(words.sending);
    try {
      const { key, uploaded } = attempt.current;
      for (const file of files.filter((one) => !uploaded.has(one))) {
        const progress = (percent: number) => setBusy(words.progress(file.name, percent));
        uploaded.set(file, (await uploadTo(matter_id, file, { with_message: true, progress })).document_id);
      }
      const document_ids = files.flatMap((file) => uploaded.get(file) ?? []);
      await ask("POST", path, { key, body, document_ids });
      attempt.current = { key: newKey(), uploaded: new Map() };
      type("");
      setFiles([]);
      await sent();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setRefused(error);
    } finally {
      setBusy("");
    }
  };
  return (
    <form onSubmit={(event) => void send(event)}>
      <label htmlFor="body">{words.write}</label>
      <textarea id="body" rows={4} maxLength={20_000} value={body} onChange={(event) => type(event.target.value)} />
      <label htmlFor="files">{words.attach}</label>
      <input
        id="files"
        type="file"
        multiple
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])];
          const known = new Set(files.map((one) => `${one.name} ${one.lastModified} ${one.size}`));
          setFiles([...files, ...chosen.filter((one) => !known.has(`${one.name} ${one.lastModified} ${one.size}`))].slice(0, 20));
          event.target.value = "";
        }}
      />
      <ul className="plain-list">
        {files.map((file) => (
          <li key={`${file.name} ${file.lastModified} ${file.size}`} className="told-file">
            {file.name} <span className="quiet">{sizeWords(file.size)}</span>
            <button type="button" className="plain" disabled={busy !== ""} onClick={() => setFiles(files.filter((one) => one !== file))}>
              {words.remove(file.name)}
            </button>
          </li>
        ))}
      </ul>
      {refused && <Problem refused={refused} />}
      <p>
        <button type="submit" disabled={busy !== "" || body.trim() === ""}>
          {busy || words.send}
        </button>
      </p>
      <p className="quiet">{words.urgent}</p>
    </form>
  );
}
