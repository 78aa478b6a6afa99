/** Rows as the sandbox keeps them: MyCase's own field names, null where blank. What depends on others (a client's cases, names) is added when served. */
import type { Row, Sandbox, SandboxClock, Filling, Table } from "../kit/types.ts";
import type { ListLag } from "../kit/list_lag.ts";
import type { ObjectStorage } from "../kit/storage.ts";
import type { WebhookSender } from "../kit/webhooks.ts";
import type { Written } from "../kit/written.ts";
import type { Feature, UserAccess } from "./access.ts";
import type { MyCaseSwitches } from "./switches.ts";

export interface Ref {
  id: number;
}

export interface Address {
  address1: string;
  address2: string;
  city: string;
  state: string;
  zip_code: string;
  country: string;
}

export interface CustomValue {
  custom_field: Ref;
  /** A list's value is kept as the option's text. */
  value: string | number | boolean | null;
  created_at: string;
  updated_at: string;
}

/** Not a `type` of its own for each phone: the vendor has one column per kind. */
interface Phones {
  cell_phone_number: string | null;
  work_phone_number: string | null;
  home_phone_number: string | null;
}

export interface Client extends Row, Phones {
  email: string | null;
  first_name: string | null;
  middle_name: string | null;
  last_name: string | null;
  address: Address | null;
  fax_phone_number: string | null;
  people_group: Ref | null;
  notes: string | null;
  birthdate: string | null;
  archived: boolean;
  custom_field_values: CustomValue[];
}

export interface Company extends Row {
  name: string;
  email: string | null;
  website: string | null;
  main_phone_number: string | null;
  fax_phone_number: string | null;
  address: Address | null;
  notes: string | null;
  /** Membership exists on this side only. */
  clients: Ref[];
  custom_field_values: CustomValue[];
  archived: boolean;
}

export interface CaseStaff {
  id: number;
  lead_lawyer: boolean;
  originating_lawyer: boolean;
  case_rate: string | null;
}

export interface Case extends Row {
  name: string;
  case_number: string | null;
  description: string | null;
  opened_date: string | null;
  closed_date: string | null;
  sol_date: string | null;
  /** Names, not ids. */
  practice_area: string | null;
  case_stage: string | null;
  status: "open" | "closed";
  outstanding_balance: number;
  /** A client's or a company's id; nothing says which. */
  billing_contact: Ref | null;
  billing_type: "" | "hourly" | "contingency" | "flat" | "mixed" | "pro_bono";
  clients: Ref[];
  companies: Ref[];
  staff: CaseStaff[];
  custom_field_values: CustomValue[];
}

export interface Staff extends Row, Phones {
  email: string | null;
  first_name: string;
  middle_initial: string | null;
  last_name: string;
  address: Address | null;
  type: string;
  title: string | null;
  active: boolean;
  default_hourly_rate: number | null;
}

export interface Named extends Row {
  name: string;
}

export interface Location extends Named {
  address: Address | null;
}

export interface ListOption {
  key: string;
  option: string;
  created_at: string;
  updated_at: string;
}

export interface CustomField extends Row {
  name: string;
  parent_type: "case" | "client" | "company" | "expense" | "time" | "time_and_expense";
  field_type: "short_text" | "long_text" | "numeric" | "boolean" | "date" | "list" | "currency";
  /** Only of lists. */
  list_options: ListOption[] | null;
}

export interface Lead extends Row, Phones {
  email: string | null;
  first_name: string;
  middle_initial: string | null;
  last_name: string;
  address: Address | null;
  lead_details: string | null;
  birthdate: string | null;
  drivers_license_number: string | null;
  drivers_license_state: string | null;
  status: string;
  approved: boolean;
  referral_source_reference: Ref | null;
  referred_by: Ref | null;
  custom_field_values: CustomValue[];
}

export const WEBHOOK_MODELS = ["case", "client", "company", "event", "lead", "message"] as const;
export type WebhookModel = (typeof WEBHOOK_MODELS)[number];
export type WebhookAction = "created" | "updated" | "deleted";

export interface Subscription extends Row {
  model: WebhookModel;
  url: string;
  actions: WebhookAction[];
  hmac_key: string;
  /** Who asked for it; not part of the answer. */
  user_id: number;
}

/** Whose token wrote it; not part of any answer. */
interface HasWriter {
  written_by?: number;
}

export interface Note extends Row {
  subject: string;
  note: string;
  archived: boolean;
  date: string | null;
  client: Ref | null;
  company: Ref | null;
  case: Ref | null;
  created_by: Ref;
  updated_by: Ref;
}

