import { expect, test } from "vitest";
import { explain } from "./explain.ts";
import { because, type ReasonCode, type ReasonParams } from "./reasons.ts";

/** A code that is added without a sample does not compile here, as one without a sentence does not compile in explain.ts. */
const SAMPLES: { [C in ReasonCode]: ReasonParams[C][] } = {
  tombstone: [{}],
  suspected_gone: [{}],
  company: [{}],
  archived: [{}],
  duplicate_of: [{ name: "Duplicate of Nora Quill" }],
  no_name: [{}],
  no_channel: [
    { emails: 0, phones: 0, faxes: 0, addresses: 0 },
    { emails: 1, phones: 2, faxes: 1, addresses: 2 },
  ],
  scope_not_client: [{}],
  scope_never_on_matter: [{}],
  scope_not_on_matter: [{}],
  scope_not_main_client: [{}],
  segment_any: [{ tags: "Gold, Silver" }],
  segment_all: [{ tags: "Gold" }],
  segment_none: [{ tags: "Gold" }],
  in: [{}],
  status_active: [
    { count: 1, matter: "2026-1", through: null },
    { count: 3, matter: "2026-1", through: "Acme" },
  ],
  status_pending: [{ count: 2, matter: "2026-1", through: null }],
  status_past: [{ count: 1, matter: "2026-1", through: null }],
  status_flag: [{}],
  status_company_flag: [{ through: "Acme" }],
  status_none: [{}],
  never_group: [{ group: "Judge" }],
  never_co_counsel: [{}],
  never_relationships: [{ roles: "Judge, Expert" }],
  owner_pin: [{ member: "Ada" }],
  owner_all: [
    { member: "Ada", problem: "" },
    { member: null, problem: "no primary member is set" },
  ],
  owner_attorney: [
    {
      member: "Ada",
      attorney: "Ada Marsh",
      role: "lead attorney",
      mapped_by: "email",
      matter: "2026-1",
      client: true,
      through: "Acme",
      passed_over: "",
    },
    {
      member: "Ada",
      attorney: "Cleo",
      role: "originating attorney",
      mapped_by: "rule",
      matter: "2026-1",
      client: false,
      through: null,
      passed_over: "the lead attorney, Bo, is not a member",
    },
  ],
  owner_fallback: [
    { member: null, matter: null, passed_over: "", problem: "" },
    { member: "Ada", matter: "2026-1", passed_over: "there is no lead attorney", problem: "" },
    { member: null, matter: "2026-1", passed_over: "there is no lead attorney", problem: "no primary member is set" },
  ],
  pin_ignored: [{ member: "Ada", problem: "is inactive" }],
  rule_ignored: [{ attorney: "Cleo", member: "Ada", problem: "is inactive" }],
  tag_provider: [{ provider: "Clio" }],
  tag_person: [{}],
  tag_practice_area: [{ count: 1, matter: "2026-1", through: null }],
  tag_related_practice_area: [{ count: 2, matter: "2026-1", through: null }],
  tag_relationship: [{ count: 1, matter: "2026-1", through: null }],
  tag_related_contacts: [{ count: 2, matter: "2026-1", through: null }],
  tag_matter_number: [{ count: 1, matter: "2026-1", through: "Acme" }],
  tag_matter_stage: [{ count: 1, matter: "2026-1", through: null }],
  tag_personal_client: [{ count: 1, matter: "2026-1", through: null }],
  tag_personal_flag: [{}],
  tag_company: [{ count: 1, matter: "2026-1", through: "Acme" }],
  tag_company_flag: [{ through: "Acme" }],
  tag_people_group: [{ group: "Client" }],
  tag_location: [{ part: "postal code" }],
  tag_attorney: [
    { count: 1, matter: "2026-1", through: null, attorney: "Ada", role: "Lead", choice: "most_recent" },
    { count: 4, matter: "2026-1", through: "Acme", attorney: "Ada", role: "Originating", choice: "all" },
  ],
  tag_custom_field: [{ field: "Tier", count: 1 }],
  tag_manual: [{ member: "Ada" }],
  birthday: [{ target: "all" }, { target: "clients" }],
  provider_id: [{ provider: "MyCase" }],
  custom_date: [{ field: "Wedding" }],
  manual_key_fact: [{ member: "Ada" }],
  birthday_unreadable: [{ value: "soon" }],
  birthday_before_1900: [{ value: "1899-01-01" }],
  birthday_future: [{ value: "2030-01-01" }],
  custom_date_unreadable: [{ field: "Wedding", value: "soon" }],
  position_setting: [{ title: "" }, { title: "Of Counsel" }],
  position_provider: [{ provider_type: "Attorney" }],
  position_title: [{ title: "Partner", word: "Partner" }],
  position_unsaid: [{ title: "" }, { title: "Clerk" }],
  position_unknown: [{}],
  main_billing_contact: [{}],
  main_group_client: [{}],
  main_first_listed: [{}],
  main_matter_client: [{}],
  main_nobody: [{}],
  part_client: [{}],
  part_related: [{ role: "Witness" }, { role: "" }],
  part_on_case: [{}],
  part_payer: [{}],
  main_named: [{}],
  type_mapped: [{ value: "Family Law", type: "Divorce" }],
  type_default: [
    { value: "Probate", type: "Other" },
    { value: "", type: "Other" },
  ],
  type_unmapped: [{ value: "Probate" }, { value: "" }],
  phase_mapped: [{ stage: "Petition", phase: "Filed" }],
  phase_kept: [
    { stage: "On hold", phase: "Filed" },
    { stage: "", phase: "Filed" },
  ],
  phase_none_yet: [{ stage: "On hold" }, { stage: "" }],
  phase_unused: [{ type: "Divorce" }],
  phase_no_type: [{}],
  field_shown: [{ field: "Court", type: "Divorce" }],
  shown_all: [{}],
  shown_field: [{ field: "Portal", value: "Yes" }],
  hidden_gone: [{}],
  hidden_left_out: [{}],
  hidden_lead: [{}],
  hidden_type: [{ value: "Probate" }],
  hidden_none: [{}],
  hidden_no_field: [{}],
  hidden_field: [
    { field: "Portal", value: "Yes", found: "No" },
    { field: "Portal", value: "Yes", found: "" },
  ],
  notified_all: [{}],
  notified_field: [{ field: "Portal", value: "Yes" }],
  unnotified_hidden: [{}],
  unnotified_gone: [{}],
  unnotified_none: [{}],
  unnotified_no_field: [{}],
  unnotified_field: [{ field: "Portal", value: "Yes", found: "No" }],
  takes_part_group: [{ group: "Spouse", role: "Family" }],
  team_role: [{ title: "Paralegal", role: "Your contact" }],
};

