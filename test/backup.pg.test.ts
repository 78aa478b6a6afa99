/** docs/operate.md, Backup: what it says about the PostgreSQL that comes along, done. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openVault } from "../src/connections/vault.ts";
import { stopServer } from "../src/db/embedded.ts";
import { migrate } from "../src/db/migrate.ts";
import { openDatabase } from "../src/db/pool.ts";
import { newId } from "../src/lib/ids.ts";

const dir = mkdtempSync(join(tmpdir(), "privity-backup-"));
chmodSync(dir, 0o755); // where a root's server runs as another user, it has to get through here
afterAll(async () => {
  for (const folder of ["data", "restored"]) await stopServer(join(dir, folder));
  rmSync(dir, { recursive: true, force: true });
});

test("a copy of the stopped data folder, started elsewhere, has all that was there, and its tokens open", async () => {
  const folder = join(dir, "data");
  const keys = (at: string) => ({ secret_key: null, secret_key_file: join(at, "secret.key") });
  const place = { firm_id: newId(), connection_id: newId(), column: "access_token" as const, token_version: 1 };
  const db = await openDatabase({ database_url: null, data_dir: folder });
  await migrate(db);
  await db.kysely.insertInto("firm").values({ firm_id: place.firm_id, name: "Moreau & Finch" }).execute();
  const vault = await openVault(db, keys(folder));
  const key_id = await vault.keyId(place.firm_id);
  const box = await vault.seal({ ...place, key_id }, "a token");
  await db.close();

  execFileSync("cp", ["-a", folder, join(dir, "backup")]);
  rmSync(folder, { recursive: true });
  execFileSync("cp", ["-a", join(dir, "backup"), join(dir, "restored")]);

  const restored = await openDatabase({ database_url: null, data_dir: join(dir, "restored") });
  try {
    expect(await migrate(restored), "nothing left to migrate").toEqual([]);
    expect(await restored.kysely.selectFrom("firm").select("name").execute()).toEqual([{ name: "Moreau & Finch" }]);
    expect(await (await openVault(restored, keys(join(dir, "restored")))).open({ ...place, key_id }, box)).toBe("a token");
  } finally {
    await restored.close();
  }
}, 120_000);
