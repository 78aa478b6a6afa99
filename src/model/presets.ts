/** Where every setting's first value comes from (section 14 of the behaviour book). */
import type { Provider } from "./kinds.ts";
import type { PresetName, Settings } from "./settings.ts";

const clio: Settings = {
  preset: "relationship_clio",
  sync: {
    incremental_at: ["06:00", "18:00"],
    incremental_zone: "firm",
    webhooks: true,
    weekly_full: true,
    matters_first_years: null,
    matters_later_days: null,
    leads: false,
  },
  matters: { lead: null },
  contacts: { scope: "clients", primary_email_only: false, country: "US", never_engage: null },
  owner: { role: "lead", fallback: "primary_member", primary_member: null, attorney_rules: [] },
  tags: {
    practice_area: { on: true, matters: "open" },
    related_practice_area: { on: false, matters: "all" },
    relationships: false,
    related_contacts: false,
    matter_number: { on: false, matters: "all" },
    matter_stage: { on: false, matters: "all" },
    personal: false,
    company: false,
    people_group: false,
    city: false,
    state: false,
    postal_code: false,
    country: false,
    lead_attorney: "none",
    originating_attorney: "none",
    custom_fields: [],
  },
  key_facts: { birthday: "all", provider_id: true, custom_dates: [] },
  segment: { mode: "any", tags: [] },
  writeback: {
    email: true,
    note: true,
    card: true,
    call: true,
    text: true,
    message: false,
    document: false,
    call_place: "note",
    text_place: "thread",
    message_place: "note",
    on_behalf: false,
    client_recipients: false,
    message_minutes: 5,
    document_minutes: 20,
  },
  team: { positions: [] },
  projects: {
    on: false,
    type_field: null,
    types: [],
    default_type: null,
    shown: { matters: "none", field: null },
    notified: { matters: "none", field: null },
    participants: { rule: "main_client", groups: [] },
    team_roles: [],
  },
};

const mycase: Settings = {
  ...clio,
  preset: "relationship_mycase",
  contacts: { ...clio.contacts, scope: "all" },
  owner: { ...clio.owner, fallback: "unassigned" },
  tags: { ...clio.tags, practice_area: { on: true, matters: "all" } },
};

/** What case updates and the portal share: no relationship work, so neither practice area tags nor id facts. */
const matters_only: Settings = {
  ...mycase,
  writeback: { ...mycase.writeback, email: false, note: false, card: false, call: false, text: false, message: true },
  tags: { ...mycase.tags, practice_area: { on: false, matters: "all" } },
  key_facts: { ...mycase.key_facts, provider_id: false },
};

const case_updates: Settings = {
  ...matters_only,
  preset: "case_updates_mycase",
  sync: { ...matters_only.sync, incremental_at: ["21:15"], incremental_zone: "utc", matters_first_years: 10, matters_later_days: 30 },
  contacts: { ...matters_only.contacts, scope: "on_matters_and_payers" },
  writeback: { ...matters_only.writeback, document: true },
};

/** Worked out from the start, so that a firm sees what is still to be mapped; shown only once it has named the field and its value. */
const with_portal: Settings["projects"] = {
  ...clio.projects,
  on: true,
  shown: { matters: "with_field", field: null },
  notified: { matters: "with_field", field: null },
};

const portal: Settings = {
  ...matters_only,
  preset: "portal_mycase",
  sync: { ...matters_only.sync, incremental_at: ["00:00"] },
  contacts: { ...matters_only.contacts, scope: "main_clients" },
  projects: with_portal,
};

/**
 * Several MyCase presets at once: one mirror, one sync, every view. So the widest of each: every contact, no window, each preset's
 * reading times on the firm's clock, the relationship tags. The narrower views (main clients, people on matters) are filters of it.
 * Section 14 has one Clio preset, so there is nothing to combine there.
 */
const combined: Settings = {
  ...mycase,
  preset: "combined",
  sync: { ...mycase.sync, incremental_at: ["00:00", "06:00", "18:00"] },
  writeback: { ...mycase.writeback, message: true, document: true },
  projects: with_portal,
};

export const presets: Record<PresetName, Settings> = {
  relationship_clio: clio,
  relationship_mycase: mycase,
  case_updates_mycase: case_updates,
  portal_mycase: portal,
  combined,
};

const PRESETS_OF: Record<Provider, readonly [PresetName, ...PresetName[]]> = {
  clio: ["relationship_clio"],
  mycase: ["relationship_mycase", "case_updates_mycase", "portal_mycase", "combined"],
};

/** The first is the default one. */
export const presetsFor = (provider: Provider): readonly [PresetName, ...PresetName[]] => PRESETS_OF[provider];

/** A copy: whoever changes it changes no preset. */
export const defaultSettings = (provider: Provider, preset: PresetName = PRESETS_OF[provider][0]): Settings =>
  structuredClone(presets[preset]);
