/**
 * B-WRB-7, B-OWN-2: which mirrored record a write touches, so that the version of it that comes back is known as our doing. What we write
 * itself (notes, calls, communications, documents) is of no kind that the mirror holds, so nothing of it is ever read in again. Pure.
 */
import type { Kind } from "../model/kinds.ts";
import type { Parent } from "../model/writing.ts";

export function touched(parent: Parent | null, matter_id: string | null): { kind: Kind; provider_id: string }[] {
  const ids = new Set([parent?.kind === "matter" ? parent.id : null, matter_id].filter((id) => id !== null));
  return [...ids].map((provider_id) => ({ kind: "matter", provider_id }));
}
