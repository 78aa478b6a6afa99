/**
 * How values come out of PostgreSQL. Dates stay texts (`YYYY-MM-DD`: a Date object would put them into the machine's zone), times are
 * ISO 8601 in UTC, whole numbers are numbers, decimals stay texts, JSON is parsed.
 */
import pg from "pg";

type Parse = (text: string) => unknown;

const OID = {
  text_array: 1009,
  int8: 20,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  int8_array: 1016,
  date_array: 1182,
  timestamptz_array: 1185,
};

export function readInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large for a number; keep it as text in the database`);
  return value;
}

/**
 * `2026-11-21 09:30:00.5+00` becomes `2026-11-21T09:30:00.500Z`: the form of `Date.toISOString`, so that texts compare. Microseconds stay
 * where there are any, so that a value can be found again by itself. The session's zone is UTC (`pool.ts`).
 */
export function readTime(text: string): string {
  const parts = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00(?::?00)?$/.exec(text);
  if (!parts) return text; // infinity, years before Christ
  return `${parts[1]}T${parts[2]}.${(parts[3] ?? "").padEnd(3, "0")}Z`;
}

const asText: Parse = (text) => text;

/** One-dimensional arrays, read as texts first. */
const arrayOf =
  (parse: Parse): Parse =>
  (text) =>
    (pg.types.getTypeParser(OID.text_array, "text")(text) as (string | null)[]).map((item) => (item === null ? null : parse(item)));

const parsers = new Map<number, Parse>([
  [OID.int8, readInteger],
  [OID.date, asText],
  [OID.timestamp, asText],
  [OID.timestamptz, readTime],
  [OID.int8_array, arrayOf(readInteger)],
  [OID.date_array, arrayOf(asText)],
  [OID.timestamptz_array, arrayOf(readTime)],
]);

export const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary") => {
    const parse = format === "binary" ? undefined : parsers.get(oid);
    return parse ?? pg.types.getTypeParser(oid, format ?? "text");
  },
};
