/** Rows as spreadsheets read them (RFC 4180), and as they do no harm there. Pure. */

/** Excel takes a file without it for the machine's old code page. */
export const BOM = "\uFEFF";

/** What begins like this is worked out as a formula by spreadsheets, which may ask other servers: an apostrophe makes it text. */
const FORMULA = /^[=+\-@\t\r]/;

export function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

export const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(",")}\r\n`;
