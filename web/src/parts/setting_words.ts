/** What settings and their values are called on the screen, and what is said of them. */
import type { Choices } from "../api.ts";
import type { Described } from "./setting_document.ts";
import type { GroupRole, ProjectType, TeamRole } from "./setting_projects_words.ts";
import { plain, PROVIDERS } from "./words.ts";

type Provider = keyof typeof PROVIDERS;

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
  "tags.practice_area.on": "Practice area",
  "tags.related_practice_area.on": "Practice area of related matters",
  "tags.relationships": "Relationship to a matter",
  "tags.related_contacts": "Related Contacts",
  "tags.matter_number.on": "Matter number",
  "tags.matter_stage.on": "Matter stage",
  "tags.personal": "Personal",
  "tags.company": "Company",
  "tags.people_group": "People group",
  "tags.lead_attorney": "Lead or responsible attorney",
  "tags.originating_attorney": "Originating attorney",
  "tags.custom_fields": "Custom fields that give tags",
  "key_facts.provider_id": "Provider’s id",
  "key_facts.custom_dates": "Custom dates",
  "segment.mode": "Take in contacts with",
  "segment.tags": "Tags of the segment",
  "team.positions": "What titles mean",
  "projects.on": "Work out matters for clients",
  "projects.type_field": "What says the type of a matter",
  "projects.types": "Types and phases",
  "projects.default_type": "Type of all others",
  "projects.shown.matters": "Matters that clients see",
  "projects.shown.field": "Field that a matter needs to be seen",
  "projects.notified.matters": "Matters whose clients are told by message",
  "projects.notified.field": "Field that a matter needs for messages",
  "projects.participants.rule": "Who takes part in the portal",
  "projects.participants.groups": "Roles of groups",
  "projects.team_roles": "The team, by role",
  "writeback.email": "Write e-mails",
  "writeback.note": "Write notes",
  "writeback.card": "Write cards",
  "writeback.call": "Write calls",
  "writeback.text": "Write text messages",
  "writeback.message": "Write portal messages",
  "writeback.document": "Write documents",
  "writeback.call_place": "Where calls go",
  "writeback.text_place": "Where text messages go",
  "writeback.message_place": "Where portal messages go",
  "writeback.on_behalf": "Write for members who are not connected",
  "writeback.client_recipients": "Clients receive message threads",
  "writeback.message_minutes": "Minutes that portal messages wait",
  "writeback.document_minutes": "Minutes that documents wait",
};

export function settingName(path: string): string {
  const known = NAMES[path];
  if (known) return known;
  const [, name = path, part] = path.split(".");
  return part === "matters" ? `${NAMES[path.replace(/\.matters$/, ".on")] ?? plain(name)}: of which matters` : plain(name);
}

/** Where the API's own description speaks of rules rather than of what people see. */
const ABOUT: Record<string, string> = {
  "tags.practice_area.on": "Such as “Family Law”: the practice areas of the contact’s matters.",
  "tags.related_practice_area.on": "Such as “Related: Family Law”: of matters where the contact is related, not the client.",
  "tags.relationships": "The words that the firm wrote for the relationship, such as “Witness”.",
  "tags.related_contacts": "“Related Contacts”, for everybody with a relationship to any matter.",
  "tags.matter_number.on": "The number of each matter (MyCase: of the case, else its name).",
  "tags.matter_stage.on": "Such as “Matter: Discovery”: the stage of each matter, else its status.",
  "tags.personal": "“Personal”, for whoever is the client in their own right.",
  "tags.company": "“Company”, for whoever acts for a client company.",
  "tags.people_group": "Such as “Group: Referral”: the people group that the contact is in.",
  "tags.city": "The city of the primary address.",
  "tags.state": "The state of the primary address.",
  "tags.postal_code": "The postal code of the primary address.",
  "tags.country": "The country of the primary address.",
  "tags.lead_attorney": "Such as “Lead: Ruth Abara” (Clio: “Responsible: Ruth Abara”).",
  "tags.originating_attorney": "Such as “Originating: Ruth Abara”.",
  "tags.custom_fields": "Tick what should become tags. Dates, and in MyCase long texts, cannot.",
  "key_facts.custom_dates": "Tick the dates that should become key facts.",
  "projects.on": "Off: nothing is shown to any client.",
  "projects.type_field": "Compared with the values of the types below, ignoring case and blanks.",
  "projects.default_type": "For matters whose value stands for no type.",
  "projects.shown.matters": "Their participants see them in the portal.",
  "projects.shown.field": "The matter’s custom field and the value that it needs; blank is not enabled.",
  "projects.notified.matters": "Of the matters that are seen.",
  "projects.notified.field": "The matter’s custom field and the value that it needs; blank is not enabled.",
  "projects.participants.rule": "Whoever takes part sees the matter, where it is shown.",
  "owner.role": "Whose contact it is, by the matter that was updated last.",
  "owner.attorney_rules": "What you set here goes before the e-mail. Nobody is ever guessed.",
};

