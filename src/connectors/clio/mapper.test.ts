import { describe, expect, test } from "vitest";
import { createClioMapper } from "./mapper.ts";

const mapper = createClioMapper((region) => `https://${region === "eu" ? "eu." : ""}app.clio.com`);

const person = (fields: Record<string, unknown>) => mapper.contact({ id: 11, type: "Person", ...fields });
const matter = (fields: Record<string, unknown>) => mapper.matter({ id: 21, status: "Open", ...fields });

describe("Clio's contacts as facts", () => {
  test("B-CTC-1: outer blanks of names go, absent texts are empty", () => {
    expect(person({ name: " Ann  Lee ", first_name: " Ann ", middle_name: null, last_name: "Lee\u00a0", title: " CFO " })).toMatchObject({
      provider_id: "11",
      type: "person",
      name: "Ann  Lee",
      first_name: "Ann",
      middle_name: "",
      last_name: "Lee",
      job_title: "CFO",
    });
  });

  test("B-CTC-1: the flagged e-mail comes first, the first flagged if several, then as listed", () => {
    const email_addresses = [
      { address: "a@x.test", name: "Work", primary: false },
      { address: " ", name: "Home", primary: true },
      { address: "b@x.test", name: "Home", primary: true },
      { address: " c@x.test ", primary: true },
      null,
    ];
    expect(person({ email_addresses }).emails).toEqual([
      { address: "b@x.test", label: "Home" },
      { address: "a@x.test", label: "Work" },
      { address: "c@x.test", label: "" },
    ]);
  });

  test("B-CTC-1: without a flag the e-mails stay as listed", () => {
    expect(person({ email_addresses: [{ address: "z@x.test" }, { address: "a@x.test" }] }).emails.map((email) => email.address)).toEqual([
      "z@x.test",
      "a@x.test",
    ]);
  });

  test("B-CTC-1: the flagged phone comes first; a number labelled fax, in any case or wording, is marked", () => {
    const phone_numbers = [
      { number: "1", name: "Work FAX" },
      { number: 5550102, name: "Mobile", primary: true },
      { number: "", name: "Home" },
    ];
    expect(person({ phone_numbers }).phones).toEqual([
      { number: "5550102", label: "Mobile", fax: false },
      { number: "1", label: "Work FAX", fax: true },
    ]);
  });

  test("B-CTC-1: addresses stay as listed, whatever is flagged; one without a word is none", () => {
    const addresses = [
      { name: "Home", street: null, city: " ", primary: true },
      { name: "Work", street: "1 Main St", city: "Salem", province: "OR", postal_code: 97301, country: "US", primary: false },
      { name: "Home", street: "2 Oak", primary: true },
    ];
    expect(person({ addresses }).addresses).toEqual([
      { label: "Work", street: "1 Main St", city: "Salem", state: "OR", postal_code: "97301", country: "US" },
      { label: "Home", street: "2 Oak", city: "", state: "", postal_code: "", country: "" },
    ]);
  });

  test("companies are contacts of type company, and a person names theirs", () => {
    expect(mapper.contact({ id: 5, type: "Company", name: "Acme" })).toMatchObject({ type: "company", name: "Acme", company: null });
    expect(person({ company: { id: 5, name: "Acme" } }).company).toEqual({ id: "5", name: "Acme" });
    expect(person({ company: { id: 5, redacted: true } }).company).toEqual({ id: "5", name: "" });
    expect(person({ company: { redacted: true } }).company).toBe(null);
  });

  test("the flags that Clio has, and those that it does not have", () => {
    expect(person({ is_client: true, is_co_counsel: null })).toMatchObject({
      is_client: true,
      is_co_counsel: false,
      archived: false,
      people_group_id: null,
    });
  });

  test("a custom value without a value is blank, one that came as a bare id was not read and gives no fact", () => {
    const custom_field_values = [
      { id: "text_line-1", field_type: "text_line", value: " Yes ", custom_field: { id: 100 } },
      { id: "checkbox-2", field_type: "checkbox", value: false, custom_field: { id: 101 } },
      { id: "numeric-3", field_type: "numeric", value: 0, custom_field: { id: 102 } },
      { id: null, field_type: "date", value: null, custom_field: { id: 103 } },
      { id: "picklist-4", field_type: "picklist", value: 777, custom_field: { id: 104 } },
      { id: "contact-5", field_type: "contact", value: { id: 12 }, custom_field: { id: 105 } },
      { id: "text_line-6", field_type: "text_line", value: "  ", custom_field: { id: 106 } },
      { id: "text_line-7" },
      { id: "text_line-8", custom_field: { id: 107 } },
      { id: "checkbox-9", field_type: "checkbox", value: "true", custom_field: { id: 108 } },
    ];
    expect(person({ custom_field_values }).custom_values).toEqual([
      { field_id: "100", value: "Yes", field_type: "text_line" },
      { field_id: "101", value: false, field_type: "checkbox" },
      { field_id: "102", value: 0, field_type: "numeric" },
      { field_id: "103", value: null, field_type: "date" },
      { field_id: "104", value: "777", field_type: "picklist" },
      { field_id: "105", value: "12", field_type: "contact" },
      { field_id: "106", value: null, field_type: "text_line" },
      { field_id: "108", value: true, field_type: "checkbox" },
    ]);
  });
});

