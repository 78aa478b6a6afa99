/**
 * Facts: what a provider's record says, in one shape for all providers. A connector's mapper makes them from the raw record;
 * the projection reads nothing else. Facts carry no judgement: every rule of the behaviour book lives in `src/projection`.
 * Texts are trimmed; an absent text is "". Ids are strings. Dates are as the provider wrote them, checked by the projection.
 */
import type { Provider } from "./kinds.ts";

export interface EmailFact {
  address: string;
  label: string;
}

export interface PhoneFact {
  number: string;
  label: string;
  /** True where the label says fax: kept, never a channel (B-CTC-1). */
  fax: boolean;
}

export interface AddressFact {
  label: string;
  street: string;
  city: string;
  state: string;
  postal_code: string;
  country: string;
}

/** A custom field's value as the provider wrote it: text, number or boolean; null when blank. Picklists: the option's id or text. */
export interface CustomValueFact {
  field_id: string;
  value: string | number | boolean | null;
  /** Clio: the field's type as told beside the value; null where the provider says nothing. */
  field_type: string | null;
}

export interface ContactFacts {
  provider_id: string;
  type: "person" | "company";
  /** The provider's display name; companies have only this. */
  name: string;
  first_name: string;
  middle_name: string;
  last_name: string;
  job_title: string;
  /** Best first: flagged, then as listed (B-CTC-1). */
  emails: EmailFact[];
  /** Best first: Clio flagged, then as listed; MyCase cell, work, home, fax. */
  phones: PhoneFact[];
  /** The first is the primary one. */
  addresses: AddressFact[];
  date_of_birth: string | null;
  /** Clio's own flags; false on MyCase. */
  is_client: boolean;
  is_co_counsel: boolean;
  archived: boolean;
  /** MyCase people group; null on Clio. */
  people_group_id: string | null;
  /** Clio: the company that the person belongs to, with its name as told there. MyCase: empty (the company names its people). */
  company: { id: string; name: string } | null;
  custom_values: CustomValueFact[];
  created_at: string | null;
  updated_at: string | null;
}

/** MyCase only: Clio's companies are contacts. */
export interface CompanyFacts {
  provider_id: string;
  name: string;
  contact_ids: string[];
  matter_ids: string[];
  archived: boolean;
  updated_at: string | null;
}

export type MatterStatus = "open" | "pending" | "closed";

/** One staff member on a matter. `lead` is Clio's responsible attorney and MyCase's lead lawyer. */
export interface MatterStaffFact {
  staff_id: string;
  lead: boolean;
  originating: boolean;
  /** Clio's responsible staff. */
  responsible_staff: boolean;
}

export interface MatterFacts {
  provider_id: string;
  /** Clio display number, MyCase case number; "" when none. */
  number: string;
  /** MyCase case name; Clio has none: "". */
  name: string;
  description: string;
  status: MatterStatus;
  /** Clio gives the id (resolve the name in `practice_area`), MyCase only the name. */
  practice_area: { id: string | null; name: string } | null;
  stage: { id: string | null; name: string } | null;
  /** Clio: when it got that stage. MyCase does not say: null. */
  stage_since: string | null;
  opened_on: string | null;
  pending_on: string | null;
  closed_on: string | null;
  /** Clio: the matter's client, a person or a company. MyCase: null. */
  client: { id: string; name: string; type: "person" | "company" | null } | null;
  /** MyCase: the people and companies on the case, in the provider's order. Clio: empty (relationships say who). */
  people: { id: string; type: "person" | "company" }[];
  /** MyCase: the payer, a person's or a company's id without a type (people first, then companies; B-MAT-5). */
  billing_contact_id: string | null;
  /** In the provider's order. */
  staff: MatterStaffFact[];
  custom_values: CustomValueFact[];
  updated_at: string | null;
}

/** Clio only: how a contact takes part in a matter. */
export interface RelationshipFacts {
  provider_id: string;
  matter_id: string;
  contact_id: string;
  /** The role as the firm wrote it. */
  role: string;
  updated_at: string | null;
}

export interface StaffFacts {
  provider_id: string;
  name: string;
  first_name: string;
  last_name: string;
  email: string;
  phone: string;
  title: string;
  /** What the provider itself says of the person (Clio subscription, MyCase type); "" when nothing. */
  provider_type: string;
  active: boolean;
}

/** Practice areas, stages and people groups. */
export interface NameFacts {
  provider_id: string;
  name: string;
  /** Stages of Clio belong to one practice area and have an order. */
  practice_area_id: string | null;
  position: number | null;
}

export type CustomFieldType =
  | "checkbox"
  | "currency"
  | "numeric"
  | "picklist"
  | "text_line"
  | "text_area"
  | "date"
  | "time"
  | "email"
  | "url"
  | "contact"
  | "matter"
  | "other";

export interface CustomFieldFacts {
  provider_id: string;
  name: string;
  /** What the field hangs on; "other" for expenses and time. */
  parent: "contact" | "matter" | "company" | "other";
  /** Clio's names; MyCase's short_text, long_text, boolean and list are text_line, text_area, checkbox and picklist. */
  type: CustomFieldType;
  options: { id: string; text: string; deleted: boolean }[];
  deleted: boolean;
}

/** How a connector turns its raw records into facts. Pure; may throw on a record that `check` did not see: the caller quarantines it. */
export interface Mapper {
  provider: Provider;
  contact(raw: unknown): ContactFacts;
  company(raw: unknown): CompanyFacts;
  matter(raw: unknown): MatterFacts;
  relationship(raw: unknown): RelationshipFacts;
  staff(raw: unknown): StaffFacts;
  name(raw: unknown): NameFacts;
  custom_field(raw: unknown): CustomFieldFacts;
  /** The provider's page for a person to look at; null where there is none. `firm_url` is the firm's own address (MyCase). */
  link(
    kind: "contact" | "company" | "matter" | "staff",
    provider_id: string,
    base: { region: string | null; firm_url: string | null },
  ): string | null;
}
