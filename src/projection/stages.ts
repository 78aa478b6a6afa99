/**
 * What the four stages of projecting share. Companies say who belongs to them, matters who takes part, relationships who else does, and contacts
 * follow from all three. Each takes records of one kind, computes what the tables should hold, and writes what differs. A stage reads
 * only the mirror and what the stages before it filled, so that any order of changes ends in the same tables (invariant 3).
 */
import { hash } from "node:crypto";
import type { Arrived } from "../events/derive.ts";
import type { FieldChange } from "./compare.ts";
import type { Cause } from "./environment.ts";
import type { ChangeRow } from "./store_changes.ts";

/** How a row that was worked out compares with the one that is kept: by its text, or by a sum of it. */
export type Compared = "same" | "new" | "other";
export const comparedWith = (kept: string | undefined, now: string): Compared =>
  kept === undefined ? "new" : kept === now ? "same" : "other";

export const hashOf = (text: string | Buffer): string => hash("md5", text, "base64");

export const historyOf = (entity: ChangeRow["entity"], provider_id: string, changes: FieldChange[], cause: Cause): ChangeRow[] =>
  changes.map((change) => ({ entity, provider_id, ...change, cause: cause.kind, cause_id: cause.id }));

export const arrival = (entity: Arrived["entity"], provider_id: string, what: Pick<Arrived, "is_in" | "tags">, cause: Cause): Arrived => ({
  entity,
  provider_id,
  ...what,
  cause: cause.kind,
  cause_id: cause.id,
});
