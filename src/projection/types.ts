/** What the pure rules take and give. No rule reads anything else: same input, same day, same answer (invariant 3). */
import type { ContactFacts, CustomFieldFacts, MatterFacts, MatterStatus, NameFacts, StaffFacts } from "../model/facts.ts";
import type { ContactState, Kind, Presence, Provider } from "../model/kinds.ts";
import type { Settings } from "../model/settings.ts";
import type { ReasonCode, RuleId } from "./reasons.ts";

/** Where a derived value comes from: a record (and its field), a setting (dotted path), or what a member did. */
export interface Source {
  kind: Kind | "setting" | "member";
  id: string;
  field?: string;
}

/**
 * Why a value is what it is (B-WHY-1). `rule` is the id in the behaviour book, `code` the case within it; `explain(reason)` makes
 * one sentence of it. Small on purpose: it is kept beside every value of every contact.
 */
export interface Reason {
  rule: RuleId;
  code: ReasonCode;
  params?: Record<string, string | number | boolean | null>;
  sources: Source[];
}

/** How a contact (or company) takes part in a matter, as the provider's records say. */
export type Capacity = "client" | "payer" | "on_case" | "related";

/** One edge between a matter and a person or company. Made from the matter's own record (and Clio's relationships). */
export interface Participant {
  person_id: string;
  /** `untyped`: a MyCase payer's id, a person's if such a person exists, else a company's. */
  person_type: "contact" | "company" | "untyped";
  capacity: Capacity;
  /** Clio's relationship text; "" elsewhere. */
  role: string;
  relationship_id: string | null;
  /** The provider's order within the matter. */
  position: number;
}

/** What of a matter the contact rules need; the row of the `matter` table, less its text. */
export interface MatterForContact {
  provider_id: string;
  number: string;
  name: string;
  status: MatterStatus;
  practice_area: string;
  stage: string;
  opened_on: string | null;
  /** B-OWN-2: the update time that counts, our own writes left out. */
  decisive_at: string | null;
  staff: MatterFacts["staff"];
  /** B-MAT-5: the contact that the main-client rule picks. */
  main_client_id: string | null;
  /** B-MAT-8: kept as a lead; it makes nobody a client. */
  lead: boolean;
}

export interface Participation {
  matter: MatterForContact;
  capacity: Capacity;
  role: string;
  relationship_id: string | null;
  /** Set when the contact takes part through this company (B-CLI-4). */
  via_company: { id: string; name: string } | null;
}

export interface Member {
  member_id: string;
  name: string;
  email: string;
  active: boolean;
}

/** Everything firm-wide that a rule may look at. Small enough to hold in memory for any firm. */
export interface ProjectionContext {
  provider: Provider;
  settings: Settings;
  /** The firm's local day, YYYY-MM-DD. */
  day: string;
  /** ISO 3166 two letters, for phone numbers. */
  country: string;
  /** Matters closed and not updated since this day are left out (B-SYN-2); null: no limit. */
  matters_since: string | null;
  staff: ReadonlyMap<string, StaffFacts>;
  members: readonly Member[];
  practice_areas: ReadonlyMap<string, NameFacts>;
  stages: ReadonlyMap<string, NameFacts>;
  people_groups: ReadonlyMap<string, NameFacts>;
  custom_fields: ReadonlyMap<string, CustomFieldFacts>;
}

export interface ManualTag {
  name: string;
  member_id: string;
  at: string;
}

export interface ManualKeyFact {
  key_fact_id: string;
  label: string;
  /** YYYY-MM-DD, or --MM-DD where the year is missing (B-KEY-3). */
  date: string | null;
  text: string;
  member_id: string;
  at: string;
}

export interface ContactInput {
  facts: ContactFacts;
  presence: Presence;
  /** Own ones and those through companies; left-out matters are not among them. */
  participations: Participation[];
  /** The companies that they belong to, with Clio's flag. */
  companies: { id: string; name: string; is_client: boolean }[];
  pin: { member_id: string } | null;
  manual_tags: ManualTag[];
  manual_key_facts: ManualKeyFact[];
}

export type ClientStatus = "client" | "active" | "pending" | "past";

export interface TagView {
  name: string;
  /** `provider`: our rules; `manual`: a member. Both may hold it. */
  origins: ("provider" | "manual")[];
  reasons: Reason[];
}

