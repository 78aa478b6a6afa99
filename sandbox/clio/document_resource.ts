/** Documents, their versions, and folders (clio.md 9.4). */
import { contact, seenContact } from "./contact_resource.ts";
import { externalProperty, userOf } from "./activity_resources.ts";
import { putHeaders } from "./documents.ts";
import { compileNames } from "./fields.ts";
import { user } from "./firm_resources.ts";
import { matter, seenMatter } from "./matter_resource.ts";
import type { ClioField, ClioResource } from "./resource.ts";
import { childOf, emptyLists, emptyOnes, lazy, many, one, resource, rowFields, scalar, stored } from "./resource.ts";
import type { DocumentRow, DocumentVersion, FolderRow } from "./rows.ts";
import { shownTime } from "./view.ts";

type Shown = DocumentVersion & { document: DocumentRow };

const header = lazy(() =>
  resource<{ name: string; value: string }>("MultipartHeader", stored<{ name: string; value: string }>("name", "value")),
);

/** Bare, they are told whole, as in the vendor's own example `latest_document_version{uuid,put_url,put_headers}`. */
const put_headers: ClioField<Shown> = {
  kind: "association",
  compile(inner) {
    const show = compileNames(header(), inner ?? ["name", "value"], 2);
    return (row, view) => (told(row, view.put_url) ? putHeaders(row).map((item) => show(item, view)) : []);
  },
};

/** Where the bytes go is told until they are there. */
const told = (row: Shown, put_url: unknown): boolean => put_url !== undefined && !row.fully_uploaded;

export const documentVersion: () => ClioResource<Shown> = lazy(() =>
  resource<Shown>(
    "DocumentVersion",
    rowFields("DocumentVersion"),
    stored<Shown>("uuid", "filename", "size", "version_number", "content_type", "fully_uploaded"),
    [
      ["document_id", scalar((row) => row.document.id)],
      ["received_at", scalar((row, view) => row.document.received_at && shownTime(row.document.received_at, view.switches))],
      ["put_url", scalar((row, view) => (told(row, view.put_url) ? (view.put_url?.(row) ?? null) : null))],
      ["creator", one(user, (row, view) => userOf(row.creator_id, view))],
      ["put_headers", put_headers],
    ],
    emptyLists("multiparts"),
  ),
);

function latest(row: DocumentRow): Shown | null {
  const version = row.versions.at(-1);
  return version ? { ...version, document: row } : null;
}

export const document: () => ClioResource<DocumentRow> = lazy(() =>
  resource<DocumentRow>(
    "Document",
    rowFields("Document"),
    stored<DocumentRow>("name", "content_type", "filename"),
    [
      ["type", scalar(() => "Document")],
      ["locked", scalar(() => false)],
      ["size", scalar((row) => row.versions.findLast((one) => one.fully_uploaded)?.size ?? 0)],
      ["received_at", scalar((row, view) => row.received_at && shownTime(row.received_at, view.switches))],
      ["deleted_at", scalar((row, view) => row.deleted_at && shownTime(row.deleted_at, view.switches))],
      ["parent", one(folder, (row, view) => (row.parent_id === null ? null : view.tables.folders.get(row.parent_id)))],
      ["matter", one(matter, (row, view) => seenMatter(row.matter_id, view))],
      ["contact", one(contact, (row, view) => seenContact(row.contact_id, view))],
      ["creator", one(user, (row, view) => userOf(row.creator_id, view))],
      ["external_properties", many(externalProperty, (row) => row.external_properties.map((item) => childOf(row, item)))],
    ],
    [["latest_document_version", one(documentVersion, (row) => latest(row))]],
    emptyOnes("document_category", "group"),
    emptyLists("document_versions"),
  ),
);

export const folder: () => ClioResource<FolderRow> = lazy(() =>
  resource<FolderRow>(
    "Folder",
    rowFields("Folder"),
    stored<FolderRow>("name", "root"),
    [
      ["type", scalar(() => "Folder")],
      ["locked", scalar(() => false)],
      ["deleted_at", scalar((row, view) => row.deleted_at && shownTime(row.deleted_at, view.switches))],
      ["parent", one(folder, (row, view) => (row.parent_id === null ? null : view.tables.folders.get(row.parent_id)))],
      ["matter", one(matter, (row, view) => seenMatter(row.matter_id, view))],
      ["contact", one(contact, (row, view) => seenContact(row.contact_id, view))],
      ["external_properties", many(externalProperty, (row) => row.external_properties.map((item) => childOf(row, item)))],
    ],
    emptyOnes("document_category", "creator", "latest_document_version", "group"),
  ),
);
