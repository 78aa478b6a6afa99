/** Which events a batch of history amounts to. Pure: the same changes always tell the same. */
import type { NewEvent } from "./types.ts";

/** One field's change, as the history keeps it (B-WHY-2). */
export interface FieldChanged {
  entity: "contact" | "matter";
  provider_id: string;
  field: string;
  old: unknown;
  new: unknown;
  rule: string | null;
  cause: string;
  cause_id: string | null;
}

/** A record that the projection meets for the first time; it has no history yet. */
export interface Arrived {
  entity: "contact" | "matter";
  provider_id: string;
  /** For a contact: whether it is `in`, and its tags. */
  is_in: boolean;
  tags: readonly string[];
  cause: string;
  cause_id: string | null;
}

/** Not worth an event of their own: why a state is the same, and what could not be read. */
const UNTOLD = new Set(["state_reason", "issue"]);

export function eventsOf(changes: readonly FieldChanged[], arrived: readonly Arrived[]): NewEvent[] {
  const records = new Map<string, FieldChanged[]>();
  for (const change of changes) {
    const key = `${change.entity} ${change.provider_id}`;
    const known = records.get(key);
    if (known) known.push(change);
    else records.set(key, [change]);
  }
  return [...arrived.flatMap(ofArrival), ...[...records.values()].flatMap(ofRecord)];
}

function ofArrival(record: Arrived): NewEvent[] {
  const data = about(record);
  if (record.entity === "matter") return [{ type: "matter.added", data }];
  if (!record.is_in) return [];
  return [{ type: "contact.entered", data }, ...record.tags.map((tag): NewEvent => ({ type: "tag.gained", data: { ...data, tag } }))];
}

function ofRecord(changes: FieldChanged[]): NewEvent[] {
  const first = changes[0]!;
  const data = about(first);
  const own = changes.flatMap((change) => ofField(change, data));
  const told = new Set(["tag", "owner", "state", ...UNTOLD]);
  const fields = [...new Set(changes.map((change) => change.field))].filter((field) => first.entity === "matter" || !told.has(field));
  if (fields.length > 0) own.push({ type: `${first.entity}.changed`, data: { ...data, fields } });
  return own;
}

function ofField(change: FieldChanged, about: Record<string, unknown>): NewEvent[] {
  const data = { ...about, rule: change.rule };
  if (change.entity === "matter") return ofMatterField(change, data);
  if (change.field === "state") return ofState(change, data);
  if (change.field === "owner") return [{ type: "owner.changed", data: { ...data, old_member_id: change.old, new_member_id: change.new } }];
  if (change.field !== "tag") return [];
  // One that is written otherwise was there and still is.
  if (change.old === null) return [{ type: "tag.gained", data: { ...data, tag: change.new } }];
  return change.new === null ? [{ type: "tag.lost", data: { ...data, tag: change.old } }] : [];
}

function ofMatterField(change: FieldChanged, data: Record<string, unknown>): NewEvent[] {
  if (change.field === "status" && change.new === "closed") return [{ type: "matter.closed", data }];
  if (change.field !== "phase") return [];
  return [{ type: "matter.phase_changed", data: { ...data, old: change.old, new: change.new } }];
}

function ofState(change: FieldChanged, data: Record<string, unknown>): NewEvent[] {
  if (change.new === "in") return [{ type: "contact.entered", data }];
  return change.old === "in" ? [{ type: "contact.left", data: { ...data, state: change.new } }] : [];
}

const about = (of: Pick<FieldChanged, "entity" | "provider_id" | "cause" | "cause_id">): Record<string, unknown> => ({
  [`${of.entity}_id`]: of.provider_id,
  cause: of.cause,
  cause_id: of.cause_id,
});
