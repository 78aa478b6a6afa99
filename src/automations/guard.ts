/**
 * The recipient guard (B-AUT-4): who must not get anything that goes out by itself, asked when something starts and again right before it
 * leaves. Pure. The gravest finding comes first: never, then held until somebody has mended or allowed it, then what ends by itself.
 */
import type { ContactState } from "../model/kinds.ts";
import type { Code, Params } from "./reasons.ts";

/** Until when; null: until somebody ends it. */
export interface Pause {
  until: string | null;
}

export interface Person {
  contact_id: string;
  name: string;
  state: ContactState;
  skip_code: string | null;
  /** Lower case, best first. */
  emails: string[];
  never_engage: boolean;
  takes_part: boolean;
  owner: { member_id: string; name: string; email: string; active: boolean } | null;
  /** Others that are `in` and have the first address too (B-CTC-6). */
  shared_with: string[];
  opted_out: boolean;
  /** A contact that is gone has one of their e-mails or phones (B-AUT-1). */
  survivor: boolean;
  pause: Pause | null;
}

export interface MatterFor {
  matter_id: string;
  present: boolean;
  open: boolean;
  lead: boolean;
  main_client_id: string | null;
  /** Null: projects are off. */
  phase: string | null;
  notified: boolean;
  messages_paused: boolean;
  pause: Pause | null;
}

export interface Occasion {
  kind: "new_client" | "tag_gained" | "key_fact" | "phase_changed" | "matter_closed";
  /** Null: of no matter, or of one that is not known any more (then `matter_id` says which). */
  matter: MatterFor | null;
  matter_id: string | null;
  /** The phase that it is about. */
  phase: string | null;
  /** Whether an e-mail is among what would be done. */
  sends: boolean;
  /** Somebody has looked and allowed it: what only had to be looked at is settled. */
  approved: boolean;
}

export interface House {
  pause: Pause | null;
  blind: boolean;
  connected: boolean;
}

export type Effect = "never" | "hold" | "wait";
export interface Finding {
  effect: Effect;
  code: Code;
  params: Params;
  /** When it ends by itself, where that is known. */
  until: string | null;
}

export function guard(person: Person, occasion: Occasion, house: House): Finding | null {
  const found = [...neverFor(person, occasion), ...heldFor(person, occasion), ...waitsFor(person, occasion, house)];
  return found[0] ?? null;
}

const finding =
  (effect: Effect) =>
  (code: Code, params: Params = {}, until: string | null = null): Finding => ({ effect, code, params, until });
const never = finding("never");
const hold = finding("hold");
const wait = finding("wait");

function* neverFor(person: Person, occasion: Occasion): Generator<Finding> {
  if (person.state === "tombstone") yield never("tombstone");
  if (person.state === "out_of_scope") yield never("out_of_scope");
  if (person.state === "out_of_segment") yield never("out_of_segment");
  if (person.skip_code === "company") yield never("company");
  if (person.never_engage) yield never("never_engage");
  if (occasion.sends && person.opted_out) yield never("opted_out", { address: person.emails[0] ?? "" });
  yield* neverOnMatter(person, occasion);
}

/** Whoever was the matter's main client when it happened may not be it any more: then it is somebody else's matter (B-MAT-5). */
function* neverOnMatter(person: Person, { kind, matter, phase, sends }: Occasion): Generator<Finding> {
  if (matter === null) return;
  if (matter.main_client_id === null) yield never("no_main_client");
  else if (matter.main_client_id !== person.contact_id) yield never("not_on_matter");
  if (matter.lead) yield never("matter_is_lead");
  if (kind === "phase_changed" && (!matter.open || matter.phase !== phase)) yield never("matter_left");
  if (sends && !matter.notified) yield never("not_notified");
}

function* heldFor(person: Person, occasion: Occasion): Generator<Finding> {
  const { matter, matter_id, sends, approved, kind } = occasion;
  if (person.state === "suspected_gone") yield hold("suspected_gone");
  if (person.state === "skipped") yield hold("skipped", { why: skipWords(person.skip_code) });
  if (matter_id !== null && (matter === null || !matter.present)) yield hold("matter_gone");
  if (sends && matter?.messages_paused) yield hold("messages_paused");
  if (sends) yield* heldSend(person);
  if (approved || kind !== "new_client") return;
  if (!person.takes_part) yield hold("through_company");
  if (person.survivor) yield hold("merge_survivor");
}

function* heldSend(person: Person): Generator<Finding> {
  const [address] = person.emails;
  if (address === undefined) yield hold("no_email");
  if (person.owner === null) yield hold("owner_missing");
  else if (!person.owner.active) yield hold("owner_inactive", { owner: person.owner.name });
  if (address !== undefined && person.shared_with.length > 0)
    yield hold("shared_address", { address, others: person.shared_with.length, names: person.shared_with.slice(0, 3).join(", ") });
}

function* waitsFor(person: Person, { matter }: Occasion, house: House): Generator<Finding> {
  if (house.pause !== null) yield wait("paused_firm", {}, house.pause.until);
  if (matter?.pause) yield wait("paused_matter", {}, matter.pause.until);
  if (person.pause !== null) yield wait("paused_contact", {}, person.pause.until);
  if (!house.connected) yield wait("disconnected");
  if (house.blind) yield wait("blind");
}

const SKIP_WORDS: Record<string, string> = {
  archived: "it is archived",
  duplicate_of: "its name begins with “Duplicate of”",
  no_name: "it has no name",
  no_channel: "it has no usable e-mail, phone or address",
};
export const skipWords = (code: string | null): string => SKIP_WORDS[code ?? ""] ?? "it cannot be used";
