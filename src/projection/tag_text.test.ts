import { describe, expect, test } from "vitest";
import fc from "fast-check";
import type { CustomFieldFacts, CustomFieldType, CustomValueFact } from "../model/facts.ts";
import type { Provider } from "../model/kinds.ts";
import { projectContact } from "./contact.ts";
import { tagKey, tagName } from "./tag_text.ts";
import { clientOf, clio, contactInput, context, customField, MEMBERS, related, tagNames } from "./testing.ts";

const OPTIONS = [
  { id: "901", text: "Gold", deleted: false },
  { id: "902", text: "Silver", deleted: true },
];

function fieldTags(
  provider: Provider,
  fields: Partial<CustomFieldFacts>[],
  values: [string, CustomValueFact["value"]][],
  chosen?: string[],
): string[] {
  const custom_fields = fields.map((field) => customField(field));
  const ids = chosen ?? custom_fields.map((field) => field.provider_id);
  const ctx = context(provider, { tags: { custom_fields: ids } }, { custom_fields });
  const custom_values = values.map(([field_id, value]) => ({ field_id, value, field_type: null }));
  const view = projectContact(contactInput({ custom_values }), ctx);
  return view.tags.filter((tag) => tag.reasons.some((reason) => reason.rule === "B-TAG-7")).map((tag) => tag.name);
}

const one = (provider: Provider, type: CustomFieldType, value: CustomValueFact["value"]) =>
  fieldTags(provider, [{ type, name: "Tier", options: type === "picklist" ? OPTIONS : [] }], [["70", value]]);

describe("custom fields", () => {
  const all: CustomFieldType[] = [
    "checkbox",
    "currency",
    "numeric",
    "picklist",
    "text_line",
    "text_area",
    "date",
    "time",
    "email",
    "url",
    "contact",
    "matter",
    "other",
  ];
  const giving = (provider: Provider) => all.filter((type) => one(provider, type, type === "checkbox" ? true : "901").length > 0);

  test("B-TAG-7: on Clio checkbox, currency, numeric, picklist and text of both kinds give tags", () => {
    expect(giving("clio")).toEqual(["checkbox", "currency", "numeric", "picklist", "text_line", "text_area"]);
  });

  test("B-TAG-7: on MyCase all types but long text and date give tags", () => {
    expect(giving("mycase")).toEqual(all.filter((type) => type !== "text_area" && type !== "date"));
  });

  test("B-TAG-7: the text is Field: value, with the value as the provider writes it; 0 is not blank", () => {
    expect(one("clio", "currency", "1,250.00")).toEqual(["Tier: 1,250.00"]);
    expect(one("clio", "numeric", 0)).toEqual(["Tier: 0"]);
    expect(one("mycase", "numeric", "0")).toEqual(["Tier: 0"]);
    expect(one("mycase", "text_line", "  two   blanks ")).toEqual(["Tier: two blanks"]);
  });

  test("B-TAG-7: blank gives none", () => {
    for (const blank of [null, "", "   "]) expect(one("clio", "text_line", blank)).toEqual([]);
  });

  test("B-TAG-7: a checkbox gives the field's name when true, and nothing when false", () => {
    for (const value of [true, "true", 1]) expect(one("clio", "checkbox", value)).toEqual(["Tier"]);
    for (const value of [false, "false", 0, null, ""]) expect(one("clio", "checkbox", value)).toEqual([]);
  });

  test("B-TAG-7: Clio's picklist says the option's text for its id, also of a deleted option", () => {
    expect(one("clio", "picklist", "901")).toEqual(["Tier: Gold"]);
    expect(one("clio", "picklist", 902)).toEqual(["Tier: Silver"]);
  });

  test("B-TAG-7: MyCase writes the option's text; a text whose option is gone still counts", () => {
    expect(one("mycase", "picklist", "Gold")).toEqual(["Tier: Gold"]);
    expect(one("mycase", "picklist", "Bronze")).toEqual(["Tier: Bronze"]);
  });

  test("B-TAG-7: only chosen fields of the contact count, and only while they exist", () => {
    const fields = [
      { provider_id: "71", name: "A" },
      { provider_id: "72", name: "B", parent: "matter" as const },
      { provider_id: "73", name: "C", deleted: true },
    ];
    const values: [string, string][] = [
      ["71", "x"],
      ["72", "x"],
      ["73", "x"],
      ["74", "x"],
    ];
    expect(fieldTags("clio", fields, values)).toEqual(["A: x"]);
    expect(fieldTags("clio", fields, values, [])).toEqual([]);
    expect(fieldTags("clio", fields, values, ["74"])).toEqual([]);
  });
});

