/** The practice management systems that Privity reads and writes. */
export const PROVIDERS = ["clio", "mycase"] as const;
export type Provider = (typeof PROVIDERS)[number];

/** As people write them. */
export const PROVIDER_NAMES: Record<Provider, string> = { clio: "Clio", mycase: "MyCase" };

/**
 * The kinds of record that the mirror holds, in our words. A connector says which of them it reads and from where.
 * Clio keeps persons and companies in one list, so its companies are `contact` records of type company; MyCase has a list of its own.
 */
export const KINDS = [
  "staff",
  "practice_area",
  "stage",
  "people_group",
  "custom_field",
  "matter",
  "company",
  "contact",
  "relationship",
  "lead",
] as const;
export type Kind = (typeof KINDS)[number];

/** What the mirror knows of a record's existence at the provider (B-SYN-6). */
export type Presence = "present" | "suspected_gone" | "tombstone";

/** The one state that each contact row of the mirror is in (B-SYN-10), in the order in which they are decided (B-CTC-4). */
export const CONTACT_STATES = ["tombstone", "suspected_gone", "skipped", "out_of_scope", "out_of_segment", "in"] as const;
export type ContactState = (typeof CONTACT_STATES)[number];

/** Provider ids are digits, at times beyond 2^53: compare by length, then text. Positive when `a` is the higher one. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
