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
    case "other":
      return `Another value: ${plain(label).toLowerCase()}`;
  }
}

export const statusName = (status: string): string => (status === "none" ? "Not a client" : word(STATUSES, status));
