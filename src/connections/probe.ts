/**
 * B-CON-3: what an account may do is asked of the provider, one cheap page each, never taken from a plan's name. What it refuses is kept in
 * its own words, with what to do about it.
 */
import { VendorError, type Connector, type Session } from "../model/connector.ts";
import type { Kind, Provider } from "../model/kinds.ts";

export type Asked = "contacts" | "matters" | "staff" | "fields" | "webhooks";

export interface Check {
  what: Asked;
  /** Null: the provider gave no answer that tells. */
  allowed: boolean | null;
  /** The provider's own words, where it refused or failed. */
  said: string | null;
  remedy: string | null;
}

export interface Probe {
  at: string;
  /** Null: the provider does not say (MyCase). */
  user_is_admin: boolean | null;
  checks: Check[];
}

const KINDS: Record<Exclude<Asked, "webhooks">, Kind> = { contacts: "contact", matters: "matter", staff: "staff", fields: "custom_field" };

/** Throws only what says nothing about permissions and everything about the connection: that it is over. */
/** `reads`: an account for writing back alone is asked only who it is (B-SYN-1). */
export async function probeAccount(connector: Connector, session: Session, reads: boolean): Promise<Probe> {
  const at = session.clock.now().toISOString();
  const reader = connector.reader(session);
  const { user_is_admin } = await reader.who_am_i();
  const checks: Check[] = [];
  if (!reads) return { at, user_is_admin, checks };
  for (const [what, kind] of Object.entries(KINDS) as [Exclude<Asked, "webhooks">, Kind][])
    checks.push(await check(connector, what, () => firstRow(connector, reader, kind)));
  checks.push(await check(connector, "webhooks", () => connector.webhook.subscriptions(session).list()));
  return { at, user_is_admin, checks };
}

function firstRow(connector: Connector, reader: ReturnType<Connector["reader"]>, kind: Kind): Promise<unknown> {
  const part = connector.plans.find((plan) => plan.kind === kind)?.parts[0] ?? "all";
  return reader.page({ kind, part, since: null, cursor: null, limit: 1 });
}

async function check(connector: Connector, what: Asked, ask: () => Promise<unknown>): Promise<Check> {
  try {
    await ask();
    return { what, allowed: true, said: null, remedy: null };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    const refused = error.failure === "forbidden" || error.failure === "not_found" || error.failure === "unauthorized";
    const remedy = refused
      ? remedyFor(connector.provider, what)
      : "Nothing yet: it is asked again. Look at the provider's status page if it stays.";
    return { what, allowed: refused ? false : null, said: error.message, remedy };
  }
}

/** clio.md §1.3: related lists hang on one permission of the application. */
const CLIO_PERMISSIONS: Record<Asked, string> = {
  contacts: "Contacts",
  matters: "Matters",
  staff: "Users",
  fields: "Custom Fields",
  webhooks: "Webhooks",
};
const MYCASE_FEATURES: Record<Asked, string> = {
  contacts: "Contacts",
  matters: "Cases",
  staff: "the firm's users",
  fields: "custom fields",
  webhooks: "webhooks",
};

function remedyFor(provider: Provider, what: Asked): string {
  // A user keeps the permissions of the last sign-in (clio.md §1.3).
  if (provider === "clio")
    return `Give your application the permission “${CLIO_PERMISSIONS[what]}” at Clio's developer portal, then connect again: a sign-in keeps the permissions of its day. If it has it, ask Clio whether your plan lets applications in.`;
  if (what === "webhooks")
    return "Ask MyCase whether your plan and your application include webhooks. Without them changes arrive with the next planned read.";
  return `Have an administrator of the firm open Settings, Firm Users in MyCase and let this user see ${MYCASE_FEATURES[what]}, then ask again. If it stays, ask MyCase whether your plan includes its Open API.`;
}

/** For whoever is sent away at once: the provider would not even say who they are. */
export function identityRemedy(provider: Provider): string {
  return provider === "clio"
    ? "See that you chose the region in which your firm's Clio lives, and that your plan lets applications in; then start again."
    : "Sign in as a user who may manage the firm's preferences, billing and payment options, and ask MyCase whether your plan includes its Open API.";
}

/** What nothing can be derived without. */
export const refusedOf = (probe: Probe | null): Check[] => probe?.checks.filter((each) => each.allowed === false) ?? [];
