/** What the lists of a preview are called. */
import type { Preview } from "../api.ts";
import { plain, STATES, STATUSES, word } from "./words.ts";

export type Group = NonNullable<Preview["outcome"]>["groups"][number];

export function groupName({ what, label }: Group): string {
  const [from = "", to = ""] = label.split(">");
  switch (what) {
    case "came_in":
      return "Come in";
    case "went_out":
      return "Are no longer in";
    case "state":
      return `${word(STATES, from)} → ${word(STATES, to)}`;
    case "client_status":
      return `${statusName(from)} → ${statusName(to)}`;
    case "owner_to":
      return `Owned from then on by ${label === "none" ? "nobody" : label}`;
    case "owner_from":
      return `No longer owned by ${label === "none" ? "nobody" : label}`;
    case "tag_gained":
      return `Gain the tag ${label}`;
    case "tag_lost":
      return `Lose the tag ${label}`;
    case "key_fact_gained":
      return `Gain the key fact ${label}`;
    case "key_fact_lost":
      return `Lose the key fact ${label}`;
    case "matter_shown":
      return "Matters that clients see from then on";
    case "matter_hidden":
      return "Matters that clients no longer see";
    case "matter_notified":
      return "Matters whose clients are told by message";
    case "matter_unnotified":
      return "Matters whose clients are no longer told by message";
    case "matter_type":
      return label === "none" ? "Matters without a type" : `Matters of the type ${label}`;
    case "matter_phase":
      return label === "none" ? "Matters without a phase" : `Matters that move to ${label}`;
    case "matter_paused":
      return "Matters whose messages pause: no phase has their stage";
    case "matter_resumed":
      return "Matters whose messages go on";
    case "participant_added":
      return `Matters in which somebody takes part as ${label}`;
    case "participant_removed":
      return `Matters in which somebody no longer takes part as ${label}`;
    case "participant_role":
      return `Matters in which somebody’s role becomes ${label}`;
    case "other":
      return `Another value: ${plain(label).toLowerCase()}`;
  }
}

export const statusName = (status: string): string => (status === "none" ? "Not a client" : word(STATUSES, status));
