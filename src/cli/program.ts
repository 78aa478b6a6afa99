/** Joins the parts into a program: database, connectors, tokens, runs, API. The only place that knows them all. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { AccountDeps } from "../accounts/deps.ts";
import type { MailingDeps } from "../accounts/mailing.ts";
import type { Tell } from "../accounts/store_audit.ts";
import { openAccounts } from "../accounts/open.ts";
import { isLocalOnly, setUpCode } from "../accounts/set_up_code.ts";
import { createApi } from "../api/app.ts";
import { UNSUBSCRIBE } from "../automations/unsubscribe.ts";
import { openVault, type Vault } from "../connections/vault.ts";
import { createConnectors } from "../connectors/index.ts";
import { migrate } from "../db/migrate.ts";
import { openDatabase, type Db } from "../db/pool.ts";
import { systemClock } from "../lib/clock.ts";
import type { Config } from "../lib/config.ts";
import { createLog, type Log } from "../lib/log.ts";
import { createMetrics, type Metrics } from "../lib/metrics.ts";
import { createJobs, type Jobs } from "../jobs/jobs.ts";
import type { Chore } from "../jobs/queue.ts";
import type { Actor } from "../model/actor.ts";
import type { Connector } from "../model/connector.ts";
import type { Provider } from "../model/kinds.ts";
import { fileSpace } from "../outbox/files.ts";
import { createOutbox } from "../outbox/outbox.ts";
import type { Outbox } from "../outbox/types.ts";
import type { PortalDeps } from "../portal/types.ts";
import { project } from "../projection/driver.ts";
import { pruneHistory } from "../projection/history.ts";
import { readBacklog } from "../projection/store_progress.ts";
import { defaults, type SyncDeps } from "../sync/deps.ts";
import { executeRun, startRun, SyncRefused, type RunEnd, type SyncRequest } from "../sync/run.ts";
import { LostRun } from "../sync/store_runs.ts";
import type { CareDeps } from "../sync/webhooks/care.ts";
import { hooksUrl } from "../sync/webhooks/reach.ts";
import { createReceiver } from "../sync/webhooks/receive.ts";
import { connectionNamed, joinActions } from "./actions.ts";
import { joinAutomating } from "./automating.ts";
import { joinConnecting, type Joined } from "./joining.ts";
import { joinMailing } from "./mailing.ts";
import { joinPortal } from "./portal.ts";
import { joinRequests } from "./requests.ts";
import { joinWriting } from "./writing.ts";

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
  /** What clients come in by. */
  portal: PortalDeps;
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
  const clock = systemClock;
  const stop = new AbortController();
  const metrics = createMetrics();
  metrics.watch("privity_projection_backlog_records", "Changed records that the rules have not seen yet", () => readBacklog(db.kysely));
  const operations = { metrics, metrics_token: config.metrics_token, stopping: stop.signal };
  const onDead = (firm: { firm_id: string }) => void inBackground(mailing.notify([firm]));
  const requests = joinRequests({ config, db, vault, connectors, clock, log, metrics, onDead });
  const { session } = requests;
  const sync: SyncDeps = { db, connectors, session, clock, log, metrics, ...defaults };

  const mailing = joinMailing({ config, db, sealer: vault, clock, log });
  const secret = vault.derive("sign-in");
  const set_up_code = isLocalOnly(config) ? null : setUpCode(vault.derive("set-up code"));
  const accounts = openAccounts({ db, clock, log, url: config.url, secret, set_up_code });
  const history: Chore = { name: "history", cron: "17 * * * *", run: async () => void (await pruneHistory(db, clock)) };
  const leaving: Chore = { name: "leaving", cron: "* * * * *", run: () => connecting.resume() };

  const files = fileSpace(config);
  const writing = joinWriting({
    files,
    db,
    connectors,
    session,
    clock,
    log,
    metrics,
    url: config.url,
    ready: (owner) => jobs.write(owner),
  });
  const outbox = createOutbox(writing.deps);
  const automating = joinAutomating({
    ...{ config, db, connectors, clock, log, outbox, stop: stop.signal },
    mail_server: mailing.deps.server,
    unsubscribe_key: vault.derive(UNSUBSCRIBE),
  });
  const portal = joinPortal({
    ...{ config, db, connectors, clock, log, outbox, files, stop: stop.signal },
    mail_server: mailing.deps.server,
    sealer: vault,
    deliverMail: mailing.deliver,
    inBackground: (work) => inBackground(work),
  });
  const jobs: Jobs = createJobs({
    sync,
    outbox: writing.deps,
    every: every_ms,
    tokens: requests.tokensOf,
    chores: [...mailing.chores, history, leaving, ...writing.chores, ...automating.chores, ...portal.chores],
    begin: writing.begin,
  });

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
    ...{ care: webhooks, vault, jobs, applications: requests.applications, pacers: requests.pacers, inBackground },
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
    outbox,
    webhooks,
    metrics,
    accounts,
    mailing: mailing.deps,
    portal: portal.deps,
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
  const actions = joinActions({
    ...{ db, connectors, clock, jobs, inBackground, project: program.project, deliverMail: mailing.deliver },
    automate: automating.soon,
  });
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
    outbox,
    files,
    connecting,
    portal: portal.deps,
    mail_server: mailing.deps.server,
    web_dir,
    hooks,
  };
  return { ...program, api: createApi(deps), apiFor: (actor) => createApi(deps, { actor }) };
}
