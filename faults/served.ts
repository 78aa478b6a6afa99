/** A firm on a sandbox that is served on a real socket, in real time that can be moved on; and the checks of what was read from it. */
import { createClock } from "../sandbox/kit/clock.ts";
import { createRandom } from "../sandbox/kit/random.ts";
import { serve } from "../sandbox/kit/serve.ts";
import type { Filling } from "../sandbox/kit/types.ts";
import { createConnectors } from "../src/connectors/index.ts";
import type { Db } from "../src/db/pool.ts";
import { systemClock, type Clock } from "../src/lib/clock.ts";
import { createLog } from "../src/lib/log.ts";
import { systemFetch } from "../src/lib/network.ts";
import { unlimited } from "../src/lib/pacer.ts";
import type { Connector } from "../src/model/connector.ts";
import type { Provider } from "../src/model/kinds.ts";
import { defaults, type SyncDeps } from "../src/sync/deps.ts";
import { compare, type CompareOptions } from "./compare.ts";
import { askedOf, wholeList, withPageSize } from "./pages.ts";
import { addConnection, createVendor, syncWith, tokenSource, type World, type WorldOptions } from "./world.ts";
import { Wire } from "./wire.ts";

export interface ServeOptions {
  filling?: Filling;
  page_size?: number;
  switches?: WorldOptions["switches"];
  /** Before each request is answered; for slow providers. */
  before?: () => Promise<void>;
  /** Sees every request and what it was answered. */
  watch?: (request: Request, response: Response) => void;
  wrap?: (connector: Connector) => Connector;
  deliver?: (request: Request) => Promise<Response>;
}

export interface Served {
  world: World;
  url: string;
  close(): Promise<void>;
}

export async function serveWorld(db: Db, provider: Provider, options: ServeOptions = {}): Promise<Served> {
  const page_size = options.page_size ?? 200;
  const vendor = createVendor(provider, {
    seed: 1,
    filling: options.filling ?? { firm: "imaginary" },
    clock: createClock({ mode: "real" }),
    switches: { rate_limit: null, ...(provider === "clio" ? { query_index_lag_seconds: 0 } : {}), ...options.switches },
    ...(options.deliver ? { deliver: options.deliver } : {}),
  });
  const { sandbox } = vendor;
  const small = (request: Request) => sandbox.fetch(new Request(withPageSize(provider, new URL(request.url), page_size), request));
  const answer = async (request: Request) => {
    await options.before?.();
    const response = await small(request);
    options.watch?.(request, response);
    return response;
  };
  const server = await serve({ fetch: answer }, { port: 0 });
  const clock: Clock = { now: () => sandbox.clock.now(), sleep: systemClock.sleep };
  const owner = await addConnection(db, provider, clock.now(), (settings) => settings);
  const made = createConnectors({ clio_url: server.url, mycase_api_url: server.url, mycase_auth_url: server.url });
  const connectors = { ...made, [provider]: options.wrap?.(made[provider]) ?? made[provider] };
  const wire = new Wire({
    sandbox,
    origin: server.url,
    sleep: () => Promise.resolve(),
    random: createRandom(1),
    page_size,
    hidden_status: 404,
  });
  const tokens = tokenSource(vendor, clock);
  const region = provider === "clio" ? "us" : null;
  const deps: SyncDeps = {
    db,
    connectors,
    session: (_connection, on_request, { pause }) =>
      Promise.resolve({
        region,
        tokens,
        // As the shared pacer does: once it is paused, no request leaves.
        pacer: { ...unlimited, take: async () => pause.throwIfAborted() },
        fetch: systemFetch,
        clock,
        on_request,
        firm_uuid: null,
      }),
    clock,
    log: createLog({ log_level: "silent" }),
    ...defaults,
  };
  const sync = syncWith(deps, owner.connection_id);
  const connector = connectors[provider];
  const pass = (ms: number) => sandbox.clock.advance(ms);
  const world: World = { provider, db, owner, sandbox, vendor, wire, clock, connector, deps, sync, pass };
  const close = async () => {
    await server.close();
    await sandbox.close();
  };
  return { world, url: server.url, close };
}

/** Mirror = sandbox, projection = recomputation, for a world whose lists were read over the socket. */
export async function compareServed(world: World, options: CompareOptions = {}): Promise<string[]> {
  learnLists(world);
  return compare(world, options);
}

export function learnLists({ provider, sandbox, wire }: World): void {
  for (const entry of sandbox.log.entries()) {
    const asked = askedOf(provider, new URL(entry.url));
    if (asked && asked.id === null && !asked.follows) wire.lists.set(asked.kind, wholeList(new URL(entry.url)));
  }
}
