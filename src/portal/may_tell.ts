/**
 * Whether a person is told of something, and if not, why (B-AUT-4, B-KEY-3): asked right before it leaves. Pure. `drop`: never of this;
 * `wait`: what stands in the way may end by itself.
 */
import type { Pause } from "../automations/guard.ts";
import type { Refusal } from "./access.ts";
import type { NoticeKind } from "./letters.ts";

export interface Situation {
  kind: NoticeKind;
  /** Why their address does not let them in; null: it does, and it is theirs alone. */
  refusal: Refusal | "not_in" | null;
  opted_out: boolean;
  /** Why a text cannot reach them; null: it can, or it is a letter. */
  text_refusal: TextRefusal | null;
  /** They have said that they want it in this way. */
  wanted: boolean;
  /** Shown, and they take part; null: not, or it cannot be read any more. */
  matter: {
    open: boolean;
    present: boolean;
    phase: string | null;
    notified: boolean;
    messages_paused: boolean;
    pause: Pause | null;
  } | null;
  /** For a phase: which one it is about. */
  phase: string | null;
  person_pause: Pause | null;
  house: { pause: Pause | null; blind: boolean; connected: boolean };
}

/** Where the number is not theirs alone it is not told who of them reads. */
export type TextRefusal = "texts_off" | "no_number" | "stopped" | "shared_number";

export type NoticeReason =
  | TextRefusal
  | Refusal
  | "not_in"
  | "opted_out"
  | "switched_off"
  | "not_taking_part"
  | "closed"
  | "moved_on"
  | "not_notified"
  | "gone"
  | "messages_paused"
  | "paused_matter"
  | "paused_contact"
  | "paused_firm"
  | "disconnected"
  | "blind";

export interface Verdict {
  effect: "drop" | "wait";
  reason: NoticeReason;
}

export function mayTell(of: Situation): Verdict | null {
  const dropped = dropFor(of);
  if (dropped !== null) return { effect: "drop", reason: dropped };
  const waits = waitFor(of);
  return waits === null ? null : { effect: "wait", reason: waits };
}

function dropFor({ kind, refusal, opted_out, wanted, text_refusal, matter, phase }: Situation): NoticeReason | null {
  if (refusal !== null) return refusal;
  if (opted_out) return "opted_out";
  if (!wanted) return "switched_off";
  if (text_refusal !== null) return text_refusal;
  if (matter === null) return "not_taking_part";
  if (!matter.open) return "closed";
  if (kind !== "phase") return null;
  if (matter.phase !== phase) return "moved_on";
  return matter.notified || !matter.present ? null : "not_notified";
}

function waitFor({ kind, matter, person_pause, house }: Situation): NoticeReason | null {
  // Whether it is really gone is known within a day; until then nothing is sent (B-SYN-6).
  if (matter?.present === false) return "gone";
  // The present stage belongs to no phase (B-MAT-9).
  if (kind === "phase" && matter?.messages_paused) return "messages_paused";
  if (house.pause !== null) return "paused_firm";
  if (matter !== null && matter.pause !== null) return "paused_matter";
  if (person_pause !== null) return "paused_contact";
  if (!house.connected) return "disconnected";
  return house.blind ? "blind" : null;
}
