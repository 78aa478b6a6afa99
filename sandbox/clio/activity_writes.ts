/** Which writer has which table: notes, communications (clio.md 9). */
import type { Row } from "../kit/types.ts";
import { createCommunication, patchCommunication, removeCommunication } from "./communications.ts";
import type { Data } from "./input.ts";
import { createNote, patchNote, removeNote } from "./notes.ts";
import type { CommunicationRow, NoteRow, Revised, TableName } from "./rows.ts";
import type { WriteContext, Writer } from "./write_context.ts";

type Activity = "notes" | "communications";

export const isActivity = (table: TableName): table is Activity => table === "notes" || table === "communications";

export function createActivity(table: Activity, data: Data, writer: Writer, context: WriteContext): Row & Revised {
  return table === "notes" ? createNote(data, writer, context) : createCommunication(data, writer, context);
}

export function patchActivity(table: Activity, row: Row, data: Data, writer: Writer, context: WriteContext): Row & Revised {
  return table === "notes" ? patchNote(row as NoteRow, data, context) : patchCommunication(row as CommunicationRow, data, writer, context);
}

export function removeActivity(table: Activity, row: Row, context: WriteContext): void {
  if (table === "notes") removeNote(row as NoteRow, context);
  else removeCommunication(row as CommunicationRow, context);
}
