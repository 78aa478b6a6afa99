/** A migrated database that exists only while `work` runs. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "../src/db/migrate.ts";
import { openDatabase, type Db } from "../src/db/pool.ts";

export async function withScratchDatabase<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const data_dir = mkdtempSync(join(tmpdir(), "privity-scratch-"));
  const db = await openDatabase({ database_url: null, data_dir });
  try {
    await migrate(db);
    return await work(db);
  } finally {
    await db.close();
    rmSync(data_dir, { recursive: true, force: true });
  }
}
