/** Clio's rows as facts (facts.ts). The rows have passed `wire.ts`. */
import type {
  AddressFact,
  ContactFacts,
  CustomFieldFacts,
  CustomFieldType,
  CustomValueFact,
  Mapper,
  MatterFacts,
  MatterStaffFact,
  NameFacts,
  RelationshipFacts,
  StaffFacts,
} from "../../model/facts.ts";
import { present, trimmed } from "../../lib/facts.ts";
import { timestampText } from "../../lib/shape.ts";
import type {
  ClioAddress,
  ClioContact,
  ClioCustomField,
  ClioCustomValue,
  ClioMatter,
  ClioNamed,
  ClioRelationship,
  ClioUser,
} from "./wire.ts";

export function createClioMapper(originOf: (region: string | null) => string): Mapper {
  return {
    provider: "clio",
    contact: (raw) => contact(raw as ClioContact),
    company: () => {
      throw new Error("Clio's companies are contacts of type Company");
    },
    matter: (raw) => matter(raw as ClioMatter),
    relationship: (raw) => relationship(raw as ClioRelationship),
    staff: (raw) => staff(raw as ClioUser),
    name: (raw) => name(raw as ClioNamed),
    custom_field: (raw) => customField(raw as ClioCustomField),
    // Seen in links that firms share; no vendor page describes them. Staff have no page of their own that a link could open.
    link: (kind, provider_id, base) =>
      kind === "staff"
        ? null
        : `${originOf(base.region)}/nc/#/${kind === "matter" ? "matters" : "contacts"}/${encodeURIComponent(provider_id)}`,
  };
}

function contact(raw: ClioContact): ContactFacts {
  const emails = flaggedFirst(present(raw.email_addresses).filter((email) => trimmed(email.address) !== ""));
  const phones = flaggedFirst(present(raw.phone_numbers).filter((phone) => trimmed(phone.number) !== ""));
  return {
    provider_id: String(raw.id),
    type: raw.type.toLowerCase() === "company" ? "company" : "person",
    name: trimmed(raw.name),
    first_name: trimmed(raw.first_name),
    middle_name: trimmed(raw.middle_name),
    last_name: trimmed(raw.last_name),
    job_title: trimmed(raw.title),
    emails: emails.map((email) => ({ address: trimmed(email.address), label: trimmed(email.name) })),
    phones: phones.map((phone) => {
      const label = trimmed(phone.name);
      return { number: trimmed(phone.number), label, fax: /fax/i.test(label) };
    }),
    addresses: present(raw.addresses)
      .map(address)
      .filter((entry) => entry !== null),
    date_of_birth: trimmed(raw.date_of_birth) || null,
    is_client: raw.is_client === true,
    is_co_counsel: raw.is_co_counsel === true,
    archived: false,
    people_group_id: null,
    company: raw.company?.id == null ? null : { id: String(raw.company.id), name: trimmed(raw.company.name) },
    custom_values: customValues(raw.custom_field_values),
    created_at: timestampText(raw.created_at),
    updated_at: timestampText(raw.updated_at),
  };
}

/** B-CTC-1: the first flagged one leads, the others stay as listed. */
function flaggedFirst<T extends { primary?: boolean | null | undefined }>(listed: T[]): T[] {
  const flagged = listed.find((entry) => entry.primary === true);
  return flagged === undefined ? listed : [flagged, ...listed.filter((entry) => entry !== flagged)];
}

/** Null for one without a word in it: an empty first address is not the primary one. */
function address(raw: ClioAddress): AddressFact | null {
  const [street, city, state] = [trimmed(raw.street), trimmed(raw.city), trimmed(raw.province)];
  const [postal_code, country] = [trimmed(raw.postal_code), trimmed(raw.country)];
  if (street + city + state + postal_code + country === "") return null;
  return { label: trimmed(raw.name), street, city, state, postal_code, country };
}

const REFERENCES = new Set(["picklist", "contact", "matter"]);

/** A value that came as a bare id was not shown to us, which is not the same as empty (clio.md §8.5): it gives no fact. */
function customValues(raw: ClioMatter["custom_field_values"]): CustomValueFact[] {
  const read = present(raw).filter((entry) => entry.custom_field?.id != null && entry.value !== undefined);
  return read.map((entry) => ({
    field_id: String(entry.custom_field?.id),
    value: valueOf(entry),
    field_type: trimmed(entry.field_type) || null,
  }));
}

