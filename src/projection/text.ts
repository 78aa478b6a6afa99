/** Small things about texts and days that several rules share. */

/** Runs of white space become one blank, outer blanks go. */
export function squeeze(text: string): string {
  return /^\s|\s$|\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, " ").trim() : text;
}

/** How names are compared: ignoring case, however they are spaced. */
export const foldKey = (text: string): string => squeeze(text).toLowerCase();

const ACCENTS = /[\u0300-\u036f]/g;
/** Letters that are no letter with an accent. */
const LETTERS: Record<string, string> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };

/** As texts are kept for search and looked for: ignoring case and accents, so that "lucia" finds Lucía. Migration 0042 says it in SQL. */
export function searchKey(text: string): string {
  const lower = text.toLowerCase();
  // oxlint-disable-next-line no-control-regex -- nearly every text is of these
  if (/^[\0-\x7f]*$/.test(lower)) return lower;
  return lower
    .normalize("NFD")
    .replace(ACCENTS, "")
    .normalize("NFC")
    .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter]!);
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** The text if it is a day that exists, YYYY-MM-DD; else null. */
export function realDay(text: string | null): string | null {
  const parts = text === null ? null : /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  if (!parts) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const days = month === 2 && isLeapYear(year) ? 29 : (DAYS[month - 1] ?? 0);
  return year > 0 && day >= 1 && day <= days ? parts[0] : null;
}

/** The text if it is a moment that can be read, else null. */
export function realMoment(text: string | null): string | null {
  return text !== null && /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}
