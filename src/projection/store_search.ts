/** The words of a search, and how a column is held against them. */
import { sql, type RawBuilder } from "kysely";
import { searchKey } from "./text.ts";

/** At most this many words count: each is a condition more. */
const MOST_TERMS = 8;

/** The words to look for among contacts, folded as they are kept there. */
export const searchTerms = (search: string): string[] => [...new Set(termsAsTyped(search).map(searchKey))];

/**
 * The words to look for, in lower case. What looks like a phone number is one word, the digits that numbers have with and without a country code: that
 * is how they are kept for search.
 */
export function termsAsTyped(search: string): string[] {
  const text = search.trim().toLowerCase();
  const digits = text.replace(/\D/g, "");
  if (digits.length >= 7 && /^[\d\s()+./-]+$/.test(text)) return [digits.slice(-10)];
  return [...new Set(text.split(/\s+/).filter((term) => /[\p{L}\p{N}]/u.test(term)))].slice(0, MOST_TERMS);
}

/**
 * Three characters and more are found anywhere. Shorter words would give the trigram index nothing to look up, so they count from the
 * beginning of a word, which it can. `column` is in lower case, as the term is.
 */
export function matches(column: RawBuilder<unknown>, term: string): RawBuilder<unknown> {
  const pattern = term.replace(/[\\%_]/g, (sign) => `\\${sign}`);
  if (Array.from(term).length >= 3) return sql`${column} like ${`%${pattern}%`}`;
  return sql`(${column} like ${`${pattern}%`} or ${column} like ${`% ${pattern}%`})`;
}
