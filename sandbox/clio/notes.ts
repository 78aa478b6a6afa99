/** Notes (clio.md 9.1): on a matter or on a contact, by the token's user. */
import type { Data } from "./input.ts";
import { bounded, day, dayIn, reference, refuse, required, text } from "./input.ts";
import type { NoteRow } from "./rows.ts";
import type { WriteContext, Writer } from "./write_context.ts";
import { checkSubscribers, touchContact, touchMatter, parentContact, writableMatter } from "./write_context.ts";

function noteType(value: unknown, { switches }: WriteContext): NoteRow["type"] {
  const casing = switches.note_write_type_case;
  const capital = casing !== "lower" && (value === "Matter" || value === "Contact");
  const lower = casing !== "capital" && (value === "matter" || value === "contact");
  if (!capital && !lower) return refuse("type must be Matter or Contact");
  return value.toLowerCase() === "matter" ? "Matter" : "Contact";
}

function textType(value: unknown): NoteRow["detail_text_type"] {
  if (value === "plain_text" || value === "rich_text") return value;
  return refuse("detail_text_type must be plain_text or rich_text");
}

function change(data: Data, context: WriteContext): Partial<NoteRow> {
  const { subject_maximum, note_detail_maximum } = context.switches;
  checkSubscribers(data["notification_event_subscribers"], context);
  return {
    ...(data["subject"] === undefined ? {} : { subject: bounded("subject", text(data["subject"]) ?? "", subject_maximum) }),
    ...(data["detail"] === undefined ? {} : { detail: required(data, "detail", note_detail_maximum) }),
    ...(data["date"] === undefined ? {} : { date: day("date", data["date"]) }),
    ...(data["detail_text_type"] === undefined ? {} : { detail_text_type: textType(data["detail_text_type"]) }),
  };
}

export function createNote(data: Data, writer: Writer, context: WriteContext): NoteRow {
  const type = noteType(data["type"], context);
  const matter = type === "Matter" ? (writableMatter(data, writer, context) ?? refuse("matter must be provided")) : null;
  const named = type === "Contact" ? (reference(data, "contact") ?? refuse("contact must be provided")) : null;
  const contact_id = named === null ? null : parentContact(named, writer, context);
  const row = context.tables.notes.insert({
    subject: "",
    detail: "",
    detail_text_type: "plain_text",
    date: dayIn(context.clock.now().toISOString(), writer.user.time_zone),
    ...change(data, context),
    type,
    matter_id: matter?.id ?? null,
    contact_id,
    author_id: writer.user.id,
  });
  touch(row, context);
  return row;
}

/** The parent stays what it is. */
export function patchNote(row: NoteRow, data: Data, context: WriteContext): NoteRow {
  const patched = context.tables.notes.update(row.id, { ...change(data, context), revision: (row.revision ?? 0) + 1 });
  touch(patched, context);
  return patched;
}

export function removeNote(row: NoteRow, context: WriteContext): void {
  context.tables.notes.remove(row.id);
  touch(row, context);
}

function touch(row: NoteRow, context: WriteContext): void {
  touchMatter(row.matter_id, context.switches.note_bumps_parent, context);
  touchContact(row.contact_id, context.switches.note_bumps_parent, context);
}
