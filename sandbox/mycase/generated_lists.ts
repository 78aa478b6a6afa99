/** The short lists of a generated firm: staff, groups, areas, stages, fields. */
import { FIRST_NAMES, LAST_NAMES } from "./names.ts";
import type { CustomField, Tables } from "./types.ts";

/** Where the ids begin, and what the lists hold: rows of the large lists refer to them. */
export const GENERATED = {
  at: "2015-01-05T17:00:00.000Z",
  office: { address1: "500 B Street", address2: "", city: "San Diego", state: "CA", zip_code: "92101", country: "US" },
  staff: 1_500_001,
  attorneys: 30,
  others: 20,
  people_groups: 90_001,
  groups: ["Client", "Opposing Counsel", "Expert Witness", "Judge", "Former Client", "Family"],
  areas: ["Estate Planning", "Family Law", "Personal Injury", "Immigration", "Business Law", "Employment", "Real Estate", "Probate"],
  stages: ["Intake", "Drafting", "Discovery", "Negotiation", "Trial", "Closing"],
  fields: 400_001,
  languages: ["English", "Spanish", "Mandarin", "Tagalog", "Arabic"],
} as const;

const FIELDS: {
  name: string;
  parent_type: CustomField["parent_type"];
  field_type: CustomField["field_type"];
  options?: readonly string[];
}[] = [
  { name: "Preferred language", parent_type: "client", field_type: "list", options: GENERATED.languages },
  { name: "VIP", parent_type: "client", field_type: "boolean" },
  { name: "Referral fee", parent_type: "client", field_type: "currency" },
  { name: "Children", parent_type: "client", field_type: "numeric" },
  { name: "Source", parent_type: "client", field_type: "short_text" },
  { name: "Story", parent_type: "client", field_type: "long_text" },
  { name: "Anniversary", parent_type: "client", field_type: "date" },
  { name: "Industry", parent_type: "company", field_type: "short_text" },
  { name: "Court", parent_type: "case", field_type: "short_text" },
  { name: "Portal", parent_type: "case", field_type: "boolean" },
];

export function fillNameLists(tables: Tables): void {
  const { at } = GENERATED;
  const row = { created_at: at, updated_at: at };
  for (const [place, name] of GENERATED.groups.entries())
    tables.people_groups.insert({ id: GENERATED.people_groups + place, name, ...row });
  for (const [place, name] of GENERATED.areas.entries()) tables.practice_areas.insert({ id: 45_001 + place, name, ...row });
  for (const [place, name] of GENERATED.stages.entries()) tables.case_stages.insert({ id: 55_001 + place, name, ...row });
  for (const [place, field] of FIELDS.entries()) {
    const id = GENERATED.fields + place;
    const list_options = field.options?.map((option, number) => ({ key: String(id * 10 + number), option, ...row })) ?? null;
    tables.custom_fields.insert({
      id,
      name: field.name,
      parent_type: field.parent_type,
      field_type: field.field_type,
      list_options,
      ...row,
    });
  }
  for (let place = 0; place < GENERATED.attorneys + GENERATED.others; place++) {
    const first = FIRST_NAMES[(place * 7) % FIRST_NAMES.length] as string;
    const last = LAST_NAMES[(place * 11) % LAST_NAMES.length] as string;
    const attorney = place < GENERATED.attorneys;
    tables.staff.insert({
      id: GENERATED.staff + place,
      email: `staff${place}@generatedlaw.example`,
      first_name: first,
      middle_initial: null,
      last_name: last,
      address: null,
      cell_phone_number: null,
      work_phone_number: `(619) 555-01${String(place).padStart(2, "0")}`,
      home_phone_number: null,
      type: attorney ? "Attorney" : "Paralegal",
      title: attorney ? "Attorney" : "Paralegal",
      active: place % 13 !== 12,
      default_hourly_rate: attorney ? 350 : 150,
      ...row,
    });
  }
}
