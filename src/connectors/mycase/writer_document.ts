/**
 * MyCase's documents, of cases only: the record first, then the bytes into the storage; nothing tells MyCase that they are there (mycase.md §6.4).
 * The record is visible from the start, so a broken upload is taken up again, never left.
 */
import type { Content, Writing } from "../../model/writing.ts";
import { fitLine, fitText, withMarker } from "../../lib/text_limit.ts";
import type { UploadProgress } from "../../lib/upload_progress.ts";
import { putBytes, uploadProgress } from "../../lib/upload_progress.ts";
import { refusedByUs } from "../../lib/write.ts";
import type { OperationWriter } from "../../lib/writer.ts";
import type { MyCaseAccess, MyCaseRow } from "./writer_access.ts";
import { foundRow, idOf, parentPath, reference, textOf } from "./writer_access.ts";

/** No lengths are told; file systems take 255, and so do short text columns. */
const NAME_LIMIT = 180;
const DESCRIPTION_LIMIT = 250;

export function mycaseDocuments(access: MyCaseAccess): OperationWriter {
  const ask = async (path: string, body?: MyCaseRow) => {
    const at = access.session.clock.now().toISOString();
    const made = await access.post(path, body);
    return { id: idOf(made), progress: addressOf(made, at) };
  };
  return {
    async create(writing) {
      const content = contentOf(writing);
      if (writing.parent.kind !== "matter") throw refusedByUs("MyCase keeps documents with cases only: please choose the case.");
      const { id, progress } = await ask(`${parentPath(writing.parent)}/documents`, {
        ...namesOf(writing, content),
        description: fitText(withMarker(writing.body, writing.marker), DESCRIPTION_LIMIT, writing.marker),
        assigned_date: writing.day,
      });
      return { provider_id: id, url: null, progress: { ...progress } };
    },
    async finish(writing, written, keep) {
      const id = written.provider_id;
      const progress = uploadProgress(written.progress);
      if (id === null || progress.stage === "done") return written;
      const content = contentOf(writing);
      reference(id);
      // The address of a version cannot be had again, so a lost one costs a version (mycase.md §6.4).
      const anew = async () => (await ask(`documents/${encodeURIComponent(id)}/versions`)).progress;
      if (progress.stage === "waiting")
        await putBytes(access.session, { name: "MyCase", simulator: access.simulator }, content, progress, anew, keep);
      return { ...written, progress: { ...uploadProgress(null), stage: "done" } };
    },
    async find(writing) {
      const rows = await access.list(`${parentPath(writing.parent)}/documents`);
      return rows.filter((row) => carriesMark(row, writing)).map((row) => foundRow(row, { ...uploadProgress(null) }));
    },
    removal: {
      isOurs: async (writing, provider_id) => carriesMark(await access.read(`documents/${encodeURIComponent(provider_id)}`), writing),
      remove: (provider_id) => access.drop(`documents/${encodeURIComponent(provider_id)}`),
    },
    update: null,
  };
}

const lastPart = (path: string) => path.slice(path.lastIndexOf("/") + 1);

function contentOf({ content }: Writing): Content {
  if (content === null) throw refusedByUs("There is no file to send.");
  return content;
}

/**
 * A path that is there already may make a new document, a new version or an error (mycase.md §6.4): a piece of the mark keeps two files
 * of one name apart. `path` ends with the document's name, so that name must hold no slash.
 */
function namesOf(writing: Writing, content: Content): { path: string; filename: string } {
  const filename = fitLine(content.name, NAME_LIMIT).replaceAll("/", "-");
  const title = (fitLine(writing.subject, NAME_LIMIT) || filename.replace(/\.[^.]{1,8}$/, "")).replaceAll("/", "-");
  return { path: `${title} (${writing.marker.slice(0, 6)})`, filename };
}

/** In its description, or by a name that holds a piece of it. */
function carriesMark(row: MyCaseRow, writing: Writing): boolean {
  if (textOf(row["description"])?.includes(writing.marker)) return true;
  if (writing.content === null) return false;
  const { path: name, filename } = namesOf(writing, writing.content);
  return row["filename"] === filename && (row["name"] === name || lastPart(textOf(row["path"]) ?? "") === name);
}

/** Headers come as an object; the type has to be this one (mycase.md §6.4). */
function addressOf(row: MyCaseRow, at: string): UploadProgress {
  const told = row["put_headers"];
  const entries = told !== null && typeof told === "object" ? Object.entries(told as MyCaseRow) : [];
  const headers = entries.filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && entry[0].toLowerCase() !== "content-type",
  );
  return {
    ...uploadProgress(null),
    put_url: textOf(row["put_url"]),
    put_headers: { ...Object.fromEntries(headers), "content-type": "application/octet-stream" },
    url_at: at,
  };
}
