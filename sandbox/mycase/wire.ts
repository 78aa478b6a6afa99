/** Rows as they are answered (fact sheet 4), with what the switches make of blank and odd fields. */
import { hashUnit } from "../kit/random.ts";
import type { CaseLinks } from "./links.ts";
import type { MyCaseSwitches } from "./switches.ts";
import type { Case, Client, Company, CustomField, CustomValue, Firm, Lead, Subscription, Tables } from "./types.ts";

/** What `field[...]` asked for. */
export interface View {
  client: readonly ClientField[] | null;
  field_type: boolean;
}
export const PLAIN: View = { client: null, field_type: false };

/** The 14 names that `field[client]` knows (fact sheet 4.3). */
export const CLIENT_FIELDS = [
  "id",
  "first_name",
  "last_name",
  "middle_name",
  "middle_initial",
  "email",
  "cell_phone_number",
  "work_phone_number",
  "home_phone_number",
  "fax_phone_number",
  "contact_group",
  "birthdate",
  "created_at",
  "updated_at",
] as const;
export type ClientField = (typeof CLIENT_FIELDS)[number];

export type Wire = Record<string, unknown>;

/** Fields that the vendor's files allow to be null; only the others are "blank fields" for the switch. */
const NULLABLE = new Set([
  "case_number",
  "opened_date",
  "closed_date",
  "sol_date",
  "practice_area",
  "case_stage",
  "date",
  "client",
  "company",
  "case",
  "lead",
  "caller_name",
]);
/** Blank ones of these are left out where texts would be "". */
const OBJECTS = new Set([
  "address",
  "people_group",
  "billing_contact",
  "office",
  "referral_source_reference",
  "referred_by",
  "list_options",
  "folder",
]);
const NEVER_DAMAGED = new Set(["id", "created_at", "updated_at"]);

export class Serializer {
  readonly #tables: Tables;
  readonly #links: CaseLinks;
  readonly #firm: Firm;
  readonly #switches: MyCaseSwitches;
  readonly #seed: number;

  constructor(tables: Tables, links: CaseLinks, firm: Firm, switches: MyCaseSwitches, seed: number) {
    this.#tables = tables;
    this.#links = links;
    this.#firm = firm;
    this.#switches = switches;
    this.#seed = seed;
  }

  client(row: Client): Wire {
    return this.#finished({
      id: row.id,
      email: row.email,
      first_name: row.first_name,
      middle_initial: row.middle_name?.slice(0, 1) ?? null,
      middle_name: row.middle_name,
      last_name: row.last_name,
      address: row.address,
      cell_phone_number: row.cell_phone_number,
      work_phone_number: row.work_phone_number,
      home_phone_number: row.home_phone_number,
      fax_phone_number: row.fax_phone_number,
      contact_group: this.#group(row),
      people_group: row.people_group,
      notes: row.notes,
      birthdate: row.birthdate,
      archived: row.archived,
      cases: this.#links.casesOf("clients", row.id).map((id) => ({ id })),
      custom_field_values: this.#values(row.custom_field_values, false),
      created_at: row.created_at,
      updated_at: row.updated_at,
    });
  }

  company(row: Company): Wire {
    const cases = this.#links.casesOf("companies", row.id).map((id) => ({ id }));
    return this.#finished({ ...row, cases, custom_field_values: this.#values(row.custom_field_values, false) });
  }

  /** Both `clients` and its deprecated twin `contacts` are answered (seen live, fact sheet 4.3). */
  case(row: Case, view: View = PLAIN): Wire {
    const clients =
      view.client === null ? row.clients : row.clients.map(({ id }) => this.#nested(id, view.client as readonly ClientField[]));
    return this.#finished({
      ...row,
      clients,
      contacts: row.clients,
      custom_field_values: this.#values(row.custom_field_values, view.field_type),
      office: this.#firm.office,
    });
  }

  lead(row: Lead): Wire {
    const source = row.referral_source_reference && this.#tables.referral_sources.get(row.referral_source_reference.id);
    return this.#finished({
      ...row,
      referral_source: source?.name ?? null,
      custom_field_values: this.#values(row.custom_field_values, false),
    });
  }

  customField(row: CustomField): Wire {
    const { list_options, ...rest } = row;
    return this.plain({ ...rest, ...(row.field_type === "list" ? { list_options: list_options ?? [] } : {}) });
  }

  /** Ids of subscriptions are strings; the body has no times. */
  subscription(row: Subscription, show_key: boolean): Wire {
    const { id, model, url, actions, hmac_key } = row;
    return { id: String(id), model, url, actions, ...(show_key ? { hmac_key } : {}) };
  }

  plain(row: object): Wire {
    const { written_by: _writer, key: _key, ...wire } = row as Wire;
    return this.#finished(wire);
  }

  #group(row: Client): string | null {
    return row.people_group === null ? null : (this.#tables.people_groups.get(row.people_group.id)?.name ?? null);
  }

  #nested(id: number, fields: readonly ClientField[]): Wire {
    const row = this.#tables.clients.get(id);
    if (!row) return { id };
    const all: Record<ClientField, unknown> = {
      ...row,
      middle_initial: row.middle_name?.slice(0, 1) ?? null,
      contact_group: this.#group(row),
    };
    return this.#finished({ id, ...Object.fromEntries(fields.map((field) => [field, all[field]])) });
  }

  #values(values: CustomValue[], field_type: boolean): CustomValue[] {
    const { list_value, number_value, blank_fields } = this.#switches;
    if (!field_type && list_value === "text" && number_value === "number" && blank_fields === "null") return values;
    return values.map((one) => {
      const field = this.#tables.custom_fields.get(one.custom_field.id);
      const custom_field = field_type && field ? { ...one.custom_field, field_type: field.field_type } : one.custom_field;
      return this.#blanked({ ...one, custom_field, value: this.#value(one.value, field) }) as unknown as CustomValue;
    });
  }

  #value(value: CustomValue["value"], field: CustomField | undefined): CustomValue["value"] {
    if (typeof value === "number" && this.#switches.number_value === "string") return String(value);
    if (this.#switches.list_value === "text" || field?.field_type !== "list") return value;
    // An option that was deleted has no key any more: its text stays.
    return field.list_options?.find((option) => option.option === value)?.key ?? value;
  }

  #finished(wire: Wire): Wire {
    const { blank_fields, missing_rate, numeric_string_rate } = this.#switches;
    const written = blank_fields === "null" ? wire : this.#blanked(wire);
    return missing_rate > 0 || numeric_string_rate > 0 ? this.#damaged(written) : written;
  }

  #blanked(wire: Wire): Wire {
    for (const [name, value] of Object.entries(wire)) {
      if (value !== null || NULLABLE.has(name)) continue;
      if (this.#switches.blank_fields === "absent" || OBJECTS.has(name)) delete wire[name];
      else if (this.#switches.blank_fields === "empty") wire[name] = "";
    }
    return wire;
  }

  /** The same row is always damaged alike: half of the missing fields are null, half are not there. */
  #damaged(wire: Wire): Wire {
    const { missing_rate, numeric_string_rate } = this.#switches;
    const damaged: Wire = {};
    for (const [place, [name, value]] of Object.entries(wire).entries()) {
      const chance = hashUnit(this.#seed, wire["id"] as number, place);
      if (NEVER_DAMAGED.has(name) || chance >= missing_rate) {
        const as_text = typeof value === "number" && !NEVER_DAMAGED.has(name) && 1 - chance < numeric_string_rate;
        damaged[name] = as_text ? String(value) : value;
      } else if (chance < missing_rate / 2) damaged[name] = null;
    }
    return damaged;
  }
}
