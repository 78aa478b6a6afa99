/** What is told to others. Events are small: they say what happened to which record; who wants more asks the API for it. */

export const EVENT_TYPES = {
  "contact.entered": "A contact came in: it is new, or a rule now takes it",
  "contact.left": "A contact went out: skipped, out of scope or segment, or gone at the provider",
  "contact.changed": "Fields of a contact changed; `fields` names them",
  "matter.added": "A matter is new",
  "matter.changed": "Fields of a matter changed; `fields` names them",
  "matter.closed": "A matter was closed",
  "matter.phase_changed": "A matter is in another phase, as clients see it; `old` and `new` say which",
  "tag.gained": "A contact gained a tag",
  "tag.lost": "A contact lost a tag",
  "owner.changed": "A contact has another owner, or none",
  "delivery.changed":
    "What is to be written to the provider is in another state: queued, delivered, held, failed …; `state` and `reason` say which",
  "automation.reached": "An automation has come to a step that tells of it; `name` is the step's own",
  "run.finished": "A sync run ended",
} as const;

export type EventType = keyof typeof EVENT_TYPES;

export interface EventOwner {
  firm_id: string;
  connection_id: string;
}

export interface NewEvent {
  type: EventType;
  data: Record<string, unknown>;
}

export interface EventRow {
  seq: number;
  event_id: string;
  connection_id: string;
  type: EventType;
  data: Record<string, unknown>;
  at: string;
}
