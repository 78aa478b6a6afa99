/** Texts that nobody knows of: the provider is asked whether it has them. */
import { TextFailure, type TextProvider } from "../texting/provider.ts";
import { settleClaimed } from "./send_texts.ts";
import { knowsSid, listToLookUp, markLooked, setDelivery, type TextOut } from "./store_texts.ts";
import { tellTexts } from "./tell_texts.ts";
import { providerFor } from "./text_account.ts";
import type { PortalDeps } from "./types.ts";

const ASK_AGAIN_MS = 2 * 60_000;
const MOST_LOOKS = 6;
/** By how much the provider's clock may differ from ours. */
const SKEW_MS = 5 * 60_000;

/** Of those that nobody knows of: what the provider has is sent. That it has none proves nothing, so those stay for a member. */
export async function lookUpTexts(deps: PortalDeps): Promise<void> {
  const before = new Date(deps.clock.now().getTime() - ASK_AGAIN_MS).toISOString();
  for (const text of await listToLookUp(deps.db.kysely, before, MOST_LOOKS)) {
    const provider = await providerFor(deps.db.kysely, deps.texting, text.firm_id);
    if (provider !== null) await lookUp(deps, provider, text);
  }
  await tellTexts(deps, null);
}

async function lookUp(deps: PortalDeps, provider: TextProvider, text: TextOut): Promise<void> {
  const known = await provider.sentTo(text.number).catch((error: unknown) => {
    if (!(error instanceof TextFailure)) throw error;
    deps.log.warn({ text_id: text.text_id, code: error.code }, "the provider could not be asked about a text");
    return [];
  });
  const since = Date.parse(text.first_attempt_at ?? text.created_at) - SKEW_MS;
  const likely = known.filter((one) => one.to === text.number && one.body === text.body && Date.parse(one.created_at) >= since);
  const at = deps.clock.now().toISOString();
  await deps.db.transaction(async (trx) => {
    await markLooked(trx, text, at);
    for (const { sid, status, code } of likely) {
      // Another of ours with the same words.
      if (await knowsSid(trx, text.firm_id, sid)) continue;
      if (await settleClaimed(deps, trx, text, { state: "sent", sid }, at)) await setDelivery(trx, text, { status, code, at });
      return;
    }
  });
}
