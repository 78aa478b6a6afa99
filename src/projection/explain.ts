/** One plain sentence for each reason (B-WHY-1), in a paralegal's words. A code without a sentence does not compile. */
import type { ReasonCode, ReasonParams } from "./reasons.ts";
import type { Reason } from "./types.ts";

type Sentences = { [C in ReasonCode]: (params: ReasonParams[C]) => string };

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
const through = (company: string | null): string => (company === null ? "" : ` through ${company}`);
/** "on 2026-0017" or "on 2026-0017 and 3 other matters". */
const matters = (params: { matter: string; count: number }): string =>
  params.count === 1 ? params.matter : `${params.matter} and ${plural(params.count - 1, "other matter")}`;
/** "the open matter 2026-0017" or "3 open matters, among them 2026-0017". */
const these = (kind: string, { matter, count }: { matter: string; count: number }): string =>
  count === 1 ? `the ${kind} matter ${matter}` : `${count} ${kind} matters, among them ${matter}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const states = {
  tombstone: () => "The provider no longer has this contact: it was looked for twice, at least a day apart. Its history stays.",
  suspected_gone: () => "The provider did not find this contact when it was last looked for. It is looked for again after a day.",
  company: () => "This is a company; only people are contacts.",
  archived: () => "The contact is archived at the provider.",
  duplicate_of: ({ name }) => `The name, ${name}, says that this is a duplicate of another contact.`,
  no_name: () => "There is neither a first nor a last name.",
  no_channel: (counts) => `There is no usable way to reach them: ${missingChannels(counts)}.`,
  scope_not_client: () => "Only clients are taken in, and this contact is not one.",
  scope_never_on_matter: () => "Only clients and people related to a matter are taken in, and this contact is on none.",
  scope_not_on_matter: () => "Only people on matters and their payers are taken in, and this contact is neither.",
  scope_not_main_client: () => "Only main clients of matters are taken in, and this contact is not the main client of any.",
  segment_any: ({ tags }) => `The contact has none of the segment's tags: ${tags}.`,
  segment_all: ({ tags }) => `The contact lacks a tag that the segment needs: ${tags}.`,
  segment_none: ({ tags }) => `The contact has a tag that the segment leaves out: ${tags}.`,
  in: () => "The contact has a name and a way to be reached, and is within the firm's scope and segment.",
} satisfies Partial<Sentences>;

function missingChannels({ emails, phones, faxes, addresses }: ReasonParams["no_channel"]): string {
  const found = [
    emails > 0 ? `${plural(emails, "e-mail")} not valid` : "no e-mail",
    phones > 0 ? `${plural(phones, "phone number")} not dialable` : "no phone number",
    ...(faxes > 0 ? [`${plural(faxes, "fax number")}, which does not count`] : []),
    addresses > 0 ? `${plural(addresses, "address", "addresses")} without street, city or postal code` : "no postal address",
  ];
  return found.join("; ");
}

const people = {
  status_active: (params) => `Client${through(params.through)} of ${these("open", params)}.`,
  status_pending: (params) => `Client${through(params.through)} of ${these("pending", params)}; none is open.`,
  status_past: (params) => `Client${through(params.through)} of ${these("closed", params)}; none is open or pending.`,
  status_flag: () => "Clio marks the contact as a client, but none of their matters can be seen here.",
  status_company_flag: ({ through: company }) =>
    `Client through ${company}, which Clio marks as a client; none of its matters can be seen here.`,
  status_none: () => "The contact is not the client of any matter.",
  never_group: ({ group }) => `The contact is in the people group ${group}, which is on the never-engage list.`,
  never_co_counsel: () => "Clio marks the contact as co-counsel.",
  never_relationships: ({ roles }) =>
    `The contact is not a client, and every relationship of theirs is on the never-engage list: ${roles}.`,
  owner_pin: ({ member }) => `A member pinned the contact to ${member}.`,
  owner_all: ({ member, problem }) =>
    member === null
      ? `Nobody: one primary member is to own all contacts, but ${problem}.`
      : `${member} is the primary member, who owns all contacts.`,
  owner_attorney: (params) => ownerByAttorney(params),
  owner_fallback: (params) => ownerByFallback(params),
  pin_ignored: ({ member, problem }) => `The pin to ${member} is ignored, because that member ${problem}.`,
  rule_ignored: ({ attorney, member, problem }) =>
    `The rule that gives ${attorney}'s contacts to ${member} is ignored, because that member ${problem}.`,
} satisfies Partial<Sentences>;

