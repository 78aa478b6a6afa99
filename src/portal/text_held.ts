/** A member's word on a text of which it was not clear whose it is, or about what. */
import type { By } from "../outbox/types.ts";
import { mattersOf } from "./person.ts";
import { lastTexted, listHeldTexts, lockHeldText, moveTextIn, readHaver, whoHas, type TextIn } from "./store_texts_in.ts";
import { join } from "./text_in.ts";
import { PortalRefused, type PortalDeps } from "./types.ts";

const SHOWN = 100;

export interface HeldText extends TextIn {
  /** Who has the number, with the open matters that are shown to them; whom the firm texted last comes first. */
  choices: { connection_id: string; contact_id: string; name: string; matters: { matter_id: string; title: string }[] }[];
}

export async function listHeld(deps: Pick<PortalDeps, "db" | "clock">, firm_id: string): Promise<HeldText[]> {
  const db = deps.db.kysely;
  const held: HeldText[] = [];
  for (const row of await listHeldTexts(db, firm_id, SHOWN)) {
    const last = await lastTexted(db, firm_id, row.number);
    const choices: HeldText["choices"] = [];
    for (const { connection_id, contact_id, name } of await whoHas(db, firm_id, row.number)) {
      const open = (await mattersOf(db, { firm_id, connection_id, contact_id }, deps.clock.now())).filter((one) => !one.read_only);
      const matters = open.map(({ matter_id, title }) => ({ matter_id, title }));
      const first = (one: { matter_id: string }) => Number(last?.contact_id !== contact_id || one.matter_id !== last.matter_id);
      choices.push({ connection_id, contact_id, name, matters: matters.toSorted((a, b) => first(a) - first(b)) });
    }
    held.push({
      ...row,
      choices: choices.toSorted((a, b) => Number(a.contact_id !== last?.contact_id) - Number(b.contact_id !== last?.contact_id)),
    });
  }
  return held;
}

/** `to` null: it is nobody's. */
export async function decideHeldText(
  deps: PortalDeps,
  firm_id: string,
  text_id: string,
  to: { connection_id: string; contact_id: string; matter_id: string | null } | null,
  by: By,
): Promise<void> {
  if (to !== null) await takeAs(deps, firm_id, text_id, to, by);
  await deps.db.transaction(async (trx) => {
    const row = await lockHeldText(trx, firm_id, text_id);
    if (row === null) throw new PortalRefused("not_found", "There is no such text that waits.");
    const at = deps.clock.now().toISOString();
    await moveTextIn(trx, row, { state: to === null ? "dismissed" : "taken", ...(to === null ? {} : { of: to }), by: by.name, at });
    await by.tell(trx, "text.decided", text_id, { decision: to === null ? "dismiss" : "take" });
  });
}

/** The same once more is the same message, should the decision not be kept. */
async function takeAs(
  deps: PortalDeps,
  firm_id: string,
  text_id: string,
  to: { connection_id: string; contact_id: string; matter_id: string | null },
  by: By,
): Promise<void> {
  const db = deps.db.kysely;
  const row = (await listHeldTexts(db, firm_id, 1000)).find((one) => one.text_id === text_id);
  const haver = await readHaver(db, { firm_id, ...to });
  if (!row || haver === null) throw new PortalRefused("not_found", "There is no such text that waits, or no such contact.");
  const joined = await join(deps, row, { ...to, name: haver.name }, by);
  if (joined === "later")
    throw new PortalRefused("invalid", "Twilio does not give what hangs on it at the moment. Try again in a few minutes.");
  if (!joined) throw new PortalRefused("read_only", "It cannot be kept there: the matter is closed, or not here. Choose another, or none.");
}