export interface KeyFactView {
  label: string;
  origin: "provider" | "manual";
  date: string | null;
  text: string;
  reason: Reason;
}

export interface OwnerView {
  member_id: string | null;
  /** The attorney at the provider who made the member the owner; null for pins, primary member and unassigned. */
  staff_id: string | null;
  /** The matter that decided (B-OWN-2). */
  matter_id: string | null;
  reason: Reason;
}

export interface Channels {
  /** Lower case, valid by form, best first. */
  emails: string[];
  /** E.164, best first; fax numbers are not among them. */
  phones: { number: string; extension: string | null }[];
  /** Whether there is a full postal address. */
  postal: boolean;
}

/** One contact, derived. Stored whole; two of them are compared field by field to write history. */
export interface ContactView {
  provider_id: string;
  type: "person" | "company";
  name: string;
  first_name: string;
  middle_name: string;
  last_name: string;
  job_title: string;
  company_name: string;
  /** As the provider has them, best first; `primary_email_only` applied. */
  emails: ContactFacts["emails"];
  phones: ContactFacts["phones"];
  addresses: ContactFacts["addresses"];
  date_of_birth: string | null;
  channels: Channels;
  state: ContactState;
  /** Why it is in that state; for `skipped` the first reason that holds (B-CTC-4). */
  state_reason: Reason;
  /** The other reasons that hold too. */
  other_reasons: Reason[];
  /** Null: not a client. `client`: the flag alone. */
  client_status: ClientStatus | null;
  status_reason: Reason;
  /** B-AUT-1 needs it: whether they take part in a matter themselves, not only through a company (B-CLI-4). */
  takes_part: boolean;
  prospect: boolean;
  never_engage: Reason | null;
  owner: OwnerView;
  tags: TagView[];
  key_facts: KeyFactView[];
  /** What could not be used: an unreadable birthday, an inactive member in a pin … Listed as issues. */
  issues: Reason[];
  /** The next day on which this answer may change by itself, YYYY-MM-DD; null: never. */
  revisit_on: string | null;
}

export type TeamPosition = "attorney" | "paralegal" | "other";

export interface TeamMemberView {
  staff_id: string;
  name: string;
  first_name: string;
  last_name: string;
  title: string;
  email: string;
  phone: string;
  position: TeamPosition;
  lead: boolean;
  originating: boolean;
  responsible_staff: boolean;
  active: boolean;
  /** Why this position (B-MAT-1). */
  reason: Reason;
}

/** One matter, derived. */
export interface MatterView {
  provider_id: string;
  number: string;
  name: string;
  description: string;
  status: MatterStatus;
  practice_area: string;
  practice_area_id: string | null;
  stage: string;
  stage_id: string | null;
  opened_on: string | null;
  pending_on: string | null;
  closed_on: string | null;
  updated_at: string | null;
  decisive_at: string | null;
  /** B-SYN-2: unknown to every rule. */
  left_out: boolean;
  /** B-MAT-8: kept as a lead; it makes nobody a client and is not shown in the portal. */
  lead: boolean;
  team: TeamMemberView[];
  staff: MatterFacts["staff"];
  participants: Participant[];
  /** B-MAT-5; null where the rule picks nobody or a company. Whether the one picked is skipped is asked when it is shown: contacts change without their matters. */
  main_client: {
    contact_id: string | null;
    company_id: string | null;
    flagged: "company" | "not_found" | null;
    reason: Reason;
  };
  custom_values: { field_id: string; name: string; text: string }[];
}

export interface MatterInput {
  facts: MatterFacts;
  presence: Presence;
  decisive_at: string | null;
  /** Clio's relationships of this matter, by id ascending. */
  relationships: { provider_id: string; contact_id: string; role: string }[];
  /** Of the people on it: what the main-client rule needs to know. Absent: the mirror has no such person. */
  people: ReadonlyMap<string, { type: "person" | "company"; people_group_id: string | null }>;
  /** MyCase companies among the ids above that exist. */
  companies: ReadonlySet<string>;
  /** Whom an admin named as the main client, and who did (B-MAT-5). */
  named_client: { contact_id: string; member_id: string | null } | null;
}
