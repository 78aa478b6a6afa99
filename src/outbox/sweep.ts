/** Takes away what no file needs any more: uploads that were broken off, uploads that nobody attached, and bytes that no row names. */
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { TEMPORARY, type FileDeps } from "./files.ts";
import { folderOf, namesIn } from "./storage_disk.ts";
import { deleteUnused, listUnnamed, lockContent } from "./store_files.ts";

const DAY_MS = 86_400_000;
/** Longer than any upload takes. */
const BROKEN_OFF_MS = DAY_MS;
/** Somebody may still be writing what it is to be attached to. */
const UNUSED_MS = 7 * DAY_MS;

export interface Swept {
  uploads: number;
  contents: number;
}

type SweepDeps = Pick<FileDeps, "db" | "clock" | "data_dir" | "storage">;

export async function sweepFiles(deps: SweepDeps, firm_ids: readonly string[]): Promise<Swept> {
  const now = deps.clock.now().getTime();
  const before_ms = now - BROKEN_OFF_MS;
  let [uploads, contents] = [0, 0];
  for (const firm_id of firm_ids) {
    uploads += await deleteUnused(deps.db.kysely, firm_id, new Date(now - UNUSED_MS).toISOString());
    contents += await sweepReceived(folderOf(deps.data_dir, firm_id), before_ms);
    contents += await deps.storage.tidy(firm_id, before_ms);
    for await (const hashes of deps.storage.list(firm_id)) contents += await sweepContents(deps, firm_id, hashes, before_ms);
  }
  return { uploads, contents };
}

async function sweepReceived(folder: string, before_ms: number): Promise<number> {
  let removed = 0;
  for await (const names of namesIn(folder)) {
    for (const name of names.filter((each) => each.endsWith(TEMPORARY))) {
      const path = join(folder, name);
      if (((await stat(path).catch(() => null))?.mtimeMs ?? Infinity) >= before_ms) continue;
      await rm(path, { force: true });
      removed += 1;
    }
  }
  return removed;
}

async function sweepContents(deps: SweepDeps, firm_id: string, hashes: readonly string[], before_ms: number): Promise<number> {
  let removed = 0;
  for (const sha256 of await listUnnamed(deps.db.kysely, firm_id, hashes)) {
    const key = { firm_id, sha256 };
    await deps.db.transaction(async (trx) => {
      await lockContent(trx, key);
      // Looked at again under the lock: the same content may have come anew.
      if (((await deps.storage.look(key))?.stored_ms ?? Infinity) >= before_ms) return;
      if ((await listUnnamed(trx, firm_id, [sha256])).length === 0) return;
      await deps.storage.remove(key);
      removed += 1;
    });
  }
  return removed;
}
