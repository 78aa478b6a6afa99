/** How MyCase's written rows are told to tests and the control page. */
import type { ListLag } from "../kit/list_lag.ts";
import type { ObjectStorage } from "../kit/storage.ts";
import type { WrittenFile, WrittenParent } from "../kit/written.ts";
import { Written } from "../kit/written.ts";
import type { FileIndexes } from "./folders.ts";
import type { CaseDocument, MessageThread, Ref, Tables } from "./types.ts";

const on = (kind: WrittenParent["kind"], ref: Ref | null | undefined): WrittenParent[] => (ref ? [{ kind, id: ref.id }] : []);

/** Where a thread is, and so each of its messages. */
const around = (thread: MessageThread | undefined): WrittenParent[] =>
  thread ? [...on("matter", thread.case), ...thread.clients.flatMap((one) => on("contact", one))] : [];

export function createWritten(tables: Tables, lag: ListLag, storage: ObjectStorage, { versions_of }: FileIndexes): Written {
  const file = (row: CaseDocument): WrittenFile => {
    const ids = versions_of.ids(String(row.id));
    const stored = ids.map((id) => storage.object(tables.document_versions.get(id)?.key ?? "")).findLast(Boolean);
    return {
      name: row.filename,
      size: stored?.size ?? 0,
      sha256: stored?.sha256 ?? null,
      complete: stored !== undefined,
      versions: ids.length,
    };
  };
  const written = new Written(lag, (id) => {
    const staff = tables.staff.get(id);
    return staff && `${staff.first_name} ${staff.last_name}`;
  });
  written.add("notes", {
    table: tables.notes,
    describe: (row) => ({
      author_id: row.created_by.id,
      parents: [...on("matter", row.case), ...on("contact", row.client), ...on("company", row.company)],
      title: row.subject,
      text: row.note,
    }),
  });
  written.add("calls", {
    table: tables.calls,
    describe: (row) => ({
      author_id: row.written_by ?? null,
      parents: [...on("contact", row.client), ...on("matter", row.case)],
      title: `${row.call_type}, ${row.caller_phone_number}`,
      text: row.message,
      detail: row.resolved ? "resolved" : "to be called back",
    }),
  });
  written.add("message_threads", {
    table: tables.message_threads,
    describe: (row) => ({
      author_id: row.written_by ?? null,
      parents: around(row),
      title: row.subject,
      text: row.first_message_body,
      detail: row.clients.length > 0 ? "clients take part" : "staff only",
    }),
  });
  written.add("messages", {
    table: tables.messages,
    describe: (row) => ({
      author_id: row.written_by ?? null,
      parents: [...on("thread", row.message_thread), ...around(tables.message_threads.get(row.message_thread.id))],
      title: row.message_thread.subject,
      text: row.body,
    }),
  });
  written.add("documents", {
    table: tables.documents,
    describe: (row) => ({
      author_id: row.written_by ?? null,
      parents: [...on("matter", row.case), ...on("folder", row.folder)],
      title: row.path,
      text: row.description ?? "",
      file: file(row),
    }),
  });
  return written;
}
