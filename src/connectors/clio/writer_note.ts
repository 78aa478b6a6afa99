/** Clio's notes: no property of their own to be found by, so the mark is the last line of their text (clio.md §9.1). */
import type { Parent, Writing, Written } from "../../model/writing.ts";
import { WriteError } from "../../model/writing.ts";
import { VendorError } from "../../model/connector.ts";
import { timestampText } from "../../lib/shape.ts";
import { fitText, withMarker } from "../../lib/text_limit.ts";
import type { OperationWriter } from "../../lib/writer.ts";
import type { ClioAccess } from "./writer_access.ts";
import { idOf, idValue, parentFilter, subjectOf, textOf } from "./writer_access.ts";

/** "Hundreds of pages" fit (clio.md §9.1); the figure is ours. Bytes. */
const DETAIL_LIMIT = 500_000;

/** What to try first: the vendor's file has capitals throughout; of lists a shipped product says that they take small letters only (clio.md §9.1). */
const CASES = { write: ["capital", "lower"], list: ["lower", "capital"] } as const;
const TYPES = { lower: { contact: "contact", matter: "matter" }, capital: { contact: "Contact", matter: "Matter" } } as const;

export function clioNotes(access: ClioAccess): OperationWriter {
  const { memory } = access;

  /** A 422 was surely not carried out, so the other way may be tried; what was taken once is kept to. */
  const inSomeCase = async <T>(use: "write" | "list", parent: Parent, ask: (type: string) => Promise<T>): Promise<T> => {
    const known = memory.note_case[use];
    const kind = parent.kind === "matter" ? "matter" : "contact";
    const order = known === null ? CASES[use] : [known];
    for (const [place, letters] of order.entries()) {
      try {
        const answer = await ask(TYPES[letters][kind]);
        memory.note_case[use] = letters;
        return answer;
      } catch (error) {
        if (place === order.length - 1 || !refusesType(error)) throw error;
      }
    }
    throw new Error("No way of writing a note's type");
  };

  const textsOf = (writing: Writing) => ({
    subject: subjectOf(writing),
    detail: fitText(withMarker(writing.body, writing.marker), DETAIL_LIMIT, writing.marker),
    detail_text_type: "plain_text",
    date: writing.day,
  });

  return {
    async create(writing) {
      const { parent } = writing;
      const place = { [parent.kind === "matter" ? "matter" : "contact"]: { id: idValue(parent.id) } };
      const made = await inSomeCase("write", parent, (type) =>
        access.send("POST", "notes", "id,etag", { type, ...place, ...textsOf(writing) }),
      );
      return written(idOf(made), parent);
    },
    async find({ parent, marker }, since) {
      const rows = await inSomeCase("list", parent, (type) =>
        access.list("notes", "id,detail,created_at", { type, ...parentFilter(parent), created_since: since }),
      );
      return rows
        .filter((row) => textOf(row["detail"])?.includes(marker))
        .map((row) => ({ provider_id: idOf(row), url: access.link(parent), created_at: timestampText(row["created_at"]), progress: null }));
    },
    removal: {
      async isOurs({ marker }, provider_id) {
        const { detail } = await access.read(`notes/${encodeURIComponent(provider_id)}`, "id,detail");
        return textOf(detail)?.includes(marker) ?? false;
      },
      remove: (provider_id) => access.drop(`notes/${encodeURIComponent(provider_id)}`),
    },
    async update(writing, provider_id) {
      await access.send("PATCH", `notes/${encodeURIComponent(provider_id)}`, "id,etag", textsOf(writing));
      return written(provider_id, writing.parent);
    },
  };

  function written(provider_id: string, parent: Parent): Written {
    return { provider_id, url: access.link(parent), progress: null };
  }
}

function refusesType(error: unknown): boolean {
  if (!(error instanceof WriteError || error instanceof VendorError) || error.status !== 422) return false;
  return error.words === "" || /type/i.test(error.words);
}
