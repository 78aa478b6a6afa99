/**
 * The access token of a connection, refreshed early, by one process at a time (engine-notes, Tokens 4.2 and 4.3).
 * Who refreshes holds a lease with a fence; the new pair is stored before it is used; only the newest fence may store it.
 */
import type { Db } from "../db/pool.ts";
import { systemClock, within, type Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Metrics } from "../lib/metrics.ts";
import { VendorError, type Connector, type Fetch, type Grant, type OAuthClient, type TokenSource } from "../model/connector.ts";
import { expiresAt, isDue, isUsable } from "./grants.ts";
import { markDisconnected, readConnection } from "./store.ts";
import {
  endLease,
  markProved,
  markRefused,
  prolongLease,
  readGrant,
  replaceTokens,
  takeLease,
  type GrantRow,
  type Owner,
} from "./store_grants.ts";
import type { Vault } from "./vault.ts";

export interface TokenDeps {
  db: Db;
  vault: Vault;
  connector: Connector;
  /** The OAuth application that the grant was given to. */
  client: OAuthClient | ((grant: GrantRow) => Promise<OAuthClient>);
  fetch: Fetch;
  clock: Clock;
  log?: Log;
  metrics?: Pick<Metrics, "tokenRefresh">;
  /** The grant is dead, and that is stored. */
  on_dead?(): void;
  /** How long a refresh is ours from each of its requests on, and how long a request may take at most: clearly less. Milliseconds. */
  lease_ms?: number;
  timeout_ms?: number;
}

export interface Tokens extends TokenSource {
  /** To be told of every answer (the session's `on_request`): the first good one proves the new pair. */
  observe(answer: { status: number | null }): void;
}

/** A token that was read is used this long without asking the database again; so another process's refresh or a disconnect is seen soon. */
const REMEMBER_MS = 5_000;
const PROVE_AGAIN_MS = 10 * 60_000;
const RETRY_MS = 60_000;
const WAIT_MS = 100;

interface Held {
  grant: GrantRow;
  token: string;
  read_at: number;
}

