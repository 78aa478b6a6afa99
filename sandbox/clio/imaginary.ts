/** The imaginary firm as Clio holds it: persons and companies in one list, participants as relationships, one client per matter. */
import { imaginaryFirm, placeOf } from "../firm/firm.ts";
import type * as F from "../firm/types.ts";
import { clioId } from "./imaginary_ids.ts";
import { FOUNDED, customFields, fieldSets, groups, iso, matterStages, practiceAreas, times, user } from "./imaginary_office.ts";
import type { ContactRow, CustomFieldRow, CustomValue, MatterRow, MatterStageRow, PracticeAreaRow, RelationshipRow } from "./rows.ts";
import type { ClioFill } from "./tables.ts";
import { rowsBase } from "./tables.ts";

const RELATIONSHIPS = 710_000_001;
const VALUES = 2_000_000_001;

export function imaginaryFill(): ClioFill {
  const firm = imaginaryFirm("clio");
  const areas = practiceAreas(firm);
  const stages = matterStages(firm, areas);
  const fields = customFields(firm);
  const maker = new Maker(firm, areas, stages, fields);
  const matters = firm.matters.map((row) => maker.matter(row));
  const clients = new Set(matters.map((row) => row.client_id));
  return {
    account: { id: firm.offices.clio.account_id, name: firm.name, created_at: FOUNDED },
    contacts: rowsBase([
      ...firm.people.map((row) => maker.person(row, clients)),
      ...firm.companies.map((row) => maker.company(row, clients)),
    ]),
    matters: rowsBase(matters),
    relationships: rowsBase(maker.relationships()),
    users: rowsBase(firm.staff.map((row) => user(row, firm))),
    practice_areas: rowsBase(areas),
    matter_stages: rowsBase(stages),
    custom_fields: rowsBase(fields),
    custom_field_sets: rowsBase(fieldSets(fields)),
    groups: rowsBase(groups(firm)),
  };
}

/** Makes rows that name other rows. */
class Maker {
  readonly #firm: F.ImaginaryFirm;
  readonly #areas: readonly PracticeAreaRow[];
  readonly #stages: readonly MatterStageRow[];
  readonly #fields: Map<string, CustomFieldRow>;
  readonly #people: Set<string>;
  #next_value = VALUES;

