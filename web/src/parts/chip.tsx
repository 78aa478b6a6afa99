import type { ReactNode } from "react";
import { STATES, STATUSES, word } from "./words.ts";

export type Tone = "plain" | "good" | "wait" | "bad" | "past";

export function Chip({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className="chip" data-tone={tone}>
      {children}
    </span>
  );
}

const STATUS_TONES: Record<string, Tone> = { active: "good", pending: "wait", past: "past" };

export function StatusChip({ status }: { status: string | null }) {
  return status === null ? <Chip>Not a client</Chip> : <Chip tone={STATUS_TONES[status] ?? "plain"}>{word(STATUSES, status)}</Chip>;
}

export function StateChip({ state }: { state: string }) {
  return <Chip tone={state === "in" ? "good" : "wait"}>{word(STATES, state)}</Chip>;
}
