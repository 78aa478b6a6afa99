/** The imaginary firm as MyCase holds it. */
import { imaginaryFirm, placeOf } from "../firm/firm.ts";
import type * as F from "../firm/types.ts";
import type { Address, CaseStaff, CustomField, CustomValue, Firm, Tables } from "./types.ts";

/** Where each list's ids begin: seven and eight digits, as in real firms. */
const BASES = {
  staff: 1_150_201,
  people: 24_100_501,
  companies: 5_200_301,
  matters: 9_600_101,
  custom_fields: 310_001,
  leads: 7_700_001,
} as const;

/** The id that MyCase gives to a row of the imaginary firm. */
export function myCaseId(list: keyof typeof BASES, key: string): number {
  // Ids of clients and companies are two rows of numbers that cross: this company has the number of a client who pays for a case (fact sheet 4.3).
  if (list === "companies" && key === "mission_bay") return myCaseId("people", "rosa");
  return BASES[list] + placeOf(list, key);
}

const FIELD_TYPES: Partial<Record<F.FieldType, CustomField["field_type"]>> = {
  text_line: "short_text",
  text_area: "long_text",
  numeric: "numeric",
  checkbox: "boolean",
  date: "date",
  picklist: "list",
  currency: "currency",
};
const PARENTS = { contact: "client", matter: "case", company: "company" } as const;
const BILLING_TYPES = ["hourly", "contingency", "flat", "mixed", "", "pro_bono"] as const;
const NAMED_AT = { created_at: "2016-01-11T17:00:00.000Z", updated_at: "2024-03-04T17:00:00.000Z" };

function officeOf(firm: F.ImaginaryFirm): Firm {
  const { url, uuid, account_id } = firm.offices.mycase;
  const office = {
    id: account_id,
    name: "San Diego",
    main_phone: firm.phone,
    fax_phone: "",
    address: address(firm.address) as Address,
    ...NAMED_AT,
  };
  return { name: firm.name, url, uuid, office };
}

export function fillImaginary(tables: Tables): Firm {
  const firm = imaginaryFirm("mycase");
  const fields = new Map(firm.custom_fields.map((field) => [field.key, field]));
  for (const field of firm.custom_fields) tables.custom_fields.insert(customField(field));
  const names = (
    table: "people_groups" | "case_stages" | "practice_areas" | "case_roles" | "referral_sources",
    all: string[],
    base: number,
  ) => {
    const ids = new Map<string, number>();
    for (const name of all) if (!ids.has(name)) ids.set(name, tables[table].insert({ id: base + ids.size, name, ...NAMED_AT }).id);
    return ids;
  };
  const groups = names("people_groups", firm.people_groups, 88_001);
  names(
    "practice_areas",
    firm.practice_areas.map((area) => area.name),
    41_001,
  );
  names(
    "case_stages",
    firm.practice_areas.flatMap((area) => area.stages),
    52_001,
  );
  names("case_roles", firm.case_roles, 61_001);
  const sources = names("referral_sources", firm.referral_sources, 71_001);
  for (const place of firm.locations) tables.locations.insert({ name: place.name, address: address(place.address), ...NAMED_AT });
  for (const one of firm.staff) tables.staff.insert(staff(one));
  const ref = new Map(
    [...firm.people.map((one) => ["people", one.key] as const), ...firm.companies.map((one) => ["companies", one.key] as const)].map(
      ([list, key]) => [key, { list, id: myCaseId(list, key) }],
    ),
  );
  const values = (given: F.FieldValues | undefined, parent: F.CustomField["parent"], times: F.Timed) =>
    customValues(given, fields, parent, times);

  for (const one of firm.people) {
    tables.clients.insert({
      id: myCaseId("people", one.key),
      email: one.emails[0]?.address ?? null,
      first_name: one.first,
      middle_name: one.middle ?? null,
      last_name: one.last,
      address: address(one.addresses[0]),
      ...phones(one.phones),
      fax_phone_number: phone(one.phones, "Fax"),
      people_group: one.group === undefined ? null : { id: groups.get(one.group) as number },
      notes: one.background ?? null,
      birthdate: one.born ?? null,
      archived: one.archived ?? false,
      custom_field_values: values(one.values, "contact", one),
      ...times(one),
    });
  }
  for (const one of firm.companies) {
    tables.companies.insert({
      id: myCaseId("companies", one.key),
      name: one.name,
      email: one.emails[0]?.address ?? null,
      website: one.website ?? null,
      main_phone_number: phone(one.phones, "Work"),
      fax_phone_number: phone(one.phones, "Fax"),
      address: address(one.addresses[0]),
      notes: one.background ?? null,
      clients: firm.people.filter((person) => person.company === one.key).map((person) => ({ id: myCaseId("people", person.key) })),
      custom_field_values: values(one.values, "company", one),
      archived: one.archived ?? false,
      ...times(one),
    });
  }
  for (const [place, one] of firm.matters.entries()) {
    const on = [...(one.client_on_case === false ? [] : [one.client]), ...one.people.map((person) => person.who)].map((key) =>
      ref.get(key),
    );
    const payer = one.payer === undefined ? one.client : one.payer;
    tables.cases.insert({
      id: myCaseId("matters", one.key),
      name: one.name,
      case_number: one.number === "" ? null : one.number,
      description: one.description,
      opened_date: one.opened,
      closed_date: one.closed ?? null,
      sol_date: (one.values?.["limitation"] as string | undefined) ?? null,
      practice_area: one.area,
      case_stage: one.stage,
      status: one.status === "closed" ? "closed" : "open",
      outstanding_balance: one.status === "closed" ? 0 : (place * 613.25) % 9000,
      billing_contact: payer === null ? null : { id: (ref.get(payer) as { id: number }).id },
      billing_type: BILLING_TYPES[place % BILLING_TYPES.length] as (typeof BILLING_TYPES)[number],
      clients: on.filter((one) => one?.list === "people").map((one) => ({ id: one?.id as number })),
      companies: on.filter((one) => one?.list === "companies").map((one) => ({ id: one?.id as number })),
      staff: caseStaff(one),
      custom_field_values: values(one.values, "matter", one),
      ...times(one),
    });
  }
  for (const one of firm.leads) {
    const referrer = one.referred_by === undefined ? undefined : ref.get(one.referred_by);
    tables.leads.insert({
      id: myCaseId("leads", one.key),
      email: one.email === "" ? null : one.email,
      first_name: one.first,
      middle_initial: one.middle_initial ?? null,
      last_name: one.last,
      address: address(one.address),
      ...phones(one.phones),
      lead_details: one.details,
      birthdate: one.born ?? null,
      drivers_license_number: null,
      drivers_license_state: null,
      status: one.status,
      approved: one.approved,
      referral_source_reference: one.referral_source === undefined ? null : { id: sources.get(one.referral_source) as number },
      referred_by: referrer ? { id: referrer.id } : null,
      custom_field_values: values(one.values, "contact", one),
      ...times(one),
    });
  }
  return officeOf(firm);
}

