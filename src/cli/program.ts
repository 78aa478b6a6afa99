/** Joins the parts into a program: database, connectors, tokens, runs, API. The only place that knows them all. */
import { randomInt } from "node:crypto";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { AccountDeps } from "../accounts/deps.ts";
import { deliverMail, type MailingDeps } from "../accounts/mailing.ts";
import type { Tell } from "../accounts/store_audit.ts";
import { listFirms } from "../accounts/store_firms.ts";
import { openAccounts } from "../accounts/open.ts";
import { isLocalOnly, setUpCode } from "../accounts/set_up_code.ts";
import { createApi } from "../api/app.ts";
import { applicationFor, applicationOf, type ApplicationDeps } from "../connections/applications.ts";
import { passGate } from "../connections/gate.ts";
import { sharedPacers } from "../connections/shared_pacer.ts";
import { readGrant } from "../connections/store_grants.ts";
import { tokenSource } from "../connections/tokens.ts";
import { listConnections } from "../connections/store.ts";
import { openVault, type Vault } from "../connections/vault.ts";
import { createConnectors } from "../connectors/index.ts";
import { migrate } from "../db/migrate.ts";
import { openDatabase, type Db } from "../db/pool.ts";
import { systemClock } from "../lib/clock.ts";
import { ConfigError, type Config } from "../lib/config.ts";
import { createLog, type Log } from "../lib/log.ts";
import { createMetrics, type Metrics } from "../lib/metrics.ts";
import { createSendMail } from "../lib/mail.ts";
import { joinConnecting, type Joined } from "./joining.ts";
import { systemFetch } from "../lib/network.ts";
import { createJobs, type Jobs } from "../jobs/jobs.ts";
import type { Chore } from "../jobs/queue.ts";
import type { Actor } from "../model/actor.ts";
import type { Connector, Fetch } from "../model/connector.ts";
import type { Owner } from "../mirror/store.ts";
import type { Provider } from "../model/kinds.ts";
import type { OutboxDeps } from "../outbox/deps.ts";
import { openFile } from "../outbox/files.ts";
import { janitor } from "../outbox/janitor.ts";
import { createOutbox } from "../outbox/outbox.ts";
import { beginWriting, renewEpoch } from "../outbox/restore.ts";
import { sweepFiles } from "../outbox/sweep.ts";
import type { Outbox } from "../outbox/types.ts";
import { watchOutbox } from "../outbox/watch.ts";
import { project } from "../projection/driver.ts";
import { pruneHistory } from "../projection/history.ts";
import { readBacklog } from "../projection/store_progress.ts";
import { runPreview } from "../projection/preview.ts";
import { decideHeld } from "../sync/decision.ts";
import { tellAdmins } from "../sync/notices.ts";
import { defaults, type SyncDeps } from "../sync/deps.ts";
import { executeRun, startRun, SyncRefused, type RunEnd, type SyncRequest } from "../sync/run.ts";
import { readConnection, type ConnectionForSync } from "../sync/store_connection.ts";
import { LostRun } from "../sync/store_runs.ts";
import type { CareDeps } from "../sync/webhooks/care.ts";
import { hooksUrl } from "../sync/webhooks/reach.ts";
import { askForCare } from "../sync/webhooks/store_subscriptions.ts";
import { createReceiver } from "../sync/webhooks/receive.ts";

export interface Program {
  config: Config;
  log: Log;
  db: Db;
  vault: Vault;
  connectors: Record<Provider, Connector>;
  sync: SyncDeps;
  jobs: Jobs;
  /** Activities, and their way to the providers. */
  outbox: Outbox;
  /** For whoever looks after the providers' webhooks. */
  webhooks: CareDeps;
  metrics: Metrics;
  api: OpenAPIHono;
  /** The same API without a socket, for somebody who needs no sign-in. */
  apiFor(actor: Actor): OpenAPIHono;
  accounts: AccountDeps;
  mailing: MailingDeps;
  /** Making, probing and ending connections. */
  connecting: Joined;
  /** Starts a run; `done` resolves when it has ended. */
  startSync(connection_id: string, request: SyncRequest, tell?: Tell): Promise<{ run_id: string; done: Promise<RunEnd | "lost"> }>;
  /** Brings the projection up to date, or works everything out anew. */
  project(
    connection_id: string,
    cause: { kind: "settings" | "member" | "recompute"; id: string | null },
    recompute: boolean,
  ): Promise<void>;
  /** From now on this program is not ready for requests; what follows requests ends. */
  beginStop(): void;
  /** Waits for runs that were started here, then closes everything. */
  close(): Promise<void>;
}