function ownerByAttorney(params: ReasonParams["owner_attorney"]): string {
  const basis = params.client
    ? `the most recently updated matter where the contact is the client${through(params.through)}`
    : "the most recently updated matter that the contact takes part in";
  const mapping = `mapped to the member ${params.member} ${params.mapped_by === "rule" ? "by a rule" : "by e-mail"}`;
  const before = params.passed_over === "" ? "" : ` Passed over: ${params.passed_over}.`;
  return `${params.attorney}, ${mapping}, is the ${params.role} of ${params.matter}, ${basis}.${before}`;
}

function ownerByFallback({ member, matter, passed_over, problem }: ReasonParams["owner_fallback"]): string {
  const cause = matter === null ? "The contact is on no matter" : `No attorney of ${matter} can own the contact (${passed_over})`;
  if (member !== null) return `${cause}, so the primary member, ${member}, owns it.`;
  return problem === "" ? `${cause}, so it is unassigned.` : `${cause}, and ${problem}, so it is unassigned.`;
}

const tags = {
  tag_provider: ({ provider }) => `Every contact from ${provider} has this tag.`,
  tag_person: () => "The contact is a person at Clio.",
  tag_practice_area: (params) => `The practice area of ${matters(params)}${through(params.through)}.`,
  tag_related_practice_area: (params) => `The practice area of ${matters(params)}, where the contact is related but not the client.`,
  tag_relationship: (params) => `What the contact is on ${matters(params)}.`,
  tag_related_contacts: (params) => `The contact has a relationship to ${matters(params)}.`,
  tag_matter_number: (params) => `The number of ${matters(params)}${through(params.through)}.`,
  tag_matter_stage: (params) => `The stage, or else the status, of ${matters(params)}${through(params.through)}.`,
  tag_personal_client: (params) => `Client in their own right of ${matters(params)}.`,
  tag_personal_flag: () => "Clio marks the contact as a client.",
  tag_company: (params) => `Acts for ${params.through ?? "a company"}, the client of ${matters(params)}.`,
  tag_company_flag: ({ through: company }) => `Belongs to ${company}, which Clio marks as a client.`,
  tag_people_group: ({ group }) => `The contact's people group at MyCase is ${group}.`,
  tag_location: ({ part }) => `The ${part} of the primary address.`,
  tag_attorney: (params) =>
    `${params.attorney} is the ${params.role.toLowerCase()} attorney of ${matters(params)}${through(params.through)}${params.choice === "most_recent" ? ", the matter that decides" : ""}.`,
  tag_custom_field: ({ field }) => `From the custom field ${field}.`,
  tag_manual: ({ member }) => `Added by ${member}.`,
} satisfies Partial<Sentences>;

const key_facts = {
  birthday: ({ target }) =>
    target === "all" ? "The date of birth at the provider." : `The date of birth at the provider, kept for ${target} only.`,
  provider_id: ({ provider }) => `The contact's id at ${provider}.`,
  custom_date: ({ field }) => `From the custom date field ${field}.`,
  manual_key_fact: ({ member }) => `Added by ${member}.`,
  birthday_unreadable: ({ value }) => `The date of birth cannot be read as a date: ${value}.`,
  birthday_before_1900: ({ value }) => `The date of birth, ${value}, is before 1900.`,
  birthday_future: ({ value }) => `The date of birth, ${value}, is in the future.`,
  custom_date_unreadable: ({ field, value }) => `The custom field ${field} cannot be read as a date: ${value}.`,
} satisfies Partial<Sentences>;

