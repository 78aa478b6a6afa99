/**
 * Named places at which a test may kill the process, without warning, as a power cut would: each stands before or after a commit or a
 * vendor call. Unarmed they cost one comparison. The fault run kills at every one of them (engine-notes, F1).
 */
export const CRASH_POINTS = [
  "run:started",
  "page:fetched",
  "page:before_commit",
  "page:after_commit",
  "listing:restarted",
  "reading:done",
  "absence:read",
  "absence:marked",
  "parked:before_decision",
  "parked:after_decision",
  "projection:batch_computed",
  "projection:batch_committed",
  "projection:pass_done",
  "run:before_finish",
  "run:finished",
] as const;

/** The same of a delivery's way to the provider (F2). */
export const WRITE_CRASH_POINTS = [
  "write:logged",
  "write:before_claim",
  "write:claimed",
  "write:before_request",
  "write:answered",
  "write:created",
  "write:before_finish",
  "write:finished",
  "write:before_settle",
  "write:settled",
  "write:look_claimed",
  "write:looked",
  "write:look_settled",
  "write:expired",
  "write:held",
  "write:edited",
  "write:restored",
  "write:janitor_looked",
] as const;

/** The same of automations, from the ledger to the e-mail's last byte. */
export const AUTOMATION_CRASH_POINTS = [
  "automation:entered",
  "automation:stepped",
  "send:claimed",
  "send:answered",
  "send:settled",
  "send:logged",
] as const;

/** The same of the clients' portal: what they are told by letter, what they answer, what comes in by e-mail. */
export const PORTAL_CRASH_POINTS = [
  "notice:entered",
  "notice:claimed",
  "notice:answered",
  "notice:settled",
  "form:sent",
  "form:submitted",
  "form:logged",
  "form:compared",
  "form:planned",
  "mail:attached",
] as const;

/** The same of texts. */
export const TEXT_CRASH_POINTS = ["text:claimed", "text:answered", "text:settled", "text:logged"] as const;

export type CrashPoint = (
  | typeof CRASH_POINTS
  | typeof WRITE_CRASH_POINTS
  | typeof AUTOMATION_CRASH_POINTS
  | typeof PORTAL_CRASH_POINTS
  | typeof TEXT_CRASH_POINTS
)[number];

let armed: { point: CrashPoint; passes: number } | null = null;

/** Kills this process at the `nth` time that it comes to `point`. */
export function armCrashPoint(point: CrashPoint, nth = 1): void {
  armed = { point, passes: nth };
}

export function crashPoint(point: CrashPoint): void {
  if (armed?.point !== point) return;
  armed.passes -= 1;
  if (armed.passes <= 0) process.kill(process.pid, "SIGKILL");
}