export interface ProgramOptions {
  web_dir?: string | null;
  /** Read every connection every so many milliseconds, instead of at the times of its settings. */
  every_ms?: number | null;
}

export async function openProgram(config: Config, options: ProgramOptions = {}): Promise<Program> {
  const log = createLog(config);
  const db = await openDatabase(config, { log });
  try {
    await migrate(db);
    return await join(config, log, db, options);
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function join(config: Config, log: Log, db: Db, { web_dir = null, every_ms = null }: ProgramOptions): Promise<Program> {
  const vault = await openVault(db, config);
  const connectors = createConnectors({
    clio_url: config.clio.url,
    mycase_auth_url: config.mycase.auth_url,
    mycase_api_url: config.mycase.api_url,
    mycase_webhook_header: config.mycase.webhook_header,
  });
  const applications: ApplicationDeps = {
    db,
    vault,
    installed: (provider, region) => {
      const client = config.oauthClient(provider, region);
      return client && { client_id: client.client_id, client_secret: client.client_secret.reveal() };
    },
  };
  const clock = systemClock;
  const stop = new AbortController();
  const metrics = createMetrics();
  metrics.watch("privity_projection_backlog_records", "Changed records that the rules have not seen yet", () => readBacklog(db.kysely));
  const operations = { metrics, metrics_token: config.metrics_token, stopping: stop.signal };
  const pacers = sharedPacers({ db, clock, log });
  const tokensOf = (connection: Owner & { provider: Provider; region: string | null }) => {
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
    const on_dead = () => void inBackground(notify([connection]));
    return tokenSource({ db, vault, connector, client, fetch, clock, log, metrics, on_dead }, connection, connection.region);
  };

  const clientIdOf = async (connection: Owner & { provider: Provider; region: string | null }): Promise<string> => {
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
  const sync: SyncDeps = { db, connectors, session, clock, log, metrics, ...defaults };

  const send = config.mail && createSendMail(config.mail);
  const mailing: MailingDeps = { db, clock, log, send };
  const deliver = () => deliverMail(mailing);
  /** B-CON-5, for each firm by itself. */
  const notify = async (firms: readonly { firm_id: string }[]): Promise<void> => {
    let letters = 0;
    for (const { firm_id } of firms) letters += await tellAdmins(db, firm_id, clock.now(), config.url);
    if (letters > 0) await deliver();
  };
  const secret = vault.derive("sign-in");
  const set_up_code = isLocalOnly(config) ? null : setUpCode(vault.derive("set-up code"));
  const accounts = openAccounts({ db, clock, log, url: config.url, secret, set_up_code });
  const mail: Chore = { name: "mail", cron: "* * * * *", run: async () => void (await deliver()) };
  const history: Chore = { name: "history", cron: "17 * * * *", run: async () => void (await pruneHistory(db, clock)) };
  const notices: Chore = { name: "notices", cron: "* * * * *", run: async () => notify(await listFirms(db.kysely)) };

  const outbox: OutboxDeps = {
    db,
    providers: connectors,
    session,
    clock,
    log,
    random: () => randomInt(1_000_000) / 1_000_000,
    open_file: (file) => openFile(config.data_dir, file),
    ready: (owner) => jobs.write(owner),
  };
  watchOutbox(metrics, db, clock);
  const again: Chore = { name: "janitor", cron: "* * * * *", run: async () => void (await janitor(outbox)) };
  const epoch: Chore = { name: "epoch", cron: "*/5 * * * *", run: () => renewEpoch({ db, clock }, config.data_dir) };
  const sweep: Chore = { name: "files", cron: "17 * * * *", run: () => sweepAll({ db, clock, data_dir: config.data_dir }, log) };
  const begin = () => beginWriting(outbox, config.data_dir);

  const leaving: Chore = { name: "leaving", cron: "* * * * *", run: () => connecting.resume() };
  const chores = [mail, notices, history, leaving, again, epoch, sweep];

  const jobs: Jobs = createJobs({ sync, outbox, every: every_ms, tokens: tokensOf, chores, begin });

  const webhooks: CareDeps = {
    ...sync,
    vault,
    hooks_url: (provider) => hooksUrl(config.url, provider === "clio" ? config.clio.url : config.mycase.api_url),
    async syncSoon({ connection_id }) {
      await jobs.ask(connection_id, { mode: "incremental", trigger: "webhook_gap" }).catch((error: unknown) => {
        // One is under way: once it has ended, it is asked for again.
        if (!(error instanceof SyncRefused)) throw error;
      });
    },
  };
  const hooks = createReceiver({ db, vault, connectors, clock, log });
  metrics.watch("privity_webhooks_refused", "Deliveries that were not taken since this process began", async () => {
    const { accepted: _accepted, ...refused } = hooks.counts();
    return Object.values(refused).reduce((sum, count) => sum + count, 0);
  });

  const working = new Set<Promise<unknown>>();
  const inBackground = <T>(work: Promise<T>): Promise<T> => {
    const tracked = work.finally(() => working.delete(tracked));
    tracked.catch((error: unknown) => log.error({ err: error }, "work in the background failed"));
    working.add(tracked);
    return tracked;
  };

  const connecting = joinConnecting({
    ...{ care: webhooks, vault, jobs, applications, pacers, inBackground },
    url: config.url,
    stop: stop.signal,
  });

  const program: Omit<Program, "api" | "apiFor"> = {
    config,
    log,
    db,
    vault,
    connectors,
    sync,
    jobs,
    outbox: createOutbox(outbox),
    webhooks,
    metrics,
    accounts,
    mailing,
    connecting,
    async startSync(connection_id, request, tell) {
      const run = await startRun(sync, connection_id, request, tell ? { tell } : {});
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
    beginStop: () => stop.abort(new Error("stopping")),
    async close() {
      await Promise.allSettled(working);
      await db.close();
    },
  };
  const actions = {
    sync: async (_firm_id: string, connection_id: string, request: SyncRequest, tell: Tell) => {
      const { run_id } = await jobs.ask(connection_id, request, tell);
      return { run_id };
    },
    settingsChanged: async (_firm_id: string, connection_id: string) => {
      const connection = await connectionNamed(db, connection_id);
      await jobs.project(connection);
      await jobs.schedule();
      await askForCare(db.kysely, connection, clock.now().toISOString());
    },
    membersChanged: async (firm_id: string, member_id: string) => {
      for (const { connection_id, first_synced_at } of await listConnections(db, { firm_id }))
        if (first_synced_at !== null) void inBackground(program.project(connection_id, { kind: "member", id: member_id }, true));
    },
    deliverMail: () => void inBackground(deliver()),
    preview: async (_firm_id: string, connection_id: string, preview_id: string) => {
      const connection = await connectionNamed(db, connection_id);
      void inBackground(runPreview({ db, mapper: connectors[connection.provider].mapper, clock }, connection, preview_id));
    },
    decideHeld: async (_firm_id: string, connection_id: string, run_id: string, decision: "approve" | "refuse", tell: Tell) => {
      const connection = await connectionNamed(db, connection_id);
      const now = clock.now().toISOString();
      const connector = connectors[connection.provider];
      await decideHeld(db, connector, { owner: connection, run_id, decision, country: connection.firm_country, now, tell });
      void inBackground(program.project(connection_id, { kind: "member", id: null }, false));
    },
  };
  const deps = {
    db,
    vault,
    allow_local_webhooks: config.allow_local_webhooks,
    requests_per_minute: config.requests_per_minute,
    operations,
    connectors,
    accounts,
    log,
    clock,
    actions,
    outbox: program.outbox,
    files: { data_dir: config.data_dir, max_bytes: config.max_file_bytes },
    connecting,
    web_dir,
    hooks,
  };
  return { ...program, api: createApi(deps), apiFor: (actor) => createApi(deps, { actor }) };
}

/** Files that nothing needs any more. Each process sweeps the data folder that it has. */
async function sweepAll(deps: Parameters<typeof sweepFiles>[0], log: Log): Promise<void> {
  const swept = await sweepFiles(
    deps,
    (await listFirms(deps.db.kysely)).map((firm) => firm.firm_id),
  );
  if (swept.uploads + swept.contents > 0) log.info(swept, "files that nothing needed were removed");
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
