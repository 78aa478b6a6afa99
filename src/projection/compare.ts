/** What changed between two views of one contact or matter, field by field, for the history (B-WHY-2). */
import { foldKey } from "./text.ts";
import { tagKey } from "./tag_text.ts";
import type { ContactView, KeyFactView, MatterView, Reason, TagView, TeamMemberView } from "./types.ts";

export interface FieldChange {
  field: string;
  old: unknown;
  new: unknown;
  /** The rule that gave the new value, or had given the one that is gone; null for what the provider says as it is. */
  rule: string | null;
}

const SYNCED_FIELDS = [
  "name",
  "first_name",
  "middle_name",
  "last_name",
  "job_title",
  "company_name",
  "emails",
  "phones",
  "addresses",
  "date_of_birth",
] as const;

export function compareContacts(before: ContactView, after: ContactView): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const field of SYNCED_FIELDS) push(changes, field, before[field], after[field], null);
  push(changes, "state", before.state, after.state, after.state_reason.rule);
  // The reason tells apart two ways to be skipped, say.
  if (before.state === after.state)
    push(changes, "state_reason", before.state_reason.code, after.state_reason.code, after.state_reason.rule);
  push(changes, "client_status", before.client_status, after.client_status, after.status_reason.rule);
  push(changes, "prospect", before.prospect, after.prospect, "B-CLI-5");
  push(changes, "never_engage", before.never_engage !== null, after.never_engage !== null, "B-CLI-5");
  push(changes, "owner", before.owner.member_id, after.owner.member_id, after.owner.reason.rule);
  return [
    ...changes,
    ...compareSets(
      "tag",
      before.tags,
      after.tags,
      tagIdentity,
      (tag) => tag.name,
      (tag) => tag.reasons[0],
    ),
    ...compareSets("key_fact", before.key_facts, after.key_facts, keyFactIdentity, keyFactValue, (fact) => fact.reason),
    ...compareSets(
      "issue",
      before.issues,
      after.issues,
      issueIdentity,
      (issue) => issue.code,
      (issue) => issue,
    ),
  ];
}

const tagIdentity = (tag: TagView): string => tagKey(tag.name);
const keyFactIdentity = (fact: KeyFactView): string =>
  `${fact.origin} ${foldKey(fact.label)} ${fact.origin === "manual" ? JSON.stringify([fact.date, fact.text]) : ""}`;
const keyFactValue = ({ label, date, text }: KeyFactView) => ({ label, date, text });
const issueIdentity = (issue: Reason): string => JSON.stringify([issue.code, issue.sources]);

const MATTER_FIELDS = ["number", "name", "description", "practice_area", "stage", "opened_on", "pending_on", "closed_on"] as const;

export function compareMatters(before: MatterView, after: MatterView): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const field of MATTER_FIELDS) push(changes, field, before[field], after[field], "B-MAT-1");
  push(changes, "status", before.status, after.status, "B-MAT-2");
  push(changes, "left_out", before.left_out, after.left_out, "B-SYN-2");
  push(changes, "lead", before.lead, after.lead, "B-MAT-8");
  push(changes, "main_client", mainClientValue(before), mainClientValue(after), "B-MAT-5");
  return [
    ...changes,
    ...compareSets(
      "team",
      before.team,
      after.team,
      (member) => member.staff_id,
      teamValue,
      (member) => member.reason,
    ),
    ...compareSets("participant", before.participants, after.participants, participantIdentity, participantValue, () => undefined),
    ...compareSets(
      "custom_value",
      before.custom_values,
      after.custom_values,
      (value) => value.field_id,
      (value) => value,
      () => undefined,
    ),
  ];
}

const mainClientValue = ({ main_client: { contact_id, company_id, flagged } }: MatterView) => ({ contact_id, company_id, flagged });

function teamValue({ name, position, lead, originating, responsible_staff, active }: TeamMemberView) {
  return { name, position, lead, originating, responsible_staff, active };
}

const participantIdentity = (participant: MatterView["participants"][number]): string =>
  JSON.stringify([participant.person_id, participant.person_type, participant.capacity, participant.relationship_id]);
const participantValue = ({ person_id, capacity, role }: MatterView["participants"][number]) => ({ person_id, capacity, role });

function push(changes: FieldChange[], field: string, old: unknown, now: unknown, rule: string | null): void {
  if (!isSame(old, now)) changes.push({ field, old, new: now, rule });
}

/** One entry for each that came (`old` null), went (`new` null) or reads otherwise. Doubles of one identity are told apart by their order. */
function compareSets<T>(
  field: string,
  before: readonly T[],
  after: readonly T[],
  identity: (item: T) => string,
  value: (item: T) => unknown,
  reason: (item: T) => Reason | undefined,
): FieldChange[] {
  const changes: FieldChange[] = [];
  const old = numbered(before, identity);
  const now = numbered(after, identity);
  for (const [key, item] of old) {
    const successor = now.get(key);
    if (successor === undefined) changes.push({ field, old: value(item), new: null, rule: reason(item)?.rule ?? null });
    else push(changes, field, value(item), value(successor), reason(successor)?.rule ?? null);
  }
  for (const [key, item] of now) if (!old.has(key)) changes.push({ field, old: null, new: value(item), rule: reason(item)?.rule ?? null });
  return changes;
}

function numbered<T>(items: readonly T[], identity: (item: T) => string): Map<string, T> {
  const found = new Map<string, T>();
  for (const item of items) {
    let key = identity(item);
    for (let nth = 2; found.has(key); nth++) key = `${identity(item)} ${nth}`;
    found.set(key, item);
  }
  return found;
}

/** Views are plain JSON, and read back from the database with their keys in the order they were written in. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b));
}
