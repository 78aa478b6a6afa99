/** Which writer has which table: notes, communications, documents (clio.md 9). */
import type { FaultContext } from "../kit/pipeline.ts";
import type { Row } from "../kit/types.ts";
import { createCommunication, patchCommunication, removeCommunication } from "./communications.ts";
import { createDocument, patchDocument, removeDocument } from "./documents.ts";
import type { Data } from "./input.ts";
import { createNote, patchNote, removeNote } from "./notes.ts";
import type { CommunicationRow, DocumentRow, NoteRow, Revised, TableName } from "./rows.ts";
import type { WriteContext, Writer } from "./write_context.ts";

interface Writers<R> {
  create(data: Data, writer: Writer, context: WriteContext): R;
  patch(row: R, data: Data, writer: Writer, context: WriteContext, fault: FaultContext): R;
  remove(row: R, context: WriteContext): void;
}

const notes: Writers<NoteRow> = {
  create: createNote,
  patch: (row, data, _writer, context) => patchNote(row, data, context),
  remove: removeNote,
};
const communications: Writers<CommunicationRow> = { create: createCommunication, patch: patchCommunication, remove: removeCommunication };
const documents: Writers<DocumentRow> = { create: createDocument, patch: patchDocument, remove: removeDocument };

/** A table's writers only ever see its own rows. */
const WRITERS = { notes, communications, documents } as unknown as Partial<Record<TableName, Writers<Row & Revised>>>;

export const writersOf = (table: TableName): Writers<Row & Revised> | undefined => WRITERS[table];
