/** Why a delivery waits, ended or needs a person, and what can be done: in words for a paralegal. Pure. */
import type { Standing } from "./types.ts";

const REASONS: Record<string, { words: string; remedy: string | null }> = {
  author_not_connected: {
    words: "The author has not connected their own account",
    remedy: "Let the author connect their account, or allow writing on their behalf in the settings",
  },
  firm_not_connected: {
    words: "The account that reads for the firm is disconnected",
    remedy: "It goes out once an admin has connected it again",
  },
  contact_gone: { words: "The contact is missing at the provider", remedy: "It goes out once the contact is found again" },
  contact_fell_back: {
    words: "The contact lacks the information it needs",
    remedy: "Complete the contact at the provider: name and one way to reach them",
  },
  contact_out_of_scope: {
    words: "The contact is not among those that the firm takes in",
    remedy: "It goes out once the contact is in again",
  },
  out_of_segment: { words: "The contact left the segment", remedy: null },
  needs_filing: { words: "It needs a matter, and none is chosen", remedy: "Choose the matter" },
  waits_for_thread: {
    words: "The thread that it goes into does not exist yet",
    remedy: "It goes out once the thread's first message is there",
  },
  client_would_see: {
    words: "The provider may e-mail the client about it",
    remedy: "An admin may allow clients as recipients in the settings",
  },
  cancelled: { words: "Cancelled", remedy: null },
  refused: { words: "The provider refuses it", remedy: "Mend what the provider names, then retry" },
  gave_up: { words: "Three days of trying are over", remedy: "See what the provider says, then retry" },
  cannot_look: {
    words: "Its answer was lost, and nothing at the provider shows whether it is there",
    remedy: "Look at the provider: confirm it if it is there, retry if it is not",
  },
  not_confirmed: {
    words: "The provider took it several times and never showed it",
    remedy: "Look at the provider: confirm it if it is there, retry if it is not",
  },
  look_failed: {
    words: "For three days it could not be looked up",
    remedy: "Look at the provider: confirm it if it is there, retry to have it looked up again",
  },
  trying_again: { words: "It did not go through and is tried again", remedy: null },
  looking: { words: "Its answer was lost; it is being looked up before anything is sent again", remedy: null },
  confirming: { words: "The provider took it; it is being looked up", remedy: null },
  after_restore: { words: "A backup was put back: it is looked up before anything is sent", remedy: null },
};

/** `said` are the provider's own words, or a person's. */
export function standing(code: string | null, said: string): Standing | null {
  if (code === null) return null;
  const known = REASONS[code] ?? { words: code, remedy: null };
  return { code, words: said === "" ? known.words : `${known.words}: ${said}`, remedy: known.remedy };
}

/** What becomes of a delivery by the state of its contact; null: nothing hinders it. */
export function hindrance(contact_state: string | null): { event: "held_back" | "left_segment"; reason: string } | null {
  switch (contact_state) {
    case "in":
      return null;
    case "out_of_segment":
      return { event: "left_segment", reason: "out_of_segment" };
    case "skipped":
      return { event: "held_back", reason: "contact_fell_back" };
    case "out_of_scope":
      return { event: "held_back", reason: "contact_out_of_scope" };
    default:
      return { event: "held_back", reason: "contact_gone" };
  }
}
