import { expect, test } from "vitest";
import type { CustomFieldFacts } from "../model/facts.ts";
import { newValueTally } from "./found_values.ts";

const field = (provider_id: string, type: CustomFieldFacts["type"]): CustomFieldFacts => ({
  provider_id,
  name: provider_id,
  parent: "contact",
  type,
  options: [{ id: "7", text: "Web", deleted: true }],
  deleted: false,
});
const fields = new Map([field("a", "text_line"), field("b", "picklist"), field("c", "checkbox")].map((each) => [each.provider_id, each]));
const value = (field_id: string, text: string | number | boolean | null) => ({ field_id, value: text, field_type: null });

test("B-TAG-7, B-TAG-8: values are told apart as tags are, ignoring case and blanks; a value whose option was deleted still counts", () => {
  const tally = newValueTally(fields, "clio");
  tally.add([value("a", " Bar  association "), value("b", "7"), value("c", false)]);
  tally.add([value("a", "bar association"), value("b", null), value("c", true)]);
  tally.add([value("a", 0), value("a", "0")]);
  expect(Object.fromEntries(tally.found())).toEqual({
    a: { records: 3, more: false, values: [{ text: "Bar association", records: 2 }, { text: "0", records: 1 }] },
    b: { records: 1, more: false, values: [{ text: "Web", records: 1 }] },
    c: { records: 1, more: false, values: [{ text: "ticked", records: 1 }] },
  }); // oxfmt-ignore
});

test("of a field that is different for everybody no more than 500 values are told apart, and it says so", () => {
  const tally = newValueTally(fields, "clio");
  for (let n = 0; n < 600; n++) tally.add([value("a", `File ${n}`)]);
  const found = tally.found().get("a")!;
  expect([found.records, found.values.length, found.more]).toEqual([600, 500, true]);
});
