/** What runs are called, and how they ended, in words. */
import type { Run } from "../api.ts";
import { KINDS, MODES, number, PHASES, word } from "./words.ts";

const TRIGGERS: Record<string, string> = {
  schedule: "as planned",
  manual: "asked for by hand",
  "command line": "from the command line",
  webhook: "the provider told of it",
  webhook_gap: "the provider may have told of something that did not arrive",
  reconnected: "connected again",
  sync_user: "another account reads",
  demo: "for the demo",
};

export const triggerOf = (run: Run): string => TRIGGERS[run.trigger] ?? run.trigger;

export function runName({ mode, target }: Run): string {
  if (target?.kind === "staff") return "Staff";
  return target ? `${word(KINDS, target.kind)} ${target.id}` : word(MODES, mode);
}

export function outcomeOf(run: Run): string {
  const refused = run.kinds.filter((kind) => kind.state === "refused").map((kind) => word(KINDS, kind.kind).toLowerCase());
  const but = refused.length > 0 ? `, but the provider refused ${refused.join(", ")}` : "";
  switch (run.state) {
    case "running":
      return word(PHASES, run.phase);
    case "held":
      return `Everything was read${but}. ${number(run.held)} changes were held: unusually many would have been gone or empty`;
    case "failed":
      return run.error ?? "It failed";
    case "succeeded":
      return run.mode === "incremental"
        ? `What had changed was read${but}`
        : run.mode === "record"
          ? `It was read${but}`
          : `Everything was read${but}`;
  }
}
