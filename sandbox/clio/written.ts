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
  written.add("documents", {
    table: tables.documents,
    describe: (row) => {
      const version = row.versions.findLast((one) => one.fully_uploaded);
      const file = { name: row.filename, size: version?.size ?? 0, sha256: version?.sha256 ?? null, complete: row.fully_uploaded };
      return {
        author_id: row.creator_id,
        parents: [...on("matter", row.matter_id), ...on("contact", row.contact_id), ...on("folder", row.parent_id)],
        title: row.name,
        text: "",
        // What lies in the trash is not there any more.
        marks: row.deleted_at === null ? marks(row) : [],
        detail: row.deleted_at === null ? "" : "in the trash",
        file: { ...file, versions: row.versions.length },
      };
    },
  });
  return written;
}