  constructor(
    firm: F.ImaginaryFirm,
    areas: readonly PracticeAreaRow[],
    stages: readonly MatterStageRow[],
    fields: readonly CustomFieldRow[],
  ) {
    this.#firm = firm;
    this.#areas = areas;
    this.#stages = stages;
    const byId = new Map(fields.map((field) => [field.id, field]));
    this.#fields = new Map(
      firm.custom_fields.flatMap(({ key }) =>
        byId.has(clioId("custom_fields", key)) ? [[key, byId.get(clioId("custom_fields", key)) as CustomFieldRow]] : [],
      ),
    );
    this.#people = new Set(firm.people.map((row) => row.key));
  }

  #contactId(key: string): number {
    return clioId(this.#people.has(key) ? "people" : "companies", key);
  }

  person(row: F.Person, clients: ReadonlySet<number | null>): ContactRow {
    const id = clioId("people", row.key);
    const parts = [row.first, row.middle ?? "", row.last].filter((part) => part.trim() !== "");
    return {
      id,
      ...times(row),
      ...this.#channels(id, row),
      type: "Person",
      name: parts.join(" "),
      prefix: row.prefix ?? null,
      title: row.job ?? null,
      first_name: row.first,
      middle_name: row.middle ?? null,
      last_name: row.last,
      date_of_birth: row.born ?? null,
      is_client: row.is_client ?? clients.has(id),
      is_co_counsel: row.co_counsel ?? false,
      company_id: row.company === undefined ? null : clioId("companies", row.company),
      web_sites: [],
      custom_field_values: this.#values(row.values, "Contact"),
      created_by: null,
    };
  }

  company(row: F.Company, clients: ReadonlySet<number | null>): ContactRow {
    const id = clioId("companies", row.key);
    const site = row.website === undefined ? [] : [{ id: id * 4, name: "Work", address: row.website, default_web_site: true }];
    const nobody = {
      prefix: null,
      title: null,
      first_name: null,
      middle_name: null,
      last_name: null,
      date_of_birth: null,
      company_id: null,
    };
    return {
      id,
      ...times(row),
      ...this.#channels(id, row),
      ...nobody,
      type: "Company",
      name: row.name,
      is_client: row.is_client ?? clients.has(id),
      is_co_counsel: false,
      web_sites: site,
      custom_field_values: this.#values(row.values, "Contact"),
      created_by: null,
    };
  }

  #channels(
    id: number,
    row: Pick<F.Person, "emails" | "phones" | "addresses">,
  ): Pick<ContactRow, "email_addresses" | "phone_numbers" | "addresses"> {
    return {
      email_addresses: row.emails.map((one, place) => ({
        id: id * 4 + place,
        name: one.label,
        address: one.address,
        primary: one.primary ?? false,
      })),
      phone_numbers: row.phones.map((one, place) => ({
        id: id * 4 + place,
        name: one.label,
        number: one.number,
        primary: one.primary ?? false,
      })),
      addresses: row.addresses.map((one, place) => ({
        id: id * 4 + place,
        name: one.label,
        street: one.street2 === undefined ? one.street : `${one.street}, ${one.street2}`,
        city: one.city,
        province: one.state,
        postal_code: one.zip,
        country: one.country,
        primary: place === 0,
      })),
    };
  }

  matter(row: F.Matter): MatterRow {
    const area = this.#areas.find((one) => one.name === row.area);
    const stage = this.#stages.find((one) => one.practice_area_id === area?.id && one.name === row.stage);
    const staff = (key: string | undefined): number | null => (key === undefined ? null : clioId("staff", key));
    return {
      id: clioId("matters", row.key),
      ...times(row),
      number: placeOf("matters", row.key) + 101,
      display_number: row.number,
      custom_number: null,
      description: row.description,
      status: row.status === "open" ? "Open" : row.status === "pending" ? "Pending" : "Closed",
      client_reference: null,
      location: null,
      billable: true,
      billing_method: "hourly",
      open_date: row.opened,
      pending_date: row.pending ?? null,
      close_date: row.closed ?? null,
      matter_stage_updated_at: stage ? iso(row.updated) : null,
      client_id: this.#contactId(row.client),
      practice_area_id: area?.id ?? null,
      matter_stage_id: stage?.id ?? null,
      responsible_attorney_id: staff(row.lead[0]),
      originating_attorney_id: staff(row.originating[0]),
      responsible_staff_id: staff(row.responsible_staff),
      user_id: staff(row.lead[0]),
      group_id: null,
      custom_field_values: this.#values(row.values, "Matter"),
    };
  }

  relationships(): RelationshipRow[] {
    const all = this.#firm.matters.flatMap((matter) => matter.people.map((one) => ({ matter, one })));
    return all.map(({ matter, one }, place) => ({
      id: RELATIONSHIPS + place * 5,
      ...times(matter),
      description: one.role,
      matter_id: clioId("matters", matter.key),
      contact_id: this.#contactId(one.who),
    }));
  }

  /** Blank values are no records in Clio, except those that were cleared to an empty text. */
  #values(values: F.FieldValues | undefined, parent: "Contact" | "Matter"): CustomValue[] {
    return Object.entries(values ?? {}).flatMap(([key, given]): CustomValue[] => {
      const field = this.#fields.get(key);
      if (!field || field.parent_type !== parent || given === null) return [];
      const value = this.#value(field, given);
      return value === undefined ? [] : [{ id: this.#next_value++, custom_field_id: field.id, value }];
    });
  }

  #value(field: CustomFieldRow, given: string | number | boolean): CustomValue["value"] | undefined {
    if (field.field_type === "contact") return this.#contactId(String(given));
    if (field.field_type === "matter") return clioId("matters", String(given));
    if (field.field_type !== "picklist") return given;
    const wanted = String(given).trim().toLowerCase();
    return field.picklist_options.find((option) => option.option.trim().toLowerCase() === wanted)?.id;
  }
}
