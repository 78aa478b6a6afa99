/** MyCase's notes on clients and cases: no field of ours, no filter on their list, so the mark is the text's last line (mycase.md §6.1). */
import type { Writing } from "../../model/writing.ts";
import { idText } from "../../lib/shape.ts";
import { fitText, withMarker } from "../../lib/text_limit.ts";
import type { OperationWriter } from "../../lib/writer.ts";
import type { MyCaseAccess, MyCaseRow } from "./writer_access.ts";
import { foundRow, idOf, myId, parentPath, subjectOf, TEXT_LIMIT, textOf } from "./writer_access.ts";

export function mycaseNotes(access: MyCaseAccess): OperationWriter {
  return {
    async create(writing) {
      const made = await access.post(`${parentPath(writing.parent)}/notes`, bodyOf(writing));
      return { provider_id: idOf(made), url: null, progress: null };
    },
    async find({ parent, marker }) {
      const rows = await access.list(`${parentPath(parent)}/notes`);
      const marked = rows.filter((row) => textOf(row["note"])?.includes(marker) || textOf(row["subject"])?.includes(marker));
      return (await byMe(access, marked)).map((row) => foundRow(row));
    },
    removal: {
      async isOurs({ marker }, provider_id) {
        const { note } = await access.read(`notes/${encodeURIComponent(provider_id)}`);
        return textOf(note)?.includes(marker) ?? false;
      },
      remove: (provider_id) => access.drop(`notes/${encodeURIComponent(provider_id)}`),
    },
    async update(writing, provider_id) {
      await access.sendBlind("PUT", `notes/${encodeURIComponent(provider_id)}`, bodyOf(writing));
      return { provider_id, url: null, progress: null };
    },
  };
}

/** All three are required, and `date` has a time (mycase.md §6.1). */
function bodyOf(writing: Writing) {
  const note = fitText(withMarker(writing.body, writing.marker), TEXT_LIMIT, writing.marker);
  return { subject: subjectOf(writing), note, date: writing.occurred_at };
}

/** The mark alone is proof enough. Where several carry it, somebody may have copied the text: what this user wrote counts. */
async function byMe(access: MyCaseAccess, marked: MyCaseRow[]): Promise<MyCaseRow[]> {
  if (marked.length < 2) return marked;
  const me = await myId(access);
  const own = marked.filter((row) => idText((row["created_by"] as MyCaseRow | null | undefined)?.["id"]) === me);
  return own.length > 0 ? own : marked;
}
