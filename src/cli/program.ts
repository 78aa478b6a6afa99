/** Joins the parts into a program: database, connectors, tokens, runs, API. The only place that knows them all. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { createApi } from "../api/app.ts";
import { readSettings } from "../connections/store_settings.ts";
import { tokenSource } from "../connections/tokens.ts";
import { openVault, type Vault } from "../connections/vault.ts";
import { createConnectors } from "../connectors/index.ts";
import { migrate } from "../db/migrate.ts";
import { openDatabase, type Db } from "../db/pool.ts";
import { systemClock } from "../lib/clock.ts";
import { ConfigError, type Config } from "../lib/config.ts";
import { createLog, type Log } from "../lib/log.ts";
import { systemFetch } from "../lib/network.ts";
import { createPacer } from "../lib/pacer.ts";
import type { Actor } from "../model/actor.ts";
import type { Connector, OAuthClient, Pacer } from "../model/connector.ts";
import type { Provider } from "../model/kinds.ts";
import { project } from "../projection/driver.ts";
import { runPreview } from "../projection/preview.ts";
import { decideHeld } from "../sync/decision.ts";
import { defaults, type SyncDeps } from "../sync/deps.ts";
import { executeRun, startRun, type RunEnd, type SyncRequest } from "../sync/run.ts";
import { LostRun, readConnection, type ConnectionForSync } from "../sync/store.ts";

export interface Program {
  config: Config;
  log: Log;
  db: Db;
  vault: Vault;
  connectors: Record<Provider, Connector>;
  sync: SyncDeps;
  api: OpenAPIHono;
  /** The same API without a socket, for somebody who needs no sign-in. */
  apiFor(actor: Actor): OpenAPIHono;
  oauthClient(provider: Provider, region: string | null): OAuthClient;
  /** Starts a run; `done` resolves when it has ended. */
  startSync(connection_id: string, request: SyncRequest): Promise<{ run_id: string; done: Promise<RunEnd | "lost"> }>;
  /** Brings the projection up to date, or works everything out anew. */
  project(
    connection_id: string,
    cause: { kind: "settings" | "member" | "recompute"; id: string | null },
    recompute: boolean,
  ): Promise<void>;
  /** Waits for runs that were started here, then closes everything. */
  close(): Promise<void>;
}

export async function openProgram(config: Config, options: { web_dir?: string | null } = {}): Promise<Program> {
  const log = createLog(config);
  const db = await openDatabase(config, { log });
  try {
    await migrate(db);
    return await join(config, log, db, options.web_dir ?? null);
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function join(config: Config, log: Log, db: Db, web_dir: string | null): Promise<Program> {
  const vault = await openVault(db, config);
  const connectors = createConnectors({
    clio_url: config.clio.url,
    mycase_auth_url: config.mycase.auth_url,
    mycase_api_url: config.mycase.api_url,
  });
  const oauthClient = (provider: Provider, region: string | null): OAuthClient => {
    const client = config.oauthClient(provider, region);
    if (!client) throw new ConfigError(missingClient(provider));
    return { client_id: client.client_id, client_secret: client.client_secret.reveal() };
  };
  const pacers = new Map<string, Pacer>();
  const clock = systemClock;

  const session: SyncDeps["session"] = async (connection, on_request) => {
    const connector = connectors[connection.provider];
    const client = oauthClient(connection.provider, connection.region);
    const tokens = tokenSource({ db, vault, connector, client, fetch: systemFetch, clock, log }, connection, connection.region);
    const scope = connector.limit.scope === "oauth_client" ? client.client_id : connection.connection_id;
    const pacer = pacers.get(scope) ?? createPacer({ limit: connector.limit, clock });
    pacers.set(scope, pacer);
    return {
      region: connection.region,
      firm_uuid: connection.firm_uuid,
      tokens,
      pacer,
      fetch: systemFetch,
      clock,
      on_request: (info) => {
        tokens.observe(info);
        on_request(info);
      },
    };
  };
  const sync: SyncDeps = { db, connectors, session, clock, log, ...defaults };

  const working = new Set<Promise<unknown>>();
  const inBackground = <T>(work: Promise<T>): Promise<T> => {
    const tracked = work.finally(() => working.delete(tracked));
    tracked.catch((error: unknown) => log.error({ err: error }, "work in the background failed"));
    working.add(tracked);
    return tracked;
  };

  const program: Omit<Program, "api" | "apiFor"> = {
    config,
    log,
    db,
    vault,
    connectors,
    sync,
    oauthClient,
    async startSync(connection_id, request) {
      const run = await startRun(sync, connection_id, request);
      const done = executeRun(sync, run).catch((error: unknown) => {
        if (error instanceof LostRun) return "lost" as const;
        throw error;
      });
      return { run_id: run.run_id, done: inBackground(done) };
    },
    async project(connection_id, cause, recompute) {
      const connection = await connectionNamed(db, connection_id);
      await project({ db, mapper: connectors[connection.provider].mapper, clock }, connection, cause, { recompute });
    },
    async close() {
      await Promise.allSettled(working);
      await db.close();
    },
  };
  const actions = {
    sync: async (_firm_id: string, connection_id: string, request: SyncRequest) => {
      const { run_id } = await program.startSync(connection_id, request);
      return { run_id };
    },
    settingsChanged: async (_firm_id: string, connection_id: string) => {
      const connection = await connectionNamed(db, connection_id);
      const { version } = await readSettings(db.kysely, connection);
      void inBackground(program.project(connection_id, { kind: "settings", id: String(version) }, false));
    },
    preview: async (_firm_id: string, connection_id: string, preview_id: string) => {
      const connection = await connectionNamed(db, connection_id);
      void inBackground(runPreview({ db, mapper: connectors[connection.provider].mapper, clock }, connection, preview_id));
    },
    decideHeld: async (_firm_id: string, connection_id: string, run_id: string, decision: "approve" | "refuse") => {
      const connection = await connectionNamed(db, connection_id);
      const now = clock.now().toISOString();
      const connector = connectors[connection.provider];
      await decideHeld(db, connector, { owner: connection, run_id, decision, country: connection.firm_country, now });
      void inBackground(program.project(connection_id, { kind: "member", id: null }, false));
    },
  };
  const deps = { db, connectors, log, clock, actions, web_dir };
  return { ...program, api: createApi(deps), apiFor: (actor) => createApi(deps, { actor }) };
}

async function connectionNamed(db: Db, connection_id: string): Promise<ConnectionForSync> {
  const connection = await readConnection(db.kysely, connection_id);
  if (!connection) throw new Error(`there is no connection ${connection_id}`);
  return connection;
}

function missingClient(provider: Provider): string {
  const name = provider.toUpperCase();
  return `Set ${name}_CLIENT_ID and ${name}_CLIENT_SECRET to those of your application at the provider (for the sandbox, \`npm run sandbox\` prints them)`;
}
