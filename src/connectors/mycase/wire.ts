/**
 * MyCase's rows as they come over the wire: where they are read, what they must look like, and their types.
 * Any field but the id may be missing or null, and numbers may come as texts (mycase.md §4). Fields beyond these are kept in the raw row.
 */
import type { Kind } from "../../model/kinds.ts";
import type { RowRules } from "../../lib/rows.ts";
import { flag, id, list, needed, object, oneOf, scalar, text, textOrNumber, timestamp } from "../../lib/shape.ts";
import type { Check } from "../../lib/shape.ts";

type Id = number | string;
type Maybe<T> = T | null | undefined;
type Texts<Names extends string> = { [name in Names]?: Maybe<string> };
type Codes<Names extends string> = { [name in Names]?: Maybe<string | number> };

interface Reference {
  id?: Maybe<Id>;
}
type References = Maybe<Maybe<Reference>[]>;

export interface MyCaseValue {
  custom_field?: Maybe<Reference & { field_type?: Maybe<string> }>;
  value?: Maybe<string | number | boolean>;
  updated_at?: Maybe<string>;
}

export type MyCaseAddress = Texts<"address1" | "address2" | "city" | "state" | "country"> & Codes<"zip_code">;

export interface MyCaseClient
  extends
    Texts<"email" | "first_name" | "middle_name" | "middle_initial" | "last_name" | "birthdate" | "created_at" | "updated_at">,
    Codes<"cell_phone_number" | "work_phone_number" | "home_phone_number" | "fax_phone_number"> {
  id: Id;
  address?: Maybe<MyCaseAddress>;
  people_group?: Maybe<Reference>;
  archived?: Maybe<boolean>;
  custom_field_values?: Maybe<Maybe<MyCaseValue>[]>;
}

export interface MyCaseCompany extends Texts<"name" | "updated_at"> {
  id: Id;
  cases?: References;
  clients?: References;
  archived?: Maybe<boolean>;
}

export interface MyCaseCase
  extends
    Texts<"name" | "description" | "opened_date" | "closed_date" | "practice_area" | "case_stage" | "updated_at">,
    Codes<"case_number"> {
  id: Id;
  status: string;
  billing_contact?: Maybe<Reference>;
  clients?: References;
  /** Deprecated twin of `clients`; real answers carry both (mycase.md §4.3). */
  contacts?: References;
  companies?: References;
  staff?: Maybe<Maybe<Reference & { lead_lawyer?: Maybe<boolean>; originating_lawyer?: Maybe<boolean> }>[]>;
  custom_field_values?: Maybe<Maybe<MyCaseValue>[]>;
}

export interface MyCaseStaff
  extends
    Texts<"email" | "first_name" | "last_name" | "type" | "title">,
    Codes<"cell_phone_number" | "work_phone_number" | "home_phone_number"> {
  id: Id;
  active?: Maybe<boolean>;
}

export interface MyCaseNamed extends Texts<"name"> {
  id: Id;
}

export interface MyCaseCustomField extends Texts<"name" | "parent_type" | "field_type"> {
  id: Id;
  list_options?: Maybe<Maybe<Codes<"key" | "option">>[]>;
}

export interface MyCaseEndpoint {
  path: string;
  by_id: boolean;
  query: Record<string, string>;
}

/** `client` references hold their id without being asked; the type of a custom value comes only on request (mycase.md §2.3). */
export const ENDPOINTS: Partial<Record<Kind, MyCaseEndpoint>> = {
  staff: { path: "staff", by_id: true, query: {} },
  practice_area: { path: "practice_areas", by_id: false, query: {} },
  stage: { path: "case_stages", by_id: false, query: {} },
  people_group: { path: "people_groups", by_id: false, query: {} },
  custom_field: { path: "custom_fields", by_id: true, query: {} },
  matter: { path: "cases", by_id: true, query: { "field[custom_field]": "id,field_type" } },
  company: { path: "companies", by_id: true, query: {} },
  contact: { path: "clients", by_id: true, query: {} },
  lead: { path: "leads", by_id: true, query: {} },
};

const reference = object({ id });
const references = list(reference);
const customValues = list(object({ custom_field: object({ id, field_type: text }), value: scalar, updated_at: timestamp }));
const named = object({ name: text });
const address = object({ address1: text, address2: text, city: text, state: text, zip_code: textOrNumber, country: text });
const person = {
  email: text,
  first_name: text,
  middle_name: text,
  middle_initial: text,
  last_name: text,
  birthdate: text,
  created_at: timestamp,
  cell_phone_number: textOrNumber,
  work_phone_number: textOrNumber,
  home_phone_number: textOrNumber,
  fax_phone_number: textOrNumber,
  address,
  custom_field_values: customValues,
};

const SHAPES: Partial<Record<Kind, Check>> = {
  staff: object({
    email: text,
    first_name: text,
    last_name: text,
    type: text,
    title: text,
    active: flag,
    cell_phone_number: textOrNumber,
    work_phone_number: textOrNumber,
    home_phone_number: textOrNumber,
  }),
  practice_area: named,
  stage: named,
  people_group: named,
  custom_field: object({
    name: text,
    parent_type: text,
    field_type: text,
    list_options: list(object({ key: textOrNumber, option: textOrNumber })),
  }),
  matter: object({
    name: text,
    case_number: textOrNumber,
    description: text,
    status: needed(oneOf("open", "closed")),
    opened_date: text,
    closed_date: text,
    practice_area: text,
    case_stage: text,
    billing_contact: reference,
    clients: references,
    contacts: references,
    companies: references,
    staff: list(object({ id, lead_lawyer: flag, originating_lawyer: flag })),
    custom_field_values: customValues,
  }),
  company: object({ name: text, cases: references, clients: references, archived: flag }),
  contact: object({ ...person, people_group: reference, archived: flag }),
  lead: object(person),
};

const unknownKind: Check = () => null;

export function rowRules(kind: Kind): RowRules {
  return { name: "MyCase", shape: SHAPES[kind] ?? unknownKind };
}