describe("how a tag is written", () => {
  test("B-TAG-8: white space of any kind is squeezed into one blank, outer blanks go", () => {
    expect(tagName("\u00a0 Real\t\n estate  ")).toBe("Real estate");
  });

  test("B-TAG-8: a tag is cut at 64 code points, plainly, and a blank that the cut leaves at the end goes too", () => {
    expect(tagName("x".repeat(65))).toBe("x".repeat(64));
    expect(tagName("😀".repeat(70))).toBe("😀".repeat(64));
    expect(tagName(`${"x".repeat(63)} yz`)).toBe("x".repeat(63));
    expect(tagName(`  ${"x".repeat(64)}`)).toBe("x".repeat(64));
  });

  test("B-TAG-8: writing a tag again changes nothing, and it never exceeds 64 code points", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 200 }), fc.string({ unit: "binary", maxLength: 200 })), (text) => {
        const name = tagName(text);
        expect(Array.from(name).length).toBeLessThanOrEqual(64);
        expect(tagName(name)).toBe(name);
        expect(tagKey(name)).toBe(tagKey(text));
      }),
    );
  });

  test("B-TAG-8: names that differ in case only are one tag, spelled as the first rule spells it, with both reasons", () => {
    const ctx = clio({ tags: { relationships: true } });
    const view = projectContact(
      contactInput(
        {},
        { participations: [related({ provider_id: "2" }, "ESTATE"), clientOf({ provider_id: "9", practice_area: "Estate" })] },
      ),
      ctx,
    );
    const tag = view.tags.find((each) => each.name.toLowerCase() === "estate");
    expect(tag?.name).toBe("Estate");
    expect(tag?.reasons.map((reason) => reason.rule)).toEqual(["B-TAG-2", "B-TAG-3"]);
  });

  test("B-TAG-8: within a rule the spelling is that of the lowest id, and ids are compared as numbers", () => {
    const areas = [clientOf({ provider_id: "10", practice_area: "TAX" }), clientOf({ provider_id: "9", practice_area: "Tax" })];
    expect(tagNames(projectContact(contactInput({}, { participations: areas }), clio()))).toContain("Tax");
    const roles = [related({ provider_id: "1" }, "SPOUSE", "100"), related({ provider_id: "2" }, "Spouse", "99")];
    expect(tagNames(projectContact(contactInput({}, { participations: roles }), clio({ tags: { relationships: true } })))).toContain(
      "Spouse",
    );
    expect(
      fieldTags(
        "clio",
        [
          { provider_id: "80", name: "TIER" },
          { provider_id: "79", name: "Tier" },
        ],
        [
          ["80", "gold"],
          ["79", "GOLD"],
        ],
      ),
    ).toEqual(["Tier: GOLD"]);
  });

  test("B-TAG-8: one rule with many records is one reason that counts them all and names a few", () => {
    const parts = Array.from({ length: 30 }, (_, index) =>
      clientOf({ provider_id: String(index + 1), number: `M${index + 1}`, practice_area: "Tax" }),
    );
    const tag = projectContact(contactInput({}, { participations: parts }), clio()).tags.find((each) => each.name === "Tax");
    expect(tag?.reasons).toHaveLength(1);
    expect(tag?.reasons[0]).toMatchObject({ params: { count: 30, matter: "M1" } });
    expect(tag?.reasons[0]?.sources).toHaveLength(5);
  });
});

describe("members' tags", () => {
  const manual = (name: string, at = "2026-01-01T00:00:00Z", member_id = MEMBERS[0]!.member_id) => ({ name, at, member_id });

  test("B-SYN-5: a member's tag shows beside ours, and stays when ours goes", () => {
    const input = contactInput({}, { participations: [clientOf({ practice_area: "Tax" })], manual_tags: [manual(" VIP "), manual("tax")] });
    const tags = projectContact(input, clio()).tags;
    expect(tags.at(-1)).toMatchObject({
      name: "VIP",
      origins: ["manual"],
      reasons: [{ rule: "B-SYN-5", params: { member: "Ada Marsh" } }],
    });
    expect(tags.find((tag) => tag.name === "Tax")?.origins).toEqual(["provider", "manual"]);
    const without = projectContact({ ...input, participations: [] }, clio()).tags;
    expect(without.find((tag) => tag.name === "tax")?.origins).toEqual(["manual"]);
  });

  test("B-TAG-8: of two members' spellings the older one shows", () => {
    const manual_tags = [manual("gold", "2026-02-01T00:00:00Z"), manual("GOLD", "2026-01-01T00:00:00Z", "gone")];
    expect(tagNames(projectContact(contactInput({}, { manual_tags }), clio()))).toContain("GOLD");
  });
});
