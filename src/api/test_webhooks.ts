/** A firm on a sandbox that delivers its webhooks by real HTTP to a real receiver, for tests. Time is the sandbox's; waiting is real. */
import { randomBytes, randomUUID } from "node:crypto";
import { serve as listen, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import { expect } from "vitest";
import { createClioSandbox, type ClioSandbox } from "../../sandbox/clio/sandbox.ts";
import type { ClioSwitches } from "../../sandbox/clio/switches.ts";
import { createClock } from "../../sandbox/kit/clock.ts";
import { serve } from "../../sandbox/kit/serve.ts";
import { createMyCaseSandbox } from "../../sandbox/mycase/sandbox.ts";
import type { MyCaseSwitches } from "../../sandbox/mycase/switches.ts";
import type { MyCaseSandbox } from "../../sandbox/mycase/types.ts";
import { writeSettings } from "../connections/store_settings.ts";
import { openVault } from "../connections/vault.ts";
import { createConnectors } from "../connectors/index.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { systemClock, type Clock } from "../lib/clock.ts";
import { createLog } from "../lib/log.ts";
import { createMetrics } from "../lib/metrics.ts";
import { unlimited } from "../lib/pacer.ts";
import { Secret } from "../lib/secret.ts";
import type { Provider } from "../model/kinds.ts";
import { defaultSettings } from "../model/presets.ts";
import { defaults } from "../sync/deps.ts";
import { executeRun, startRun, type RunEnd } from "../sync/run.ts";
import { tendNow, type CareDeps } from "../sync/webhooks/care.ts";
import { processHints } from "../sync/webhooks/hints.ts";
import { createReceiver, type Receiver } from "../sync/webhooks/receive.ts";
import { readLive, type SubscriptionRow } from "../sync/webhooks/store_subscriptions.ts";
import { hookRoutes } from "./routes/hooks.ts";

export interface HookWorld<S> {
  db: TestDb;
  owner: { firm_id: string; connection_id: string };
  sandbox: S;
  deps: CareDeps;
  receiver: Receiver;
  /** Where this installation is reached. */
  url: string;
  /** How often a sync was asked for to close a gap. */
  asked: () => number;
  sync(): Promise<RunEnd>;
  tend(): Promise<void>;
  /** Waits until deliveries have come, and reads what they hinted at; the records read. */
  settle(): Promise<number>;
  live(): Promise<SubscriptionRow[]>;
  /** Requests for single records since the last time this was asked. */
  readsById(): number;
  query<T extends object>(sql: string, values?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;

export const clioWorld = (switches: Partial<ClioSwitches> = {}) =>
  createWorld("clio", (clock) =>
    createClioSandbox({ filling: { firm: "imaginary" }, clock, switches: { rate_limit: null, query_index_lag_seconds: 0, ...switches } }),
  );

export const mycaseWorld = (switches: Partial<MyCaseSwitches> = {}) =>
  createWorld("mycase", (clock) =>
    createMyCaseSandbox({ filling: { firm: "imaginary" }, clock, switches: { rate_limit: null, ...switches } }),
  );

async function createWorld<S extends ClioSandbox | MyCaseSandbox>(
  provider: Provider,
  make: (clock: ReturnType<typeof createClock>) => S,
): Promise<HookWorld<S>> {
  const db = await testDatabase();
  const time = createClock({ mode: "real" });
  // Bodies are told apart by the clock's hour, refusals by its day: a test begins with both.
  await time.advance(HOUR_MS - (time.now().getTime() % HOUR_MS));
  const sandbox = make(time);
  const vendor = await serve(sandbox, { port: 0 });
  const clock: Clock = { now: () => sandbox.clock.now(), sleep: systemClock.sleep };
  const log = createLog({ log_level: "silent" });
  const connectors = createConnectors({ clio_url: vendor.url, mycase_auth_url: vendor.url, mycase_api_url: vendor.url });
  const vault = await openVault(db, { secret_key: new Secret(randomBytes(32).toString("base64")), secret_key_file: "" });
  const owner = await addConnection(db, provider, clock);

  const receiver = createReceiver({ db, vault, connectors, clock, log });
  const app = new Hono();
  hookRoutes(app, receiver);
  const server = await new Promise<ServerType>((ready) => {
    const listening = listen({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, () => ready(listening));
  });
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;

  let { access_token } = sandbox.grant();
  const tokens = { access_token: async () => access_token, refresh: async () => (access_token = sandbox.grant().access_token) };
  let asked = 0;
  const deps: CareDeps = {
    db,
    connectors,
    session: async (connection, on_request) => ({
      region: connection.region,
      tokens,
      pacer: unlimited,
      fetch,
      clock,
      on_request,
      firm_uuid: connection.firm_uuid,
    }),
    clock,
    log,
    metrics: createMetrics(),
    ...defaults,
    vault,
    hooks_url: () => url,
    syncSoon: async () => void (asked += 1),
  };
  const query = async <T extends object>(text: string, values: unknown[] = []) => (await db.pool.query<T>(text, values)).rows;
  const settle = async () => {
    let read = 0;
    // Deliveries leave at once; the window of folding is a quarter of a second.
    for (let rounds = 0; rounds < 100; rounds += 1) {
      await sandbox.settle();
      read += await processHints(deps);
      const [waiting] = await query<{ n: number }>("select count(*)::int as n from webhook_hint");
      if (waiting!.n === 0) return read;
      await systemClock.sleep(50);
    }
    throw new Error("deliveries do not come to an end");
  };
  return {
    db,
    owner,
    sandbox,
    deps,
    receiver,
    url,
    asked: () => asked,
    sync: async () => executeRun(deps, await startRun(deps, owner.connection_id, { mode: "incremental", trigger: "test" })),
    tend: async () => {
      expect(await tendNow(deps, owner)).toEqual({ had: true, error: null });
    },
    settle,
    live: () => readLive(db.kysely, owner),
    readsById: () => {
      const count = sandbox.log.entries().filter((entry) => /\/\{id\}/.test(entry.route) && !/webhooks/.test(entry.route)).length;
      sandbox.log.reset();
      return count;
    },
    query,
    close: async () => {
      await new Promise((closed) => {
        server.close(closed);
        if ("closeAllConnections" in server) server.closeAllConnections();
      });
      await vendor.close();
      await sandbox.close();
      await db.drop();
    },
  };
}

async function addConnection(db: TestDb, provider: Provider, clock: Clock) {
  const owner = { firm_id: randomUUID(), connection_id: randomUUID() };
  await db.pool.query("insert into firm (firm_id, name) values ($1, 'Marlow & Finch')", [owner.firm_id]);
  await db.pool.query(
    `insert into connection (firm_id, connection_id, provider, region, account_id, account_name, user_id, user_name, user_email)
     values ($1, $2, $3, $4, '1', 'Marlow & Finch', '1', 'Test', 'test@example.com')`,
    [owner.firm_id, owner.connection_id, provider, provider === "clio" ? "us" : null],
  );
  const settings = defaultSettings(provider);
  const at = clock.now().toISOString();
  await writeSettings(db.kysely, owner, { settings, note: null, created_by: "test", at, if_version: null });
  return owner;
}
