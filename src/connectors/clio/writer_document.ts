/**
 * Clio's documents, in three steps: make the record, put the bytes into the storage, say that they are there (clio.md §9.4). Until the last
 * one nobody sees it, so every step may be done again.
 */
import type { Content, Found, Parent, Writing, Written } from "../../model/writing.ts";
import { WriteError } from "../../model/writing.ts";
import { idText, timestampText } from "../../lib/shape.ts";
import { fitLine } from "../../lib/text_limit.ts";
import type { UploadProgress } from "../../lib/upload_progress.ts";
import { putBytes, uploadProgress } from "../../lib/upload_progress.ts";
import { beforeWriting, refusedByUs } from "../../lib/write.ts";
import type { OperationWriter } from "../../lib/writer.ts";
import type { ClioAccess, ClioRow } from "./writer_access.ts";
import { findMarked, idOf, idValue, PROPERTY, removalOf, textOf } from "./writer_access.ts";

/** No length is told; file systems take 255. */
const NAME_LIMIT = 200;
const VERSION_FIELDS = "id,latest_document_version{uuid,put_url,put_headers}";
const STATE_FIELDS = "id,created_at,external_properties{name,value},latest_document_version{uuid,fully_uploaded}";

export function clioDocuments(access: ClioAccess): OperationWriter {
  /** A document, or a new version of one. */
  const make = async (data: ClioRow): Promise<{ id: string; progress: UploadProgress }> => {
    const at = access.session.clock.now().toISOString();
    const made = await access.send("POST", "documents", VERSION_FIELDS, data);
    return { id: idOf(made), progress: addressOf(made, at) };
  };

  /** The answer to a refused last step may be that it was done before; the document says so itself. */
  const isComplete = async (id: string, key: string | null): Promise<boolean> => {
    const row = await access
      .read(`documents/${encodeURIComponent(id)}`, "id,latest_document_version{uuid,fully_uploaded}")
      .catch((error: unknown) => {
        throw beforeWriting(error, "Clio");
      });
    const { uuid, fully_uploaded } = versionOf(row);
    return fully_uploaded === true && (key === null || uuid === key);
  };

  const complete = async (id: string, progress: UploadProgress, keep: (progress: UploadProgress) => Promise<void>): Promise<void> => {
    try {
      const data = { uuid: progress.key ?? "", fully_uploaded: true };
      await access.send("PATCH", `documents/${encodeURIComponent(id)}`, "id,latest_document_version{fully_uploaded}", data);
    } catch (error) {
      const judged = error instanceof WriteError && error.applied === "no" && error.lasting;
      if (!judged) throw error;
      if (await isComplete(id, progress.key)) return;
      // `UploadTimeoutError` wants the same again, `UploadNotFoundError` the bytes anew: first the one, then the other.
      await keep(progress.refused === 0 ? { ...progress, refused: 1 } : { ...progress, stage: "waiting", put_url: null, refused: 0 });
      const { words, status, failure } = error;
      throw new WriteError("unknown", { lasting: false, words, status, retry_after_ms: null, failure }, error);
    }
  };

  return {
    async create(writing) {
      const content = contentOf(writing);
      const { id, progress } = await make({
        ...namesOf(writing, content),
        parent: placeOf(writing.parent),
        received_at: writing.occurred_at,
        external_properties: [{ name: PROPERTY, value: writing.marker }],
      });
      return { provider_id: id, url: access.link(writing.parent), progress: { ...progress } };
    },
    async finish(writing, written, keep) {
      const id = written.provider_id;
      let progress = uploadProgress(written.progress);
      if (id === null || progress.stage === "done") return written;
      const content = contentOf(writing);
      if (progress.stage === "waiting") {
        const anew = async () => {
          const { progress } = await make({ ...namesOf(writing, content), parent: { id: idValue(id), type: "Document" } });
          return progress;
        };
        progress = await putBytes(access.session, { name: "Clio", simulator: access.simulator }, content, progress, anew, keep);
      }
      await complete(id, progress, async (next) => keep({ ...next }));
      return doneOf(written);
    },
    async find(writing, since) {
      const rows = await findMarked(access, "documents", STATE_FIELDS, writing, since, { show_uncompleted: "true" });
      return rows.map((row) => foundOf(row, access.link(writing.parent)));
    },
    removal: removalOf(access, "documents"),
    update: null,
  };
}

const doneOf = (written: Written): Written => ({ ...written, progress: { ...uploadProgress(null), stage: "done" } });

function foundOf(row: ClioRow, url: string | null): Found {
  const { uuid, fully_uploaded } = versionOf(row);
  const progress = { ...uploadProgress(null), key: textOf(uuid), stage: fully_uploaded === true ? "done" : "waiting" };
  return { provider_id: idOf(row), url, created_at: timestampText(row["created_at"]), progress };
}

function contentOf({ content }: Writing): Content {
  if (content === null) throw refusedByUs("There is no file to send.");
  return content;
}

function namesOf(writing: Writing, content: Content): ClioRow {
  const filename = fitLine(content.name, NAME_LIMIT);
  return { name: fitLine(writing.subject, NAME_LIMIT) || filename, filename, content_type: content.media_type };
}

const placeOf = (parent: Parent) => ({ id: idValue(parent.id), type: parent.kind === "matter" ? "Matter" : "Contact" });

interface Version {
  uuid?: unknown;
  put_url?: unknown;
  put_headers?: unknown;
  fully_uploaded?: unknown;
}

const versionOf = (row: ClioRow) => (row["latest_document_version"] ?? {}) as Version;

/** Headers come as a list of names and values (clio.md §9.4). */
function addressOf(row: ClioRow, at: string): UploadProgress {
  const { uuid, put_url, put_headers } = versionOf(row);
  const list = Array.isArray(put_headers) ? (put_headers as ({ name?: unknown; value?: unknown } | null)[]) : [];
  const named = list.filter((one) => typeof one?.name === "string" && typeof one.value === "string");
  return {
    ...uploadProgress(null),
    key: textOf(uuid) ?? idText(uuid),
    put_url: textOf(put_url),
    put_headers: Object.fromEntries(named.map((one) => [one?.name as string, one?.value as string])),
    url_at: at,
  };
}
