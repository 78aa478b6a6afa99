/** B-WRB-9: what a form may say, what an answer may be, and what of it goes to the provider. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  answerText,
  FIELD_TYPES,
  fits,
  formDocumentSchema,
  formFieldSchema,
  providerValue,
  readAnswer,
  readAnswers,
  shownFields,
  type FieldType,
} from "./form.ts";

const option = (key: string, option_id: string | null = null) => ({ key, label: { en: key.toUpperCase() }, option_id });
const field = (key: string, type: FieldType, more: object = {}) =>
  formFieldSchema.parse({ key, type, label: { en: key }, options: type.startsWith("choice") ? [option("x"), option("y")] : [], ...more });
const form = (...fields: object[]) => ({ title: { en: "T" }, sections: [{ fields }] });
const faults = (given: object) => formDocumentSchema.safeParse(given).error?.issues.map(({ path }) => path.at(-1)) ?? [];

describe("a form that makes no sense is refused", () => {
  test.each([
    ["the same key twice", form(field("a", "text"), field("a", "text")), ["key"]],
    [
      "a custom field that two answers go to",
      form(field("a", "text", { target: { field_id: "1" } }), field("b", "text", { target: { field_id: "1" } })),
      ["target"],
    ],
    ["a choice without options", form({ ...field("a", "choice"), options: [] }), ["options"]],
    ["options without a choice", form({ ...field("a", "text"), options: [option("x")] }), ["options"]],
    [
      "a condition on a later field",
      form(field("a", "text", { show_when: { field: "b", is: "true" } }), field("b", "checkbox")),
      ["show_when"],
    ],
    ["a condition on a text", form(field("a", "text"), field("b", "text", { show_when: { field: "a", is: "x" } })), ["show_when"]],
    [
      "a condition on an option that is not there",
      form(field("a", "choice"), field("b", "text", { show_when: { field: "a", is: "z" } })),
      ["show_when"],
    ],
    ["a blank question", form({ ...field("a", "text"), label: { en: " ", es: "" } }), ["en"]],
  ])("%s", (_what, given, at) => expect(faults(given)).toEqual(at));

  test("and one that makes sense is taken", () => {
    expect(faults(form(field("a", "checkbox"), field("b", "text", { show_when: { field: "a", is: "false" } })))).toEqual([]);
  });
});

describe("an answer", () => {
  test.each([
    ["number", "1,200.50", "1,200.50"],
    ["number", "twelve", { fault: "not_number" }],
    ["number", "=1+1", { fault: "not_number" }],
    ["currency", "$ 1,200.5", "$ 1,200.5"],
    ["currency", "1.234", { fault: "not_number" }],
    ["date", "2024-02-29", "2024-02-29"],
    ["date", "2026-02-29", { fault: "not_date" }],
    ["time", "24:00", { fault: "not_time" }],
    ["time", "09:30", "09:30"],
    ["email", "a@b.example", "a@b.example"],
    ["email", "a@b", { fault: "not_email" }],
    ["url", "javascript:alert(1)", { fault: "not_url" }],
    ["url", "https://b.example/x", "https://b.example/x"],
    ["text", "two\nlines", { fault: "not_plain" }],
    ["long_text", "two\nlines", "two\nlines"],
    ["text", "  ", null],
    ["checkbox", "true", { fault: "not_option" }],
    ["choices", ["x", "x"], ["x"]],
    ["choices", "x", { fault: "not_option" }],
  ] as const)("to a %s: %j", (type, given, want) => {
    const read = readAnswer(field("a", type), given as never, false);
    expect("fault" in read ? { fault: read.fault } : read.value).toEqual(want);
  });

  test("whatever is sent, it is a fault or of the field's own kind, and reading it again changes nothing", () => {
    const anything = fc.oneof(fc.string({ unit: "binary" }), fc.boolean(), fc.array(fc.constantFrom("x", "y", "z")), fc.constant(null));
    fc.assert(
      fc.property(fc.constantFrom(...FIELD_TYPES), anything, (type, value) => {
        const read = readAnswer(field("a", type), value, false);
        if ("fault" in read) return;
        expect(readAnswer(field("a", type), read.value, false)).toEqual(read);
        if (read.value !== null) expect(typeof read.value).toBe(type === "checkbox" ? "boolean" : type === "choices" ? "object" : "string");
      }),
    );
  });

  test("what hangs on a hidden field is hidden too, and is not asked for", () => {
    const given = formDocumentSchema.parse(
      form(
        field("a", "checkbox"),
        field("b", "choice", { show_when: { field: "a", is: "true" } }),
        field("c", "text", { required: true, show_when: { field: "b", is: "x" } }),
      ),
    );
    const shown = (answers: object) => shownFields(given, answers as never).map(({ key }) => key);
    expect(shown({ a: true, b: "x" })).toEqual(["a", "b", "c"]);
    expect(shown({ a: false, b: "x" })).toEqual(["a"]);
    expect(readAnswers(given, { a: true, b: "x" }).faults).toEqual({ c: "required" });
    expect(readAnswers(given, { a: false, b: "x", c: "left" })).toEqual({ answers: { a: false }, faults: {} });
  });

  test("a box that has to be ticked has to be ticked", () => {
    const given = formDocumentSchema.parse(form(field("a", "checkbox", { required: true })));
    expect(readAnswers(given, { a: false }).faults).toEqual({ a: "required" });
  });
});

describe("what the provider takes", () => {
  const list = {
    type: "picklist",
    options: [
      { id: "7", text: "Seven", deleted: false },
      { id: "8", text: "Eight", deleted: true },
    ],
  };
  test("an option by its id at Clio (clio.md 9.5), by its text at MyCase (mycase.md 4.10); a deleted one not at all", () => {
    const choice = field("a", "choice", { options: [option("x", "7"), option("y", "8")] });
    expect(providerValue("clio", choice, "x", list)).toBe("7");
    expect(providerValue("mycase", choice, "x", list)).toBe("Seven");
    expect(providerValue("clio", choice, "y", list)).toBe(null);
  });

  test("amounts without what people write around them, boxes as true or false, several choices as one text", () => {
    const to = (type: string) => ({ type, options: [] });
    expect(providerValue("clio", field("a", "currency"), "$1,200.50", to("currency"))).toBe("1200.50");
    expect(providerValue("clio", field("a", "checkbox"), false, to("checkbox"))).toBe("false");
    expect(providerValue("mycase", field("a", "checkbox"), true, to("text_line"))).toBe("Yes");
    expect(providerValue("clio", field("a", "choices"), ["x", "y"], to("text_area"))).toBe("X; Y");
    expect(answerText(field("a", "choice"), "x")).toBe("X");
  });

  test("every kind of answer has a place among the custom fields of both, and none goes to a contact or a matter", () => {
    for (const type of FIELD_TYPES) {
      expect(
        ["text_line", "text_area"].some((one) => fits(type, one)),
        type,
      ).toBe(true);
      expect(fits(type, "contact") || fits(type, "matter"), type).toBe(false);
    }
  });
});
