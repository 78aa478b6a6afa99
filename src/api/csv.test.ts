import { expect, test } from "vitest";
import { csvLine } from "./csv.ts";

test("a cell that a spreadsheet would take for a formula stays a text", () => {
  for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"]) expect(csvLine([text]), JSON.stringify(text)).toMatch(/^"?'/);
  expect(csvLine(["Naomi", "2026-11-21"])).toBe("Naomi,2026-11-21\r\n");
});

test("commas, quotes and line breaks stay within their cell", () => {
  expect(csvLine(["a,b", 'she said "no"', "two\nlines", ""])).toBe('"a,b","she said ""no""","two\nlines",\r\n');
});
