/** What a member adds to a contact or takes away: written, and that one contact worked out anew, in one transaction. */
import type { Kysely } from "kysely";
import { readSettings } from "../connections/store_settings.ts";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import type { ProjectDeps } from "./driver.ts";
import { loadEnvironment } from "./environment.ts";
import { whileAlone } from "./store_progress.ts";
import { isKnownContact } from "./store_additions.ts";
import { realDay, squeeze } from "./text.ts";
import { projectContacts } from "./touch.ts";

/** False when the contact is not known, or `write` found nothing to change. Waits while the whole firm is being worked out. */
export async function addToContact(
  deps: ProjectDeps,
  owner: Owner,
  contact_id: string,
  member_id: string,
  write: (trx: Kysely<Tables>, at: string) => Promise<boolean>,
): Promise<boolean> {
  const changed = await addToContacts(deps, owner, member_id, async (trx, at) =>
    (await isKnownContact(trx, owner, contact_id)) && (await write(trx, at)) ? [contact_id] : [],
  );
  return changed > 0;
}

/** `write` says whose additions it changed; gives how many. So many at a time only that nobody waits long for their transaction. */
export async function addToContacts(
  deps: ProjectDeps,
  owner: Owner,
  member_id: string,
  write: (trx: Kysely<Tables>, at: string) => Promise<string[]>,
): Promise<number> {
  return whileAlone(deps.db, owner, () =>
    deps.db.transaction(async (trx) => {
      const at = deps.clock.now().toISOString();
      const ids = await write(trx, at);
      if (ids.length === 0) return 0;
      const { settings } = await readSettings(trx, owner);
      const env = await loadEnvironment(trx, owner, deps.mapper, settings, deps.clock.now());
      await projectContacts(trx, env, ids, { kind: "member", id: member_id }, at);
      return ids.length;
    }),
  );
}

/** A key fact as it is kept (B-KEY-3): a whole day, or --MM-DD where the year is missing; null where neither can be read. */
export function keyFactDay(text: string): string | null {
  const day = squeeze(text);
  // 2000 had a 29 February.
  const yearless = /^--(\d{2}-\d{2})$/.exec(day);
  if (yearless) return realDay(`2000-${yearless[1]}`) === null ? null : day;
  return realDay(day);
}
