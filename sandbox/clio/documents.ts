/** Documents (clio.md 9.4): made, uploaded to the storage, marked as uploaded; new versions hang on their document; deleted is trash. */
import type { FaultContext } from "../kit/pipeline.ts";
import { hash } from "../kit/random.ts";
import type { Row } from "../kit/types.ts";
import { ClioError } from "./errors.ts";
import type { Data } from "./input.ts";
import { instant, refuse, required, text } from "./input.ts";
import type { DocumentRow, DocumentVersion, FolderRow } from "./rows.ts";
import type { WriteContext, Writer } from "./write_context.ts";
import { externalProperties, parentMatter, parentContact, touchMatter } from "./write_context.ts";

type Place = Pick<DocumentRow, "parent_id" | "matter_id" | "contact_id">;

const TRASH_DAYS = 30;

export const storageKey = (version: DocumentVersion): string => `uploads/document_version/file/${version.uuid}/${version.filename}`;

/** What the upload must carry, as the address is signed for it. */
export const putHeaders = (version: DocumentVersion): { name: string; value: string }[] => [
  { name: "x-amz-server-side-encryption", value: "AES256" },
  { name: "Content-Type", value: version.content_type },
];

const TYPES: Record<string, string> = {
  pdf: "application/pdf",
  txt: "text/plain",
  html: "text/html",
  csv: "text/csv",
  rtf: "application/rtf",
  doc: "application/msword",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xls: "application/vnd.ms-excel",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
  tif: "image/tiff",
  tiff: "image/tiff",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  zip: "application/zip",
  eml: "message/rfc822",
};

function contentType(data: Data, filename: string): string {
  if (typeof data["content_type"] === "string" && data["content_type"] !== "") return data["content_type"];
  const known = TYPES[/\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase() ?? ""];
  return known ?? refuse("content_type must be given: the file's extension does not tell it");
}

/** The parent's own folder, made where it is missing. */
function rootFolder(kind: "matter" | "contact", id: number, context: WriteContext): FolderRow {
  const { folders } = context.tables;
  const [known] = context.root_folders.ids(`${kind}:${id}`);
  const found = known === undefined ? undefined : folders.get(known);
  const on = { matter_id: kind === "matter" ? id : null, contact_id: kind === "contact" ? id : null };
  return found ?? folders.insert({ ...on, name: "/", root: true, deleted_at: null, parent_id: null, external_properties: [] });
}

function placeUnder(data: Data, writer: Writer, context: WriteContext): Place | DocumentRow {
  const parent = data["parent"] as { id?: unknown; type?: unknown } | null | undefined;
  const id = Number(parent?.id);
  if (!parent || !Number.isInteger(id)) return refuse("parent must be provided");
  if (parent.type === "Matter") {
    const matter = parentMatter(id, writer, context);
    return { parent_id: rootFolder("matter", matter.id, context).id, matter_id: matter.id, contact_id: null };
  }
  if (parent.type === "Contact") {
    const contact_id = parentContact(id, writer, context);
    return { parent_id: rootFolder("contact", contact_id, context).id, matter_id: null, contact_id };
  }
  const found =
    parent.type === "Folder"
      ? context.tables.folders.get(id)
      : parent.type === "Document"
        ? context.tables.documents.get(id)
        : refuse("parent's type is not valid");
  if (!found || found.deleted_at !== null) return refuse("parent does not exist");
  if (found.matter_id !== null) parentMatter(found.matter_id, writer, context);
  if ("versions" in found) return found;
  return { parent_id: found.id, matter_id: found.matter_id, contact_id: found.contact_id };
}

export function createDocument(data: Data, writer: Writer, context: WriteContext): DocumentRow {
  if (data["multiparts"] !== undefined) refuse("multiparts are not imitated by this sandbox");
  const name = required(data, "name", context.switches.subject_maximum);
  const place = placeUnder(data, writer, context);
  return "versions" in place ? addVersion(place, name, data, writer, context) : addDocument(place, name, data, writer, context);
}

function addDocument(place: Place, name: string, data: Data, writer: Writer, context: WriteContext): DocumentRow {
  const { tables } = context;
  const filename = text(data["filename"] ?? null) ?? name;
  const row = tables.documents.insert({
    ...place,
    name: context.switches.duplicate_document_name === "renamed" ? freeName(name, place, context) : name,
    filename,
    content_type: contentType(data, filename),
    received_at: data["received_at"] === undefined ? null : instant("received_at", data["received_at"]),
    deleted_at: null,
    fully_uploaded: false,
    creator_id: writer.user.id,
    external_properties: externalProperties("documents", [], data["external_properties"] ?? [], context),
    versions: [],
  });
  return addVersion(row, filename, data, writer, context);
}

