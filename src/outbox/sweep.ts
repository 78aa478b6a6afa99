/** Takes away what no file needs any more: uploads that were broken off, uploads that nobody attached, and bytes that no row names. */
import { opendir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { folderOf, TEMPORARY, type FileDeps } from "./files.ts";
import { deleteUnused, listUnnamed, lockContent } from "./store_files.ts";

const DAY_MS = 86_400_000;
/** Longer than any upload takes. */
const BROKEN_OFF_MS = DAY_MS;
/** Somebody may still be writing what it is to be attached to. */
const UNUSED_MS = 7 * DAY_MS;
const BATCH = 500;

export interface Swept {
  uploads: number;
  contents: number;
}

export async function sweepFiles(deps: Pick<FileDeps, "db" | "clock" | "data_dir">, firm_ids: readonly string[]): Promise<Swept> {
  const now = deps.clock.now().getTime();
  let [uploads, contents] = [0, 0];
  for (const firm_id of firm_ids) {
    uploads += await deleteUnused(deps.db.kysely, firm_id, new Date(now - UNUSED_MS).toISOString());
    for await (const names of batchesOf(folderOf(deps.data_dir, firm_id)))
      contents += await sweepSome(deps, firm_id, names, now - BROKEN_OFF_MS);
  }
  return { uploads, contents };
}

async function sweepSome(
  deps: Pick<FileDeps, "db" | "data_dir">,
  firm_id: string,
  names: readonly string[],
  before_ms: number,
): Promise<number> {
  const folder = folderOf(deps.data_dir, firm_id);
  const isOld = async (name: string) => ((await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? Infinity) < before_ms;
  let removed = 0;
  for (const name of names.filter((each) => each.endsWith(TEMPORARY))) {
    if (!(await isOld(name))) continue;
    await rm(join(folder, name), { force: true });
    removed += 1;
  }
  const contents = names.filter((each) => /^[0-9a-f]{64}$/.test(each));
  for (const sha256 of await listUnnamed(deps.db.kysely, firm_id, contents)) {
    await deps.db.transaction(async (trx) => {
      await lockContent(trx, { firm_id, sha256 });
      // Looked at again under the lock: the same content may have come anew.
      if (!(await isOld(sha256)) || (await listUnnamed(trx, firm_id, [sha256])).length === 0) return;
      await rm(join(folder, sha256), { force: true });
      removed += 1;
    });
  }
  return removed;
}

async function* batchesOf(folder: string): AsyncGenerator<string[]> {
  let batch: string[] = [];
  const entries = await opendir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
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
