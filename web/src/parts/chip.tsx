import type { ReactNode } from "react";
import { STATES, STATUSES, word } from "./words.ts";

export type Tone = "plain" | "good" | "wait" | "bad" | "past";

/** `short`: two or three words of our own, which stay on one line. */
export function Chip({ tone = "plain", short, children }: { tone?: Tone; short?: boolean; children: ReactNode }) {
  return (
    <span className={short ? "chip chip-short" : "chip"} data-tone={tone}>
      {children}
    </span>
  );
}

const STATUS_TONES: Record<string, Tone> = { active: "good", pending: "wait", past: "past" };

export function StatusChip({ status }: { status: string | null }) {
  if (status === null) return <Chip short>Not a client</Chip>;
  return (
    <Chip short tone={STATUS_TONES[status] ?? "plain"}>
      {word(STATUSES, status)}
    </Chip>
  );
}

export function StateChip({ state }: { state: string }) {
  return (
    <Chip short tone={state === "in" ? "good" : "wait"}>
      {word(STATES, state)}
    </Chip>
  );
}