function valueOf({ value, field_type }: ClioCustomValue): CustomValueFact["value"] {
  const plain = typeof value === "object" ? (value?.id ?? null) : (value ?? null);
  // Documented as text, seen as a boolean (clio.md §8.6): one form for the rules.
  if (field_type === "checkbox" && (plain === "true" || plain === "false")) return plain === "true";
  if (typeof plain === "string") return plain.trim() || null;
  return typeof plain === "number" && REFERENCES.has(field_type ?? "") ? String(plain) : plain;
}

function matter(raw: ClioMatter): MatterFacts {
  const { client } = raw;
  return {
    provider_id: String(raw.id),
    number: trimmed(raw.display_number),
    name: "",
    description: trimmed(raw.description),
    status: raw.status.toLowerCase() as MatterFacts["status"],
    practice_area: named(raw.practice_area),
    stage: named(raw.matter_stage),
    stage_since: raw.matter_stage == null ? null : timestampText(raw.matter_stage_updated_at),
    opened_on: trimmed(raw.open_date) || null,
    pending_on: trimmed(raw.pending_date) || null,
    closed_on: trimmed(raw.close_date) || null,
    client: client?.id == null ? null : { id: String(client.id), name: trimmed(client.name), type: personOrCompany(client.type) },
    people: [],
    billing_contact_id: null,
    staff: matterStaff(raw),
    custom_values: customValues(raw.custom_field_values),
    updated_at: timestampText(raw.updated_at),
  };
}

function named(raw: ClioMatter["practice_area"]): { id: string; name: string } | null {
  return raw?.id == null ? null : { id: String(raw.id), name: trimmed(raw.name) };
}

function personOrCompany(type: string | null | undefined): "person" | "company" | null {
  const lower = type?.toLowerCase();
  return lower === "person" || lower === "company" ? lower : null;
}

/** Responsible attorney, originating attorney, responsible staff; one entry for a person who is several of them. */
function matterStaff(raw: ClioMatter): MatterStaffFact[] {
  const roles = [
    { user: raw.responsible_attorney, role: "lead" },
    { user: raw.originating_attorney, role: "originating" },
    { user: raw.responsible_staff, role: "responsible_staff" },
  ] as const;
  const staff: MatterStaffFact[] = [];
  for (const { user, role } of roles) {
    if (user?.id == null) continue;
    const staff_id = String(user.id);
    let member = staff.find((entry) => entry.staff_id === staff_id);
    if (!member) staff.push((member = { staff_id, lead: false, originating: false, responsible_staff: false }));
    member[role] = true;
  }
  return staff;
}

function relationship(raw: ClioRelationship): RelationshipFacts {
  return {
    provider_id: String(raw.id),
    matter_id: String(raw.matter.id),
    contact_id: String(raw.contact.id),
    role: trimmed(raw.description),
    updated_at: timestampText(raw.updated_at),
  };
}

function staff(raw: ClioUser): StaffFacts {
  const [first_name, last_name] = [trimmed(raw.first_name), trimmed(raw.last_name)];
  return {
    provider_id: String(raw.id),
    name: trimmed(raw.name) || `${first_name} ${last_name}`.trim(),
    first_name,
    last_name,
    email: trimmed(raw.email),
    phone: trimmed(raw.phone_number),
    title: trimmed(raw.job_title?.name),
    provider_type: trimmed(raw.subscription_type),
    active: raw.enabled !== false,
  };
}

function name(raw: ClioNamed): NameFacts {
  return {
    provider_id: String(raw.id),
    name: trimmed(raw.name),
    practice_area_id: raw.practice_area_id == null ? null : String(raw.practice_area_id),
    position: raw.order == null ? null : Number(raw.order),
  };
}

const FIELD_TYPES: ReadonlySet<string> = new Set<CustomFieldType>([
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
]);

function customField(raw: ClioCustomField): CustomFieldFacts {
  const parent = raw.parent_type?.toLowerCase();
  const type = raw.field_type?.toLowerCase() ?? "";
  return {
    provider_id: String(raw.id),
    name: trimmed(raw.name),
    parent: parent === "contact" || parent === "matter" ? parent : "other",
    type: FIELD_TYPES.has(type) ? (type as CustomFieldType) : "other",
    options: present(raw.picklist_options)
      .filter((option) => option.id != null)
      .map((option) => ({ id: String(option.id), text: trimmed(option.option), deleted: option.deleted_at != null })),
    deleted: raw.deleted === true,
  };
}
