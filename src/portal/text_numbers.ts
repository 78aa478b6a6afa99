/** By which numbers somebody can be texted, and how each stands. */
import { readPhone } from "../projection/phone.ts";
import { wordsForCode } from "../texting/twilio_words.ts";
import { readNumbers, whoHas, type Haver, type NumberRow } from "./store_texts_in.ts";
import type { PortalDb } from "./types.ts";

export interface TextNumber {
  number: string;
  /** What the provider calls it. */
  label: string;
  /** Since when nothing goes to it, as somebody answered STOP. */
  stopped_at: string | null;
  /** Others who have it too. */
  shared_with: string[];
  /** Why the last text did not arrive. */
  trouble: string | null;
}

const MOBILE = /mobile|cell|text|m[oó]vil|celular/i;

/** What is called a mobile first; whoever answers behind an extension gets no texts. Pure. */
export function textableOf({ phones, channels }: Pick<Haver, "phones" | "channels">, country: string): { number: string; label: string }[] {
  const labels = new Map<string, string>();
  for (const { number, label, fax } of phones) {
    const read = fax ? null : readPhone(number, country);
    if (read && (!labels.has(read.number) || MOBILE.test(label))) labels.set(read.number, label);
  }
  const usable = channels.filter((one) => one.extension === null).map(({ number }) => ({ number, label: labels.get(number) ?? "" }));
  return [...usable.filter((one) => MOBILE.test(one.label)), ...usable.filter((one) => !MOBILE.test(one.label))];
}

export async function numbersOf(db: PortalDb, of: { firm_id: string; country: string }, haver: Haver): Promise<TextNumber[]> {
  const usable = textableOf(haver, of.country);
  const standing = new Map(
    (
      await readNumbers(
        db,
        of.firm_id,
        usable.map((one) => one.number),
      )
    ).map((row) => [row.number, row]),
  );
  const numbers: TextNumber[] = [];
  for (const one of usable) {
    const others = (await whoHas(db, of.firm_id, one.number)).filter((each) => !isSame(each, haver));
    numbers.push({ ...one, ...standingOf(standing.get(one.number)), shared_with: [...new Set(others.map((each) => each.name))] });
  }
  return numbers;
}

export const isSame = (a: Pick<Haver, "connection_id" | "contact_id">, b: Pick<Haver, "connection_id" | "contact_id">): boolean =>
  a.connection_id === b.connection_id && a.contact_id === b.contact_id;

const standingOf = (row: NumberRow | undefined): Pick<TextNumber, "stopped_at" | "trouble"> => ({
  stopped_at: row?.stopped_at ?? null,
  trouble: row?.trouble_code ? (wordsForCode(row.trouble_code) ?? `The last text did not arrive (${row.trouble_code}).`) : null,
});
