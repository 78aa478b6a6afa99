/**
 * After an old backup of the database was put back, what it believes still to be told to clients may have left since: letters, forms'
 * reminders, texts. All of it is held until a member has looked, or the provider of texts says that it has one (F31). So is what the syncs find
 * until one that began after it has been read to its end. Letters to sign in are asked for by somebody, and go.
 */
import { listAccounts } from "../automations/store_candidates.ts";
import type { Account } from "../automations/types.ts";
import { remindNow } from "./form_sending.ts";
import { readRequest } from "./store_form_requests.ts";
import { beginDoubt, holdNotices, holdTexts, lockPastReminders } from "./store_restored.ts";
import { tellWriter } from "./text_letters.ts";
import { wordsOf } from "./text_words.ts";
import type { PortalDb, PortalDeps } from "./types.ts";

type Deps = Pick<PortalDeps, "db" | "clock" | "url">;

/** Gives how many letters and texts are held. Done twice it is as good as once. */
export async function holdToldAfterRestore(deps: Deps): Promise<number> {
  const at = deps.clock.now().toISOString();
  let held = 0;
  for (const account of await listAccounts(deps.db.kysely, null))
    held += await deps.db.transaction(async (trx) => {
      await beginDoubt(trx, account, at);
      const texts = await texted(deps, trx, account, at);
      const notices = await holdNotices(trx, account, at);
      return texts + notices + (await reminded(deps, trx, account, at));
    });
  return held;
}

async function texted(deps: Deps, trx: PortalDb, account: Account, at: string): Promise<number> {
  const texts = await holdTexts(trx, account, at);
  for (const text of texts) await tellWriter(trx, deps, text, "unknown", wordsOf(text) ?? "");
  return texts.length;
}

/** Counted as if told; whether it is, a member says. */
async function reminded(deps: Deps, trx: PortalDb, account: Account, at: string): Promise<number> {
  const ids = await lockPastReminders(trx, account, at);
  for (const request_id of ids) {
    const request = await readRequest(trx, account.firm_id, request_id);
    if (request) await remindNow(trx, deps, account, request, { doubt: true });
  }
  return ids.length;
}
