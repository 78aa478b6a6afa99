/** Whether an occasion starts an automation, now or when somebody has looked, or not at all; each answer with its reason. Pure. */
import type { OldNews } from "./causes.ts";
import { unmet } from "./conditions.ts";
import { skipWords, type Finding } from "./guard.ts";
import type { Candidate, Occasion, Verdict } from "./types.ts";

/** B-AUT-1: what is mended within so many days starts by itself. */
export const MENDED_WITHIN_MS = 14 * 24 * 3_600_000;

export interface Case {
  occasion: Occasion;
  /** Null: the contact is not known. */
  candidate: Candidate | null;
  batch: OldNews | null;
  /** What the guard found; null also where it was not asked, since a held one is asked about when it is let go. */
  finding: Finding | null;
}

const verdict = (state: Verdict["state"], reason: Verdict["reason"] = null, params: Verdict["params"] = {}): Verdict => ({
  state,
  reason,
  params,
});

export function decide({ occasion, candidate, batch, finding }: Case): Verdict {
  const { trigger, conditions } = occasion.automation.document;
  if (occasion.contact_id === "") return verdict("not_started", "no_main_client");
  if (candidate === null) return verdict("not_started", "contact_unknown");
  const final = neverStarts(candidate);
  if (final !== null) return verdict("not_started", final);
  if (trigger.kind === "new_client" && candidate.state === "skipped")
    return verdict("waiting", "waits_mended", { why: skipWords(candidate.skip_code) });
  const condition = unmet(conditions, candidate);
  if (condition !== null) return verdict("not_started", "condition", { condition });
  if (finding?.effect === "never") return verdict("not_started", finding.code, finding.params);
  if (batch !== null) return verdict("held", batch);
  if (finding?.effect === "hold") return verdict("held", finding.code, finding.params);
  if (finding?.effect === "wait") return verdict("running", finding.code, finding.params);
  return verdict("running");
}

/** What the columns say already; the guard says the rest. */
function neverStarts({ state, skip_code, never_engage }: Candidate): Verdict["reason"] {
  if (state === "tombstone" || state === "out_of_scope" || state === "out_of_segment") return state;
  if (skip_code === "company") return "company";
  return never_engage ? "never_engage" : null;
}

/** A start that waited for its contact to be mended: it goes on as if it were new, or is held where it took too long. */
export function decideMended(input: Case & { waits_since: string; now: Date }): Verdict {
  const decided = decide(input);
  if (decided.state !== "running") return decided;
  const late = input.now.getTime() - Date.parse(input.waits_since) > MENDED_WITHIN_MS;
  return late ? verdict("held", "late_mended") : decided;
}
