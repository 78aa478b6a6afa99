/**
 * Clio's rows as they come over the wire: what we ask for, what it must look like, and its type.
 * Fields beyond these are kept in the raw row. The lists follow clio.md §8.7: one call per kind, one level of braces,
 * and an association inside braces only bare (§2).
 */
import type { Kind } from "../../model/kinds.ts";
import type { RowRules } from "../../lib/rows.ts";
import { flag, id, list, needed, object, oneOf, scalar, text, textOrNumber, timestamp, whole } from "../../lib/shape.ts";
import type { Check } from "../../lib/shape.ts";

type Id = number | string;
type Maybe<T> = T | null | undefined;

interface Reference {
  id?: Maybe<Id>;
  name?: Maybe<string>;
  redacted?: Maybe<boolean>;
}

export interface ClioCustomValue {
  /** `text_line-55001`: the value's own id, not the field's (§8.6). */
  id?: Maybe<Id>;
  field_type?: Maybe<string>;
  value?: Maybe<string | number | boolean | { id?: Maybe<Id> }>;
  custom_field?: Maybe<Reference>;
}

interface Labelled {
  name?: Maybe<string>;
  primary?: Maybe<boolean>;
}

export interface ClioContact {
  id: Id;
  type: string;
  name?: Maybe<string>;
  first_name?: Maybe<string>;
  middle_name?: Maybe<string>;
  last_name?: Maybe<string>;
  title?: Maybe<string>;
  date_of_birth?: Maybe<string>;
  is_client?: Maybe<boolean>;
  is_co_counsel?: Maybe<boolean>;
  created_at?: Maybe<string>;
  updated_at?: Maybe<string>;
  company?: Maybe<Reference>;
  email_addresses?: Maybe<Maybe<Labelled & { address?: Maybe<string> }>[]>;
  phone_numbers?: Maybe<Maybe<Labelled & { number?: Maybe<string | number> }>[]>;
  addresses?: Maybe<Maybe<ClioAddress>[]>;
  custom_field_values?: Maybe<Maybe<ClioCustomValue>[]>;
}

export interface ClioAddress extends Labelled {
  street?: Maybe<string>;
  city?: Maybe<string>;
  province?: Maybe<string>;
  postal_code?: Maybe<string | number>;
  country?: Maybe<string>;
}

export interface ClioMatter {
  id: Id;
  display_number?: Maybe<string | number>;
  description?: Maybe<string>;
  status: string;
  open_date?: Maybe<string>;
  pending_date?: Maybe<string>;
  close_date?: Maybe<string>;
  updated_at?: Maybe<string>;
  matter_stage_updated_at?: Maybe<string>;
  client?: Maybe<Reference & { type?: Maybe<string> }>;
  practice_area?: Maybe<Reference>;
  matter_stage?: Maybe<Reference>;
  responsible_attorney?: Maybe<Reference>;
  originating_attorney?: Maybe<Reference>;
  responsible_staff?: Maybe<Reference>;
  custom_field_values?: Maybe<Maybe<ClioCustomValue>[]>;
}

export interface ClioRelationship {
  id: Id;
  description?: Maybe<string>;
  updated_at?: Maybe<string>;
  matter: Reference;
  contact: Reference;
}

export interface ClioUser {
  id: Id;
  name?: Maybe<string>;
  first_name?: Maybe<string>;
  last_name?: Maybe<string>;
  email?: Maybe<string>;
  phone_number?: Maybe<string | number>;
  enabled?: Maybe<boolean>;
  subscription_type?: Maybe<string>;
  job_title?: Maybe<Reference>;
}

export interface ClioNamed {
  id: Id;
  name?: Maybe<string>;
  practice_area_id?: Maybe<Id>;
  order?: Maybe<number | string>;
}

export interface ClioCustomField {
  id: Id;
  name?: Maybe<string>;
  parent_type?: Maybe<string>;
  field_type?: Maybe<string>;
  deleted?: Maybe<boolean>;
  picklist_options?: Maybe<Maybe<{ id?: Maybe<Id>; option?: Maybe<string | number>; deleted_at?: Maybe<string> }>[]>;
}

const CUSTOM_VALUES = "custom_field_values{id,field_name,field_type,value,soft_deleted,custom_field}";

/** Missing in the vendor's older specification, present in the newer one (clio.md §8.2): the reader can do without it. */
export const RESPONSIBLE_STAFF = "responsible_staff{id,name}";

/** `order` only where the vendor lists it; the others come by id anyhow (clio.md §3). */
export interface ClioEndpoint {
  path: string;
  page_size: number;
  ordered: boolean;
  fields: string;
}

