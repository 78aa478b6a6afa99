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
} satisfies Partial<Sentences>;

const SENTENCES: Sentences = { ...states, ...people, ...tags, ...key_facts, ...on_matters };

export function explain(reason: Reason): string {
  const sentence = SENTENCES[reason.code] as (params: object) => string;
  return capital(sentence(reason.params ?? {}));
}
