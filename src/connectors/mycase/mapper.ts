/** MyCase's rows as facts (facts.ts). The rows have passed `wire.ts`. */
import type {
  AddressFact,
  CompanyFacts,
  ContactFacts,
  CustomFieldFacts,
  CustomFieldType,
  CustomValueFact,
  Mapper,
  MatterFacts,
  MatterStaffFact,
  NameFacts,
  PhoneFact,
  StaffFacts,
} from "../../model/facts.ts";
import { present, trimmed } from "../../lib/facts.ts";
import { timestampText } from "../../lib/shape.ts";
import type {
  MyCaseAddress,
  MyCaseCase,
  MyCaseClient,
  MyCaseCompany,
  MyCaseCustomField,
  MyCaseNamed,
  MyCaseStaff,
  MyCaseValue,
} from "./wire.ts";

export const mycaseMapper: Mapper = {
  provider: "mycase",
  contact: (raw) => contact(raw as MyCaseClient),
  company: (raw) => company(raw as MyCaseCompany),
  matter: (raw) => matter(raw as MyCaseCase),
  relationship: () => {
    throw new Error("MyCase has no relationships: a case names its people itself");
  },
  staff: (raw) => staff(raw as MyCaseStaff),
  name: (raw) => name(raw as MyCaseNamed),
  custom_field: (raw) => customField(raw as MyCaseCustomField),
  link,
};

function contact(raw: MyCaseClient): ContactFacts {
  const [first_name, middle_name, last_name] = [
    trimmed(raw.first_name),
    trimmed(raw.middle_name) || trimmed(raw.middle_initial),
    trimmed(raw.last_name),
  ];
  const email = trimmed(raw.email);
  const home = raw.address == null ? null : address(raw.address);
  return {
    provider_id: String(raw.id),
    type: "person",
    name: [first_name, middle_name, last_name].filter((part) => part !== "").join(" "),
    first_name,
    middle_name,
    last_name,
    job_title: "",
    emails: email === "" ? [] : [{ address: email, label: "" }],
    phones: phones(raw),
    addresses: home === null ? [] : [home],
    date_of_birth: trimmed(raw.birthdate) || null,
    is_client: false,
    is_co_counsel: false,
    archived: raw.archived === true,
    people_group_id: raw.people_group?.id == null ? null : String(raw.people_group.id),
    company: null,
    custom_values: customValues(raw.custom_field_values),
    created_at: timestampText(raw.created_at),
    updated_at: timestampText(raw.updated_at),
  };
}

/** B-CTC-1: cell, work, home; the fax number last, and never a channel. */
function phones(raw: MyCaseClient): PhoneFact[] {
  const listed: [string, string | number | null | undefined][] = [
    ["Cell", raw.cell_phone_number],
    ["Work", raw.work_phone_number],
    ["Home", raw.home_phone_number],
    ["Fax", raw.fax_phone_number],
  ];
  return listed.map(([label, number]) => ({ number: trimmed(number), label, fax: label === "Fax" })).filter((phone) => phone.number !== "");
}

/** Null for one without a word in it: MyCase sends all six keys, empty or not (mycase.md §4.1). */
function address(raw: MyCaseAddress): AddressFact | null {
  const street = [trimmed(raw.address1), trimmed(raw.address2)].filter((line) => line !== "").join(", ");
  const [city, state, postal_code, country] = [trimmed(raw.city), trimmed(raw.state), trimmed(raw.zip_code), trimmed(raw.country)];
  return street + city + state + postal_code + country === "" ? null : { label: "", street, city, state, postal_code, country };
}

/** A field that was written several times has several entries: the newest holds (mycase.md §6.6). Order: where each field came first. */
function customValues(raw: MyCaseClient["custom_field_values"]): CustomValueFact[] {
  const newest = new Map<string, MyCaseValue>();
  for (const entry of present(raw)) {
    if (entry.custom_field?.id == null || entry.value === undefined) continue;
    const field_id = String(entry.custom_field.id);
    const known = newest.get(field_id);
    if (!known || (timestampText(entry.updated_at) ?? "") >= (timestampText(known.updated_at) ?? "")) newest.set(field_id, entry);
  }
  return [...newest].map(([field_id, entry]) => ({
    field_id,
    value: valueOf(entry.value ?? null),
    field_type: TYPES[entry.custom_field?.field_type ?? ""] ?? null,
  }));
}

function valueOf(value: CustomValueFact["value"]): CustomValueFact["value"] {
  return typeof value === "string" ? value.trim() || null : value;
}

function company(raw: MyCaseCompany): CompanyFacts {
  return {
    provider_id: String(raw.id),
    name: trimmed(raw.name),
    contact_ids: idsOf(raw.clients),
    matter_ids: idsOf(raw.cases),
    archived: raw.archived === true,
    updated_at: timestampText(raw.updated_at),
  };
}