const on_matters = {
  position_setting: ({ title }) => `An admin says what the title ${title || "(none)"} means.`,
  position_provider: ({ provider_type }) => `The provider says of them: ${provider_type}.`,
  position_title: ({ title, word }) => `The title, ${title}, contains the word ${word}.`,
  position_unsaid: ({ title }) =>
    title === ""
      ? "Neither the provider nor a title says what they are."
      : `Neither the provider nor the title, ${title}, says attorney or paralegal.`,
  position_unknown: () => "The provider's staff list does not contain this person yet.",
  main_billing_contact: () => "The billing contact is among the case's people.",
  main_group_client: () => "The first of the case's people whose group is Client.",
  main_first_listed: () => "The first of the case's people; none is the billing contact or in the group Client.",
  main_matter_client: () => "The matter's client at Clio.",
  part_client: () => "Clio names them as the matter's client.",
  part_related: ({ role }) => `A relationship at Clio names them${role === "" ? "" : `: ${role}`}.`,
  part_on_case: () => "MyCase lists them among the case's people. It does not say in which role.",
  part_payer: () => "MyCase names them as the case's billing contact.",
  main_nobody: () => "The provider names nobody on the matter.",
  main_named: () => "An admin named this person as the main client.",
} satisfies Partial<Sentences>;

const quoted = (value: string): string => (value.trim() === "" ? "(nothing)" : `“${value}”`);
const needs = ({ field, value, found }: { field: string; value: string; found: string }): string =>
  `needs ${quoted(value)} in the field ${field || "that was chosen"}, where it has ${quoted(found)}`;

const for_clients = {
  type_mapped: ({ value, type }) => `The value ${quoted(value)} stands for the type ${type}.`,
  type_default: ({ value, type }) => `No type has ${quoted(value)} among its values, so it is of the default type, ${type}.`,
  type_unmapped: ({ value }) => `No type has ${quoted(value)} among its values, and there is no default type.`,
  phase_mapped: ({ stage, phase }) => `The stage ${quoted(stage)} belongs to the phase ${phase}.`,
  phase_kept: ({ stage, phase }) =>
    `The stage ${quoted(stage)} belongs to no phase, so the client keeps the last one, ${phase}; messages pause until the stage is mapped.`,
  phase_none_yet: ({ stage }) =>
    `The stage ${quoted(stage)} belongs to no phase, and there was none before: the client sees the status and the date of opening; messages pause.`,
  phase_unused: ({ type }) => `The type ${type} has no phases: the client sees the status and the date of opening.`,
  phase_no_type: () => "A matter without a type has no phase.",
  field_shown: ({ field, type }) => `The type ${type} shows the custom field ${field || "that was chosen"} to clients.`,
  shown_all: () => "All matters that have a type are shown to their participants.",
  shown_field: ({ field, value }) => `The field ${field} has ${quoted(value)}, so the matter is shown.`,
  hidden_gone: () => "The provider no longer has this matter, so it is not shown.",
  hidden_left_out: () => "The matter is too old for the firm’s window, so it is not shown.",
  hidden_lead: () => "The matter is kept as a lead, and leads are not shown to clients.",
  hidden_type: ({ value }) => `The matter is of no type (no type has ${quoted(value)}), so it is not shown.`,
  hidden_none: () => "The settings show no matter to clients.",
  hidden_no_field: () => "The settings show only matters with a value in a custom field, but name no field yet.",
  hidden_field: (params) => `To be shown, the matter ${needs(params)}.`,
  notified_all: () => "The participants of all matters that are shown are also told by message.",
  notified_field: ({ field, value }) => `The field ${field} has ${quoted(value)}, so the participants are also told by message.`,
  unnotified_hidden: () => "Nobody is told by message of a matter that is not shown.",
  unnotified_gone: () => "The provider did not find this matter when it was last looked for, so nobody is told anything of it by message.",
  unnotified_none: () => "The settings tell nobody by message.",
  unnotified_no_field: () => "The settings tell only participants of matters with a value in a custom field, but name no field yet.",
  unnotified_field: (params) => `For its participants to be told by message, the matter ${needs(params)}.`,
  takes_part_group: ({ group, role }) => `The group or relationship ${group} gives the role ${role}.`,
  team_role: ({ title, role }) => `The title ${title} belongs to the role ${role}.`,
} satisfies Partial<Sentences>;

const SENTENCES: Sentences = { ...states, ...people, ...tags, ...key_facts, ...on_matters, ...for_clients };

export function explain(reason: Reason): string {
  const sentence = SENTENCES[reason.code] as (params: object) => string;
  return capital(sentence(reason.params ?? {}));
}
