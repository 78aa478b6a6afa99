/** Folders (fact sheet 6.4): each case has one at the root, the firm too; others come about with the paths of documents. */
import { indexTable } from "../kit/table_index.ts";
import type { TableIndex } from "../kit/table_index.ts";
import { readBody, text, wrong } from "./input.ts";
import type { Case, Folder, Tables } from "./types.ts";
import type { Wire } from "./wire.ts";
import type { Call, WriteContext } from "./write_context.ts";

export interface FileIndexes {
  /** By `12/a/b`: the case and the path; `/a/b` for the firm. */
  folders_at: TableIndex;
  subfolders_of: TableIndex;
  documents_at: TableIndex;
  documents_in: TableIndex;
  versions_of: TableIndex;
}

export function indexFiles(tables: Tables): FileIndexes {
  return {
    folders_at: indexTable(tables.folders, (row) => [`${row.case?.id ?? ""}/${row.path}`]),
    subfolders_of: indexTable(tables.folders, (row) => (row.parent_id === null ? [] : [String(row.parent_id)])),
    documents_at: indexTable(tables.documents, (row) => [`${row.case?.id ?? ""}/${row.path}`]),
    documents_in: indexTable(tables.documents, (row) => (row.folder ? [String(row.folder.id)] : [])),
    versions_of: indexTable(tables.document_versions, (row) => [String(row.document.id)]),
  };
}

type FolderContext = Pick<WriteContext, "tables" | "indexes">;

/** The folder of this path under the case, or under the firm; what is missing on the way is made. */
export function ensureFolder(matter: Case | null, names: readonly string[], context: FolderContext): Folder {
  const { tables, indexes } = context;
  const path = names.join("/");
  const [known] = indexes.folders_at.ids(`${matter?.id ?? ""}/${path}`);
  const found = known === undefined ? undefined : tables.folders.get(known);
  if (found) return found;
  const parent = names.length === 0 ? null : ensureFolder(matter, names.slice(0, -1), context);
  const name = names.at(-1) ?? matter?.name ?? "Documents";
  return tables.folders.insert({ name, path, case: matter ? { id: matter.id } : null, parent_id: parent?.id ?? null });
}

/** Neither its parent nor its path is told. */
export const folderWire = ({ id, name, created_at, updated_at }: Folder, { serializer }: Pick<WriteContext, "serializer">): Wire =>
  serializer.plain({ id, name, self_url: `/v1/folders/${id}`, created_at, updated_at });

export async function createSubfolder(call: Call, context: WriteContext): Promise<Response> {
  const path = text(await readBody(call.request), "path", null);
  const names = path.split("/").filter((name) => name !== "");
  if (names.length === 0) wrong("/path", "needs a name");
  return Response.json(folderWire(ensureFolder(call.parent as Case, names, context), context));
}