function idsOf(references: MyCaseCase["clients"]): string[] {
  return [...new Set(present(references).flatMap((reference) => (reference.id == null ? [] : [String(reference.id)])))];
}

function matter(raw: MyCaseCase): MatterFacts {
  return {
    provider_id: String(raw.id),
    number: trimmed(raw.case_number),
    name: trimmed(raw.name),
    description: trimmed(raw.description),
    status: raw.status.toLowerCase() as MatterFacts["status"],
    practice_area: nameOnly(raw.practice_area),
    stage: nameOnly(raw.case_stage),
    stage_since: null,
    opened_on: trimmed(raw.opened_date) || null,
    pending_on: null,
    closed_on: trimmed(raw.closed_date) || null,
    client: null,
    people: people(raw),
    billing_contact_id: raw.billing_contact?.id == null ? null : String(raw.billing_contact.id),
    staff: matterStaff(raw),
    custom_values: customValues(raw.custom_field_values),
    updated_at: timestampText(raw.updated_at),
  };
}

/** A case tells names, not ids (mycase.md §4.3). */
function nameOnly(raw: string | null | undefined): { id: null; name: string } | null {
  const told = trimmed(raw);
  return told === "" ? null : { id: null, name: told };
}

/** `contacts` only adds whom `clients` forgot; its entries are untyped, so an id that is also a company's is left to the companies. */
function people(raw: MyCaseCase): MatterFacts["people"] {
  const companies = idsOf(raw.companies);
  const clients = idsOf(raw.clients);
  const forgotten = idsOf(raw.contacts).filter((id) => !clients.includes(id) && !companies.includes(id));
  return [
    ...[...clients, ...forgotten].map((id) => ({ id, type: "person" as const })),
    ...companies.map((id) => ({ id, type: "company" as const })),
  ];
}

function matterStaff(raw: MyCaseCase): MatterStaffFact[] {
  const staff: MatterStaffFact[] = [];
  for (const entry of present(raw.staff)) {
    if (entry.id == null) continue;
    const staff_id = String(entry.id);
    let member = staff.find((known) => known.staff_id === staff_id);
    if (!member) staff.push((member = { staff_id, lead: false, originating: false, responsible_staff: false }));
    member.lead ||= entry.lead_lawyer === true;
    member.originating ||= entry.originating_lawyer === true;
  }
  return staff;
}

function staff(raw: MyCaseStaff): StaffFacts {
  const [first_name, last_name] = [trimmed(raw.first_name), trimmed(raw.last_name)];
  return {
    provider_id: String(raw.id),
    name: `${first_name} ${last_name}`.trim(),
    first_name,
    last_name,
    email: trimmed(raw.email),
    phone: trimmed(raw.work_phone_number) || trimmed(raw.cell_phone_number) || trimmed(raw.home_phone_number),
    title: trimmed(raw.title),
    provider_type: trimmed(raw.type),
    active: raw.active !== false,
  };
}

function name(raw: MyCaseNamed): NameFacts {
  return { provider_id: String(raw.id), name: trimmed(raw.name), practice_area_id: null, position: null };
}

const PARENTS: Record<string, CustomFieldFacts["parent"]> = { case: "matter", client: "contact", company: "company" };

/** mycase.md §4.8, in the words of facts.ts. */
const TYPES: Record<string, CustomFieldType> = {
  short_text: "text_line",
  long_text: "text_area",
  numeric: "numeric",
  boolean: "checkbox",
  date: "date",
  list: "picklist",
  currency: "currency",
};

function customField(raw: MyCaseCustomField): CustomFieldFacts {
  return {
    provider_id: String(raw.id),
    name: trimmed(raw.name),
    parent: PARENTS[raw.parent_type ?? ""] ?? "other",
    type: TYPES[raw.field_type ?? ""] ?? "other",
    options: present(raw.list_options).map((option) => ({ id: trimmed(option.key), text: trimmed(option.option), deleted: false })),
    deleted: false,
  };
}

const PAGES = { contact: "contacts/clients", company: "contacts/companies", matter: "court_cases", staff: "contacts/attorneys" };

/** Seen in links that firms share; no vendor page describes them. They live at the firm's own address. */
function link(kind: keyof typeof PAGES, provider_id: string, base: { firm_url: string | null }): string | null {
  const told = base.firm_url?.trim() ?? "";
  const address = told.includes("://") ? told : `https://${told}`;
  if (told === "" || !URL.canParse(address)) return null;
  // The address comes from the provider and becomes a link: nothing but a web address will do.
  const { protocol, origin } = new URL(address);
  return protocol === "https:" || protocol === "http:" ? `${origin}/${PAGES[kind]}/${encodeURIComponent(provider_id)}` : null;
}
