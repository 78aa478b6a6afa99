/** What settings and their values are called on the screen. */
import type { Choices } from "../api.ts";
import { plain } from "./words.ts";

export const SETTING_GROUPS: Record<string, string> = {
  preset: "Preset",
  sync: "When and what is read",
  matters: "Leads",
  contacts: "Who is taken in",
  owner: "Who owns a contact",
  tags: "Tags",
  key_facts: "Key facts",
  segment: "Segment",
  team: "Team",
};

const NAMES: Record<string, string> = {
  preset: "Preset",
  "sync.incremental_at": "Times of reading what changed",
  "sync.incremental_zone": "Time zone of these times",
  "sync.webhooks": "Let the provider tell us at once",
  "sync.weekly_full": "Read everything again every week",
  "sync.matters_first_years": "Closed matters: years back",
  "sync.matters_later_days": "Later syncs: days back at least",
  "sync.leads": "Read the provider’s leads",
  "matters.lead": "What marks a matter as a lead",
  "contacts.scope": "Contacts taken in",
  "contacts.primary_email_only": "Primary e-mail only",
  "contacts.country": "Country of phone numbers",
  "contacts.never_engage": "Never engage",
  "owner.role": "Whoever owns",
  "owner.fallback": "If no attorney leads to a member",
  "owner.primary_member": "Primary member",
  "owner.attorney_rules": "Which member stands for whom",
  "tags.lead_attorney": "Lead or responsible attorney",
  "tags.custom_fields": "Custom fields that give tags",
  "key_facts.provider_id": "Provider’s id",
  "key_facts.custom_dates": "Custom dates",
  "segment.mode": "Take in contacts with",
  "segment.tags": "Tags of the segment",
  "team.positions": "What titles mean",
};

export function settingName(path: string): string {
  const known = NAMES[path];
  if (known) return known;
  const [, name = path, part] = path.split(".");
  return part === "matters" ? `${plain(name)}: of which matters` : plain(name);
}

const VALUES: Record<string, string> = {
  relationship_clio: "Relationship · Clio",
  relationship_mycase: "Relationship · MyCase",
  case_updates_mycase: "Case updates · MyCase",
  portal_mycase: "Portal · MyCase",
  "sync.incremental_zone=firm": "The firm’s time zone",
  "sync.incremental_zone=utc": "UTC",
  clients: "Clients",
  clients_and_related: "Clients, and whoever is related to a matter",
  everyone: "Everyone, also those never on a matter",
  on_matters_and_payers: "People on matters, and who pays for them",
  main_clients: "Main clients of matters",
  lead: "The lead (Clio: responsible) attorney",
  originating: "The originating attorney",
  "owner.role=primary_member": "One primary member owns all",
  "owner.fallback=primary_member": "The primary member",
  unassigned: "Nobody",
  most_recent: "Of the most recent matter",
  "segment.mode=any": "Any of the tags",
  "segment.mode=all": "All of the tags",
  "segment.mode=none": "None of the tags",
};

export const valueName = (path: string, value: string): string => VALUES[`${path}=${value}`] ?? VALUES[value] ?? plain(value);

/** A value as people say it, for lists of what changed. */
export function shownValue(path: string, value: unknown, choices?: Choices): string {
  if (value === null || value === undefined) return "none";
  if (value === true) return "on";
  if (value === false) return "off";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map((each) => shownValue(path, each, choices)).join(", ");
  if (typeof value === "object")
    return Object.entries(value)
      .map(([key, each]) => nameOf(`${path}.${key}`, String(each), choices) ?? String(each))
      .join(" → ");
  return typeof value === "string" ? (nameOf(path, value, choices) ?? valueName(path, value)) : JSON.stringify(value);
}

/** The name of what a setting speaks of by its id. */
function nameOf(path: string, id: string, choices: Choices | undefined): string | undefined {
  switch (path) {
    case "owner.primary_member":
    case "owner.attorney_rules.member_id":
      return choices?.members.find((member) => member.member_id === id)?.name;
    case "owner.attorney_rules.staff_id":
      return choices?.staff.find((person) => person.id === id)?.name;
    case "matters.lead.field_id":
      return choices?.matter_fields.find((field) => field.id === id)?.name;
    case "tags.custom_fields":
      return choices?.tag_fields.find((field) => field.id === id)?.name;
    case "key_facts.custom_dates":
      return choices?.date_fields.find((field) => field.id === id)?.name;
    default:
      return undefined;
  }
}
