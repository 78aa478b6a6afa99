import { describe, expect, test } from "vitest";
import { mycaseMapper as mapper } from "./mapper.ts";

const client = (fields: Record<string, unknown>) => mapper.contact({ id: 11, ...fields });
const aCase = (fields: Record<string, unknown>) => mapper.matter({ id: 21, status: "open", ...fields });

describe("MyCase's clients as facts", () => {
  test("B-CTC-1: one e-mail; phones in the order cell, work, home, then the fax number, which is marked", () => {
    const facts = client({
      first_name: " Ann",
      middle_initial: "B",
      last_name: "Lee ",
      email: " ann@x.test ",
      fax_phone_number: "4",
      home_phone_number: " 3 ",
      work_phone_number: "",
      cell_phone_number: "1",
      birthdate: "1980-02-29",
      archived: true,
      people_group: { id: 8 },
    });
    expect(facts).toMatchObject({
      name: "Ann B Lee",
      first_name: "Ann",
      middle_name: "B",
      last_name: "Lee",
      date_of_birth: "1980-02-29",
      archived: true,
      people_group_id: "8",
      is_client: false,
    });
    expect(facts.emails).toEqual([{ address: "ann@x.test", label: "" }]);
    expect(facts.phones).toEqual([
      { number: "1", label: "Cell", fax: false },
      { number: "3", label: "Home", fax: false },
      { number: "4", label: "Fax", fax: true },
    ]);
  });

  test("an address of six empty keys is none", () => {
    const empty = { address1: "", address2: "", city: "", state: "", zip_code: "", country: "" };
    expect(client({ address: empty }).addresses).toEqual([]);
    expect(client({ address: { ...empty, address1: "1 Main St", address2: "Suite 4", zip_code: 97301 } }).addresses).toEqual([
      { label: "", street: "1 Main St, Suite 4", city: "", state: "", postal_code: "97301", country: "" },
    ]);
  });

  test("a field with several values has the newest one; blank is null; numbers stay as they come, also as texts", () => {
    const custom_field_values = [
      { custom_field: { id: 1 }, value: "old", updated_at: "2026-01-01T00:00:00Z" },
      { custom_field: { id: 2 }, value: "12.50" },
      { custom_field: { id: 1 }, value: "new", updated_at: "2026-01-02T00:00:00Z" },
      { custom_field: { id: 1 }, value: "older", updated_at: "2025-01-02T00:00:00Z" },
      { custom_field: { id: 3 }, value: " " },
      { custom_field: { id: 4, field_type: "boolean" }, value: false },
    ];
    expect(client({ custom_field_values }).custom_values).toEqual([
      { field_id: "1", value: "new", field_type: null },
      { field_id: "2", value: "12.50", field_type: null },
      { field_id: "3", value: null, field_type: null },
      { field_id: "4", value: false, field_type: "checkbox" },
    ]);
  });
});

describe("MyCase's cases as facts", () => {
  test("B-MAT-1: number, name, status, area and stage by name, dates", () => {
    const facts = aCase({
      name: "Lee v. Day",
      case_number: 55,
      status: "closed",
      practice_area: " Family ",
      case_stage: "",
      opened_date: "2026-01-02",
      closed_date: "2026-02-02",
    });
    expect(facts).toMatchObject({
      number: "55",
      name: "Lee v. Day",
      status: "closed",
      practice_area: { id: null, name: "Family" },
      stage: null,
      opened_on: "2026-01-02",
      closed_on: "2026-02-02",
      client: null,
    });
  });

  test("B-CLI-1: the billing contact is an id without a type", () => {
    expect(aCase({ billing_contact: { id: 9 } }).billing_contact_id).toBe("9");
    expect(aCase({ billing_contact: null }).billing_contact_id).toBe(null);
  });

  test("B-MAT-5: people in the provider's order, from both arrays that real answers carry, each once; then companies", () => {
    const facts = aCase({
      clients: [{ id: 3 }, null, { id: 1 }, { id: 3 }],
      contacts: [{ id: 1 }, { id: 4 }, { id: 50 }],
      companies: [{ id: 50 }],
    });
    expect(facts.people).toEqual([
      { id: "3", type: "person" },
      { id: "1", type: "person" },
      { id: "4", type: "person" },
      { id: "50", type: "company" },
    ]);
  });

  test("B-OWN-3: staff in the provider's order with both flags, one entry for one person", () => {
    const staff = [{ id: 7 }, { id: 8, lead_lawyer: true }, { id: 7, originating_lawyer: true, lead_lawyer: null }];
    expect(aCase({ staff }).staff).toEqual([
      { staff_id: "7", lead: false, originating: true, responsible_staff: false },
      { staff_id: "8", lead: true, originating: false, responsible_staff: false },
    ]);
  });
});

describe("MyCase's other rows as facts", () => {
  test("companies, staff, names and custom fields", () => {
    expect(
      mapper.company({ id: 50, name: " Acme ", clients: [{ id: 1 }, null], cases: [{ id: 21 }], archived: false, updated_at: null }),
    ).toEqual({
      provider_id: "50",
      name: "Acme",
      contact_ids: ["1"],
      matter_ids: ["21"],
      archived: false,
      updated_at: null,
    });
    expect(
      mapper.staff({
        id: 7,
        first_name: "Jo",
        last_name: "Day",
        type: "Attorney",
        title: "Partner",
        active: false,
        cell_phone_number: "1",
        work_phone_number: "2",
      }),
    ).toMatchObject({
      name: "Jo Day",
      phone: "2",
      provider_type: "Attorney",
      active: false,
    });
    expect(mapper.name({ id: 8, name: "Judge" })).toEqual({ provider_id: "8", name: "Judge", practice_area_id: null, position: null });
    expect(
      mapper.custom_field({
        id: 1,
        name: "Type",
        parent_type: "client",
        field_type: "list",
        list_options: [{ key: "a", option: "Asylum" }],
      }),
    ).toMatchObject({
      parent: "contact",
      type: "picklist",
      options: [{ id: "a", text: "Asylum", deleted: false }],
    });
    expect(mapper.custom_field({ id: 2, parent_type: "time_and_expense", field_type: "short_text" })).toMatchObject({
      parent: "other",
      type: "text_line",
    });
  });

  test("B-CTC-7: links lead to the firm's own address, and only to a web address", () => {
    const link = (firm_url: string | null) => mapper.link("contact", "11", { region: null, firm_url });
    expect(link("https://acme.mycase.com/")).toBe("https://acme.mycase.com/contacts/clients/11");
    expect(link("acme.mycase.com")).toBe("https://acme.mycase.com/contacts/clients/11");
    expect(mapper.link("matter", "21", { region: null, firm_url: "acme.mycase.com" })).toBe("https://acme.mycase.com/court_cases/21");
    for (const bad of [null, "", "javascript:alert(1)", "javascript://x%0aalert(1)", "not an address"]) expect(link(bad)).toBe(null);
  });
});