describe("Clio's matters as facts", () => {
  test("B-MAT-1: number, status whatever its case, stage, area, dates and client", () => {
    const facts = matter({
      display_number: "00012-Lee",
      status: "Pending",
      description: " Will ",
      practice_area: { id: 3, name: "Estate" },
      matter_stage: null,
      matter_stage_updated_at: "2026-01-05T09:00:00-05:00",
      open_date: "2026-01-02",
      pending_date: "2026-02-02",
      close_date: null,
      client: { id: 5, name: "Acme", type: "Company" },
      updated_at: "2026-02-03T09:00:00-05:00",
    });
    expect(facts).toMatchObject({
      number: "00012-Lee",
      name: "",
      description: "Will",
      status: "pending",
      practice_area: { id: "3", name: "Estate" },
      stage: null,
      stage_since: null,
      opened_on: "2026-01-02",
      pending_on: "2026-02-02",
      closed_on: null,
      client: { id: "5", name: "Acme", type: "company" },
      people: [],
      billing_contact_id: null,
      updated_at: "2026-02-03T14:00:00.000Z",
    });
  });

  test("a client that is hidden from the connected user keeps its id and no more", () => {
    expect(matter({ client: { id: 5, redacted: true } }).client).toEqual({ id: "5", name: "", type: null });
    expect(matter({ client: { redacted: true } }).client).toBe(null);
  });

  test("B-OWN-3: staff in the provider's order, one entry for a person in two roles", () => {
    const facts = matter({ responsible_attorney: { id: 7 }, originating_attorney: { id: 8 }, responsible_staff: { id: 7 } });
    expect(facts.staff).toEqual([
      { staff_id: "7", lead: true, originating: false, responsible_staff: true },
      { staff_id: "8", lead: false, originating: true, responsible_staff: false },
    ]);
  });
});

describe("Clio's other rows as facts", () => {
  test("relationships, staff, stages and custom fields", () => {
    expect(
      mapper.relationship({ id: 1, description: " Judge ", matter: { id: 2 }, contact: { id: 3 }, updated_at: "2026-01-01T00:00:00Z" }),
    ).toEqual({
      provider_id: "1",
      matter_id: "2",
      contact_id: "3",
      role: "Judge",
      updated_at: "2026-01-01T00:00:00.000Z",
    });
    expect(
      mapper.staff({
        id: 4,
        first_name: "Jo",
        last_name: "Day",
        email: "jo@x.test",
        enabled: false,
        subscription_type: "Attorney",
        job_title: { name: "Partner" },
      }),
    ).toEqual({
      provider_id: "4",
      name: "Jo Day",
      first_name: "Jo",
      last_name: "Day",
      email: "jo@x.test",
      phone: "",
      title: "Partner",
      provider_type: "Attorney",
      active: false,
    });
    expect(mapper.name({ id: 9, name: "Discovery", practice_area_id: "3", order: 2 })).toEqual({
      provider_id: "9",
      name: "Discovery",
      practice_area_id: "3",
      position: 2,
    });
    const field = {
      id: 6,
      name: "Court",
      parent_type: "Contact",
      field_type: "picklist",
      deleted: false,
      picklist_options: [{ id: 61, option: "A", deleted_at: "2026-01-01T00:00:00Z" }],
    };
    expect(mapper.custom_field(field)).toEqual({
      provider_id: "6",
      name: "Court",
      parent: "contact",
      type: "picklist",
      options: [{ id: "61", text: "A", deleted: true }],
      deleted: false,
    });
    expect(mapper.custom_field({ id: 6, name: "New", parent_type: "Bill", field_type: "hologram" })).toMatchObject({
      parent: "other",
      type: "other",
    });
  });

  test("B-CTC-7: a contact links to its page in its own region; companies have pages like persons", () => {
    const base = { region: "eu", firm_url: null };
    expect(mapper.link("contact", "11", base)).toBe("https://eu.app.clio.com/nc/#/contacts/11");
    expect(mapper.link("matter", "21", base)).toBe("https://eu.app.clio.com/nc/#/matters/21");
    expect(mapper.link("staff", "4", base)).toBe(null);
  });
});
