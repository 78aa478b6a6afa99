/** Sessions: thirty days from their last use, seen and ended by whoever has them. */
import { audit } from "../accounts/store_audit.ts";
import { hashOf } from "../accounts/tokens.ts";
import { asClient, sessionEnd } from "./sign_in.ts";
import { deleteSessions, prolongSession, readSession, type Recognised as Found } from "./store_sessions.ts";
import type { PortalDeps, PortalPerson } from "./types.ts";

/** How exactly it is kept when one was last used. */
const PROLONG_AFTER_MS = 10 * 60_000;

export interface Recognised extends Found {
  /** The browser is to keep it longer too. */
  prolonged: boolean;
}

type Deps = Pick<PortalDeps, "db" | "clock">;

export async function recognise({ db, clock }: Deps, token: string): Promise<Recognised | null> {
  const now = clock.now();
  const found = await readSession(db.kysely, hashOf(token), now.toISOString());
  if (!found) return null;
  const prolonged = now.getTime() - Date.parse(found.last_used_at) > PROLONG_AFTER_MS;
  if (prolonged) await prolongSession(db.kysely, found, { at: now.toISOString(), expires_at: sessionEnd(now) });
  return { ...found, prolonged };
}

/** Gives how many ended. */
export async function endSessions({ db }: Deps, person: PortalPerson, which: { only: string } | { but: string }): Promise<number> {
  return db.transaction(async (trx) => {
    const ended = await deleteSessions(trx, person, which);
    const actor = asClient(person.firm_id, person.name);
    if (ended > 0) await audit(trx, actor, "portal.session_end", person.contact_id, { connection_id: person.connection_id, ended });
    return ended;
  });
}
