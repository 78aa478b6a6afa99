/** What the rules for matters as clients see them take and give (B-MAT-3 to 9). */
import type { Presence } from "../model/kinds.ts";
import type { MatterView, Reason } from "./types.ts";

/** A stage that the provider was seen to have, and since when where that is known. */
export interface StageSeen {
  stage: string;
  since: string | null;
}

export interface ProjectInput {
  matter: MatterView;
  presence: Presence;
  /** Oldest first; the last one is the matter's present stage. */
  stages: readonly StageSeen[];
  /** Clio's relationships of this matter, by id ascending. */
  related: readonly { person_id: string; role: string; relationship_id: string }[];
  /** Of the people on it, where groups give roles. Absent: the mirror has no such person. */
  people: ReadonlyMap<string, { type: "person" | "company"; people_group_id: string | null }>;
}

export interface ProjectParticipant {
  contact_id: string;
  role: string;
  flagged: "not_found" | null;
  reason: Reason;
}

export interface ProjectTeamMember {
  staff_id: string;
  name: string;
  role: string;
  /** "" where there is none, or the role does not show it. */
  phone: string;
  email: string;
  reason: Reason;
}

/** One matter as its participants may see it. Whether one of them is skipped is asked when it is shown: contacts change without their matters. */
export interface ProjectView {
  provider_id: string;
  /** `name` null: unmapped. `value`: what it was looked up by. */
  type: { name: string | null; value: string; reason: Reason };
  fields: { field_id: string; label: string; kind: string; text: string; reason: Reason }[];
  /** `name` null: the client sees status and opened date. `since` null: it was so when it was first seen. */
  phase: { name: string | null; since: string | null; reason: Reason };
  /** B-MAT-9: the present stage belongs to no phase. */
  messages_paused: boolean;
  shown: { is: boolean; reason: Reason };
  notified: { is: boolean; reason: Reason };
  participants: ProjectParticipant[];
  team: ProjectTeamMember[];
}

/** The lists that the screens ask for. */
export const PROJECT_LISTS = [
  "unmapped_type",
  "unmapped_stage",
  "main_client_skipped",
  "main_client_company",
  "main_client_not_found",
  "main_client_nobody",
  "shown",
  "hidden",
  "notified",
] as const;
export type ProjectList = (typeof PROJECT_LISTS)[number];
