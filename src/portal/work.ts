/** One round of what the portal does by itself. Any number of processes may do it at once; what it does twice harms nothing. */
import { formWork } from "./form_sending.ts";
import { findPhases } from "./notices.ts";
import { sendNotices } from "./send_notices.ts";
import { lookUpTexts } from "./look_up_texts.ts";
import { sendTexts } from "./send_texts.ts";
import { placeTexts } from "./text_in.ts";
import { endDoubt, listCaughtUp } from "./store_restored.ts";
import { dropOld } from "./store_sessions.ts";
import type { PortalDeps } from "./types.ts";

const LINKS_KEPT_MS = 30 * 86_400_000;

export async function portalWork(
  deps: PortalDeps,
  { firm_id = null, ...sending }: { firm_id?: string | null; stop?: AbortSignal; lease_ms?: number } = {},
): Promise<void> {
  const caught_up = await listCaughtUp(deps.db.kysely, firm_id);
  await findPhases(deps, firm_id);
  await formWork(deps, firm_id);
  for (const doubt of caught_up) await endDoubt(deps.db.kysely, doubt);
  await sendNotices(deps, sending);
  await placeTexts(deps);
  await sendTexts(deps, sending);
  await lookUpTexts(deps);
}

export async function portalTidy(deps: Pick<PortalDeps, "db" | "clock">): Promise<void> {
  const now = deps.clock.now();
  await dropOld(deps.db.kysely, { now: now.toISOString(), links_before: new Date(now.getTime() - LINKS_KEPT_MS).toISOString() });
}
