import fc from "fast-check";
import { expect, test } from "vitest";
import { faultsOf, FIELDS, render, type Field, type Template } from "./template.ts";

const letter = (body: string, fallbacks: Template["fallbacks"] = {}): Template => ({ subject: "Hello", body, fallbacks });

test("B-AUT-3: a merge field's value stands in; an empty one takes its fallback, without one the e-mail is held", () => {
  const template = letter("Dear {{ contact.first_name }} of {{contact.company}}", {
    "contact.first_name": "friend",
    "contact.company": null,
  });
  expect(render(template, { "contact.first_name": "Nora", "contact.company": "Quill" })).toMatchObject({
    body: "Dear Nora of Quill",
    fell_back: [],
  });
  expect(render(template, { "contact.first_name": "  ", "contact.company": "Quill" })).toMatchObject({
    body: "Dear friend of Quill",
    fell_back: ["contact.first_name"],
  });
  expect(render(template, { "contact.first_name": "Nora" })).toEqual({ missing: "contact.company" });
});

test("B-AUT-3: HTML, formulas and line breaks in a value are text alone, and never a template or a header", () => {
  const template = { subject: "For {{contact.name}}", body: "{{contact.name}}", fallbacks: { "contact.name": null } };
  const nasty = '<script>alert(1)</script>\r\nBcc: all@elsewhere.example {{owner.email}} =HYPERLINK("x")';
  const text = render(template, { "contact.name": nasty, "owner.email": "ada@marsh.example" });
  expect(text).toMatchObject({ subject: 'For <script>alert(1)</script> Bcc: all@elsewhere.example {{owner.email}} =HYPERLINK("x")' });
});

test("B-AUT-3: whatever a value is, a subject is one line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      const text = render({ subject: "{{contact.name}}", body: "x", fallbacks: { "contact.name": "somebody" } }, { "contact.name": value });
      return text.missing !== null || !/[\r\n\u2028\u2029]/.test(text.subject);
    }),
  );
  expect(render({ subject: "{{contact.name}}", body: "x", fallbacks: { "contact.name": "somebody" } }, {})).toMatchObject({
    subject: "somebody",
  });
});

test("B-AUT-3: an unknown field, one without a word on its fallback, and half a field are told when a template is saved", () => {
  expect(faultsOf(letter("{{contact.shoe_size}}"))[0]?.message).toContain("{{contact.shoe_size}}");
  expect(faultsOf(letter("{{contact.name}}"))).toMatchObject([{ path: "fallbacks.contact.name" }]);
  expect(faultsOf(letter("{{contact.name", {}))).toMatchObject([{ path: "body" }]);
  const all = Object.keys(FIELDS) as Field[];
  const fallbacks = Object.fromEntries(all.map((field) => [field, null]));
  expect(faultsOf(letter(all.map((field) => `{{${field}}}`).join(" "), fallbacks))).toEqual([]);
});