function freeName(name: string, place: Place, { written, tables }: WriteContext): string {
  if (place.parent_id === null) return name;
  const ids = written.idsUnder("documents", { kind: "folder", id: place.parent_id });
  const taken = new Set(ids.map((id) => tables.documents.get(id)?.name));
  for (let number = 0, free = name; ; number++, free = name.replace(/(\.[^.]*)?$/, ` (${number})$1`)) if (!taken.has(free)) return free;
}

function addVersion(row: DocumentRow, name: string, data: Data, writer: Writer, { clock, tables, seed }: WriteContext): DocumentRow {
  const filename = text(data["filename"] ?? null) ?? name;
  const number = row.versions.length + 1;
  const now = clock.now().toISOString();
  const version: DocumentVersion = {
    id: row.id * 1_000 + number,
    created_at: now,
    updated_at: now,
    uuid: uuid(seed, row.id, number),
    version_number: number,
    filename,
    content_type: contentType(data, filename),
    creator_id: writer.user.id,
    fully_uploaded: false,
    size: 0,
    sha256: null,
  };
  return tables.documents.update(row.id, { versions: [...row.versions, version], revision: (row.revision ?? 0) + 1 });
}

function uuid(seed: number, id: number, number: number): string {
  const part = (salt: number) =>
    hash(seed ^ (number << 16), id, salt)
      .toString(16)
      .padStart(8, "0");
  const [a, b, c, d] = [part(1), part(2), part(3), part(4)] as [string, string, string, string];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

export function patchDocument(row: DocumentRow, data: Data, writer: Writer, context: WriteContext, fault: FaultContext): DocumentRow {
  const change: Partial<DocumentRow> = { revision: (row.revision ?? 0) + 1 };
  const completed = data["fully_uploaded"] === true || data["fully_uploaded"] === "true";
  if (completed) Object.assign(change, completedUpload(row, data["uuid"], context, fault));
  if (data["name"] !== undefined) change.name = required(data, "name", context.switches.subject_maximum);
  if (data["received_at"] !== undefined) change.received_at = instant("received_at", data["received_at"]);
  if (data["restore"] === true) change.deleted_at = null;
  if (data["external_properties"] !== undefined)
    change.external_properties = externalProperties("documents", row.external_properties, data["external_properties"], context);
  if (data["parent"] !== undefined) {
    const place = placeUnder(data, writer, context);
    Object.assign(change, "versions" in place ? refuse("A document can not be moved into a document") : place);
  }
  const patched = context.tables.documents.update(row.id, change);
  touchMatter(patched.matter_id, context.switches.document_bumps_matter, context);
  return patched;
}

/** Clio looks whether the file is there before it shows the document. */
function completedUpload(row: DocumentRow, named: unknown, context: WriteContext, fault: FaultContext): Partial<DocumentRow> {
  const { storage, clock, switches } = context;
  const failed = (type: string, message: string): never => {
    throw new ClioError(switches.upload_error_status, message, type);
  };
  const version = row.versions.find((one) => one.uuid === named);
  if (!version) return refuse("uuid does not name a version of this document");
  if (version.fully_uploaded) return refuse("This version is marked as fully uploaded already");
  if (fault.fault === "upload_timeout") {
    fault.reached();
    failed("UploadTimeoutError", "A timeout occurred verifying the remote file. Please try the request again.");
  }
  const object = storage.object(storageKey(version));
  if (!object)
    return failed(
      "UploadNotFoundError",
      `A matching remote file was not found for the file named ${version.filename} with UUID ${version.uuid}`,
    );
  const { size, sha256 } = object;
  const done = { ...version, size, sha256, fully_uploaded: true, updated_at: clock.now().toISOString() };
  const { filename, content_type } = version;
  return { filename, content_type, fully_uploaded: true, versions: row.versions.map((one) => (one === version ? done : one)) };
}

export function removeDocument(row: DocumentRow, context: WriteContext): void {
  if (row.deleted_at !== null) throw new ClioError(404, "The resource was not found.");
  context.tables.documents.update(row.id, { deleted_at: context.clock.now().toISOString(), revision: (row.revision ?? 0) + 1 });
  touchMatter(row.matter_id, context.switches.document_bumps_matter, context);
}

/** The trash is emptied after a month. */
export function isPurged(row: Row, now: Date): boolean {
  const { deleted_at } = row as Partial<DocumentRow>;
  return deleted_at != null && new Date(deleted_at).getTime() + TRASH_DAYS * 86_400_000 <= now.getTime();
}
