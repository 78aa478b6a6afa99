/** What the Clio sandbox stores. Times are `toISOString()` texts; ids of other rows end in `_id`. */
import type { Row, Table } from "../kit/types.ts";

/** Counts changes that leave `updated_at` alone, so that the etag can tell them apart. */
export interface Revised {
  revision?: number;
}

export interface EmailAddress {
  id: number;
  name: string;
  address: string;
  primary: boolean;
}
export interface PhoneNumber {
  id: number;
  name: string;
  number: string;
  primary: boolean;
}
export interface Address {
  id: number;
  name: string;
  street: string;
  city: string;
  province: string;
  postal_code: string;
  country: string;
  primary: boolean;
}
export interface WebSite {
  id: number;
  name: string;
  address: string;
  default_web_site: boolean;
}

/** A value record; its own id is the number in the composite id (`text_line-55001`), not the definition's. */
export interface CustomValue {
  id: number;
  custom_field_id: number;
  /** Picklist: the option's id. Contact and matter fields: that row's id. Text, number or boolean otherwise. */
  value: string | number | boolean | null;
}

export interface ContactRow extends Row, Revised {
  type: "Person" | "Company";
  name: string;
  prefix: string | null;
  title: string | null;
  first_name: string | null;
  middle_name: string | null;
  last_name: string | null;
  date_of_birth: string | null;
  is_client: boolean;
  is_co_counsel: boolean;
  company_id: number | null;
  email_addresses: EmailAddress[];
  phone_numbers: PhoneNumber[];
  addresses: Address[];
  web_sites: WebSite[];
  custom_field_values: CustomValue[];
  created_by: number | null;
}

export interface MatterRow extends Row, Revised {
  number: number;
  display_number: string;
  custom_number: string | null;
  description: string;
  /** Capitalised on read, lower case on write and in filters (clio.md 8.2). */
  status: "Open" | "Pending" | "Closed";
  client_reference: string | null;
  location: string | null;
  billable: boolean;
  billing_method: "hourly" | "flat" | "contingency";
  open_date: string | null;
  pending_date: string | null;
  close_date: string | null;
  matter_stage_updated_at: string | null;
  client_id: number | null;
  practice_area_id: number | null;
  matter_stage_id: number | null;
  responsible_attorney_id: number | null;
  originating_attorney_id: number | null;
  responsible_staff_id: number | null;
  /** The user who opened it. */
  user_id: number | null;
  /** Who may see it; null: everybody. */
  group_id: number | null;
  custom_field_values: CustomValue[];
}

export interface RelationshipRow extends Row, Revised {
  description: string;
  matter_id: number;
  contact_id: number;
}

export interface UserRow extends Row, Revised {
  first_name: string;
  last_name: string;
  name: string;
  email: string;
  phone_number: string | null;
  enabled: boolean;
  account_owner: boolean;
  subscription_type: "Attorney" | "NonAttorney";
  roles: string[];
  time_zone: string;
  rate: number;
  job_title: string | null;
  co_counsel: boolean;
  pending_setup: boolean;
  /** Contacts visibility "Restricted" (clio.md 1.3): sees only contacts tied to matters that they see, and those they made. */
  restricted: boolean;
  /** `linked`: of all matters only those they work on. */
  matter_access: "all" | "linked";
}

export interface PracticeAreaRow extends Row, Revised {
  name: string;
  code: string | null;
  category: string | null;
}

export interface MatterStageRow extends Row, Revised {
  practice_area_id: number;
  name: string;
  order: number;
}

export const FIELD_TYPES = [
  "checkbox",
  "contact",
  "currency",
  "date",
  "time",
  "email",
  "matter",
  "numeric",
  "picklist",
  "text_area",
  "text_line",
  "url",
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export interface PicklistOption {
  id: number;
  option: string;
  deleted_at: string | null;
}

export interface CustomFieldRow extends Row, Revised {
  name: string;
  parent_type: "Contact" | "Matter";
  field_type: FieldType;
  displayed: boolean;
  deleted: boolean;
  required: boolean;
  display_order: number;
  picklist_options: PicklistOption[];
}

export interface CustomFieldSetRow extends Row, Revised {
  name: string;
  parent_type: "Contact" | "Matter";
  displayed: boolean;
  custom_field_ids: number[];
}

export interface GroupRow extends Row, Revised {
  name: string;
  type: "UserGroup" | "AdhocGroup" | "AccountGroup" | "TeamGroup";
  archived: boolean;
  user_ids: number[];
}

export interface WebhookRow extends Row, Revised {
  url: string;
  model: string;
  events: string[];
  fields: string;
  shared_secret: string;
  status: "pending" | "enabled" | "suspended";
  expires_at: string;
  user_id: number;
  /** Deliveries given up in a row. */
  failures: number;
}

export interface ExternalProperty {
  id: number;
  name: string;
  value: string;
}

export interface NoteRow extends Row, Revised {
  type: "Matter" | "Contact";
  subject: string;
  detail: string;
  detail_text_type: "plain_text" | "rich_text";
  date: string;
  matter_id: number | null;
  contact_id: number | null;
  author_id: number | null;
}

export interface CommunicationRow extends Row, Revised {
  type: "PhoneCommunication" | "EmailCommunication";
  subject: string;
  body: string;
  date: string;
  received_at: string;
  matter_id: number | null;
  user_id: number | null;
  senders: { id: number; type: "User" | "Contact" }[];
  receivers: { id: number; type: "User" | "Contact" }[];
  external_properties: ExternalProperty[];
}

export interface DocumentVersion extends Row, Revised {
  uuid: string;
  version_number: number;
  filename: string;
  content_type: string;
  creator_id: number | null;
  fully_uploaded: boolean;
  /** Of the bytes only these are kept; null and 0 until they are there. */
  size: number;
  sha256: string | null;
}

export interface DocumentRow extends Row, Revised {
  name: string;
  content_type: string;
  filename: string;
  received_at: string | null;
  deleted_at: string | null;
  fully_uploaded: boolean;
  parent_id: number | null;
  matter_id: number | null;
  contact_id: number | null;
  creator_id: number | null;
  external_properties: ExternalProperty[];
  /** Oldest first. */
  versions: DocumentVersion[];
}

export interface FolderRow extends Row, Revised {
  name: string;
  root: boolean;
  deleted_at: string | null;
  parent_id: number | null;
  matter_id: number | null;
  contact_id: number | null;
  external_properties: ExternalProperty[];
}

export interface ClioTables {
  contacts: Table<ContactRow>;
  matters: Table<MatterRow>;
  relationships: Table<RelationshipRow>;
  users: Table<UserRow>;
  practice_areas: Table<PracticeAreaRow>;
  matter_stages: Table<MatterStageRow>;
  custom_fields: Table<CustomFieldRow>;
  custom_field_sets: Table<CustomFieldSetRow>;
  groups: Table<GroupRow>;
  webhooks: Table<WebhookRow>;
  notes: Table<NoteRow>;
  communications: Table<CommunicationRow>;
  documents: Table<DocumentRow>;
  folders: Table<FolderRow>;
}
export type TableName = keyof ClioTables;

export interface Account {
  id: number;
  name: string;
  created_at: string;
}
