import { expect, test } from "vitest";
import { explain, REASONS, type Code } from "./reasons.ts";

const PARAMS = { address: "a@b.example", others: 2, names: "Nora", owner: "Ada", why: "it has no name", field: "contact.name", condition: "is client", count: 2, usual: 1, template: "x", days: 7, error: "no", by: "Ada", label: "Birthday" }; // oxfmt-ignore

test("B-AUT-3: every reason is one sentence in which nothing is left open", () => {
  for (const code of Object.keys(REASONS) as Code[]) {
    const { sentence, rule } = explain(code, PARAMS);
    expect(sentence, code).toMatch(/^[A-ZÄ].*[^.]\.$/s);
    expect(sentence, code).not.toMatch(/[{}?]/);
    expect(rule).toMatch(/^B-[A-Z]{3}-\d+$/);
  }
});
