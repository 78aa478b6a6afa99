import { describe, expect, test } from "vitest";
import { projectContact } from "./contact.ts";
import { fallsOn, nextOccurrence } from "./key_facts.ts";
import { clientOf, clio, contactInput, customField, mycase, payerOf, project, related, TODAY } from "./testing.ts";

const labels = (view: ReturnType<typeof project>) => view.key_facts.map((fact) => fact.label);

describe("birthday", () => {
  test("B-KEY-1: a birthday from the date of birth", () => {
    const view = project(mycase(), { date_of_birth: "1980-02-29" });
    expect(view.key_facts[0]).toMatchObject({ label: "Birthday", origin: "provider", date: "1980-02-29", reason: { rule: "B-KEY-1" } });
    expect(view.revisit_on).toBeNull();
  });

  test("B-KEY-1: the target decides who has it, other facts are not touched", () => {
    const facts = { date_of_birth: "1980-02-01" };
    const clients = clio({ key_facts: { birthday: "clients" } });
    const prospects = clio({ key_facts: { birthday: "prospects" } });
    expect(labels(project(clients, facts, [clientOf({ status: "closed" })]))).toEqual(["Birthday", "Clio id"]);
    expect(labels(project(clients, facts))).toEqual(["Clio id"]);
    expect(labels(project(prospects, facts))).toEqual(["Birthday", "Clio id"]);
    expect(labels(project(prospects, facts, [clientOf()]))).toEqual(["Clio id"]);
    expect(labels(project(clio({ key_facts: { birthday: "none" } }), facts))).toEqual(["Clio id"]);
  });

  test("B-CLI-5: who is never engaged is neither client nor prospect for the target, but one of all", () => {
    const facts = { date_of_birth: "1980-02-01" };
    expect(labels(project(clio({ key_facts: { birthday: "prospects" } }), facts, [related({}, "Judge")]))).toEqual(["Clio id"]);
    expect(labels(project(clio({ key_facts: { birthday: "clients" } }), { ...facts, is_co_counsel: true }, [clientOf()]))).toEqual([
      "Clio id",
    ]);
    expect(labels(project(clio(), facts, [related({}, "Judge")]))).toEqual(["Birthday", "Clio id"]);
  });

  test.each([
    ["1899-12-31", "birthday_before_1900"],
    ["0001-01-01", "birthday_before_1900"],
    ["1981-02-29", "birthday_unreadable"],
    ["1980-13-01", "birthday_unreadable"],
    ["1980-00-10", "birthday_unreadable"],
    ["0000-01-01", "birthday_unreadable"],
    ["02/03/1980", "birthday_unreadable"],
    ["unknown", "birthday_unreadable"],
    ["2026-11-22", "birthday_future"],
  ])("B-KEY-1: %s gives no fact and is listed as an issue", (date_of_birth, code) => {
    const view = project(mycase({ key_facts: { provider_id: false } }), { date_of_birth });
    expect(view.key_facts).toEqual([]);
    expect(view.issues).toMatchObject([{ rule: "B-KEY-1", code }]);
  });

  test("B-KEY-1: the first day of 1900 and today are birthdays; a blank one is no issue", () => {
    expect(labels(project(mycase(), { date_of_birth: "1900-01-01" }))).toContain("Birthday");
    expect(labels(project(mycase(), { date_of_birth: TODAY }))).toContain("Birthday");
    expect(project(mycase(), { date_of_birth: " " }).issues).toEqual([]);
  });

  test("B-KEY-1: a birthday in the future is looked at again on its day, when it is one", () => {
    const input = contactInput({ date_of_birth: "2026-12-01" });
    const ctx = mycase();
    expect(projectContact(input, ctx).revisit_on).toBe("2026-12-01");
    const then = projectContact(input, { ...ctx, day: "2026-12-01" });
    expect(then.revisit_on).toBeNull();
    expect(labels(then)).toContain("Birthday");
  });
});

describe("other facts", () => {
  const custom_fields = [
    customField({ provider_id: "71", name: "Visa  expires", type: "date" }),
    customField({ provider_id: "72", name: "Wedding", type: "date" }),
    customField({ provider_id: "73", name: "Note", type: "text_line" }),
  ];
  const custom_values = [
    { field_id: "72", value: "2010-06-05", field_type: "date" },
    { field_id: "71", value: "2030-01-02", field_type: "date" },
    { field_id: "73", value: "2030-01-02", field_type: "text_line" },
  ];

  test("B-KEY-2: chosen custom date fields of Clio become key facts, also dates to come", () => {
    const view = project(clio({ key_facts: { custom_dates: ["73", "71"] } }, { custom_fields }), { custom_values });
    expect(view.key_facts[0]).toMatchObject({ label: "Visa expires", date: "2030-01-02", reason: { rule: "B-KEY-2" } });
    expect(labels(view)).toEqual(["Visa expires", "Clio id"]);
  });

  test("B-KEY-2: a custom date that is none is listed as an issue", () => {
    const view = project(clio({ key_facts: { custom_dates: ["71"] } }, { custom_fields }), {
      custom_values: [{ field_id: "71", value: "soon", field_type: "date" }],
    });
    expect(view.issues).toMatchObject([{ code: "custom_date_unreadable", params: { field: "Visa expires", value: "soon" } }]);
  });

  test("B-KEY-2: the provider id as a reference fact, where it is on", () => {
    expect(project(mycase(), { provider_id: "42" }).key_facts).toMatchObject([{ label: "MyCase id", text: "42", date: null }]);
    expect(project(mycase({ key_facts: { provider_id: false } }), {}).key_facts).toEqual([]);
  });

  test("B-KEY-3: members' own facts show beside the synced ones, a year may be missing", () => {
    const own = { key_fact_id: "k1", label: "Birthday", date: "--02-29", text: "", member_id: "m-ada", at: "2026-01-01T00:00:00Z" };
    const view = projectContact(
      contactInput({ date_of_birth: "1980-03-01" }, { manual_key_facts: [own], participations: [payerOf()] }),
      mycase(),
    );
    expect(view.key_facts.filter((fact) => fact.label === "Birthday").map((fact) => [fact.origin, fact.date])).toEqual([
      ["provider", "1980-03-01"],
      ["manual", "--02-29"],
    ]);
  });

  test("B-KEY-3: 29 February falls on 28 February in other years", () => {
    expect(fallsOn("1980-02-29", 2028)).toBe("2028-02-29");
    expect(fallsOn("1980-02-29", 2026)).toBe("2026-02-28");
    expect(fallsOn("--02-29", 2100)).toBe("2100-02-28");
    expect(fallsOn("1980-07-04", 2026)).toBe("2026-07-04");
  });

  test("B-KEY-3: the next time a date falls is today or later", () => {
    expect(nextOccurrence("1980-11-21", TODAY)).toBe("2026-11-21");
    expect(nextOccurrence("1980-11-20", TODAY)).toBe("2027-11-20");
    expect(nextOccurrence("--02-29", "2027-03-01")).toBe("2028-02-29");
  });
});