const all = Object.entries(SAMPLES).flatMap(([code, list]) => list.map((params): [ReasonCode, object] => [code as ReasonCode, params]));

test.each(all)("B-WHY-1: %s is explained in one plain sentence with its words %j", (code, params) => {
  const sentence = explain(because("B-CTC-3", code, params as never, [{ kind: "contact", id: "1" }]));
  expect(sentence).toMatch(/^[A-Z].*\.$/);
  expect(sentence).not.toMatch(/undefined|null|NaN|\[object| {2}|\.\./);
  for (const value of Object.values(params))
    if (typeof value === "string" && !FORMAL.has(value)) expect(sentence.toLowerCase()).toContain(value.toLowerCase());
});

/** Params that choose words instead of being said. */
const FORMAL = new Set(["all", "email", "rule", "most_recent"]);

test("B-WHY-1: an owner's sentence names the attorney, the role, the matter and who was passed over", () => {
  const params = SAMPLES.owner_attorney[1]!;
  expect(explain(because("B-OWN-5", "owner_attorney", params, []))).toBe(
    "Cleo, mapped to the member Ada by a rule, is the originating attorney of 2026-1, the most recently updated matter that the contact takes part in. Passed over: the lead attorney, Bo, is not a member.",
  );
});

test("B-WHY-1: what is missing to reach a skipped contact is said", () => {
  expect(explain(because("B-CTC-3", "no_channel", { emails: 1, phones: 2, faxes: 1, addresses: 0 }, []))).toBe(
    "There is no usable way to reach them: 1 e-mail not valid; 2 phone numbers not dialable; 1 fax number, which does not count; no postal address.",
  );
});
