/** Why a text waits, was refused, or needs a person, in plain words. Pure. */
import { wordsForCode } from "../texting/twilio_words.ts";
import type { TextOut } from "./store_texts.ts";

/** B-WHY-1. */
const REASONS: Record<string, string> = {
  unknown: "Nobody knows whether it left: the connection to Twilio broke while it was being sent. Ask the client, then say so here.",
  restored:
    "The database was put back from an older copy, so it may have left already. Twilio is asked for it; else ask the client, then say so here.",
  refused: "Twilio refused it.",
  stopped: "They answered STOP. Nothing goes to this number until they text START.",
  unreachable: "Twilio does not answer; it is tried again.",
  busy: "Twilio has too much to do; it is tried again.",
  texts_off: "Texting is switched off. It goes once an admin switches it on.",
  text_cap: "So many texts went to this number today that it waits.",
  quiet: "It is their quiet time. It goes when that ends.",
  number_gone: "The number is none of the client's any more.",
  not_in: "The client is gone, or cannot be used now.",
  too_late: "It waited for three days, and was given up.",
  dropped: "Somebody decided that it is not to go.",
};

export function wordsOf({ state, reason, code }: Pick<TextOut, "state" | "reason" | "code">): string | null {
  if (state === "failed" && wordsForCode(code) !== null) return wordsForCode(code);
  return reason === null ? null : (REASONS[reason] ?? null);
}
