/** Where an activity goes (B-WRB-1, B-WRB-2, B-WRB-4): which record at the provider, hung on what. Pure. */
import type { Provider } from "../model/kinds.ts";
import type { ActivityKind, Settings } from "../model/settings.ts";
import type { Operation, Parent } from "../model/writing.ts";

export interface PlaceInput {
  provider: Provider;
  settings: Settings["writeback"];
  kind: ActivityKind;
  contact_id: string;
  /** The one that was chosen. */
  matter_id: string | null;
  has_open_matters: boolean;
}

export interface Place {
  operation: Operation;
  /** Null where only a matter will do and none is chosen. */
  parent: Parent | null;
  /** Whether all of a conversation's firm-local day goes together: as one record, or into one thread. */
  grouped: "record" | "thread" | null;
  /** Listed with suggestions; it waits where it has no parent. */
  needs_filing: boolean;
}

/** Kinds whose right place is a matter where the contact has any. */
export const FILED: readonly ActivityKind[] = ["text", "message", "document"];

/** Null: the kind's switch is off. */
export function place(input: PlaceInput): Place | null {
  if (!input.settings[input.kind]) return null;
  const { operation, grouped } = input.provider === "clio" ? inClio(input) : inMyCase(input);
  const parent = parentOf(input, operation);
  const needs_filing = input.matter_id === null && FILED.includes(input.kind) && (input.has_open_matters || parent === null);
  return { operation, parent, grouped, needs_filing };
}

function inClio({ kind, settings }: PlaceInput): Pick<Place, "operation" | "grouped"> {
  if (kind === "text") return { operation: "communication", grouped: "record" };
  if (kind === "message") return { operation: "communication", grouped: null };
  if (kind === "call") return { operation: settings.call_place, grouped: null };
  return { operation: kind === "document" ? "document" : "note", grouped: null };
}

function inMyCase({ kind, settings }: PlaceInput): Pick<Place, "operation" | "grouped"> {
  if (kind === "text")
    return settings.text_place === "thread" ? { operation: "thread", grouped: "thread" } : { operation: "note", grouped: "record" };
  // One record per message (B-WRB-10): never gathered into one note.
  if (kind === "message")
    return settings.message_place === "thread" ? { operation: "thread", grouped: "thread" } : { operation: "note", grouped: null };
  if (kind === "call") return { operation: "call", grouped: null };
  return { operation: kind === "document" ? "document" : "note", grouped: null };
}

/** The chosen matter and then there instead of on the contact, else the contact alone: never both. */
function parentOf({ provider, contact_id, matter_id }: PlaceInput, operation: Operation): Parent | null {
  const contact: Parent = { kind: "contact", id: contact_id };
  // A MyCase call has no place for a case (mycase.md §6.2).
  if (provider === "mycase" && operation === "call") return contact;
  if (matter_id !== null) return { kind: "matter", id: matter_id };
  // MyCase has no documents on clients (mycase.md §6.4).
  return provider === "mycase" && operation === "document" ? null : contact;
}
