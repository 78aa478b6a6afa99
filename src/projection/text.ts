/** Small things about texts and days that several rules share. */

/** Runs of white space become one blank, outer blanks go. */
export function squeeze(text: string): string {
  return /^\s|\s$|\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, " ").trim() : text;
}

/** How names are compared: ignoring case, however they are spaced. */
export const foldKey = (text: string): string => squeeze(text).toLowerCase();

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
