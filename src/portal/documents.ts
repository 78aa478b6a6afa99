/**
 * Documents that are shared either way. A file is taken by size and by content before it counts; it is written back as a document of the
 * matter, marked as the client's where it is (B-WRB-1).
 */
import { newId } from "../lib/ids.ts";
import { plainText } from "../outbox/clean.ts";
import { keepFile, lookInto, openNow, type Upload } from "../outbox/files.ts";
import { readFileRow } from "../outbox/store_files.ts";
import type { By, FileRow } from "../outbox/types.ts";
import { checkFile } from "./file_check.ts";
import { ENDINGS, endingOf, mediaTypeOf, safeName } from "./file_name.ts";
import { authorOf, tellStaff } from "./messages.ts";
import { tellClient } from "./notices.ts";
import { insertDocument, markReceived, readDocumentOfActivity, sentSince, type SharedDocument } from "./store_documents.ts";
import { lockThread, type ThreadKey } from "./store_messages.ts";
import { PortalRefused, type PortalDeps, type PortalPerson } from "./types.ts";

/** A photograph has ten; a scanned folder of papers rarely more than fifty. The installation's own limit goes before it. */
export const CLIENT_MAX_BYTES = 100 * 1024 * 1024;
const DAY_MS = 86_400_000;
const A_DAY = { count: 200, bytes: 1024 * 1024 * 1024 };
const MAX_NOTE = 2000;

export const clientLimit = (deps: Pick<PortalDeps, "files">): number => Math.min(deps.files.max_bytes, CLIENT_MAX_BYTES);

/** The matter has been asked for with `matterOf(…, "write")` before. `with_message`: its message tells of it. */
export async function shareAsClient(
  deps: PortalDeps,
  person: PortalPerson,
  matter: { matter_id: string; title: string },
  given: { name: string; note: string; size: number | null; content: ReadableStream<Uint8Array>; with_message: boolean; key?: string },
  by: By,
): Promise<SharedDocument> {
  const of: ThreadKey = {
    firm_id: person.firm_id,
    connection_id: person.connection_id,
    contact_id: person.contact_id,
    matter_id: matter.matter_id,
  };
  const name = safeName(given.name);
  const max_bytes = clientLimit(deps);
  const media_type = mediaTypeOf(name);
  const refuse = async (refused: PortalRefused): Promise<never> => {
    await given.content.cancel(refused).catch(() => undefined);
    throw refused;
  };
  if (media_type === null)
    return refuse(new PortalRefused("wrong_type", `Files that end in “.${endingOf(name)}” are not taken: ${ENDINGS.join(", ")} are.`));
  if (given.size !== null && given.size > max_bytes) return refuse(tooLarge(max_bytes));
  const since = new Date(deps.clock.now().getTime() - DAY_MS).toISOString();
  const sent = await sentSince(deps.db.kysely, of, since);
  if (sent.count >= A_DAY.count || sent.bytes >= A_DAY.bytes)
    return refuse(new PortalRefused("too_many", "You have sent very much today. Please go on tomorrow, or call the firm."));
  const upload: Upload = {
    name,
    media_type,
    content: given.content,
    size: given.size,
    sha256: null,
    check: (path) => checkFile(path, name),
  };
  const file = await keepFile({ ...deps.files, db: deps.db, clock: deps.clock, max_bytes }, of.firm_id, upload, by);
  const shared = await share(
    deps,
    of,
    { file, note: given.note, key: given.key, direction: "in", author_member_id: await authorOf(deps, of), by_name: person.name },
    by,
    async (trx) => {
      if (given.with_message) return;
      const thread = await lockThread(trx, of, { thread_id: newId(deps.clock), at: deps.clock.now().toISOString() });
      await tellStaff(trx, deps, thread, { kind: "document", matter: matter.title, client: person.name });
    },
  );
  deps.deliverMail();
  return shared;
}

const tooLarge = (max_bytes: number) =>
  new PortalRefused("too_large", `The file is larger than ${Math.floor(max_bytes / 1024 / 1024)} MB.`);

/** A file that was uploaded before (`POST /api/v1/files`). */
export async function shareAsMember(
  deps: PortalDeps,
  of: ThreadKey,
  member: { member_id: string; name: string },
  given: { file_id: string; note: string; with_message: boolean; key?: string },
  by: By,
): Promise<SharedDocument> {
  const file = await readFileRow(deps.db.kysely, of.firm_id, given.file_id);
  if (!file) throw new PortalRefused("not_found", "There is no such file, or it was uploaded more than a week ago: upload it again.");
  await lookInto(deps.files, file, (path) => checkFile(path, file.name));
  return share(
    deps,
    of,
    { file, note: given.note, key: given.key, direction: "out", author_member_id: member.member_id, by_name: member.name },
    by,
    async (trx, document_id) => {
      if (given.with_message) return;
      await tellClient(trx, deps, { ...of, kind: "document", occasion: `document ${document_id}` });
    },
  );
}

interface Sharing {
  file: FileRow;
  note: string;
  /** The same again is the same document. */
  key?: string | undefined;
  direction: "in" | "out";
  author_member_id: string;
  by_name: string;
}

async function share(
  deps: PortalDeps,
  of: ThreadKey,
  { file, note, key, direction, author_member_id, by_name }: Sharing,
  by: By,
  tellOthers: (trx: Parameters<By["tell"]>[0], document_id: string) => Promise<void>,
): Promise<SharedDocument> {
  const document_id = newId(deps.clock);
  const at = deps.clock.now().toISOString();
  const said = plainText(note).slice(0, MAX_NOTE);
  const tell: By["tell"] = async (trx, _action, activity_id) => {
    await insertDocument(trx, of, { document_id, direction, file_id: file.file_id, by_name, note: said, activity_id, shared_at: at });
    await tellOthers(trx, document_id);
    await by.tell(trx, "portal.document", document_id, { direction, activity_id, size: file.size });
  };
  const activity = await deps.outbox.logActivity(
    of.firm_id,
    {
      ...{ connection_id: of.connection_id, contact_id: of.contact_id, matter_id: of.matter_id, kind: "document", direction: null },
      ...{ occurred_at: at, author_member_id, address: null, conversation: null, file_ids: [file.file_id] },
      ...(direction === "in"
        ? { subject: `From the client: ${file.name}`, body: [`Sent by ${by_name} in the portal.`, said].filter(Boolean).join("\n\n") }
        : { subject: file.name, body: [`Shared with the client in the portal by ${by_name}.`, said].filter(Boolean).join("\n\n") }),
      ...{ source: "portal", source_key: `portal document ${key ?? document_id}` },
    },
    { name: by.name, tell },
  );
  return (await readDocumentOfActivity(deps.db.kysely, of.firm_id, activity.activity_id))!;
}

/** Its bytes, for the other side or one's own; the other side has it from now on. */
export async function fetchDocument(
  deps: PortalDeps,
  document: SharedDocument,
  reader: { side: "client" | "firm"; name: string },
  by: By,
): Promise<ReadableStream<Uint8Array>> {
  const file = await readFileRow(deps.db.kysely, document.firm_id, document.file_id);
  if (!file) throw new PortalRefused("not_found");
  const stream = await openNow(deps.files.storage, file);
  if ((reader.side === "client") === (document.direction === "out") && document.received_at === null)
    await deps.db.transaction(async (trx) => {
      if (await markReceived(trx, document, { by: reader.name, at: deps.clock.now().toISOString() }))
        await by.tell(trx, "portal.document_received", document.document_id, {});
    });
  return stream;
}
