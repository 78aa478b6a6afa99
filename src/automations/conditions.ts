/** For whom an automation starts: all its conditions hold. Pure. */
import type { Condition } from "../model/automation.ts";
import { tagKey } from "../projection/tag_text.ts";
import type { Candidate } from "./types.ts";

type Facts = Pick<Candidate, "tag_keys" | "client_status" | "owner_member_id">;

/** The first condition that does not hold, in words; null: all do. */
export function unmet(conditions: readonly Condition[], facts: Facts): string | null {
  const failed = conditions.find((condition) => !holds(condition, facts));
  return failed ? wordsOf(failed) : null;
}

function holds(condition: Condition, facts: Facts): boolean {
  switch (condition.kind) {
    case "has_tag":
      return facts.tag_keys.includes(tagKey(condition.tag));
    case "lacks_tag":
      return !facts.tag_keys.includes(tagKey(condition.tag));
    case "status":
      return condition.any_of.some((status) => isOf(status, facts.client_status));
    case "owner":
      return facts.owner_member_id !== null && condition.any_of.includes(facts.owner_member_id);
  }
}

/** Client is the superset of the others (B-CLI-3). */
function isOf(wanted: string, status: string | null): boolean {
  if (wanted === "none") return status === null;
  return wanted === "client" ? status !== null : status === wanted;
}

const STATUS_WORDS = { active: "active client", pending: "pending client", past: "past client", client: "client", none: "no client" };

export function wordsOf(condition: Condition): string {
  switch (condition.kind) {
    case "has_tag":
      return `has the tag ${condition.tag}`;
    case "lacks_tag":
      return `does not have the tag ${condition.tag}`;
    case "status":
      return `is ${condition.any_of.map((status) => STATUS_WORDS[status]).join(" or ")}`;
    case "owner":
      return condition.any_of.length === 1 ? "belongs to the chosen member" : "belongs to one of the chosen members";
  }
}
