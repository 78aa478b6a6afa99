/**
 * Documents (fact sheet 6.4): the record is there and seen by all before its bytes are; no word completes it. A lost upload address comes
 * again only as that of a new version.
 */
import { hash } from "../kit/random.ts";
import { Refusal, describeStatus } from "./answers.ts";
import { ensureFolder } from "./folders.ts";
import type { Body } from "./input.ts";
import { readBody, text, wrong } from "./input.ts";
import type { Case, CaseDocument, DocumentVersion } from "./types.ts";
import type { Wire } from "./wire.ts";
import type { Call, WriteContext } from "./write_context.ts";
import { done, touch } from "./write_context.ts";

const PUT_HEADERS = { "x-amz-acl": "private" };
/** To be sent with the bytes although no answer names it. */
const CONTENT_TYPE = { "Content-Type": "application/octet-stream" };

type Content = Pick<CaseDocument, "name" | "filename" | "path" | "description" | "assigned_date">;

function content(body: Body, context: WriteContext): Content {
  const path = text(body, "path", null).replaceAll(/^\/+|\/+$/g, "");
  const filename = text(body, "filename", null);
  if (!/\.[^./]+$/.test(filename)) wrong("/filename", "needs an extension");
  const given = (name: string) => (body[name] == null ? null : text(body, name, context.switches.text_maximum));
  const assigned_date = given("assigned_date");
  if (assigned_date !== null && !/^\d{4}-\d{2}-\d{2}$/.test(assigned_date)) wrong("/assigned_date", "is not a valid date");
  return {
    name: path.split("/").at(-1) || wrong("/path", "needs a name"),
    path,
    filename,
    description: given("description"),
    assigned_date,
  };
}

export async function createDocument(call: Call, context: WriteContext): Promise<Response> {
  const { tables, switches, indexes } = context;
  const matter = call.parent as Case | null;
  const made = content(await readBody(call.request), context);
  const [twin] = switches.duplicate_path === "new_document" ? [] : indexes.documents_at.ids(`${matter?.id ?? ""}/${made.path}`);
  if (twin !== undefined && switches.duplicate_path === "refuse") wrong("/path", "has already been taken");
  const folder = ensureFolder(matter, made.path.split("/").slice(0, -1), context);
  const row =
    (twin === undefined ? undefined : tables.documents.get(twin)) ??
    tables.documents.insert({ ...made, case: matter ? { id: matter.id } : null, folder: { id: folder.id }, written_by: call.user_id });
  const version = addVersion(row, call, context);
  touch("cases", matter?.id, switches.document_bumps_case, context);
  return Response.json({ ...documentWire(row, context), ...upload(version, context) }, { status: 201 });
}

export async function createVersion(call: Call, context: WriteContext): Promise<Response> {
  const row = call.parent as CaseDocument;
  const version = addVersion(row, call, context);
  context.tables.documents.update(row.id, {});
  touch("cases", row.case?.id, context.switches.document_bumps_case, context);
  return Response.json({ ...versionWire(version, context), ...upload(version, context) }, { status: 201 });
}

function addVersion(row: CaseDocument, call: Call, { tables, indexes, seed }: WriteContext): DocumentVersion {
  const earlier = indexes.versions_of.ids(String(row.id)).map((id) => tables.document_versions.get(id)?.version ?? 0);
  const version = Math.max(0, ...earlier) + 1;
  const key = `documents/${hash(seed, row.id, version).toString(16)}/${version}/${row.filename}`;
  return tables.document_versions.insert({ version, document: { id: row.id }, written_by: call.user_id, key });
}

function upload({ key = "" }: DocumentVersion, { storage, switches }: WriteContext): Wire {
  const put_url = storage.sign(key, { ...PUT_HEADERS, ...CONTENT_TYPE }, switches.put_url_seconds);
  return { put_url, put_headers: PUT_HEADERS };
}

export const documentWire = (row: CaseDocument, { serializer }: Pick<WriteContext, "serializer">): Wire =>
  serializer.plain({ ...row, self_url: `/v1/documents/${row.id}` });

export const versionWire = (row: DocumentVersion, { serializer }: Pick<WriteContext, "serializer">): Wire =>
  serializer.plain({ ...row, self_url: `/v1/documents/${row.document.id}/versions/${row.version}` });

export async function changeDocument(call: Call, context: WriteContext): Promise<Response> {
  const row = call.parent as CaseDocument;
  const change = content(await readBody(call.request), context);
  const matter = row.case ? (context.tables.cases.get(row.case.id) ?? null) : null;
  const folder = ensureFolder(matter, change.path.split("/").slice(0, -1), context);
  context.tables.documents.update(row.id, { ...change, folder: { id: folder.id } });
  touch("cases", row.case?.id, context.switches.document_bumps_case, context);
  return done();
}

export async function removeDocument(call: Call, context: WriteContext): Promise<Response> {
  const row = call.parent as CaseDocument;
  for (const id of [...context.indexes.versions_of.ids(String(row.id))]) context.tables.document_versions.remove(id);
  context.tables.documents.remove(row.id);
  touch("cases", row.case?.id, context.switches.document_bumps_case, context);
  return done();
}

export async function removeVersion(call: Call, { tables, indexes }: WriteContext): Promise<Response> {
  const row = call.parent as CaseDocument;
  const number = Number(call.url.pathname.split("/").at(-1));
  const found = indexes.versions_of.ids(String(row.id)).find((id) => tables.document_versions.get(id)?.version === number);
  if (found === undefined) throw new Refusal(404, describeStatus(404));
  tables.document_versions.remove(found);
  return done();
}
