/** One firm in a world of its own: a sandbox, a connection to it in the database, and all that a sync works with, on a virtual clock. */
import { createClioSandbox } from "../sandbox/clio/sandbox.ts";
import type { ClioSwitches } from "../sandbox/clio/switches.ts";
import { createClock } from "../sandbox/kit/clock.ts";
import { createRandom } from "../sandbox/kit/random.ts";
import type { Filling, Sandbox } from "../sandbox/kit/types.ts";
import { createMyCaseSandbox } from "../sandbox/mycase/sandbox.ts";
import type { MyCaseSwitches } from "../sandbox/mycase/switches.ts";
import { writeSettings } from "../src/connections/store_settings.ts";
import { createClioConnector } from "../src/connectors/clio/index.ts";
import { createMyCaseConnector } from "../src/connectors/mycase/index.ts";
import type { Db } from "../src/db/pool.ts";
import type { Clock } from "../src/lib/clock.ts";
import { newId } from "../src/lib/ids.ts";
import { createLog } from "../src/lib/log.ts";
import { createPacer } from "../src/lib/pacer.ts";
import type { Connector, Session, TokenSource } from "../src/model/connector.ts";
import type { Provider } from "../src/model/kinds.ts";
import { defaultSettings } from "../src/model/presets.ts";
import type { Settings } from "../src/model/settings.ts";
import type { SyncDeps } from "../src/sync/deps.ts";
import { executeRun, startRun, type RunEnd, type SyncRequest } from "../src/sync/run.ts";
import type { Run } from "../src/sync/store_runs.ts";
import { VirtualClock } from "./clock.ts";
import type { Vendor } from "./vendor.ts";
import { clioVendor } from "./vendor_clio.ts";
import { mycaseVendor } from "./vendor_mycase.ts";
import { Wire } from "./wire.ts";

export const ORIGIN: Record<Provider, string> = { clio: "https://app.clio.com", mycase: "https://external-integrations.mycase.com" };
/** After every time in the imaginary firm. */
export const START = "2026-10-05T14:00:00.000Z";

export interface WorldOptions {
  provider: Provider;
  seed?: number;
  filling?: Filling;
  switches?: Partial<ClioSwitches> & Partial<MyCaseSwitches>;
  settings?: (defaults: Settings) => Settings;
  /** Rows per page; the provider's own maximum would put a small firm on one. */
  page_size?: number;
  parallel?: number;
  lease_ms?: number;
  hidden_status?: 403 | 404;
  timeout_ms?: number;
  /** How far our clock is ahead of the provider's, in milliseconds (F21). */
  skew?: () => number;
  /** Puts something between the engine and the connector, as the proofs by mutation do. */
  wrap?: (connector: Connector) => Connector;
}

/** What is asked of a sync; an incremental one when nothing is said. */
export type Wish = { mode?: "incremental" | "full" } | { mode: "record"; kind: "contact" | "matter"; id: string };

export interface World {
  provider: Provider;
  db: Db;
  owner: { firm_id: string; connection_id: string };
  sandbox: Vendor["sandbox"];
  vendor: Vendor;
  wire: Wire;
  clock: Clock;
  connector: Connector;
  deps: SyncDeps;
  /** A sync from its start to its end. */
  sync(request?: Wish): Promise<{ run: Run; end: RunEnd }>;
  /** Lets time go by. */
  pass(ms: number): Promise<void>;
}

