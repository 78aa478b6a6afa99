/**
 * A file's bytes to the storage that a provider names: streamed, never in memory, and only as they were logged. The address is signed
 * by itself, so our token stays at home (clio.md §9.4, mycase.md §6.4).
 */
import { createHash } from "node:crypto";
import type { Session } from "../model/connector.ts";
import type { Content } from "../model/writing.ts";
import { WriteError } from "../model/writing.ts";
import { discard } from "./body.ts";
import { whileAlive } from "./clock.ts";
import { refusedByUs } from "./write.ts";

export interface Storage {
  /** The provider's name, for messages. */
  name: string;
  url: string;
  headers: Record<string, string>;
  /** The host of a simulator that the connector is set to: only there plain http will do. Null for the provider itself. */
  simulator: string | null;
  /** Longest silence, of either side. */
  silence_ms: number;
}

/** `expired`: the address is no longer good; a new one is needed. Rejects with a WriteError. Harmless to repeat: it overwrites. */
export async function upload(session: Session, storage: Storage, content: Content): Promise<"stored" | "expired"> {
  const url = targetOf(storage);
  const bytes = checked(content);
  let status: number;
  try {
    status = await whileAlive(storage.silence_ms, async (signal, alive) => {
      const request = requestFor(url, storage, content, bytes.stream(alive), signal);
      const response = await session.fetch(request);
      await discard(response);
      return response.status;
    });
  } catch (error) {
    throw bytes.complaint() ?? passing(storage, "the upload broke off", null, error);
  }
  const complaint = bytes.complaint();
  if (complaint) throw complaint;
  if (status >= 200 && status < 300) return "stored";
  if (status === 403) return "expired";
  throw passing(storage, `the storage answered ${status}`, status);
}

/** Never what keeps a record from being there: it is, and the bytes follow with the next try. */
function passing(storage: Storage, what: string, status: number | null, cause?: unknown): WriteError {
  const words = `${storage.name}'s file storage: ${what}.`;
  return new WriteError("unknown", { lasting: false, words, status, retry_after_ms: null, failure: "transient" }, cause);
}

function targetOf({ name, url, simulator }: Storage): URL {
  const target = URL.canParse(url) ? new URL(url) : null;
  const near = target !== null && simulator !== null && (target.hostname === simulator || target.hostname.endsWith(`.${simulator}`));
  if (
    target === null ||
    target.username !== "" ||
    target.password !== "" ||
    !(target.protocol === "https:" || (near && target.protocol === "http:"))
  )
    throw refusedByUs(`${name} named an address for the file that is not safe; nothing was sent there.`);
  return target;
}

/** Ours to set, or nothing that a storage may get. */
const NOT_PASSED_ON = new Set(["authorization", "cookie", "host", "content-length", "transfer-encoding", "connection"]);

function requestFor(url: URL, storage: Storage, content: Content, body: ReadableStream<Uint8Array>, signal: AbortSignal): Request {
  const headers = new Headers(Object.entries(storage.headers).filter(([name]) => !NOT_PASSED_ON.has(name.toLowerCase())));
  // Signed addresses take no chunked transfer: the length is told.
  headers.set("content-length", String(content.size));
  const init = {
    method: "PUT",
    headers,
    body: content.size === 0 ? new Uint8Array() : body,
    redirect: "manual" as const,
    signal,
    duplex: "half",
  };
  return new Request(url, init);
}

/**
 * The content, counted and hashed on its way. The last piece is held back until both are right, so that of a file that is not the one
 * that was logged never all bytes arrive.
 */
function checked(content: Content) {
  let complaint: WriteError | null = null;
  const fail = (words: string, lasting: boolean, cause?: unknown) =>
    (complaint = new WriteError("no", { lasting, words, status: null, retry_after_ms: null, failure: "broken" }, cause));
  const wrong = () => fail(`The stored file “${content.name}” is no longer the one that was logged; please add it again.`, true);

  const stream = (alive: () => void): ReadableStream<Uint8Array> => {
    const hash = createHash("sha256");
    let reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
    let held: Uint8Array | null = null;
    let size = 0;
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
      alive();
      reader ??= content.open().getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        size += value.length;
        hash.update(value);
        if (size > content.size) throw wrong();
        const ready = held;
        held = value;
        if (ready !== null && ready.length > 0) return controller.enqueue(ready);
      }
      if (size !== content.size || hash.digest("hex") !== content.sha256) throw wrong();
      if (held !== null && held.length > 0) controller.enqueue(held);
      controller.close();
    };
    return new ReadableStream<Uint8Array>(
      {
        pull: (controller) =>
          pull(controller).catch((error: unknown) => {
            controller.error(complaint ?? fail(`The stored file “${content.name}” cannot be read at the moment.`, false, error));
          }),
        cancel: async (reason) => reader?.cancel(reason),
      },
      { highWaterMark: 0 },
    );
  };
  return { stream, complaint: () => complaint };
}
