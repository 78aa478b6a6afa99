/** What of a provider's limit is used now, and when a grant is renewed and ends, as people are told of it. Pure. */
import type { Provider } from "../model/kinds.ts";
import { KEPT_FREE, type Budget, type Limit } from "./budget.ts";
import { endsAt, refreshDueAt, type GrantTimes } from "./grants.ts";

export interface Used {
  /** What the provider allows in so many seconds. */
  limit: number;
  per_seconds: number;
  /** What Privity takes of that at most; the rest is for the firm's other tools (B-SYN-11). */
  share: number;
  used: number;
  /** Nothing leaves before then: the provider said so, or others have used the window up. */
  halted_until: string | null;
}

export function usedOf(kept: (Pick<Budget, "told_limit" | "departures" | "halted_until"> & { now: number }) | null, limit: Limit): Used {
  const allowed = kept?.told_limit ?? limit.requests;
  const now = kept?.now ?? 0;
  const used = (kept?.departures ?? []).filter(([at]) => at > now - limit.per_ms).reduce((sum, [, requests]) => sum + requests, 0);
  const halted = kept?.halted_until ?? 0;
  return {
    limit: allowed,
    per_seconds: limit.per_ms / 1000,
    share: Math.max(1, Math.floor(allowed * (1 - KEPT_FREE))),
    used,
    halted_until: halted > now ? new Date(halted).toISOString() : null,
  };
}

export interface TokenLife {
  obtained_at: string;
  expires_at: string | null;
  /** When the next refresh is due. */
  refresh_at: string | null;
  /** When the grant ends unless it is refreshed; null: never by itself. */
  grant_ends_at: string | null;
  refresh_refused_at: string | null;
}

export function lifeOf(provider: Provider, grant: GrantTimes): TokenLife {
  return { ...grant, refresh_at: iso(refreshDueAt(provider, grant)), grant_ends_at: iso(endsAt(provider, grant)) };
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
