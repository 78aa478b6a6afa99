/** The sections of the settings: what each decides, which settings stand in it, and how much it touches. */
import type { Touched } from "../api.ts";
import type { Described } from "./setting_document.ts";
import { number, plain } from "./words.ts";

export interface SettingSection {
  id: string;
  title: string;
  decides: string;
  /** Paths, or beginnings of paths with a dot at the end. */
  settings: string[];
  touches?: (touched: Touched) => string;
}

/** "1 contact is", "12 contacts are". */
const are = (n: number, one: string, many = `${one}s`): string => (n === 1 ? `1 ${one} is` : `${number(n)} ${many} are`);

const contactsIn = ({ contacts_in }: Touched): string => `${are(contacts_in, "contact")} in now.`;

export const SECTIONS: SettingSection[] = [
  {
    id: "contacts",
    title: "Who is taken in",
    decides:
      "Which of the provider’s contacts your firm works with. The others are kept up to date all the same, and come in at once when you change this.",
    settings: ["contacts.scope", "contacts.primary_email_only", "contacts.country", "contacts."],
    touches: (touched) =>
      `In now: ${number(touched.contacts_in)} of ${number(touched.contacts)} contacts. Out of scope: ${number(touched.out_of_scope)}.`,
  },
  {
    id: "segment",
    title: "Segment by tags",
    decides: "Takes in only those contacts whose tags you name here. With no tag named, it leaves out nobody.",
    settings: ["segment."],
    touches: (touched) => `In now: ${number(touched.contacts_in)} contacts. Out of the segment: ${number(touched.out_of_segment)}.`,
  },
  {
    id: "never-engage",
    title: "Never engage",
    decides: "Judges, opposing parties and others whom nobody should ever greet as a client or a prospect.",
    settings: ["contacts.never_engage"],
    touches: contactsIn,
  },
  {
    id: "owner",
    title: "Who owns a contact",
    decides: "Which member of your firm a contact belongs to.",
    settings: ["owner.role", "owner.fallback", "owner.primary_member", "owner."],
    touches: (touched) =>
      `With an owner now: ${number(touched.owned)} of ${number(touched.contacts_in)} contacts. With none: ${number(touched.contacts_in - touched.owned)}. Pinned by hand: ${number(touched.pinned)}.`,
  },
  {
    id: "staff",
    title: "Staff and members",
    decides: "Which member of your firm stands for which person at the provider. The e-mail decides; what you set by hand comes first.",
    settings: ["owner.attorney_rules"],
    touches: (touched) =>
      `People at the provider: ${number(touched.staff)}. Active ones for whom no member stands: ${number(touched.staff_unmapped)}.`,
  },
  {
    id: "tags",
    title: "Tags",
    decides: "Which tags contacts get from the provider’s data. Tags that members add are never touched.",
    settings: ["tags."],
    touches: contactsIn,
  },
  {
    id: "custom-fields",
    title: "Tags from custom fields",
    decides: "Which custom fields of contacts become tags. Each tag reads “Field: value”.",
    settings: ["tags.custom_fields"],
    touches: contactsIn,
  },
  {
    id: "key-facts",
    title: "Key facts",
    decides: "Which dates and references contacts get from the provider’s data. What members add stays as it is.",
    settings: ["key_facts."],
    touches: (touched) => `In now: ${number(touched.contacts_in)} contacts, ${number(touched.clients)} of them clients.`,
  },
  {
    id: "matters",
    title: "Matters and leads",
    decides: "Which matters are leads rather than work for a client.",
    settings: ["matters."],
    touches: (touched) =>
      `Matters: ${number(touched.matters)}, ${number(touched.matters_open)} of them open. Left out: ${number(touched.matters_left_out)}.`,
  },
  {
    id: "projects",
    title: "Matters for clients",
    decides: "What clients see of their matters in the portal: types and phases in their words, who takes part, and who of the team shows.",
    settings: [
      "projects.on",
      "projects.type_field",
      "projects.default_type",
      "projects.types",
      "projects.shown.matters",
      "projects.shown.field",
      "projects.notified.matters",
      "projects.notified.field",
      "projects.participants.rule",
      "projects.participants.groups",
      "projects.team_roles",
      "projects.",
    ],
    touches: (touched) => `Open matters: ${number(touched.matters_open)}.`,
  },
  {
    id: "team",
    title: "Titles of the team",
    decides: "Whether a title at the provider means an attorney, a paralegal, or somebody else.",
    settings: ["team."],
    touches: (touched) => `People at the provider: ${number(touched.staff)}. Matters: ${number(touched.matters)}.`,
  },
  {
    id: "writeback",
    title: "Writing to the provider",
    decides: "What members do with a contact and is written into the provider’s files, where, and in whose name.",
    settings: ["writeback."],
    touches: (touched) =>
      `Contacts with whom something may be logged: ${number(touched.contacts_in)}. Open matters: ${number(touched.matters_open)}.`,
  },
  {
    id: "sync",
    title: "When and what is read",
    decides: "How often Privity asks the provider, and how far back it reads closed matters.",
    settings: ["sync."],
    touches: (touched) => `Kept up to date: ${number(touched.contacts)} contacts, ${number(touched.matters)} matters.`,
  },
  {
    id: "preset",
    title: "Preset",
    decides: "A starting point for all the other settings. Choosing one fills them in; people, fields and titles that you chose stay.",
    settings: ["preset"],
    touches: (touched) => `Contacts: ${number(touched.contacts)}. Matters: ${number(touched.matters)}.`,
  },
];

const speaksOf = (wanted: string, path: string): boolean => path === wanted || (wanted.endsWith(".") && path.startsWith(wanted));

/** An exact path goes before a beginning; a setting that no section knows yet gets one of its group’s name. */
export function sectionOf(path: string): string {
  const exact = SECTIONS.find((section) => section.settings.includes(path));
  return (exact ?? SECTIONS.find((section) => section.settings.some((wanted) => speaksOf(wanted, path))))?.id ?? path.split(".")[0]!;
}

export function sectionsFor(described: readonly Described[]): SettingSection[] {
  const used = new Set(described.map(({ path }) => sectionOf(path)));
  const others = [...used].filter((id) => !SECTIONS.some((section) => section.id === id));
  return [
    ...SECTIONS.filter(({ id }) => used.has(id)),
    ...others.map((id) => ({ id, title: plain(id), decides: "", settings: [`${id}.`] })),
  ];
}