export async function createWorld(db: Db, options: WorldOptions): Promise<World> {
  const { provider, seed = 1 } = options;
  const base = createClock({ mode: "manual", start: START });
  const filling = options.filling ?? { firm: "imaginary" };
  const vendor = createVendor(provider, { seed, filling, clock: base, switches: options.switches ?? {} });
  const random = createRandom(seed ^ 0x51ab);
  let wire: Wire | null = null;
  const time = new VirtualClock(base, () => isBusy(db) || (wire?.under_way ?? 0) > 0);
  const { skew = () => 0 } = options;
  const clock: Clock = { now: () => new Date(time.now().getTime() + skew()), sleep: (ms, signal) => time.sleep(ms, signal) };
  wire = new Wire({
    sandbox: vendor.sandbox,
    origin: ORIGIN[provider],
    sleep: (ms) => time.sleep(ms),
    random: createRandom(seed ^ 0x77),
    page_size: options.page_size ?? 7,
    hidden_status: options.hidden_status ?? 404,
  });
  const made = createConnector(provider, options.timeout_ms ?? 30_000, () => random.next());
  const connector = options.wrap?.(made) ?? made;
  const owner = await addConnection(db, provider, base.now(), options.settings ?? ((settings) => settings));
  const tokens = tokenSource(vendor, clock);
  const pacer = createPacer({ limit: connector.limit, clock });
  const sent = wire.fetch;
  const deps: SyncDeps = {
    db,
    connectors: { [provider]: connector } as SyncDeps["connectors"],
    session: (_connection, on_request) =>
      Promise.resolve({
        region: provider === "clio" ? "us" : null,
        tokens,
        pacer,
        fetch: sent,
        clock,
        on_request,
        firm_uuid: null,
      } satisfies Session),
    clock,
    log: createLog({ log_level: "silent" }),
    lease_ms: options.lease_ms ?? 600_000,
    parallel: options.parallel ?? 1,
  };
  const sync = syncWith(deps, owner.connection_id);
  return { provider, db, owner, sandbox: vendor.sandbox, vendor, wire, clock, connector, deps, sync, pass: (ms) => base.advance(ms) };
}

export const syncWith =
  (deps: SyncDeps, connection_id: string): World["sync"] =>
  async (wish = {}) => {
    const request: SyncRequest =
      wish.mode === "record" ? { ...wish, trigger: "test" } : { mode: wish.mode ?? "incremental", trigger: "test" };
    const run = await startRun(deps, connection_id, request);
    return { run, end: await executeRun(deps, run) };
  };

const isBusy = (db: Db): boolean => db.pool.totalCount > db.pool.idleCount || db.pool.waitingCount > 0;

export function createVendor(
  provider: Provider,
  options: {
    seed: number;
    filling: Filling;
    clock: Sandbox["clock"];
    switches: Partial<ClioSwitches> & Partial<MyCaseSwitches>;
    /** How webhooks leave. */
    deliver?: (request: Request) => Promise<Response>;
  },
): Vendor {
  return provider === "clio" ? clioVendor(createClioSandbox(options)) : mycaseVendor(createMyCaseSandbox(options));
}

export function createConnector(provider: Provider, timeout_ms: number, random?: () => number): Connector {
  if (provider === "clio") return createClioConnector({ url: ORIGIN.clio, timeout_ms, random });
  return createMyCaseConnector({ api_url: ORIGIN.mycase, auth_url: ORIGIN.mycase, timeout_ms, random });
}

/** A firm with one member per address that may be an attorney's, and its connection, as connecting would have made them. */
export async function addConnection(
  db: Db,
  provider: Provider,
  now: Date,
  settings: (defaults: Settings) => Settings,
): Promise<World["owner"]> {
  const owner = { firm_id: newId(), connection_id: newId() };
  const at = now.toISOString();
  await db.pool.query("insert into firm (firm_id, name, created_at) values ($1, 'Marlow & Finch', $2)", [owner.firm_id, at]);
  await db.pool.query(
    "insert into member (firm_id, member_id, name, email, role) values ($1, $2, 'Admin', 'admin@firm.example', 'admin')",
    [owner.firm_id, newId()],
  );
  await db.pool.query(
    `insert into connection (firm_id, connection_id, provider, region, account_id, account_name, user_id, user_name, user_email, created_at)
     values ($1, $2, $3, $4, '1', 'Marlow & Finch', '1', 'Admin', 'admin@firm.example', $5)`,
    [owner.firm_id, owner.connection_id, provider, provider === "clio" ? "us" : null, at],
  );
  await writeSettings(db.kysely, owner, {
    settings: settings(defaultSettings(provider)),
    note: null,
    created_by: "faults",
    at,
    if_version: null,
  });
  return owner;
}

const MARGIN_MS = 600_000;

/** Always a token that is good, as src/connections would hand it over. */
export function tokenSource(vendor: Vendor, clock: Clock): TokenSource {
  let token: { access_token: string; ends: number } | null = null;
  const fresh = () => {
    const { access_token, expires_in } = vendor.token();
    token = { access_token, ends: clock.now().getTime() + expires_in * 1000 - MARGIN_MS };
    return access_token;
  };
  return {
    access_token: () => Promise.resolve(token && token.ends > clock.now().getTime() ? token.access_token : fresh()),
    refresh: () => Promise.resolve(fresh()),
  };
}
