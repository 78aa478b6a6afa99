/** How texts are told: as they stand, and why. */
import { readTextAccount } from "../portal/store_text_account.ts";
import { listOpenTexts, type TextOut } from "../portal/store_texts.ts";
import { mattersOf } from "../portal/person.ts";
import { wordsOf } from "../portal/text_words.ts";
import { readNumbersOf, wordsFor } from "../portal/texts.ts";
import type { PortalDeps } from "../portal/types.ts";
import { isDelivered, isUndelivered, wordsForCode } from "../texting/twilio_words.ts";
import type { ContactTexts, Text } from "./contract/texts.ts";

const SHOWN = 50;

export function deliveryOf({ delivery, delivery_code }: Pick<TextOut, "delivery" | "delivery_code">): NonNullable<Text["delivery"]> {
  if (isDelivered(delivery)) return { state: "delivered", words: null };
  if (!isUndelivered(delivery)) return { state: "on_its_way", words: null };
  return { state: "not_delivered", words: wordsForCode(delivery_code) ?? "The network does not say why." };
}

export const presentText = (row: TextOut): Text => ({
  ...{ text_id: row.text_id, matter_id: row.matter_id, number: row.number, body: row.body, by: row.by_name },
  ...{ state: row.state, reason: row.reason, words: wordsOf(row), can: wordsFor(row) },
  ...{ created_at: row.created_at, due_at: row.due_at, sent_at: row.sent_at },
  delivery: row.state === "sent" ? deliveryOf(row) : null,
});

/** Of a contact that cannot be used now: no numbers. */
export async function presentTexts(
  deps: Pick<PortalDeps, "db" | "clock">,
  of: { firm_id: string; connection_id: string; contact_id: string },
): Promise<ContactTexts> {
  const db = deps.db.kysely;
  const [account, numbers, matters, items] = await Promise.all([
    readTextAccount(db, of.firm_id),
    readNumbersOf(db, of),
    mattersOf(db, of, deps.clock.now()),
    listOpenTexts(db, of, SHOWN),
  ]);
  return {
    on: account?.sending ?? false,
    numbers: numbers ?? [],
    matters: matters.filter((one) => !one.read_only).map(({ matter_id, title }) => ({ matter_id, title })),
    items: items.map(presentText),
  };
}
