/** The recipient's own word on automated e-mails: stopped, and taken back. What a member noted down for them only a member takes back. */
import { audit } from "../accounts/store_audit.ts";
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import { endOwnOptOut, putOptOut, readOptOut, type OptOutRow } from "./store_lists.ts";
import { readFirmName } from "./store_people.ts";
import { maskedAddress, type Recipient } from "./unsubscribe.ts";

type Deps = { db: Db; clock: Clock };

export interface Standing {
  firm: string;
  address: string;
  stopped: boolean;
  /** They may take it back here. */
  own: boolean;
}

/** Null: the firm is not here any more. */
export async function standingOf({ db }: Pick<Deps, "db">, of: Recipient): Promise<Standing | null> {
  const firm = await readFirmName(db.kysely, of.firm_id);
  if (firm === "") return null;
  const kept = await readOptOut(db.kysely, of.firm_id, of.address);
  return { firm, address: maskedAddress(of.address), stopped: kept !== null, own: kept !== null && kept.via !== "member" };
}

const WORDS: Record<Exclude<OptOutRow["via"], "member">, string> = {
  link: "its owner, by the link in an e-mail",
  one_click: "its owner, by their mail program",
};

/** Done twice it is as good as once, and is told once. */
export async function sayWhether(
  deps: Deps,
  of: Recipient,
  { stop, via, place }: { stop: boolean; via: keyof typeof WORDS; place: string | null },
): Promise<Standing | null> {
  const { db, clock } = deps;
  if ((await standingOf(deps, of)) === null) return null;
  const { firm_id, address } = of;
  const set_by = WORDS[via];
  await db.transaction(async (trx) => {
    const changed = stop
      ? await putOptOut(trx, firm_id, { address, set_by, set_at: clock.now().toISOString(), via })
      : await endOwnOptOut(trx, firm_id, address);
    const actor = { firm_id, member_id: null, name: set_by, via: "session" as const, address: place };
    if (changed) await audit(trx, actor, stop ? "automation.opt_out" : "automation.opt_in", address, { via });
  });
  return standingOf(deps, of);
}
