/** What members decide about who comes in: whose a shared address is, whom they invite, whom they shut out. */
import { queueMail } from "../accounts/store_mail.ts";
import { readFirm } from "../accounts/store_firms.ts";
import { newId } from "../lib/ids.ts";
import { keyOf } from "./access.ts";
import { welcomeLetter } from "./letters.ts";
import { putAccess, putAnswer, readCandidates, revokeAccess, type Candidate } from "./store_access.ts";
import { PortalRefused, type Language, type PortalDb, type PortalDeps } from "./types.ts";

export interface Whom {
  firm_id: string;
  connection_id: string;
  contact_id: string;
}

/** Who does it; `tell` writes to the audit log, in the same transaction. */
export interface By {
  name: string;
  at: string;
  tell(trx: PortalDb, action: string, target: string, detail: Record<string, unknown>): Promise<void>;
}

const havers = async (db: PortalDb, firm_id: string, email: string): Promise<Candidate[]> =>
  (await readCandidates(db, email)).filter((one) => one.firm_id === firm_id);

/** Lets a contact in by an address of theirs, whoever else has it, and writes to them where the page is. It signs nobody in. */
export async function invite(
  deps: PortalDeps,
  whom: Whom,
  { email, language }: { email: string; language: Language },
  by: By,
): Promise<void> {
  const address = email.trim().toLowerCase();
  await deps.db.transaction(async (trx) => {
    const { one } = await admit(deps, trx, whom, address, "invited", language, by);
    const firm = await readFirm(trx, whom.firm_id);
    await queueMail(
      trx,
      whom.firm_id,
      welcomeLetter({ to: address, firm: firm.name, name: one.name, language: one.access?.language ?? language }, deps.url),
      { once: true },
    );
    await by.tell(trx, "portal.invite", whom.contact_id, { connection_id: whom.connection_id, email: address });
  });
  deps.deliverMail();
}

/** Says whose an address is that several have; `contact_id` null: nobody's, then it lets nobody in. */
export async function nameAddress(
  deps: PortalDeps,
  whom: Omit<Whom, "contact_id"> & { contact_id: string | null },
  email: string,
  by: By,
): Promise<void> {
  const address = email.trim().toLowerCase();
  const { firm_id, connection_id, contact_id } = whom;
  await deps.db.transaction(async (trx) => {
    if (contact_id !== null) await admit(deps, trx, { firm_id, connection_id, contact_id }, address, "named", "en", by);
    else {
      const all = await havers(trx, firm_id, address);
      if (all.length === 0) throw new PortalRefused("not_found");
      await putAnswer(trx, firm_id, address, { access_id: null, among: all.map(keyOf), by: by.name, at: by.at });
    }
    await by.tell(trx, "portal.address", contact_id ?? address, { connection_id, email: address });
  });
}

async function admit(
  deps: PortalDeps,
  trx: PortalDb,
  whom: Whom,
  email: string,
  source: "invited" | "named",
  language: Language,
  by: By,
): Promise<{ one: Candidate }> {
  const all = await havers(trx, whom.firm_id, email);
  const one = all.find(({ connection_id, contact_id }) => connection_id === whom.connection_id && contact_id === whom.contact_id);
  if (!one) throw new PortalRefused("invalid", "This contact does not have this address, or cannot be used.");
  if (!one.is_person) throw new PortalRefused("invalid", "This is a company; name a person.");
  const access = (await putAccess(trx, whom, { access_id: newId(deps.clock), email, source, language, by: by.name, at: by.at }))!;
  if (all.length > 1)
    await putAnswer(trx, whom.firm_id, email, { access_id: access.access_id, among: all.map(keyOf), by: by.name, at: by.at });
  return { one };
}

/** Ends their sessions and links at once. False: there is nobody to shut out. */
export async function revoke(deps: Pick<PortalDeps, "db" | "clock">, whom: Whom, by: By): Promise<boolean> {
  return deps.db.transaction(async (trx) => {
    const access_id = await revokeAccess(trx, whom, { access_id: newId(deps.clock), by: by.name, at: by.at });
    if (access_id === null) return false;
    await by.tell(trx, "portal.revoke", whom.contact_id, { connection_id: whom.connection_id });
    return true;
  });
}
