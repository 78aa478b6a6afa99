/** Which causes start something by themselves, and which only put it into a batch for somebody to look at (B-AUT-2). Pure. */
import type { Because } from "./types.ts";

/** What brought about a run, as its row says. */
export interface RunAbout {
  mode: string;
  trigger: string;
}

/** Old news; or many at once, or words that were changed after they were approved, which are told when they are found. */
export type BatchCause = OldNews | "many" | "template_changed";
export type OldNews = "first_sync" | "reconnect" | "settings" | "recompute" | "restored";

/** Null: it starts by itself. What is not known is held: nobody can say that it is news. */
export function batchCause({ cause }: Because, run: RunAbout | null): OldNews | null {
  if (cause === "first_sync") return "first_sync";
  if (cause === "settings") return "settings";
  if (cause === "member" || cause === "day") return null;
  if (cause !== "run" || run === null) return "recompute";
  if (run.mode === "first") return "first_sync";
  // Another account reads for the firm, or one that was away: much of what it finds is old.
  return run.trigger === "reconnected" || run.trigger === "sync_user" ? "reconnect" : null;
}
