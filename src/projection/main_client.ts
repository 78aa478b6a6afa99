/** An admin names the main client of a matter, or leaves it to the rule again (B-MAT-5): written, and the matter worked out anew, in one transaction. */
import type { Kysely } from "kysely";
import { readSettings } from "../connections/store_settings.ts";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import type { ProjectDeps } from "./driver.ts";
import { loadEnvironment } from "./environment.ts";
import { deleteMainClient, putMainClient } from "./store_main_clients.ts";
import { whileAlone } from "./store_progress.ts";
import { projectChanges } from "./touch.ts";

/** `contact_id` null: the rule decides again; false when nobody was named. Waits while the whole firm is being worked out. */
export async function nameMainClient(
  deps: ProjectDeps,
  owner: Owner,
  matter_id: string,
  contact_id: string | null,
  by: { member_id: string | null; tell: (trx: Kysely<Tables>) => Promise<void> },
): Promise<boolean> {
  return whileAlone(deps.db, owner, () =>
    deps.db.transaction(async (trx) => {
      const at = deps.clock.now().toISOString();
      if (contact_id !== null) await putMainClient(trx, owner, matter_id, { contact_id, by: by.member_id, at });
      else if (!(await deleteMainClient(trx, owner, matter_id))) return false;
      await by.tell(trx);
      const { settings } = await readSettings(trx, owner);
      const env = await loadEnvironment(trx, owner, deps.mapper, settings, deps.clock.now());
      const changed = { seq: 0, kind: "matter" as const, provider_id: matter_id, run_id: "" };
      await projectChanges(trx, env, [changed], { kind: "member", id: by.member_id }, at);
      return true;
    }),
  );
}
