/**
 * Attachments and documents on their way through (decisions 0020, 0026). Streamed, never in memory. A file is whole or not there: received in
 * the data folder under a temporary name, counted, hashed and looked into there, then brought to where files lie; its row comes with it, under one
 * lock with the sweep.
 */
import { createHash } from "node:crypto";
import { mkdir, open, rm, statfs, writeFile, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { Db } from "../db/pool.ts";
import { within, type Clock } from "../lib/clock.ts";
import type { Config } from "../lib/config.ts";
import { newId } from "../lib/ids.ts";
import type { Content } from "../model/writing.ts";
import { StorageTrouble, type FileStorage } from "./storage.ts";
import { diskStorage, folderOf } from "./storage_disk.ts";
import { s3Storage } from "./storage_s3.ts";
import { insertFile, lockContent } from "./store_files.ts";
import type { By, FileRow } from "./types.ts";

/** Where an installation has its files. */
export interface FileSpace {
  /** Where they are received. */
  data_dir: string;
  /** Where they lie. */
  storage: FileStorage;
  /** The largest that is taken. */
  max_bytes: number;
}

export interface FileDeps extends FileSpace {
  db: Db;
  clock: Clock;
}

export const fileSpace = ({ data_dir, max_file_bytes, s3 }: Pick<Config, "data_dir" | "max_file_bytes" | "s3">): FileSpace => ({
  data_dir,
  storage: s3 === null ? diskStorage(data_dir) : s3Storage(s3),
  max_bytes: max_file_bytes,
});

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

export const TEMPORARY = ".part";

export async function keepFile(deps: FileDeps, firm_id: string, upload: Upload, by: By): Promise<FileRow> {
  const file_id = newId(deps.clock);
  const folder = folderOf(deps.data_dir, firm_id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `${file_id}${TEMPORARY}`);
  try {
    const { size, sha256 } = await receive(deps, folder, temporary, upload);
    await upload.check?.(temporary);
    const lay = await deps.storage.bring({ firm_id, sha256 }, temporary);
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
      await lay();
    });
    return row;
  } catch (error) {
    await upload.content.cancel(error).catch(() => undefined);
    throw error;
  } finally {
    await rm(temporary, { force: true });
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

/** The bytes, as often as they are asked for; nothing is opened before somebody reads. */
export function openFile(storage: FileStorage, file: FileRow): Content {
  const { name, media_type, size, sha256 } = file;
  return { name, media_type, size, sha256, open: () => storage.read(file, size) };
}

/** For whoever waits for the answer: what is not there is said before the first byte. */
export async function openNow(storage: FileStorage, file: FileRow): Promise<ReadableStream<Uint8Array>> {
  if ((await storage.look(file)) === null) throw new StorageTrouble("gone", "The file's bytes are not where they were stored.");
  return openFile(storage, file).open();
}

/** Its bytes as a file of this machine, for as long as somebody looks into it. */
export async function lookInto(space: FileSpace, file: FileRow, look: (path: string) => Promise<void>): Promise<void> {
  const here = space.storage.path(file);
  if (here !== null) return look(here);
  const folder = folderOf(space.data_dir, file.firm_id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await checkSpace(folder, file.size);
  const copy = join(folder, `${newId()}${TEMPORARY}`);
  try {
    await writeFile(copy, openFile(space.storage, file).open(), { flag: "wx", mode: 0o600 });
    await look(copy);
  } finally {
    await rm(copy, { force: true });
  }
}
