/** Tables for spreadsheets (RFC 4180), that do nothing when they are opened. */

/** Of a cell that begins so a spreadsheet makes a formula, which may send what stands beside it to anybody. */
const FORMULA = /^[\s]*[=+\-@\t\r]/;

export const csvLine = (cells: readonly string[]): string => `${cells.map(cell).join(",")}\r\n`;

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
