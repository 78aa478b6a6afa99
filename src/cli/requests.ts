/** Joins what a request to a provider needs: the application, tokens, a place in the rate budget, and the gate that it passes last. */
import { applicationFor, applicationOf, type ApplicationDeps } from "../connections/applications.ts";
import { passGate } from "../connections/gate.ts";
import { sharedPacers, type SharedPacers } from "../connections/shared_pacer.ts";
import { readGrant } from "../connections/store_grants.ts";
import { tokenSource, type Tokens } from "../connections/tokens.ts";
import type { Vault } from "../connections/vault.ts";
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import { ConfigError, type Config } from "../lib/config.ts";
import type { Log } from "../lib/log.ts";
import type { Metrics } from "../lib/metrics.ts";
import { systemFetch } from "../lib/network.ts";
import type { Owner } from "../mirror/store.ts";
import type { Connector, Fetch } from "../model/connector.ts";
import type { Provider } from "../model/kinds.ts";
import type { SyncDeps } from "../sync/deps.ts";

export interface RequestDeps {
  config: Config;
  db: Db;
  vault: Vault;
  connectors: Record<Provider, Connector>;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  /** A grant has died: whoever has to sign in again is to be told. */
  onDead(firm: { firm_id: string }): void;
}

type Account = Owner & { provider: Provider; region: string | null };

export interface Requests {
  applications: ApplicationDeps;
  pacers: SharedPacers;
  tokensOf(account: Account): Tokens;
  session: SyncDeps["session"];
}

export function joinRequests({ config, db, vault, connectors, clock, log, metrics, onDead }: RequestDeps): Requests {
  const applications: ApplicationDeps = {
    db,
    vault,
    installed: (provider, region) => {
      const client = config.oauthClient(provider, region);
      return client && { client_id: client.client_id, client_secret: client.client_secret.reveal() };
    },
  };
  const pacers = sharedPacers({ db, clock, log });
  const tokensOf = (connection: Account) => {
    const connector = connectors[connection.provider];
    const client = async ({ client_id }: { client_id: string | null }) => {
      const known = await applicationOf(applications, { ...connection, client_id });
      if (!known) throw new ConfigError(missingClient(connection.provider));
      return known;
    };
    const fetch: Fetch = async (request) => {
      await passGate(db, connection);
      return systemFetch(request);
    };
    const on_dead = () => onDead(connection);
    return tokenSource({ db, vault, connector, client, fetch, clock, log, metrics, on_dead }, connection, connection.region);
  };

  const clientIdOf = async (connection: Account): Promise<string> => {
    const { firm_id, provider, region } = connection;
    return (await readGrant(db, connection))?.client_id ?? (await applicationFor(applications, firm_id, provider, region))?.client_id ?? "";
  };

  const session: SyncDeps["session"] = async (connection, on_request, need) => {
    const { limit } = connectors[connection.provider];
    const tokens = tokensOf(connection);
    const scope = `${connection.provider} ${limit.scope === "oauth_client" ? await clientIdOf(connection) : connection.connection_id}`;
    const pacer = pacers(scope, limit, need);
    // The gate is the last thing before a request leaves: a turn may have been waited for for minutes.
    const take = async () => {
      await pacer.take();
      await passGate(db, connection);
    };
    return {
      region: connection.region,
      firm_uuid: connection.firm_uuid,
      tokens,
      pacer: { take, learn: (seen) => pacer.learn(seen) },
      fetch: systemFetch,
      clock,
      on_request: (info) => {
        tokens.observe(info);
        metrics.vendorRequest(connection.provider, info.status);
        log.debug({ provider: connection.provider, connection_id: connection.connection_id, ...info }, "asked the provider");
        on_request(info);
      },
    };
  };
  return { applications, pacers, tokensOf, session };
}

function missingClient(provider: Provider): string {
  const name = provider.toUpperCase();
  return `Enter your application's id and secret on the page Connections, or set ${name}_CLIENT_ID and ${name}_CLIENT_SECRET (for the sandbox, \`npm run sandbox\` prints them)`;
}
