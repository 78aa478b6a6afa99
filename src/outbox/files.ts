/**
 * Attachments and documents on their way through: `data_dir/files/<firm>/<sha256 of the content>` (decision 0020). Streamed, never in memory. A file
 * is whole or not there: written under a temporary name, synced, renamed; its row comes with the rename, under one lock with the sweep.
 */
import { createHash } from "node:crypto";
import { mkdir, open, rename, rm, statfs, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { Db } from "../db/pool.ts";
import { within, type Clock } from "../lib/clock.ts";
import { newId } from "../lib/ids.ts";
import type { Content } from "../model/writing.ts";
import { insertFile, lockContent } from "./store_files.ts";
import type { By, FileRow } from "./types.ts";

export interface FileDeps {
  db: Db;
  clock: Clock;
  data_dir: string;
  /** The largest file that is taken. */
  max_bytes: number;
}

export class FileRefused extends Error {
  override readonly name = "FileRefused";
  readonly reason: "too_large" | "cut_short" | "other_content" | "too_slow" | "no_space";
  constructor(reason: FileRefused["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface Upload {
  name: string;
  media_type: string;
  content: ReadableStream<Uint8Array>;
  /** What the sender announced; null: nothing. */
  size: number | null;
  sha256: string | null;
  /** Looks at the whole file before it is kept; what it throws is why it is not. */
  check?: (path: string) => Promise<void>;
}

/** What the database, which may lie on the same disk, always keeps. */
const RESERVE_BYTES = 256 * 1024 * 1024;
const SPACE_EVERY_BYTES = 64 * 1024 * 1024;
const IDLE_MS = 60_000;
const READ_BYTES = 256 * 1024;

export const folderOf = (data_dir: string, firm_id: string): string => join(data_dir, "files", firm_id);
export const TEMPORARY = ".part";

export async function keepFile(deps: FileDeps, firm_id: string, upload: Upload, by: By): Promise<FileRow> {
  const file_id = newId(deps.clock);
  const folder = folderOf(deps.data_dir, firm_id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `${file_id}${TEMPORARY}`);
  try {
    const { size, sha256 } = await receive(deps, folder, temporary, upload);
    await upload.check?.(temporary);
    const row = {
      firm_id,
      file_id,
      name: upload.name,
      media_type: upload.media_type,
      size,
      sha256,
      created_at: deps.clock.now().toISOString(),
    };
    await deps.db.transaction(async (trx) => {
      await lockContent(trx, row);
      await insertFile(trx, row);
      await by.tell(trx, "file.upload", file_id, { size, media_type: row.media_type });
      await rename(temporary, join(folder, sha256));
      await syncFolder(folder);
    });
    return row;
  } catch (error) {
    await upload.content.cancel(error).catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Size and hash are of what was written, whatever was announced. */
async function receive(deps: FileDeps, folder: string, path: string, upload: Upload): Promise<{ size: number; sha256: string }> {
  checkSize(deps, upload.size ?? 0);
  await checkSpace(folder, upload.size ?? 0);
  const hash = createHash("sha256");
  const handle = await open(path, "wx", 0o600);
  let size = 0;
  try {
    for await (const chunk of chunksOf(upload.content)) {
      if (Math.floor((size + chunk.length) / SPACE_EVERY_BYTES) > Math.floor(size / SPACE_EVERY_BYTES)) await checkSpace(folder, 0);
      size += chunk.length;
      checkSize(deps, size);
      hash.update(chunk);
      await writeWhole(handle, chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  const sha256 = hash.digest("hex");
  if (upload.size !== null && size !== upload.size) throw new FileRefused("cut_short", `${size} of ${upload.size} bytes came.`);
  if (upload.sha256 !== null && sha256 !== upload.sha256)
    throw new FileRefused("other_content", `What came has the SHA-256 ${sha256}, not ${upload.sha256}.`);
  return { size, sha256 };
}

async function* chunksOf(content: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = content.getReader();
  try {
    for (;;) {
      const { done, value } = await within(IDLE_MS, () => reader.read()).catch((error: unknown) => {
        if (error instanceof DOMException && error.name === "TimeoutError")
          throw new FileRefused("too_slow", `Nothing came for ${IDLE_MS / 1000} seconds.`);
        throw error;
      });
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}

/** One call may write less than it was given. */
async function writeWhole(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    const { bytesWritten } = await handle.write(chunk, written, chunk.length - written);
    written += bytesWritten;
  }
}

function checkSize(deps: FileDeps, size: number): void {
  if (size > deps.max_bytes) throw new FileRefused("too_large", `The file is larger than ${deps.max_bytes} bytes.`);
}

async function checkSpace(folder: string, wanted: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < wanted + RESERVE_BYTES) throw new FileRefused("no_space", "The disk of this installation is nearly full.");
}

/** A rename lasts when its folder is on the disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The bytes, as often as they are asked for; nothing is opened before somebody reads. */
export function openFile(data_dir: string, file: FileRow): Content {
  const { name, media_type, size, sha256 } = file;
  return { name, media_type, size, sha256, open: () => readLater(join(folderOf(data_dir, file.firm_id), sha256)) };
}

function readLater(path: string): ReadableStream<Uint8Array> {
  let handle: FileHandle | null = null;
  const close = async () => {
    await handle?.close();
    handle = null;
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        handle ??= await open(path, "r");
        const buffer = new Uint8Array(READ_BYTES);
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, null).catch(async (error: unknown) => {
          await close();
          throw error;
        });
        if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead));
        await close();
        controller.close();
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  );
}
