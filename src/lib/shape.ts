/**
 * Checks of a provider's row at the edge. Hand-written rather than by a schema library, because every row of every page passes here:
 * a good row costs a few microseconds and no allocation, and only a bad one pays for its explanation.
 */

/** What is wrong, from the inside out; null: nothing. */
export interface Flaw {
  /** Such as `email_addresses › address`. */
  at: string;
  expected: string;
  found: string;
}

export type Check = (value: unknown) => Flaw | null;

const flaw = (expected: string, value: unknown): Flaw => ({ at: "", expected, found: describe(value) });

/** Any field may be missing or null unless it is wrapped in `needed` (clio.md §1.3, mycase.md §4). */
export const text: Check = (value) => (typeof value === "string" || value == null ? null : flaw("text", value));
export const flag: Check = (value) => (typeof value === "boolean" || value == null ? null : flaw("yes or no", value));
export const whole: Check = (value) => (value == null || Number.isSafeInteger(Number(value)) ? null : flaw("a whole number", value));
/** Numbers such as a case number or a postal code may come bare. */
export const textOrNumber: Check = (value) =>
  typeof value === "string" || value == null || typeof value === "number" ? null : flaw("text", value);
export const scalar: Check = (value) =>
  value == null || typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? null
    : flaw("a plain value", value);

/** Ids are whole numbers, or texts of digits. */
export function idText(value: unknown): string | null {
  if (typeof value === "number") return Number.isSafeInteger(value) && value > 0 ? String(value) : null;
  return typeof value === "string" && /^[1-9]\d{0,29}$/.test(value) ? value : null;
}
export const id: Check = (value) => (value == null || idText(value) !== null ? null : flaw("an id", value));

const TIMESTAMP = /^(?:19|2\d)\d\d-\d\d-\d\d[T ]\d\d:\d\d/;
export const timestamp: Check = (value) => {
  if (value == null) return null;
  return typeof value === "string" && TIMESTAMP.test(value) && !Number.isNaN(Date.parse(withOffset(value)))
    ? null
    : flaw("a point in time", value);
};

/** Days that every month has. */
const UTC_SECONDS = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** In UTC, so that texts compare like times. Digits below a millisecond are kept: they tell versions apart. */
export function timestampText(value: unknown): string | null {
  if (typeof value !== "string" || value === "") return null;
  // The usual form needs no calendar: one of these for each row of each page.
  if (UTC_SECONDS.test(value)) return `${value.slice(0, 19)}.000Z`;
  const iso = new Date(withOffset(value)).toISOString();
  const finer = /\.(\d{4,6})/.exec(value)?.[1];
  return finer === undefined ? iso : `${iso.slice(0, 19)}.${finer}Z`;
}

/** MyCase reads times without an offset as UTC (mycase.md §2.2), so do we. */
const withOffset = (value: string) => (/(?:[zZ]|[+-]\d\d(?::?\d\d)?)$/.test(value) ? value : `${value}Z`);

export function needed(check: Check): Check {
  return (value) => (value == null ? flaw("a value", value) : check(value));
}

/** Ignores case. */
export function oneOf(...words: string[]): Check {
  const known = new Set(words);
  return (value) =>
    value == null || (typeof value === "string" && known.has(value.toLowerCase())) ? null : flaw(`one of ${words.join(", ")}`, value);
}

/** Entries that are null are passed over (mycase.md §4.1). */
export function list(item: Check): Check {
  return (value) => {
    if (value == null) return null;
    if (!Array.isArray(value)) return flaw("a list", value);
    for (const entry of value) {
      const found = entry == null ? null : item(entry);
      if (found) return found;
    }
    return null;
  };
}

/** Fields that are not named here are kept and never looked at. */
export function object(fields: Record<string, Check>): Check {
  const names = Object.keys(fields);
  const checks = Object.values(fields);
  return (value) => {
    if (value == null) return null;
    if (typeof value !== "object" || Array.isArray(value)) return flaw("a group of fields", value);
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      const found = (checks[i] as Check)((value as Record<string, unknown>)[name]);
      if (found) return { ...found, at: found.at === "" ? name : `${name} › ${found.at}` };
    }
    return null;
  };
}

function describe(value: unknown): string {
  if (value == null) return "nothing";
  if (typeof value === "boolean") return "yes or no";
  if (typeof value === "number") return `the number “${value}”`;
  if (typeof value === "string") return `the text “${value.length > 40 ? `${value.slice(0, 40)}…` : value}”`;
  return Array.isArray(value) ? "a list" : "a group of fields";
}
