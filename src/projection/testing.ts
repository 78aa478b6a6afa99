/** Builders for tests: facts with plain defaults, of which a test says only what matters to it. */
import type { ContactFacts, CustomFieldFacts, MatterFacts, MatterStaffFact, NameFacts, StaffFacts } from "../model/facts.ts";
import type { Provider } from "../model/kinds.ts";
import { defaultSettings } from "../model/presets.ts";
import type { Settings } from "../model/settings.ts";
import { projectContact } from "./contact.ts";
import { prepare, type PreparedContext } from "./prepare.ts";
import type { ContactInput, ContactView, MatterForContact, MatterInput, Member, Participation, ProjectionContext } from "./types.ts";

/** The firm's day in all tests. */
export const TODAY = "2026-11-21";

/** A person with a name and a valid e-mail. */
export const person = (facts: Partial<ContactFacts> = {}): ContactFacts => ({
  provider_id: "100",
  type: "person",
  name: "",
  first_name: "Nora",
  middle_name: "",
  last_name: "Quill",
  job_title: "",
  emails: [{ address: "nora@quill.example", label: "Work" }],
  phones: [],
  addresses: [],
  date_of_birth: null,
  is_client: false,
  is_co_counsel: false,
  archived: false,
  people_group_id: null,
  company: null,
  custom_values: [],
  created_at: "2020-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
  ...facts,
});

export const contactInput = (facts: Partial<ContactFacts> = {}, rest: Partial<Omit<ContactInput, "facts">> = {}): ContactInput => ({
  facts: person(facts),
  presence: "present",
  participations: [],
  companies: [],
  pin: null,
  manual_tags: [],
  manual_key_facts: [],
  ...rest,
});

/** An open matter without staff. */
export const matter = (fields: Partial<MatterForContact> = {}): MatterForContact => ({
  provider_id: "500",
  number: "2026-0500",
  name: "",
  status: "open",
  practice_area: "",
  stage: "",
  opened_on: "2026-01-10",
  decisive_at: "2026-05-01T10:00:00Z",
  staff: [],
  main_client_id: null,
  lead: false,
  ...fields,
});

type Part = Omit<Partial<Participation>, "matter">;
const part =
  (capacity: Participation["capacity"]) =>
  (fields: Partial<MatterForContact> = {}, rest: Part = {}): Participation => ({
    matter: matter(fields),
    capacity,
    role: "",
    relationship_id: null,
    via_company: null,
    ...rest,
  });

/** How a contact takes part: Clio's client and related, MyCase's payer and on the case. */
export const clientOf = part("client");
export const payerOf = part("payer");
export const onCase = part("on_case");
export const related = (fields: Partial<MatterForContact>, role: string, relationship_id = "9000", rest: Part = {}): Participation =>
  part("related")(fields, { role, relationship_id, ...rest });

export const lead = (staff_id: string): MatterStaffFact => ({ staff_id, lead: true, originating: false, responsible_staff: false });
export const originating = (staff_id: string): MatterStaffFact => ({ staff_id, lead: false, originating: true, responsible_staff: false });

export const staffMember = (fields: Partial<StaffFacts> = {}): StaffFacts => ({
  provider_id: "1",
  name: "Ada Marsh",
  first_name: "Ada",
  last_name: "Marsh",
  email: "ada@firm.example",
  phone: "",
  title: "",
  provider_type: "",
  active: true,
  ...fields,
});

export const member = (fields: Partial<Member> = {}): Member => ({
  member_id: "m-ada",
  name: "Ada Marsh",
  email: "ada@firm.example",
  active: true,
  ...fields,
});

/** Three attorneys: Ada (1) and Ben (2) are members by e-mail, Cleo (3) is not. */
export const ATTORNEYS = [
  staffMember(),
  staffMember({ provider_id: "2", name: "Ben Okoro", first_name: "Ben", last_name: "Okoro", email: "ben@firm.example" }),
  staffMember({ provider_id: "3", name: "Cleo Voss", first_name: "Cleo", last_name: "Voss", email: "cleo@elsewhere.example" }),
];
export const MEMBERS = [member(), member({ member_id: "m-ben", name: "Ben Okoro", email: "ben@firm.example" })];

export const named = (provider_id: string, name: string): NameFacts => ({ provider_id, name, practice_area_id: null, position: null });

export const customField = (fields: Partial<CustomFieldFacts>): CustomFieldFacts => ({
  provider_id: "70",
  name: "Source",
  parent: "contact",
  type: "text_line",
  options: [],
  deleted: false,
  ...fields,
});

type Patch<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]?: Patch<T[K]> } : T;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function patched(base: unknown, patch: unknown): unknown {
  if (!isObject(base) || !isObject(patch)) return patch;
  const entries = Object.entries(patch).map(([name, value]): [string, unknown] => [name, patched(base[name], value)]);
  return { ...base, ...Object.fromEntries(entries) };
}

export const settings = (provider: Provider, patch: Patch<Settings> = {}): Settings =>
  patched(defaultSettings(provider), patch) as Settings;

interface Lists {
  people_groups?: NameFacts[];
  practice_areas?: NameFacts[];
  stages?: NameFacts[];
  custom_fields?: CustomFieldFacts[];
  staff?: StaffFacts[];
  members?: Member[];
}

const byId = <T extends { provider_id: string }>(rows: T[]): Map<string, T> => new Map(rows.map((row) => [row.provider_id, row]));

export function context(
  provider: Provider,
  patch: Patch<Settings> = {},
  lists: Lists & { matters_since?: string | null } = {},
): PreparedContext {
  const ctx: ProjectionContext = {
    provider,
    settings: settings(provider, patch),
    day: TODAY,
    country: "US",
    matters_since: lists.matters_since ?? null,
    staff: byId(lists.staff ?? ATTORNEYS),
    members: lists.members ?? MEMBERS,
    practice_areas: byId(lists.practice_areas ?? []),
    stages: byId(lists.stages ?? []),
    people_groups: byId(lists.people_groups ?? []),
    custom_fields: byId(lists.custom_fields ?? []),
  };
  return prepare(ctx);
}

/** Everybody is in scope, so that a rule is seen without the default scope of Clio. */
export const clio = (patch: Patch<Settings> = {}, lists: Lists = {}): PreparedContext =>
  context("clio", { ...patch, contacts: { scope: "everyone", ...patch.contacts } }, lists);
export const mycase = (patch: Patch<Settings> = {}, lists: Lists = {}): PreparedContext => context("mycase", patch, lists);

export const tagNames = (view: ContactView): string[] => view.tags.map((tag) => tag.name);
export const project = (ctx: PreparedContext, facts: Partial<ContactFacts>, participations: Participation[] = []): ContactView =>
  projectContact(contactInput(facts, { participations }), ctx);

export const matterFacts = (fields: Partial<MatterFacts> = {}): MatterFacts => ({
  provider_id: "500",
  number: "2026-0500",
  name: "",
  description: "",
  status: "open",
  practice_area: null,
  stage: null,
  stage_since: null,
  opened_on: "2026-01-10",
  pending_on: null,
  closed_on: null,
  client: null,
  people: [],
  billing_contact_id: null,
  staff: [],
  custom_values: [],
  updated_at: "2026-05-01T10:00:00Z",
  ...fields,
});

export const matterInput = (fields: Partial<MatterFacts> = {}, rest: Partial<Omit<MatterInput, "facts">> = {}): MatterInput => ({
  facts: matterFacts(fields),
  presence: "present",
  decisive_at: "2026-05-01T10:00:00Z",
  relationships: [],
  people: new Map(),
  companies: new Set(),
  named_client: null,
  ...rest,
});
