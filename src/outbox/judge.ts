/** What a provider's answer, or its absence, means for a delivery. Pure: the answer is classified, never the mood of an exception. */
import { pauseAfter } from "../events/backoff.ts";
import { VendorError } from "../model/connector.ts";
import { WriteError, type Written } from "../model/writing.ts";
import type { Event } from "./states.ts";

export type Step = "create" | "finish" | "update";

export interface Judgement {
  event: Extract<Event, "applied" | "accepted" | "not_applied" | "refused" | "doubtful">;
  /** The provider's own words, short; "" where there are none. */
  words: string;
  status: number | null;
  /** With `not_applied`: when it may be tried again; null: three days are over. */
  again_in_ms: number | null;
}

const RATE_LIMITED_MS = 60_000;
const MAINTENANCE_MS = 5 * 60_000;

export function judgeWritten(written: Written, step: Step): Judgement {
  return { event: written.provider_id === null && step === "create" ? "accepted" : "applied", words: "", status: null, again_in_ms: null };
}

export interface Tried {
  attempt: number;
  since_first_ms: number;
  random: number;
}

/** `before`: nothing was asked of the provider yet, so nothing can have been carried out. */
export function judgeFailure(error: unknown, tried: Tried, before: boolean): Judgement {
  const words = error instanceof Error ? error.message : String(error);
  const status = error instanceof WriteError || error instanceof VendorError ? error.status : null;
  const judged = (event: Judgement["event"], again_in_ms: number | null = null): Judgement => ({ event, words, status, again_in_ms });
  if (before) return judged("not_applied", waitFor(error, tried));
  // Whatever is not told apart by a connector may have been carried out.
  if (!(error instanceof WriteError) || error.applied === "unknown") return judged("doubtful");
  // A grant that is dead is mended by connecting again: then it goes out, or is held meanwhile (B-WRB-3).
  return error.lasting && error.failure !== "unauthorized" ? judged("refused") : judged("not_applied", waitFor(error, tried));
}

/** As told, else our own back-off; never beyond the three days. */
function waitFor(error: unknown, { attempt, since_first_ms, random }: Tried): number | null {
  const pause = pauseAfter(attempt, since_first_ms, random);
  if (pause === null || !(error instanceof WriteError || error instanceof VendorError)) return pause;
  if (error.failure === "rate_limited") return error.retry_after_ms ?? RATE_LIMITED_MS;
  if (error.failure === "maintenance") return error.retry_after_ms ?? MAINTENANCE_MS;
  return error.retry_after_ms ?? pause;
}
