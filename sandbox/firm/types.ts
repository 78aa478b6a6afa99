/**
 * The imaginary firm as neutral data. Both sandboxes are filled from it, each with what its vendor can hold: Clio's connection and MyCase's
 * connection therefore show one firm through two systems. People, companies, matters and staff refer to each other by `key`; name lists
 * (areas, stages, groups, roles) by name. A row's place in its list is stable: vendors number their ids by it (`placeOf`).
 */

/** The vendor whose office has the row; rows without it are in both. */
export type Office = "clio" | "mycase";

export interface Timed {
  /** ISO 8601 in UTC, before 2026-10-01. */
  created: string;
  updated: string;
}

export interface Staff extends Timed {
  key: string;
  first: string;
  middle?: string;
  last: string;
  /** "" for the one who has none; two share one on purpose. */
  email: string;
  phone?: string;
  /** As typed by the firm, also with odd case or blanks; may be "". */
  title: string;
  kind: "attorney" | "paralegal" | "other";
  /** False: left the firm; still on matters. */
  active: boolean;
  /** Clio: administrator. MyCase: may manage the firm's preferences, billing and payments. */
  admin: boolean;
  /** `linked`: sees only matters they are on, and their people (Clio: restricted visibility). */
  sees: "all" | "linked";
  only?: Office;
}

export interface EmailAddress {
  address: string;
  label: string;
  /** Clio's flag; several or none may be flagged. MyCase keeps the first address only. */
  primary?: boolean;
}

export type PhoneLabel = "Mobile" | "Work" | "Home" | "Fax" | "Other";

export interface Phone {
  number: string;
  /** MyCase: Mobile is the cell phone; Other is not kept. */
  label: PhoneLabel;
  primary?: boolean;
}

export interface PostalAddress {
  label: string;
  street: string;
  /** Second line; Clio joins it to the first. */
  street2?: string;
  city: string;
  state: string;
  zip: string;
  country: string;
}

/**
 * What stands in a custom field. Picklists: the option's text, also one that was deleted. Contact and matter fields: the key.
 * Null and "" are blank; 0 and false are not.
 */
export type FieldValue = string | number | boolean | null;
export type FieldValues = Record<string, FieldValue>;

export interface Person extends Timed {
  key: string;
  prefix?: string;
  first: string;
  middle?: string;
  last: string;
  /** Job title (Clio). */
  job?: string;
  emails: EmailAddress[];
  phones: Phone[];
  addresses: PostalAddress[];
  /** As typed: may be unreadable, before 1900 or in the future. */
  born?: string;
  /** Clio's own flags. */
  is_client?: boolean;
  co_counsel?: boolean;
  /** Key of the company that the person belongs to. */
  company?: string;
  /** MyCase people group. */
  group?: string;
  /** MyCase only. */
  archived?: boolean;
  /** Background text (MyCase `notes`). */
  background?: string;
  values?: FieldValues;
  only?: Office;
}

export interface Company extends Timed {
  key: string;
  name: string;
  emails: EmailAddress[];
  phones: Phone[];
  addresses: PostalAddress[];
  website?: string;
  is_client?: boolean;
  archived?: boolean;
  background?: string;
  /** Clio: contact fields. MyCase: company fields. */
  values?: FieldValues;
  only?: Office;
}

export interface Participant {
  /** Key of a person or company. */
  who: string;
  /** Clio: the relationship's description. MyCase: the case role (written, never read back). */
  role: string;
  /** `clio`: only a relationship there; MyCase's case does not list them. */
  only?: Office;
}

export interface Matter extends Timed {
  key: string;
  /** Clio's display number, MyCase's case number; "" when MyCase's case has none. */
  number: string;
  /** MyCase's case name (unique); Clio has none. */
  name: string;
  description: string;
  /** MyCase has no pending: open there. */
  status: "open" | "pending" | "closed";
  area: string | null;
  /** One of the area's stages. */
  stage: string | null;
  opened: string | null;
  pending?: string;
  closed?: string;
  /** Clio's client, MyCase's payer (unless `payer` says otherwise) and first person or company of the case. */
  client: string;
  /** MyCase: the billing contact where it is somebody else, or nobody. */
  payer?: string | null;
  /** MyCase: the client is not among the case's people (false only). */
  client_on_case?: false;
  people: Participant[];
  /** Clio: responsible attorney, the first; MyCase: lead lawyers, in the provider's order. Empty: vacant. */
  lead: string[];
  originating: string[];
  responsible_staff?: string;
  /** Others on MyCase's case, after the attorneys. */
  team: string[];
  values?: FieldValues;
  only?: Office;
}

/** Clio's names. MyCase: checkbox is boolean, picklist list, text_line short_text, text_area long_text; it lacks the last five. */
export type FieldType =
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
  | "matter";

export interface CustomField {
  key: string;
  name: string;
  /** MyCase: client, case, company. Clio has no company fields. */
  parent: "contact" | "matter" | "company";
  type: FieldType;
  options?: { text: string; deleted?: boolean }[];
  /** Clio: the definition itself was deleted; values remain. */
  deleted?: boolean;
  only?: Office;
}

export interface PracticeArea {
  name: string;
  /** Clio's matter stages of this area, in order. MyCase: one flat list of all names. */
  stages: string[];
}

/** MyCase's own leads: not contacts. */
export interface Lead extends Timed {
  key: string;
  first: string;
  middle_initial?: string;
  last: string;
  email: string;
  phones: Phone[];
  address?: PostalAddress;
  born?: string;
  details: string;
  status: string;
  approved: boolean;
  referral_source?: string;
  /** Key of a person or company. */
  referred_by?: string;
  values?: FieldValues;
}

/** Two rows for one person that the firm will merge: a test or the control page removes `gone`, `survivor` stays. */
export interface MergeCandidate {
  gone: string;
  survivor: string;
}

export interface ImaginaryFirm {
  name: string;
  /** IANA zone and ISO 3166 country of the firm. */
  time_zone: string;
  country: string;
  offices: Record<Office, { account_id: number; url: string; uuid: string }>;
  address: PostalAddress;
  phone: string;
  staff: Staff[];
  people: Person[];
  companies: Company[];
  matters: Matter[];
  custom_fields: CustomField[];
  practice_areas: PracticeArea[];
  people_groups: string[];
  case_roles: string[];
  referral_sources: string[];
  /** Clio groups (of users). */
  user_groups: { name: string; members: string[] }[];
  locations: { name: string; address: PostalAddress }[];
  leads: Lead[];
  merges: MergeCandidate[];
}
