/** Reading JSON that others wrote: no digit of an id gets lost, and what PostgreSQL's jsonb cannot hold is found. */

/** A whole number of 16 digits or more may lie beyond 2^53. Inside a text it only costs the slower way. */
const LONG_NUMBER = /[:[,\s]-?\d{16}/;

/** Whole numbers that a JavaScript number cannot hold exactly become texts of the same digits. */
export function parseJson(text: string): unknown {
  return LONG_NUMBER.test(text) ? JSON.parse(text, exactly) : JSON.parse(text);
}

/** TypeScript's own type of a reviver does not know `context` yet (it is in Node 22 and later). */
const exactly = function (_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? source : value;
} as (key: string, value: unknown) => unknown;

/**
 * What a page's text says about all of its rows at once, so that rows are looked through only where there is something to find.
 * False alarms are fine (an escaped backslash before "u0000"), misses are not.
 */
export interface TextSigns {
  /** U+0000: jsonb refuses it. */
  nul: boolean;
  /** Escaped surrogates, of which one may stand alone: jsonb refuses that too. */
  surrogates: boolean;
  length: number;
}

export function signsOf(text: string): TextSigns {
  const escapes = text.includes("\\u");
  return {
    nul: escapes && text.includes("\\u0000"),
    surrogates: escapes && /\\u[dD][89abAB]|\\u[dD][c-fC-F]/.test(text),
    length: text.length,
  };
}

/** Whether any text or key inside `value` fulfils `test`. */
export function someText(value: unknown, test: (text: string) => boolean): boolean {
  if (typeof value === "string") return test(value);
  if (Array.isArray(value)) return value.some((item) => someText(item, test));
  if (value === null || typeof value !== "object") return false;
  return Object.entries(value).some(([key, item]) => test(key) || someText(item, test));
}

const KEPT_TEXT = 2000;
const KEPT_ENTRIES = 100;
const KEPT_DEPTH = 8;

/** A copy that can always be stored and shown: long texts and lists cut, unstorable characters replaced by U+FFFD. */
export function storable(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return storableText(value);
  if (value === null || typeof value !== "object") return value;
  if (depth >= KEPT_DEPTH) return "…";
  if (Array.isArray(value)) return value.slice(0, KEPT_ENTRIES).map((item) => storable(item, depth + 1));
  const entries = Object.entries(value).slice(0, KEPT_ENTRIES);
  return Object.fromEntries(entries.map(([key, item]) => [storableText(key), storable(item, depth + 1)]));
}

function storableText(text: string): string {
  const kept = text.length > KEPT_TEXT ? `${text.slice(0, KEPT_TEXT)}…` : text;
  return kept.replaceAll("\u0000", "\uFFFD").toWellFormed();
}