export interface Call extends Row, HasWriter {
  called_at: string;
  caller_phone_number: string;
  call_for: Ref;
  case: Ref | null;
  lead: Ref | null;
  client: Ref | null;
  caller_name: string | null;
  message: string;
  call_type: "incoming" | "outgoing";
  resolved: boolean;
}

export interface MessageThread extends Row, HasWriter {
  subject: string;
  first_message_body: string;
  sender: Ref;
  case: Ref | null;
  clients: Ref[];
  staff: Ref[];
}

export interface Message extends Row, HasWriter {
  sender: Ref;
  body: string;
  message_thread: { id: number; subject: string };
}

export interface CaseDocument extends Row, HasWriter {
  name: string;
  filename: string;
  path: string;
  description: string | null;
  assigned_date: string | null;
  case: Ref | null;
  folder: Ref | null;
}

export interface DocumentVersion extends Row, HasWriter {
  version: number;
  document: Ref;
  /** Where its bytes lie in the storage; not part of any answer. */
  key?: string;
}

export interface Folder extends Row {
  name: string;
  /** From the root, which is "". */
  path: string;
  case: Ref | null;
  parent_id: number | null;
}

export interface Tables {
  clients: Table<Client>;
  companies: Table<Company>;
  cases: Table<Case>;
  staff: Table<Staff>;
  people_groups: Table<Named>;
  case_stages: Table<Named>;
  practice_areas: Table<Named>;
  case_roles: Table<Named>;
  referral_sources: Table<Named>;
  locations: Table<Location>;
  custom_fields: Table<CustomField>;
  leads: Table<Lead>;
  subscriptions: Table<Subscription>;
  notes: Table<Note>;
  calls: Table<Call>;
  message_threads: Table<MessageThread>;
  messages: Table<Message>;
  documents: Table<CaseDocument>;
  document_versions: Table<DocumentVersion>;
  folders: Table<Folder>;
}

export interface Firm {
  name: string;
  /** The firm's own MyCase address. */
  url: string;
  /** Told only with the code exchange. */
  uuid: string;
  office: { id: number; name: string; main_phone: string; fax_phone: string; address: Address; created_at: string; updated_at: string };
}

export interface MyCaseOptions {
  filling: Filling;
  seed?: number;
  clock?: SandboxClock;
  /** Origin of the data that Link headers name; the request's own origin when absent. */
  base_url?: string;
  /** Origin of the storage to which files go. */
  storage_url?: string;
  client_id?: string;
  client_secret?: string;
  /** Registered by MyCase's support in real life, matched exactly. */
  redirect_uris?: string[] | "any";
  /** Sign-in without a page, as the first staff member who may connect. */
  auto_consent?: boolean;
  switches?: Partial<MyCaseSwitches>;
  /** The way out for webhooks; `fetch` when absent. */
  deliver?: (request: Request) => Promise<Response>;
}

export interface TokenGrant {
  access_token: string;
  refresh_token: string;
  expires_in: number;
  firm_uuid: string;
}

/** A portal message that MyCase would have announced to a client by e-mail (fact sheet 6.3). */
export interface WouldEmail {
  at: string;
  client_id: number;
  email: string | null;
  subject: string;
  thread_id: number;
}

export interface MyCaseSandbox extends Sandbox {
  readonly provider: "mycase";
  readonly client_id: string;
  readonly client_secret: string;
  readonly tables: Tables;
  /** Change them at any time; they hold from the next request on. */
  readonly switches: MyCaseSwitches;
  readonly firm: Firm;
  readonly webhooks: WebhookSender;
  /** The latest; `would_email_count` is exact. */
  readonly would_email: readonly WouldEmail[];
  would_email_count(): number;
  /** Notes, calls, threads, messages and documents, with author, parents and marks. */
  readonly written: Written;
  /** How late lists show what was written. */
  readonly lag: ListLag;
  /** Answers on an origin of its own; `fetch` hands it what is meant for it. */
  readonly storage: ObjectStorage;
  /** Ids of a client's cases. */
  casesOf(client_id: number): number[];
  /** What a staff member may see and do; change it in place. */
  access(user_id: number): UserAccess;
  hide(user_id: number, ...features: Feature[]): void;
  /** Tokens without the browser, for the first who may connect unless told. */
  grant(user_id?: number): TokenGrant;
  /** Ends all tokens of a user, as disabling the account or withdrawing the app does. */
  revoke(user_id: number): void;
  /** What the firm does with twins: `gone` is deleted, `survivor` takes its cases and companies. */
  merge(survivor_id: number, gone_id: number): Client;
  /** Resolves when no webhook is on its way. */
  settle(): Promise<void>;
}
