/**
 * Signing in by letter, without a password. The answer to somebody who asks is the same whether or not anybody has the address, and comes
 * as soon; what is found out about it happens behind. A link is good once, for half an hour, at the browser that asked: one that was
 * forwarded lets nobody in.
 */
import { queueMail } from "../accounts/store_mail.ts";
import { audit } from "../accounts/store_audit.ts";
import { readFirm } from "../accounts/store_firms.ts";
import { hashOf, newToken } from "../accounts/tokens.ts";
import { newId } from "../lib/ids.ts";
import { whoseIs } from "./access.ts";
import { signInLetter, signInLink } from "./letters.ts";
import { limitPortalTries } from "./limits.ts";
import { mattersOf } from "./person.ts";
import { putAccess, readCandidates, type Candidate } from "./store_access.ts";
import { insertLink, insertSession, readLink, readPersonByAddress, useLink } from "./store_sessions.ts";
import type { Language, PortalDb, PortalDeps, PortalPerson } from "./types.ts";

export const LINK_MINUTES = 30;
export const SESSION_DAYS = 30;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export interface Asking {
  email: string;
  /** What the browser's cookie says. */
  browser_token: string;
  language: Language;
  place: string | null;
}

/** Throws PortalRefused "too_many", and says nothing else. */
export async function askForLink(deps: PortalDeps, asking: Asking): Promise<void> {
  const email = asking.email.trim().toLowerCase();
  await limitPortalTries(deps, "ask", { email, place: asking.place });
  deps.inBackground(sendLinks(deps, { ...asking, email }));
}

/** For somebody at a link that is over or was opened elsewhere: a fresh one to the same address, for this browser. */
export async function askAgain(deps: PortalDeps, token: string, asking: Omit<Asking, "email">): Promise<void> {
  await limitPortalTries(deps, "link", { email: "", place: asking.place });
  const link = await readLink(deps.db.kysely, hashOf(token));
  if (link) await askForLink(deps, { ...asking, email: link.email });
}

/** One letter for each firm that knows the address as one person's. */
async function sendLinks(deps: PortalDeps, asking: Asking): Promise<void> {
  const firms = Map.groupBy(await readCandidates(deps.db.kysely, asking.email), (one) => one.firm_id);
  for (const candidates of firms.values()) await sendLinkOf(deps, asking, candidates);
  if (firms.size > 0) deps.deliverMail();
}

async function sendLinkOf(deps: PortalDeps, { email, browser_token, language }: Asking, candidates: Candidate[]): Promise<void> {
  const { firm_id } = candidates[0]!;
  const now = deps.clock.now();
  const parts = new Set<Candidate>();
  for (const one of candidates) if ((await mattersOf(deps.db.kysely, one, now)).length > 0) parts.add(one);
  const decision = whoseIs(email, candidates, (one) => parts.has(one));
  await deps.db.transaction(async (trx) => {
    const { of, refusal } = decision;
    const refused = (why: string) =>
      audit(trx, asClient(firm_id, of?.name ?? email), "portal.sign_in_refused", of?.contact_id ?? email, {
        ...{ email, why },
        among: candidates.map(({ name, contact_id }) => ({ name, contact_id })),
      });
    if (refusal !== null) return refused(refusal);
    const at = now.toISOString();
    const source = of.access?.source ?? "participant";
    const access = await putAccess(trx, of, { access_id: newId(deps.clock), email, source, language, by: null, at });
    if (!access) return refused("revoked");
    const token = newToken();
    const expires_at = new Date(now.getTime() + LINK_MINUTES * MINUTE_MS).toISOString();
    const hashes = { token_hash: hashOf(token), browser_hash: hashOf(browser_token) };
    await insertLink(trx, {
      firm_id,
      link_id: newId(deps.clock),
      access_id: access.access_id,
      ...hashes,
      email,
      created_at: at,
      expires_at,
    });
    const firm = await readFirm(trx, firm_id);
    const words = { to: email, firm: firm.name, name: of.name, language: of.access ? access.language : language };
    await queueMail(trx, firm_id, signInLetter(words, signInLink(deps.url, token)));
    await audit(trx, asClient(firm_id, of.name), "portal.sign_in_asked", of.contact_id, { connection_id: of.connection_id, email });
  });
}

/** Clients are in the audit log by their name: they are no members. */
export const asClient = (firm_id: string, name: string) => ({
  firm_id,
  member_id: null,
  name: `${name} (client)`,
  via: "session" as const,
});

export type SignInOutcome = { outcome: "signed_in"; session_token: string } | { outcome: "elsewhere" | "over" | "unknown" };

/** A link that is opened elsewhere stays good for the browser that asked. */
export async function signInByLink(
  deps: PortalDeps,
  token: string,
  from: { browser_token: string | null; browser: string; place: string | null },
): Promise<SignInOutcome> {
  await limitPortalTries(deps, "link", { email: "", place: from.place });
  const now = deps.clock.now();
  const at = now.toISOString();
  return deps.db.transaction(async (trx): Promise<SignInOutcome> => {
    const link = await readLink(trx, hashOf(token));
    if (!link) return { outcome: "unknown" };
    const person = await readPersonByAddress(trx, link);
    const refused = async (outcome: "elsewhere" | "over" | "unknown", why: string): Promise<SignInOutcome> => {
      await audit(trx, asClient(link.firm_id, person?.name ?? link.email), "portal.sign_in_refused", person?.contact_id ?? link.email, {
        ...{ email: link.email, why },
      });
      return { outcome };
    };
    if (!person) return refused("unknown", "access_over");
    if (link.used_at !== null) return refused("over", "link_used");
    if (new Date(link.expires_at) <= now) return refused("over", "link_expired");
    const here = from.browser_token !== null && hashOf(from.browser_token).equals(link.browser_hash);
    if (!here) return refused("elsewhere", "other_browser");
    if (!(await useLink(trx, link, at))) return refused("over", "link_used");
    return { outcome: "signed_in", session_token: await openSession(deps, trx, person, from.browser, now) };
  });
}

async function openSession(deps: PortalDeps, trx: PortalDb, person: PortalPerson, browser: string, now: Date): Promise<string> {
  const session_token = newToken();
  const { firm_id, access_id, email } = person;
  await insertSession(trx, {
    ...{ firm_id, access_id, email, session_id: newId(deps.clock), token_hash: hashOf(session_token), browser: browserWords(browser) },
    created_at: now.toISOString(),
    expires_at: sessionEnd(now),
  });
  await audit(trx, asClient(firm_id, person.name), "portal.sign_in", person.contact_id, { connection_id: person.connection_id, email });
  return session_token;
}

export const sessionEnd = (now: Date): string => new Date(now.getTime() + SESSION_DAYS * DAY_MS).toISOString();

/** What a person tells their devices apart by: no more of the browser's name is kept. */
export function browserWords(user_agent: string): string {
  const find = (names: [RegExp, string][]) => names.find(([pattern]) => pattern.test(user_agent))?.[1] ?? "";
  const browser = find([
    [/Edg\//, "Edge"],
    [/Firefox\/|FxiOS/, "Firefox"],
    [/Chrome\/|CriOS/, "Chrome"],
    [/Safari\//, "Safari"],
  ]);
  const device = find([
    [/iPhone/, "iPhone"],
    [/iPad/, "iPad"],
    [/Android/, "Android"],
    [/Windows/, "Windows"],
    [/Mac OS X/, "Mac"],
    [/Linux/, "Linux"],
  ]);
  return [browser, device].filter((part) => part !== "").join(", ");
}
