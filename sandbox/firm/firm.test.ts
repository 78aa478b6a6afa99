import { describe, expect, test } from "vitest";
import { imaginaryFirm, placeOf } from "./firm.ts";
import type { FieldValues, Office } from "./types.ts";

describe.each(["clio", "mycase"] as Office[])("the imaginary firm, %s office", (office) => {
  const firm = imaginaryFirm(office);
  const who = new Set([...firm.people, ...firm.companies].map((row) => row.key));
  const staff = new Set(firm.staff.map((row) => row.key));

  test("has about 60 contacts, at least 40 matters and 12 staff, with unique keys", () => {
    expect(firm.people.length).toBeGreaterThanOrEqual(58);
    expect(firm.matters.length).toBeGreaterThanOrEqual(40);
    expect(firm.staff.length).toBeGreaterThanOrEqual(12);
    expect(who.size).toBe(firm.people.length + firm.companies.length);
    expect(new Set(firm.matters.map((matter) => matter.name)).size).toBe(firm.matters.length);
  });

  test("names nobody and nothing that is not there", () => {
    for (const matter of firm.matters) {
      for (const key of [matter.client, ...(matter.payer ? [matter.payer] : []), ...matter.people.map((one) => one.who)])
        expect(who, matter.key).toContain(key);
      for (const key of [
        ...matter.lead,
        ...matter.originating,
        ...matter.team,
        ...(matter.responsible_staff ? [matter.responsible_staff] : []),
      ])
        expect(staff).toContain(key);
      const area = firm.practice_areas.find((one) => one.name === matter.area);
      if (matter.area !== null) expect(area, matter.key).toBeDefined();
      if (matter.stage !== null) expect(area?.stages, matter.key).toContain(matter.stage);
    }
    const companies = new Set(firm.companies.map((row) => row.key));
    for (const person of firm.people) {
      if (person.company) expect(companies).toContain(person.company);
      if (person.group) expect(firm.people_groups).toContain(person.group);
    }
    for (const lead of firm.leads) if (lead.referred_by) expect(who).toContain(lead.referred_by);
    for (const group of firm.user_groups) for (const key of group.members) expect(staff).toContain(key);
  });

  test("every value belongs to a field, picklists to an option", () => {
    const all = new Map(
      imaginaryFirm("clio")
        .custom_fields.concat(imaginaryFirm("mycase").custom_fields)
        .map((field) => [field.key, field]),
    );
    const check = (values: FieldValues | undefined) => {
      for (const [key, value] of Object.entries(values ?? {})) {
        const field = all.get(key);
        expect(field, key).toBeDefined();
        if (field?.type === "picklist" && value !== "" && key !== "portal")
          expect(
            field.options?.map((option) => option.text),
            key,
          ).toContain(value);
      }
    };
    for (const row of [...firm.people, ...firm.companies, ...firm.matters]) check(row.values);
  });

  test("was last touched before October 2026, never before it was made", () => {
    for (const row of [...firm.people, ...firm.companies, ...firm.matters, ...firm.staff]) {
      expect(row.updated < "2026-10-01", row.key).toBe(true);
      expect(row.created <= row.updated, row.key).toBe(true);
    }
  });
});

test("a row keeps its place in both offices", () => {
  expect(placeOf("people", "adaeze")).toBe(0);
  expect(placeOf("matters", "delgado_custody")).toBeGreaterThan(0);
  expect(() => placeOf("people", "nobody")).toThrow("nobody");
});
