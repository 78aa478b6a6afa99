/** New settings by somebody: the version and its entry in the audit log in one transaction (B-WHY-4). */
import { audit } from "../accounts/store_audit.ts";
import { writeSettings } from "../connections/store_settings.ts";
import type { Db } from "../db/pool.ts";
import type { Owner } from "../mirror/store.ts";
import type { Actor } from "../model/actor.ts";
import type { Settings } from "../model/settings.ts";

/** Gives the version. Throws SettingsMoved when somebody else was faster. */
export async function putSettings(
  db: Pick<Db, "transaction">,
  actor: Actor,
  owner: Owner,
  change: { settings: Settings; note: string | null; if_version: number | null; at: string },
): Promise<number> {
  return db.transaction(async (trx) => {
    const version = await writeSettings(trx, owner, { ...change, created_by: actor.name });
    await audit(trx, actor, "settings.change", owner.connection_id, { version, note: change.note });
    return version;
  });
}
