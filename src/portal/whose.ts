/** Whose a client's message or document is within the firm: who is told of it, and in whose name it is written back. Pure. */
import type { Colleague } from "./store_inbox.ts";

/** Whoever looks after it: the one it was given to, else the client's owner, else the admins. */
export function inCharge(colleagues: readonly Colleague[]): Colleague[] {
  const assigned = colleagues.filter((one) => one.is_assigned);
  if (assigned.length > 0) return assigned;
  const owner = colleagues.filter((one) => one.is_owner);
  return owner.length > 0 ? owner : colleagues.filter((one) => one.role === "admin");
}

export function toldOf(colleagues: readonly Colleague[]): Colleague[] {
  const theirs = new Set(inCharge(colleagues).map((one) => one.member_id));
  return colleagues.filter((one) => one.mode === "all" || (one.mode === "mine" && theirs.has(one.member_id)));
}

/**
 * A client has no account at the provider, so a member's is written with (B-WRB-3): of whoever looks after it, unless nothing could leave in
 * their name; then of the member whose account reads. Null: the firm has no active member.
 */
export function writerFor(colleagues: readonly Colleague[], on_behalf: boolean): string | null {
  const ranked = [...inCharge(colleagues), ...colleagues.filter((one) => one.is_sync_user), ...colleagues];
  const can = ranked.find((one) => on_behalf || one.own_account) ?? ranked[0];
  return can?.member_id ?? null;
}