export const ENDPOINTS: Partial<Record<Kind, ClioEndpoint>> = {
  staff: {
    path: "users",
    page_size: 2000,
    ordered: true,
    fields:
      "id,etag,name,first_name,last_name,initials,email,phone_number,enabled,subscription_type,roles,created_at,updated_at,job_title{id,name}",
  },
  practice_area: { path: "practice_areas", page_size: 200, ordered: true, fields: "id,etag,name,code,category,created_at,updated_at" },
  stage: { path: "matter_stages", page_size: 200, ordered: false, fields: "id,etag,practice_area_id,name,order,created_at,updated_at" },
  custom_field: {
    path: "custom_fields",
    page_size: 200,
    ordered: true,
    fields:
      "id,etag,name,parent_type,field_type,displayed,deleted,required,display_order,created_at,updated_at,picklist_options{id,option,deleted_at}",
  },
  matter: {
    path: "matters",
    page_size: 200,
    ordered: true,
    fields: [
      "id,etag,number,display_number,custom_number,description,status,client_reference,location,billable,billing_method",
      "open_date,pending_date,close_date,created_at,updated_at,matter_stage_updated_at",
      "client{id,name,type},practice_area{id,name},matter_stage{id,name},group{id,name}",
      `responsible_attorney{id,name},originating_attorney{id,name},${RESPONSIBLE_STAFF}`,
      CUSTOM_VALUES,
    ].join(","),
  },
  contact: {
    path: "contacts",
    page_size: 200,
    ordered: true,
    fields: [
      "id,etag,type,name,first_name,middle_name,last_name,prefix,title,date_of_birth,is_client,is_co_counsel,created_at,updated_at",
      "company{id,name},email_addresses{id,name,address,primary},phone_numbers{id,name,number,primary}",
      "addresses{id,name,street,city,province,postal_code,country,primary}",
      CUSTOM_VALUES,
    ].join(","),
  },
  relationship: {
    path: "relationships",
    page_size: 200,
    ordered: false,
    fields: "id,etag,description,created_at,updated_at,matter{id},contact{id}",
  },
};

const reference = object({ id, name: text });
const valueReference = object({ id });
const customValue: Check = (value) => scalar(value) && valueReference(value);
const customValues = list(object({ field_type: text, value: customValue, custom_field: reference }));

const SHAPES: Partial<Record<Kind, Check>> = {
  staff: object({
    name: text,
    first_name: text,
    last_name: text,
    email: text,
    phone_number: textOrNumber,
    enabled: flag,
    subscription_type: text,
    job_title: reference,
  }),
  practice_area: object({ name: text }),
  stage: object({ name: text, practice_area_id: id, order: whole }),
  custom_field: object({
    name: text,
    parent_type: text,
    field_type: text,
    deleted: flag,
    picklist_options: list(object({ id, option: textOrNumber, deleted_at: text })),
  }),
  matter: object({
    display_number: textOrNumber,
    description: text,
    status: needed(oneOf("open", "pending", "closed")),
    open_date: text,
    pending_date: text,
    close_date: text,
    matter_stage_updated_at: timestamp,
    client: object({ id, name: text, type: oneOf("person", "company") }),
    practice_area: reference,
    matter_stage: reference,
    responsible_attorney: reference,
    originating_attorney: reference,
    responsible_staff: reference,
    custom_field_values: customValues,
  }),
  contact: object({
    type: needed(oneOf("person", "company")),
    name: text,
    first_name: text,
    middle_name: text,
    last_name: text,
    title: text,
    date_of_birth: text,
    is_client: flag,
    is_co_counsel: flag,
    created_at: timestamp,
    company: reference,
    email_addresses: list(object({ address: text, name: text, primary: flag })),
    phone_numbers: list(object({ number: textOrNumber, name: text, primary: flag })),
    addresses: list(object({ name: text, street: text, city: text, province: text, postal_code: textOrNumber, country: text })),
    custom_field_values: customValues,
  }),
  relationship: object({ description: text, matter: needed(object({ id: needed(id) })), contact: needed(object({ id: needed(id) })) }),
};

/** A record that the connected user may not see in full comes marked so, its other fields empty (clio.md §8.1). */
function refuse(raw: Record<string, unknown>): string | null {
  const hidden = (value: unknown) => (value as Reference | null | undefined)?.redacted === true;
  if (hidden(raw)) return "Clio shows this record only in part, because the connected user may not see it.";
  const end = ["contact", "matter"].find((name) => hidden(raw[name]) && (raw[name] as Reference).id == null);
  return end === undefined ? null : `Clio hides the ${end} of this record from the connected user.`;
}

const unknownKind: Check = () => null;

export function rowRules(kind: Kind): RowRules {
  return { name: "Clio", shape: SHAPES[kind] ?? unknownKind, refuse };
}
