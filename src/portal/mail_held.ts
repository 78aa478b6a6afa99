/** A member's word on a letter that could not be taken as somebody's. */
import type { By } from "../outbox/types.ts";
import { writeAsClient } from "./messages.ts";
import { matterOf } from "./person.ts";
import { decideMail, listHeldMail, lockHeldMail, readClientOf } from "./store_mail_in.ts";
import { readThread } from "./store_messages.ts";
import { PortalRefused, type PortalDeps } from "./types.ts";

const ALL = 1000;

export async function decideHeld(deps: PortalDeps, firm_id: string, mail_id: string, decision: "take" | "dismiss", by: By): Promise<void> {
  if (decision === "take") await takeAsClients(deps, firm_id, mail_id, by);
  const told = { by: by.name, at: deps.clock.now().toISOString() };
  await deps.db.transaction(async (trx) => {
    if ((await lockHeldMail(trx, firm_id, mail_id)) === null) throw new PortalRefused("not_found", "There is no such letter that waits.");
    await decideMail(trx, firm_id, mail_id, decision === "take" ? "taken" : "dismissed", told);
    await by.tell(trx, "portal.mail_decided", mail_id, { decision });
  });
}

/** The same once more is the same message, should the decision not be kept. */
async function takeAsClients(deps: PortalDeps, firm_id: string, mail_id: string, by: By): Promise<void> {
  const db = deps.db.kysely;
  const mail = (await listHeldMail(db, firm_id, ALL)).find((one) => one.mail_id === mail_id);
  const thread = mail?.thread_id ? await readThread(db, firm_id, mail.thread_id) : null;
  if (!mail || !thread) throw new PortalRefused("not_found", "This letter answers no thread: write to the client instead.");
  const access = await readClientOf(db, thread);
  if (access === null) throw new PortalRefused("not_found", "The client of this thread may not come in any more.");
  const { connection_id, contact_id } = thread;
  const person = { firm_id, connection_id, contact_id, ...access, email: mail.from_address };
  const matter = await matterOf(db, person, thread.matter_id, deps.clock.now(), "write");
  await writeAsClient(deps, person, matter, { key: `held ${mail_id}`, body: mail.body, document_ids: [], way: "email" }, by);
}
