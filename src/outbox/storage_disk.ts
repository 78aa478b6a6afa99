/** Files' bytes on this machine: `data_dir/files/<firm>/<sha256 of the content>`, where they were received under a temporary name beside it. */
import { mkdir, open, opendir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { newId } from "../lib/ids.ts";
import { isHash, readLater, StorageTrouble, type ContentKey, type FileStorage, type Source } from "./storage.ts";

const READ_BYTES = 256 * 1024;
const BATCH = 500;

export const folderOf = (data_dir: string, firm_id: string): string => join(data_dir, "files", firm_id);

export function diskStorage(data_dir: string): FileStorage {
  const pathOf = ({ firm_id, sha256 }: ContentKey) => join(folderOf(data_dir, firm_id), sha256);
  return {
    bring: async (key, path) => async () => {
      await rename(path, pathOf(key));
      await syncFolder(folderOf(data_dir, key.firm_id));
    },
    look: (key) => stat(pathOf(key)).then(({ size, mtimeMs }) => ({ size, stored_ms: mtimeMs }), unlessGone),
    read: (key, size) => readLater(() => sourceOf(pathOf(key), size)),
    path: pathOf,
    async *list(firm_id) {
      for await (const names of namesIn(folderOf(data_dir, firm_id))) yield names.filter(isHash);
    },
    remove: (key) => rm(pathOf(key), { force: true }),
    // What is received lies in the folder too, and is swept there (sweep.ts).
    tidy: async () => 0,
    async probe() {
      const folder = join(data_dir, "files");
      const path = join(folder, `probe-${newId()}`);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(path, path, { mode: 0o600 });
      const read = await readFile(path, "utf8");
      await rm(path);
      if (read !== path) throw new Error(`What was written to ${folder} is not what is read there`);
      return `on this machine's disk, in ${folder}`;
    },
  };
}

/** What lies in a folder, some names at a time; nothing where there is none. */
export async function* namesIn(folder: string): AsyncGenerator<string[]> {
  let batch: string[] = [];
  const entries = await opendir(folder).catch(unlessGone);
  if (!entries) return;
  for await (const entry of entries) {
    if (!entry.isFile()) continue;
    batch.push(entry.name);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

function unlessGone(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
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

async function sourceOf(path: string, size: number): Promise<Source> {
  const handle = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new StorageTrouble("gone", "The file's bytes are not in the data folder.", error);
    throw error;
  });
  let left = size;
  return {
    close: () => handle.close(),
    async next() {
      const buffer = new Uint8Array(READ_BYTES);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      left -= bytesRead;
      if (left < 0 || (bytesRead === 0 && left > 0))
        throw new StorageTrouble("other", `The file in the data folder is not ${size} bytes long.`);
      return bytesRead === 0 ? null : buffer.subarray(0, bytesRead);
    },
  };
}
