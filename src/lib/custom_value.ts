/** Comparing custom values, so that nothing is written that is there already, and nothing over what somebody else wrote (engine-notes §2.3). */
import type { WriteError } from "../model/writing.ts";
import { refusedByUs } from "./write.ts";

/** A value as a text; null where there is none. */
export function valueText(value: unknown): string | null {
  if (typeof value === "boolean" || typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

/** Numbers come with and without trailing zeros, and blanks around texts are no difference. */
export function sameValue(one: string | null, other: string | null, type: string | null): boolean {
  const [a, b] = [one?.trim() || null, other?.trim() || null];
  if (a === b || a === null || b === null) return a === b;
  const numeric = type === "numeric" || type === "currency";
  return numeric && Number.isFinite(Number(a)) && Number(a) === Number(b);
}

export function conflict(name: string, present: string | null): WriteError {
  const now = present === null ? "it is empty now" : `it says “${present.length > 80 ? `${present.slice(0, 80)}…` : present}” now`;
  return refusedByUs(`This field was changed in ${name} meanwhile: ${now}. Nothing was written over it.`);
}