const times = (row: F.Timed) => ({ created_at: row.created, updated_at: row.updated });

function address(from: F.PostalAddress | undefined): Address | null {
  if (!from) return null;
  return {
    address1: from.street,
    address2: from.street2 ?? "",
    city: from.city,
    state: from.state,
    zip_code: from.zip,
    country: from.country,
  };
}

const phone = (from: F.Phone[], label: F.PhoneLabel) => from.find((one) => one.label === label)?.number ?? null;
const phones = (from: F.Phone[]) => ({
  cell_phone_number: phone(from, "Mobile"),
  work_phone_number: phone(from, "Work"),
  home_phone_number: phone(from, "Home"),
});

function customField(field: F.CustomField): Parameters<Tables["custom_fields"]["insert"]>[0] {
  const id = myCaseId("custom_fields", field.key);
  const options = field.options
    ?.filter((option) => !option.deleted)
    .map((option, place) => ({ key: String(id * 10 + place), option: option.text, ...NAMED_AT }));
  return {
    id,
    name: field.name,
    parent_type: PARENTS[field.parent],
    field_type: FIELD_TYPES[field.type] as CustomField["field_type"],
    list_options: options ?? null,
    ...NAMED_AT,
  };
}

function customValues(
  given: F.FieldValues | undefined,
  fields: Map<string, F.CustomField>,
  parent: F.CustomField["parent"],
  row: F.Timed,
): CustomValue[] {
  return Object.entries(given ?? {}).flatMap(([key, value]) => {
    const field = fields.get(key);
    return field?.parent === parent ? [{ custom_field: { id: myCaseId("custom_fields", key) }, value, ...times(row) }] : [];
  });
}

const STAFF_TYPES = { attorney: "Attorney", paralegal: "Paralegal", other: "Staff" } as const;

function staff(one: F.Staff): Parameters<Tables["staff"]["insert"]>[0] {
  return {
    id: myCaseId("staff", one.key),
    email: one.email === "" ? null : one.email,
    first_name: one.first,
    middle_initial: one.middle?.slice(0, 1) ?? null,
    last_name: one.last,
    address: null,
    cell_phone_number: null,
    work_phone_number: one.phone ?? null,
    home_phone_number: null,
    type: STAFF_TYPES[one.kind],
    title: one.title,
    active: one.active,
    default_hourly_rate: one.kind === "attorney" ? 420 : one.kind === "paralegal" ? 165 : null,
    ...times(one),
  };
}

/** The attorneys in the firm's order, then the team: one entry per person, with both flags. */
function caseStaff(matter: F.Matter): CaseStaff[] {
  const all = [...matter.lead, ...matter.originating, ...(matter.responsible_staff ? [matter.responsible_staff] : []), ...matter.team];
  return [...new Set(all)].map((key) => ({
    id: myCaseId("staff", key),
    lead_lawyer: matter.lead.includes(key),
    originating_lawyer: matter.originating.includes(key),
    case_rate: matter.lead.includes(key) ? "420.0" : null,
  }));
}