/** B-CTC-2 and others: a setting that the provider has no use for says so, rather than vanish. */
const NO_EFFECT: Record<Provider, Record<string, string>> = {
  clio: {
    "sync.leads": "Clio Grow is not read.",
    "tags.people_group": "Clio has no people groups.",
    "writeback.text_place": "In Clio a text is always a communication.",
    "writeback.message_place": "In Clio a message is always a communication.",
    "writeback.client_recipients": "Clio has no message threads.",
  },
  mycase: {
    "contacts.primary_email_only": "In MyCase each person has one e-mail.",
    "tags.related_practice_area.on": "MyCase has no relationships to matters.",
    "tags.related_practice_area.matters": "MyCase has no relationships to matters.",
    "tags.relationships": "MyCase has no relationships to matters.",
    "tags.related_contacts": "MyCase has no relationships to matters.",
    "tags.matter_stage.on": "Only Clio’s stages give tags.",
    "tags.matter_stage.matters": "Only Clio’s stages give tags.",
    "tags.personal": "MyCase does not tell these apart.",
    "tags.company": "MyCase does not tell these apart.",
    "tags.country": "MyCase addresses give no country tag.",
    "key_facts.custom_dates": "Only Clio’s custom dates become key facts.",
    "writeback.call_place": "MyCase has a call log of its own.",
  },
};

/** Null: it has an effect. */
export function noEffect(provider: Provider, { path, allowed }: Described): string | null {
  const said = NO_EFFECT[provider][path];
  if (said) return `No effect on ${PROVIDERS[provider]}. ${said}`;
  return allowed !== null && allowed.length === 1 && path !== "preset" ? `No effect on ${PROVIDERS[provider]}.` : null;
}

export const settingAbout = ({ path, description }: Described): string => ABOUT[path] ?? description;

const VALUES: Record<string, string> = {
  relationship_clio: "Relationship · Clio",
  relationship_mycase: "Relationship · MyCase",
  case_updates_mycase: "Case updates · MyCase",
  portal_mycase: "Portal · MyCase",
  "sync.incremental_zone=firm": "The firm’s time zone",
  "sync.incremental_zone=utc": "UTC",
  "contacts.scope=all": "All contacts that the sync user sees",
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
  "tags.lead_attorney=all": "Of all matters",
  "tags.originating_attorney=all": "Of all matters",
  "key_facts.birthday=all": "Everybody",
  "key_facts.birthday=none": "Nobody",
  "projects.shown.matters=none": "None",
  "projects.shown.matters=with_field": "Those with a value in a custom field",
  "projects.shown.matters=all": "All that have a type",
  "projects.notified.matters=none": "None",
  "projects.notified.matters=with_field": "Those with a value in a custom field",
  "projects.notified.matters=all": "All that have a type",
  "projects.participants.rule=main_client": "The main client alone",
  "projects.participants.rule=by_group": "Also people on the matter, by their group",
  open: "Open matters only",
  "segment.mode=any": "Any of the tags",
  "segment.mode=all": "All of the tags",
  "segment.mode=none": "None of the tags",
  "writeback.call_place=note": "As a note on the contact",
  "writeback.call_place=communication": "As a phone communication",
  "writeback.text_place=thread": "As a message thread among staff",
  "writeback.text_place=note": "As one note a day",
  "writeback.message_place=thread": "As a message thread among staff",
  "writeback.message_place=note": "As a note on the case",
};

export const valueName = (path: string, value: string): string =>
  VALUES[`${path}=${value}`] ?? (path.endsWith(".matters") && value === "all" ? "All matters" : (VALUES[value] ?? plain(value)));

/** A value as people say it, for lists of what changed. */
export function shownValue(path: string, value: unknown, choices?: Choices): string {
  if (path === "contacts.never_engage" && value === null) return "the list that is pre-filled";
  if (path === "projects.type_field" && value === null) return "the practice area";
  if (value === null || value === undefined) return "none";
  if (value === true) return "on";
  if (value === false) return "off";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map((each) => shownValue(path, each, choices)).join(", ");
  if (path === "projects.types") return typeWords(value as ProjectType);
  if (path === "projects.participants.groups") {
    const { group, role, es } = value as GroupRole;
    return `${group} as ${both(role, es?.role)}`;
  }
  if (path === "projects.team_roles") {
    const { role, es, titles, show_phone, show_email } = value as TeamRole;
    return `${both(role, es?.role)} (${[...titles, show_phone && "with phone", show_email && "with e-mail"].filter(Boolean).join(", ")})`;
  }
  if (typeof value === "object")
    return Object.entries(value)
      .map(([key, each]) => nameOf(`${path}.${key}`, String(each), choices) ?? String(each))
      .join(" → ");
  return typeof value === "string" ? (nameOf(path, value, choices) ?? valueName(path, value)) : JSON.stringify(value);
}

/** English and Spanish. */
const both = (english: string, spanish: string | undefined): string => (spanish ? `${english} / ${spanish}` : english);

function typeWords({ name, matches, phases }: ProjectType): string {
  const steps = phases.map((phase) => [both(phase.name, phase.es?.name), phase.stages.join(" and ")].filter(Boolean).join(": "));
  return `${name} for ${matches.join(", ") || "nothing"}${steps.length === 0 ? "" : ` (${steps.join("; ")})`}`;
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
    case "projects.type_field":
    case "projects.shown.field.field_id":
    case "projects.notified.field.field_id":
      return choices?.matter_fields.find((field) => field.id === id)?.name;
    case "tags.custom_fields":
      return choices?.tag_fields.find((field) => field.id === id)?.name;
    case "key_facts.custom_dates":
      return choices?.date_fields.find((field) => field.id === id)?.name;
    case "segment.tags":
    case "contacts.never_engage":
    case "sync.incremental_at":
    case "team.positions.title":
    case "projects.default_type":
    case "projects.shown.field.value":
    case "projects.notified.field.value":
      return id;
    default:
      return undefined;
  }
}

/** The first version comes with the connection. */
export const madeBy = (created_by: string): string => (created_by === "connect" ? "made on connecting" : `by ${created_by}`);
