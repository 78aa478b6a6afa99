/**
 * Who may send a request next, in one scope of a provider's limit (B-SYN-11). A log of departures decides: no stretch of a window holds
 * more of them than our share, wherever the provider's own window begins. Pure; `shared_pacer.ts` asks, `store_budget.ts` keeps.
 */

/** 0 writes, 1 re-reads after webhooks, 2 what changed, or whatever a person waits for, 3 everything. */
export type RequestRank = 0 | 1 | 2 | 3;

export interface Limit {
  requests: number;
  per_ms: number;
}

/** Times in milliseconds since 1970 by the database's clock, which all processes share. */
export interface Budget {
  told_limit: number | null;
  departures: [at: number, requests: number][];
  halted_until: number | null;
  waiting_rank: number | null;
  waiting_until: number | null;
  granted: number;
}

/** Of each window this share is left to the firm's other tools. */
export const KEPT_FREE = 0.2;
/** Of ours, full reads leave this share to whatever is more urgent. */
const KEPT_FOR_URGENT = 0.1;
/** Requests leave a little after they were granted, some later than others. */
const STRETCH = 1.05;
/** In short windows that little matters: they are kept in quarters, so that a burst that comes late does not meet the next one. */
const SHORT_MS = 5_000;
const PARTS = 4;
/** Places handed out at once, to requests that leave at once: one look at the row for all of them. */
const PACK = 10;
/** Of so many places one is open to every rank, so that full reads end also beside a busy writer. */
const OPEN_TO_ALL = 20;
/** Whoever was sent away comes back within this time after it could. */
const COMES_BACK_MS = 1000;
const HALT_AT_MOST_MS = 15 * 60_000;

const share = (limit: number) => Math.max(1, Math.floor(limit * (1 - KEPT_FREE)));

const limitNow = (budget: Budget, limit: Limit) => budget.told_limit ?? limit.requests;

/** So many requests of that rank in so many milliseconds at most, wherever they begin. */
export function allowance(budget: Budget, limit: Limit, rank: RequestRank): Limit {
  const ours = share(limitNow(budget, limit));
  // Whoever is urgent waits for a part of a second at most: nothing has to be left for it.
  if (limit.per_ms <= SHORT_MS && ours >= PARTS) return { requests: Math.floor(ours / PARTS), per_ms: (limit.per_ms / PARTS) * STRETCH };
  const requests = rank === 3 && ours >= 5 ? ours - Math.ceil(ours * KEPT_FOR_URGENT) : ours;
  return { requests, per_ms: limit.per_ms * STRETCH };
}

export interface Granted {
  budget: Budget;
  /** So many may leave now. */
  granted: number;
  /** When `granted` is 0: come back after so long. */
  wait_ms: number;
}

export function grant(before: Budget, limit: Limit, ask: { rank: RequestRank; wanted: number }, now: number): Granted {
  const ours = allowance(before, limit, ask.rank);
  const departures = before.departures.filter(([at]) => at > now - ours.per_ms);
  const budget: Budget = { ...before, departures };
  const wait = pause(budget, ours, ask.rank, now);
  if (wait > 0) return { budget: awaitTurn(budget, ask.rank, now + wait), granted: 0, wait_ms: wait };
  const used = departures.reduce((sum, [, requests]) => sum + requests, 0);
  const granted = Math.min(ask.wanted, PACK, ours.requests - used);
  departures.push([now, granted]);
  const served = budget.waiting_rank !== null && ask.rank <= budget.waiting_rank;
  const waiting = served ? { waiting_rank: null, waiting_until: null } : {};
  return { budget: { ...budget, ...waiting, granted: budget.granted + granted }, granted, wait_ms: 0 };
}

/** Milliseconds until a request of that rank may leave; 0: now. */
function pause(budget: Budget, ours: Limit, rank: RequestRank, now: number): number {
  if (budget.halted_until !== null && budget.halted_until > now) return budget.halted_until - now;
  let over = budget.departures.reduce((sum, [, requests]) => sum + requests, 0) - ours.requests + 1;
  let free_at = now;
  for (const [at, requests] of budget.departures) {
    if (over <= 0) break;
    over -= requests;
    free_at = at + ours.per_ms;
  }
  if (free_at > now) return Math.max(1, Math.ceil(free_at - now));
  const urgent = budget.waiting_rank !== null && budget.waiting_rank < rank && (budget.waiting_until ?? 0) > now;
  return urgent && budget.granted % OPEN_TO_ALL !== 0 ? Math.min(100, Math.ceil(budget.waiting_until! - now)) : 0;
}

/** The most urgent of those who were sent away is remembered until it could have come back. */
function awaitTurn(budget: Budget, rank: RequestRank, until: number): Budget {
  const standing = budget.waiting_rank !== null && budget.waiting_rank < rank && (budget.waiting_until ?? 0) > until - COMES_BACK_MS;
  return standing ? budget : { ...budget, waiting_rank: rank, waiting_until: until + COMES_BACK_MS };
}

/** What an answer said of the limit; `reset_at_ms` by the provider's clock, brought into ours by the connector. */
export interface Seen {
  limit: number | null;
  remaining: number | null;
  reset_at_ms: number | null;
  retry_after_ms: number | null;
  limited: boolean;
}

/** What the budget learns from an answer; null: nothing that it does not know. Headers that cannot be true teach nothing (F18). */
export function learn(budget: Budget, limit: Limit, seen: Seen, now: number): Budget | null {
  const told = seen.limit !== null && Number.isFinite(seen.limit) && seen.limit >= 1 && seen.limit <= limit.requests * 10;
  const told_limit = told ? Math.floor(seen.limit!) : budget.told_limit;
  const halts = [budget.halted_until ?? 0];
  if (seen.limited) halts.push(now + Math.min(HALT_AT_MOST_MS, Math.max(0, seen.retry_after_ms ?? 1000)));
  // Somebody else is using the window too, and has come to the share that is left to them: ours is over.
  const ours = told_limit ?? limit.requests;
  const { remaining, reset_at_ms } = seen;
  if (remaining !== null && reset_at_ms !== null && remaining < ours - share(ours) && reset_at_ms > now)
    halts.push(Math.min(reset_at_ms, now + limit.per_ms * STRETCH));
  const halted_until = Math.max(...halts);
  if (told_limit === budget.told_limit && halted_until <= (budget.halted_until ?? now)) return null;
  return { ...budget, told_limit, halted_until: halted_until > now ? halted_until : budget.halted_until };
}
