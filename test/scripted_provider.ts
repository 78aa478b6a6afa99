/** A provider small enough to script: it grants, rotates, forgets and refuses as a test says. The real ones are in `sandbox/`. */
import { VendorError, type Connector, type Grant, type Identity } from "../src/model/connector.ts";
import type { Provider } from "../src/model/kinds.ts";

type Outcome = "answer" | "lost_answer" | "lost_request" | "error_500";

export interface ScriptedProvider {
  connector: Connector;
  /** What the next refreshes meet, in order; afterwards they are answered. */
  script: Outcome[];
  refreshes: number;
  /** Most refreshes that were under way at once. */
  most_at_once: number;
  identity: Identity;
  firm_uuid: string | null;
  revoked: boolean;
  /** Which access tokens it would serve now. */
  serves(access_token: string): boolean;
}

export interface Script {
  provider: Provider;
  /** A used refresh token is dead at once (MyCase), or lives on (Clio). */
  rotates: boolean;
  /** How many times a token that was rotated away still works. */
  grace?: number;
  /** Waits inside the refresh. */
  during?: () => Promise<void>;
}

export function scriptedProvider({ provider, rotates, grace = 0, during }: Script): ScriptedProvider {
  let serial = 0;
  let refresh_token = "";
  const uses_left = new Map<string, number>();
  let under_way = 0;
  const alive = new Set<string>();

  const grant = (with_refresh: boolean): Grant => {
    serial += 1;
    const access_token = `${provider}-access-${serial}`;
    alive.add(access_token);
    if (rotates || with_refresh) {
      if (refresh_token) uses_left.set(refresh_token, grace);
      refresh_token = `${provider}-refresh-${serial}`;
    }
    const expires_in = provider === "mycase" ? 86_400 : 2_592_000;
    return { access_token, refresh_token: rotates || with_refresh ? refresh_token : null, expires_in, scope: null, firm_uuid: null };
  };

  const accept = (token: string) => {
    if (self.revoked) return false;
    if (token === refresh_token) return true;
    const left = uses_left.get(token) ?? 0;
    uses_left.set(token, left - 1);
    return left > 0;
  };

  const refresh = async (token: string): Promise<Grant> => {
    self.refreshes += 1;
    const outcome = self.script.shift() ?? "answer";
    await during?.();
    if (outcome === "lost_request") throw new VendorError("transient", "connection reset");
    if (outcome === "error_500") throw new VendorError("transient", "500", { status: 500 });
    if (!accept(token)) throw new VendorError("unauthorized", "invalid_grant", { status: 400 });
    const granted = grant(false);
    if (outcome === "lost_answer") throw new VendorError("transient", "connection reset");
    return granted;
  };

  const unused = () => Promise.reject(new Error("not part of this test"));
  const self: ScriptedProvider = {
    script: [],
    refreshes: 0,
    most_at_once: 0,
    firm_uuid: null,
    revoked: false,
    identity: {
      ...{ user_id: "7", user_name: "Iris Moreau", user_email: "iris@moreau.example", user_is_admin: true },
      ...{ account_id: "88", account_name: "Moreau & Finch", firm_url: null, time_zone: null },
    },
    serves: (token) => alive.has(token),
    connector: {
      provider,
      regions: provider === "clio" ? ["us", "eu", "ca", "au"] : [],
      plans: [],
      limit: { requests: 50, per_ms: 60_000, scope: "access_token" },
      oauth: {
        authorize_url: ({ region, client_id, redirect_uri, state }) =>
          `https://${region ?? "all"}.example/authorize?${new URLSearchParams({ client_id, redirect_uri, state }).toString()}`,
        exchange: ({ code }) =>
          code === "good"
            ? Promise.resolve({ ...grant(true), firm_uuid: self.firm_uuid })
            : Promise.reject(new VendorError("unauthorized", "invalid code")),
        refresh: async (input) => {
          under_way += 1;
          self.most_at_once = Math.max(self.most_at_once, under_way);
          try {
            return await refresh(input.refresh_token);
          } finally {
            under_way -= 1;
          }
        },
        revoke: () => Promise.resolve(true),
      },
      mapper: {} as Connector["mapper"],
      reader: (session) => ({
        page: unused,
        one: unused,
        who_am_i: async () => {
          if (!alive.has(await session.tokens.access_token())) throw new VendorError("unauthorized", "401", { status: 401 });
          session.on_request?.({ method: "GET", path: "/who_am_i", status: 200 });
          return self.identity;
        },
      }),
      writing: { promises: [], can_find: () => false, writer: () => ({ create: unused, finish: null, find: unused, update: unused }) },
      webhook: {
        hint: () => null,
        verify: () => null,
        models: [],
        handshake: () => null,
        subscriptions: () => ({ list: unused, create: unused, read: unused, renew: unused, activate: unused, remove: unused }),
      },
    },
  };
  return self;
}
