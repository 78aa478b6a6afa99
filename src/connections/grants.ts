/** What is true of a grant: when it is due for a refresh, when it ends, and whether two sign-ins are of one firm. Pure. */
import type { Provider } from "../model/kinds.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export interface GrantTimes {
  obtained_at: string;
  /** End of the access token; null where the provider did not say. */
  expires_at: string | null;
  refresh_refused_at: string | null;
}

/** Clio: 3 days ahead, or the last tenth of a shorter life (tokens of other lifetimes than 30 days are seen, clio.md §1.3). */
const CLIO_AHEAD = 3 * DAY;
/** MyCase: access 24 hours, refresh two weeks from the last refresh (mycase.md §2). At half-life, so that a failure leaves days to mend it. */
const MYCASE_LIFE = DAY;
const MYCASE_REFRESH_LIFE = 14 * DAY;

export function expiresAt(obtained: Date, expires_in: number | null): string | null {
  return expires_in === null || expires_in <= 0 ? null : new Date(obtained.getTime() + expires_in * 1000).toISOString();
}

/** When a refresh is due; null: only after a refusal. */
export function refreshDueAt(provider: Provider, grant: GrantTimes): number | null {
  const obtained = Date.parse(grant.obtained_at);
  const life = grant.expires_at === null ? null : Date.parse(grant.expires_at) - obtained;
  if (provider === "mycase") return obtained + Math.min((life ?? MYCASE_LIFE) / 2, MYCASE_REFRESH_LIFE / 2);
  return life === null ? null : obtained + life - Math.min(CLIO_AHEAD, life / 10);
}

export function isDue(provider: Provider, grant: GrantTimes, now: Date): boolean {
  const due = refreshDueAt(provider, grant);
  return due !== null && now.getTime() >= due;
}

/** Whether the access token should still be accepted. Unknown ends are taken as good: the provider will say. */
export function isUsable(grant: GrantTimes, now: Date): boolean {
  return grant.expires_at === null || now.getTime() < Date.parse(grant.expires_at);
}

/** When the grant ends unless it is refreshed; null: never by itself (Clio's refresh tokens do not expire). */
export function endsAt(provider: Provider, grant: GrantTimes): number | null {
  if (grant.refresh_refused_at !== null) return grant.expires_at === null ? null : Date.parse(grant.expires_at);
  return provider === "mycase" ? Date.parse(grant.obtained_at) + MYCASE_REFRESH_LIFE : null;
}

export interface Account {
  region: string | null;
  account_id: string;
  firm_url: string | null;
  firm_uuid: string | null;
}

/**
 * B-CON-6. Clio: account id and region (ids of two regions may coincide). MyCase tells the firm's uuid only at the code exchange, and not
 * in every documented answer: where both sides have one it decides, else the firm's address.
 */
export function sameAccount(a: Account, b: Account): boolean {
  if (a.region !== b.region) return false;
  if (a.firm_uuid !== null && b.firm_uuid !== null) return a.firm_uuid === b.firm_uuid;
  if (a.firm_url !== null && b.firm_url !== null) return address(a.firm_url) === address(b.firm_url);
  return a.account_id === b.account_id;
}

const address = (url: string) => url.trim().toLowerCase().replace(/\/+$/, "");