export function tokenSource(deps: TokenDeps, owner: Owner, region: string | null): Tokens {
  const { db, vault, connector, clock } = deps;
  const provider = connector.provider;
  const lease_ms = deps.lease_ms ?? 60_000;
  // Longer than a slow provider takes: a request that is given up may have ended the token that it carried.
  const timeout_ms = deps.timeout_ms ?? 25_000;
  let held: Held | null = null;
  let proving: Promise<void> = Promise.resolve();
  let proved = { version: 0, at: 0 };
  /** After a refresh that failed in passing, the token that is still good serves for a while. */
  let not_before = Number.NEGATIVE_INFINITY;

  const now = () => clock.now();

  async function read(): Promise<Held> {
    const grant = await readGrant(db, owner);
    const connection = await readConnection(db, owner);
    if (!grant || connection?.state !== "connected") {
      throw new VendorError("unauthorized", connection?.state_reason ?? `${provider} is not connected`);
    }
    const token = await vault.open({ ...grant, column: "access_token" }, grant.access_token);
    return (held = { grant, token, read_at: now().getTime() });
  }

  /** A grant whose refresh was refused serves until it ends. */
  const good = ({ grant }: Held) => (grant.refresh_refused_at === null ? !isDue(provider, grant, now()) : isUsable(grant, now()));

  /** The token of a version other than `version`: refreshed by us, or by whoever holds the lease. */
  async function advance(version: number, usable: boolean): Promise<string> {
    const deadline = systemClock.now().getTime() + 2 * lease_ms;
    while (systemClock.now().getTime() < deadline) {
      const fence = await takeLease(db, owner, version, lease_ms);
      const current = await read();
      if (current.grant.token_version !== version) return current.token;
      if (fence !== null) return refreshHeld(current, fence, usable);
      if (usable) return current.token;
      await systemClock.sleep(WAIT_MS);
    }
    throw new VendorError("transient", "another process is refreshing the grant and does not finish");
  }

  async function refreshHeld(current: Held, fence: number, usable: boolean): Promise<string> {
    const { grant } = current;
    let fresh: { granted: Grant; refresh_token: string };
    try {
      fresh = await ask(grant, fence);
    } catch (error) {
      if (error instanceof LostLease) return advance(grant.token_version, usable);
      if (!(error instanceof VendorError) || error.failure !== "unauthorized") {
        deps.metrics?.tokenRefresh(provider, "failed");
        await endLease(db, owner, fence); // a 5xx or a time-out never disconnects (B-CON-5)
        not_before = now().getTime() + RETRY_MS;
        if (usable) return current.token;
        throw error;
      }
      deps.metrics?.tokenRefresh(provider, "refused");
      return refused(current, fence, usable, error);
    }
    if (await store(grant, fence, fresh.granted, fresh.refresh_token)) return (await read()).token;
    return advance(grant.token_version, usable); // whoever took the lease over may still be at it
  }

  /** Asks once more with the same token when the answer was lost, and with the previous one when the new pair never served a call. */
  async function ask(grant: GrantRow, fence: number): Promise<{ granted: Grant; refresh_token: string }> {
    const latest = await refreshToken(grant);
    const request = async (refresh_token: string) => ({ granted: await oauthRefresh(grant, refresh_token), refresh_token });
    const again = async (refresh_token: string) => {
      if (!(await prolongLease(db, owner, fence, lease_ms))) throw new LostLease();
      return request(refresh_token);
    };
    try {
      return await request(latest).catch((error: unknown) => {
        if (isRefusal(error)) throw error;
        return again(latest);
      });
    } catch (error) {
      if (!isRefusal(error) || grant.previous_refresh_token === null || grant.previous_token_version === null) throw error;
      const place = { ...grant, column: "previous_refresh_token", token_version: grant.previous_token_version } as const;
      const previous = await vault.open(place, grant.previous_refresh_token);
      return again(previous).catch((later: unknown) => {
        throw later instanceof LostLease ? later : error;
      });
    }
  }

  async function refreshToken(grant: GrantRow): Promise<string> {
    if (grant.refresh_token === null) throw new VendorError("unauthorized", `${provider} gave no refresh token`);
    return vault.open({ ...grant, column: "refresh_token" }, grant.refresh_token);
  }

  const oauthRefresh = async (grant: GrantRow, refresh_token: string) => {
    const client = typeof deps.client === "function" ? await deps.client(grant) : deps.client;
    return within(timeout_ms, (signal) =>
      connector.oauth.refresh({
        region,
        client,
        refresh_token,
        fetch: (request) => deps.fetch(new Request(request, { signal })),
      }),
    ).catch((error: unknown) => {
      if ((error as Error).name !== "TimeoutError") throw error;
      throw new VendorError("transient", `${provider} did not answer a token request in time.`, { cause: error });
    });
  };

  async function store(grant: GrantRow, fence: number, granted: Grant, used: string): Promise<boolean> {
    const token_version = grant.token_version + 1;
    const place = { ...owner, key_id: await vault.keyId(owner.firm_id), token_version };
    // An answer without a refresh token never overwrites the stored one (mycase.md §2; Clio's never has one).
    const next = granted.refresh_token ?? used;
    const previous = { ...place, column: "previous_refresh_token", token_version: grant.token_version } as const;
    const stored = await replaceTokens(
      db,
      owner,
      { token_version: grant.token_version, fence },
      {
        token_version,
        key_id: place.key_id,
        access_token: await vault.seal({ ...place, column: "access_token" }, granted.access_token),
        refresh_token: await vault.seal({ ...place, column: "refresh_token" }, next),
        previous_refresh_token: next === used ? null : await vault.seal(previous, used),
        obtained_at: now().toISOString(),
        expires_at: expiresAt(now(), granted.expires_in),
        scope: granted.scope,
      },
    );
    if (stored) {
      deps.metrics?.tokenRefresh(provider, "refreshed");
      deps.log?.info({ ...owner, token_version }, "grant refreshed");
    }
    return stored;
  }

  async function refused({ grant, token }: Held, fence: number, usable: boolean, error: VendorError): Promise<string> {
    if (usable) {
      await markRefused(db, owner, { token_version: grant.token_version, fence }, now().toISOString());
      deps.log?.warn({ ...owner, expires_at: grant.expires_at }, "the provider refuses to refresh the grant; it serves until it ends");
      held = null;
      return token;
    }
    const dead = await markDisconnected(db, owner, { token_version: grant.token_version, fence }, error.message, now().toISOString());
    // A lost lease: whoever took it over refreshes, so the refusal was perhaps of a token that they have replaced.
    if (!dead) return advance(grant.token_version, false);
    deps.log?.warn({ connection_id: owner.connection_id }, "the grant is dead; disconnected");
    await endLease(db, owner, fence);
    deps.on_dead?.();
    held = null;
    throw error;
  }

  return {
    async access_token() {
      const fresh = held !== null && now().getTime() - held.read_at < REMEMBER_MS;
      const current = fresh && held ? held : await read();
      const usable = current.grant.refresh_refused_at === null && isUsable(current.grant, now());
      if (good(current) || (usable && now().getTime() < not_before)) return current.token;
      return advance(current.grant.token_version, usable);
    },

    async refresh(used) {
      await proving;
      const current = await read();
      return current.token === used ? advance(current.grant.token_version, false) : current.token;
    },

    observe({ status }) {
      if (status === null || status < 200 || status > 299 || !held) return;
      const version = held.grant.token_version;
      const at = now().getTime();
      if (proved.version === version && at - proved.at < PROVE_AGAIN_MS) return;
      proved = { version, at };
      proving = proving
        .then(() => markProved(db, owner, version, new Date(at).toISOString()))
        .catch((error: unknown) => deps.log?.warn({ err: error, ...owner }, "could not note that the grant was proved"));
    },
  };
}

/** Somebody else refreshes by now: no further request is ours to send. */
class LostLease extends Error {
  override readonly name = "LostLease";
}

const isRefusal = (error: unknown) => error instanceof VendorError && error.failure === "unauthorized";
