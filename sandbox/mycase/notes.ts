/** Notes (fact sheet 6.1): on a case, client or company; made with 200, changed with all three fields. */
import type { Body } from "./input.ts";
import { readBody, text, time } from "./input.ts";
import type { Note } from "./types.ts";
import type { Call, WriteContext } from "./write_context.ts";
import { done, touch } from "./write_context.ts";

function content(body: Body, { switches }: WriteContext): Pick<Note, "subject" | "note" | "date"> {
  return {
    subject: text(body, "subject", switches.subject_maximum),
    note: text(body, "note", switches.text_maximum),
    date: time(body, "date", switches.note_date_only),
  };
}

export const createNote =
  (on: "cases" | "clients" | "companies") =>
  async (call: Call, context: WriteContext): Promise<Response> => {
    const { tables, serializer } = context;
    const parent = { id: call.parent?.id as number };
    const by = { id: call.user_id };
    const row = tables.notes.insert({
      ...content(await readBody(call.request), context),
      archived: false,
      client: on === "clients" ? parent : null,
      company: on === "companies" ? parent : null,
      case: on === "cases" ? parent : null,
      created_by: by,
      updated_by: by,
    });
    touchParent(row, context);
    return Response.json(serializer.plain(row));
  };

export async function changeNote(call: Call, context: WriteContext): Promise<Response> {
  const change = content(await readBody(call.request), context);
  const row = context.tables.notes.update(call.parent?.id as number, { ...change, updated_by: { id: call.user_id } });
  touchParent(row, context);
  return done();
}

export async function removeNote(call: Call, context: WriteContext): Promise<Response> {
  const row = call.parent as Note;
  context.tables.notes.remove(row.id);
  touchParent(row, context);
  return done();
}

function touchParent(row: Note, context: WriteContext): void {
  const { note_bumps_parent } = context.switches;
  touch("cases", row.case?.id, note_bumps_parent, context);
  touch("clients", row.client?.id, note_bumps_parent, context);
  touch("companies", row.company?.id, note_bumps_parent, context);
}
