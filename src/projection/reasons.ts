/**
 * What can be said about a derived value: one code for each case, with the words and figures that its sentence needs. A code that is
 * not here does not compile, and `explain.ts` has a sentence for each.
 */
import type { ContactFacts } from "../model/facts.ts";
import type { Reason, Source } from "./types.ts";

/** The rules of the behaviour book that reasons name. */
export const RULES = [
  "B-SYN-2", "B-SYN-5", "B-SYN-6", "B-SYN-10",
  "B-CTC-3", "B-CTC-4", "B-CTC-5",
  "B-CLI-1", "B-CLI-2", "B-CLI-4", "B-CLI-5",
  "B-OWN-1", "B-OWN-3", "B-OWN-4", "B-OWN-5",
  "B-TAG-1", "B-TAG-2", "B-TAG-3", "B-TAG-4", "B-TAG-5", "B-TAG-6", "B-TAG-7",
  "B-KEY-1", "B-KEY-2", "B-KEY-3",
  "B-SEG-1",
  "B-MAT-1", "B-MAT-3", "B-MAT-4", "B-MAT-5", "B-MAT-7", "B-MAT-8", "B-MAT-9",
] as const; // oxfmt-ignore
export type RuleId = (typeof RULES)[number];

/** `through`: the company by which it holds (B-CLI-4). `count`: how many records give it; the reason names only the first few. */
interface FromMatters {
  count: number;
  matter: string;
  through: string | null;
}

interface Nothing {
  [name: string]: never;
}

/** Each code's params. Scalars only, and no look-ups: a sentence needs nothing but these. */
export interface ReasonParams {
  // States
  tombstone: Nothing;
  suspected_gone: Nothing;
  company: Nothing;
  archived: Nothing;
  duplicate_of: { name: string };
  no_name: Nothing;
  no_channel: { emails: number; phones: number; faxes: number; addresses: number };
  scope_not_client: Nothing;
  scope_never_on_matter: Nothing;
  scope_not_on_matter: Nothing;
  scope_not_main_client: Nothing;
  segment_any: { tags: string };
  segment_all: { tags: string };
  segment_none: { tags: string };
  in: Nothing;
  // Client status and audiences
  status_active: FromMatters;
  status_pending: FromMatters;
  status_past: FromMatters;
  status_flag: Nothing;
  status_company_flag: { through: string };
  status_none: Nothing;
  never_group: { group: string };
  never_co_counsel: Nothing;
  never_relationships: { roles: string };
  // Owner
  owner_pin: { member: string };
  owner_all: { member: string | null; problem: string };
  owner_attorney: {
    member: string;
    attorney: string;
    role: string;
    mapped_by: "rule" | "email";
    matter: string;
    client: boolean;
    through: string | null;
    passed_over: string;
  };
  owner_fallback: { member: string | null; matter: string | null; passed_over: string; problem: string };
  pin_ignored: { member: string; problem: string };
  rule_ignored: { attorney: string; member: string; problem: string };
  // Tags
  tag_provider: { provider: string };
  tag_person: Nothing;
  tag_practice_area: FromMatters;
  tag_related_practice_area: FromMatters;
  tag_relationship: FromMatters;
  tag_related_contacts: FromMatters;
  tag_matter_number: FromMatters;
  tag_matter_stage: FromMatters;
  tag_personal_client: FromMatters;
  tag_personal_flag: Nothing;
  tag_company: FromMatters;
  tag_company_flag: { through: string };
  tag_people_group: { group: string };
  tag_location: { part: string };
  tag_attorney: FromMatters & { attorney: string; role: string; choice: "most_recent" | "all" };
  tag_custom_field: { field: string; count: number };
  tag_manual: { member: string };
  // Key facts
  birthday: { target: string };
  provider_id: { provider: string };
  custom_date: { field: string };
  manual_key_fact: { member: string };
  birthday_unreadable: { value: string };
  birthday_before_1900: { value: string };
  birthday_future: { value: string };
  custom_date_unreadable: { field: string; value: string };
  // Matters
  position_setting: { title: string };
  position_provider: { provider_type: string };
  position_title: { title: string; word: string };
  position_unsaid: { title: string };
  position_unknown: Nothing;
  main_billing_contact: Nothing;
  main_group_client: Nothing;
  main_first_listed: Nothing;
  main_matter_client: Nothing;
  main_nobody: Nothing;
  part_client: Nothing;
  part_related: { role: string };
  part_on_case: Nothing;
  part_payer: Nothing;
  main_named: Nothing;
  // Matters as clients see them
  type_mapped: { value: string; type: string };
  type_default: { value: string; type: string };
  type_unmapped: { value: string };
  phase_mapped: { stage: string; phase: string };
  phase_kept: { stage: string; phase: string };
  phase_none_yet: { stage: string };
  phase_unused: { type: string };
  phase_no_type: Nothing;
  field_shown: { field: string; type: string };
  shown_all: Nothing;
  shown_field: { field: string; value: string };
  hidden_gone: Nothing;
  hidden_left_out: Nothing;
  hidden_lead: Nothing;
  hidden_type: { value: string };
  hidden_none: Nothing;
  hidden_no_field: Nothing;
  hidden_field: { field: string; value: string; found: string };
  notified_all: Nothing;
  notified_field: { field: string; value: string };
  unnotified_hidden: Nothing;
  unnotified_gone: Nothing;
  unnotified_none: Nothing;
  unnotified_no_field: Nothing;
  unnotified_field: { field: string; value: string; found: string };
  takes_part_group: { group: string; role: string };
  team_role: { title: string; role: string };
}
export type ReasonCode = keyof ReasonParams;

/** Makes a reason; without params where the code has none, since it is kept beside every value. */
export function because<C extends ReasonCode>(rule: RuleId, code: C, params: ReasonParams[C], sources: Source[]): Reason {
  for (const _ in params) return { rule, code, params: params as Reason["params"] & object, sources };
  return { rule, code, sources };
}

export const contactSource = (facts: ContactFacts, field?: string): Source =>
  field === undefined ? { kind: "contact", id: facts.provider_id } : { kind: "contact", id: facts.provider_id, field };
export const matterSource = (id: string): Source => ({ kind: "matter", id });
export const settingSource = (path: string): Source => ({ kind: "setting", id: path });

/** A reason names a few of its records and counts the rest: a company can have thousands of matters. */
export const SOURCES_NAMED = 5;
