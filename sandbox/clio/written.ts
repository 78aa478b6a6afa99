/** How Clio's written rows are told to tests and the control page. */
import type { ListLag } from "../kit/list_lag.ts";
import type { WrittenParent } from "../kit/written.ts";
import { Written } from "../kit/written.ts";
import type { ClioTables, ExternalProperty } from "./rows.ts";

const on = (kind: WrittenParent["kind"], id: number | null): WrittenParent[] => (id === null ? [] : [{ kind, id }]);
const marks = (row: { external_properties: readonly ExternalProperty[] }): string[] => row.external_properties.map((one) => one.value);

export function createWritten(tables: ClioTables, lag: ListLag): Written {
  const written = new Written(lag, (id) => tables.users.get(id)?.name);
  written.add("notes", {
    table: tables.notes,
    describe: (row) => ({
      author_id: row.author_id,
      parents: [...on("matter", row.matter_id), ...on("contact", row.contact_id)],
      title: row.subject,
      text: row.detail,
    }),
  });
  written.add("communications", {
    table: tables.communications,
    describe: (row) => ({
      author_id: row.user_id,
      parents: [
        ...on("matter", row.matter_id),
        ...[...row.senders, ...row.receivers].flatMap((one) => (one.type === "Contact" ? on("contact", one.id) : [])),
      ],
      title: row.subject,
      text: row.body,
      marks: marks(row),
      detail: row.type,
    }),
  });
  return written;
}
