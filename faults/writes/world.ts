/**
 * A firm that writes to a simulated provider, in one process and on a clock that jumps over every wait (nothing is scaled): the outbox as it is
 * shipped, its worker dying, stalling and being followed by another, the provider losing, failing and hiding what it was sent.
 */
import { createClioSandbox } from "../../sandbox/clio/sandbox.ts";
import type { ClioSwitches } from "../../sandbox/clio/switches.ts";
import { createClock } from "../../sandbox/kit/clock.ts";
import type { LagOfKind } from "../../sandbox/kit/list_lag.ts";
import { createRandom, type Random } from "../../sandbox/kit/random.ts";

import type { Filling, Rates } from "../../sandbox/kit/types.ts";
import { createMyCaseSandbox } from "../../sandbox/mycase/sandbox.ts";
import type { MyCaseSwitches } from "../../sandbox/mycase/switches.ts";
import type { Db } from "../../src/db/pool.ts";
import type { Clock } from "../../src/lib/clock.ts";
import { createLog } from "../../src/lib/log.ts";
import { unlimited } from "../../src/lib/pacer.ts";
import type { Owner } from "../../src/mirror/store.ts";
import type { Session } from "../../src/model/connector.ts";
import type { Provider } from "../../src/model/kinds.ts";
import type { Settings } from "../../src/model/settings.ts";
import type { WritingSide } from "../../src/model/writing.ts";
import type { OutboxDeps } from "../../src/outbox/deps.ts";
import { writeTurn } from "../../src/outbox/turn.ts";
import { executeRun, startRun } from "../../src/sync/run.ts";
import type { SyncDeps } from "../../src/sync/deps.ts";
import { createConnector } from "../world.ts";
import { CrowdClock } from "./clock.ts";
import { contentOf } from "./content.ts";
import { addFirm, allKinds, readPlaces, type Authors, type Place, type WritingSandbox } from "./firm.ts";
import { Worker, type Happened, type Mishaps } from "./wire.ts";

/** After every time in the simulated firms. */
const START = "2026-10-05T14:00:00.000Z";
const TIMEOUT_MS = 30_000;

export interface Mix extends Mishaps {
  /** Faults of the provider's writes, by name of the sandbox's faults. */
  write_rates: Rates;
  /** The same of uploads, which go to a storage of another origin. */
  storage_rates: Rates;
  /** Share of what is written that lists show only later, and how much later. */
  lag: LagOfKind;
  /** Share of MyCase's calls that are taken and dropped in silence. */
  calls_dropped: number;
}

/** The mix of issue 4; of lag up to the ten minutes of F8. */
export const MIX: Mix = {
  write_rates: {
    request_dropped: 0.02,
    answer_dropped: 0.03,
    error_500_before: 0.02,
    error_500_after: 0.01,
  },
  storage_rates: {
    upload_cut: 0.05,
    upload_truncated: 0.05,
    upload_refused: 0.05,
    error_500_before: 0.03,
    answer_dropped: 0.03,
    maintenance_503: 0.02,
  },
  lag: { rate: 0.2, from_ms: 1_000, to_ms: 600_000 },
  dies_after_send: 0.002,
  stalls: 0.004,
  leaves_late: 0.002,
  uploads_slow: 0.03,
  stall_ms: [60_000, 300_000],
  calls_dropped: 0,
};

export const QUIET: Mix = {
  write_rates: {},
  storage_rates: {},
  lag: { rate: 0, from_ms: 0, to_ms: 0 },
  dies_after_send: 0,
  stalls: 0,
  leaves_late: 0,
  uploads_slow: 0,
  stall_ms: [60_000, 300_000],
  calls_dropped: 0,
};

export interface WritesOptions {
  provider: Provider;
  seed: number;
  filling?: Filling;
  mix?: Mix;
  settings?: Settings;
  /** Deliveries side by side; as shipped unless told. */
  parallel?: number;
  /** Takes a guard away, from outside. */
  wrap?: (side: WritingSide) => WritingSide;
  /** What a worker that dies leaves behind, for the guard that is the intent. */
  on_death?: (world: WritesWorld) => Promise<void>;
}

export interface WritesWorld {
  options: WritesOptions;
  provider: Provider;
  db: Db;
  owner: Owner;
  authors: Authors;
  places: Place[];
  sandbox: WritingSandbox;
  clock: CrowdClock;
  random: Random;
  side: WritingSide;
  happened: Map<Happened, number>;
  /** Turns of workers that stalled, until they have ended. */
  zombies: Set<Promise<void>>;
  /** What went wrong in a worker, in words. */
  errors: string[];
  /** As a process that neither dies nor stalls has it: for logging, editing, and whoever stands by. */
  calm: OutboxDeps;
  worker(): { worker: Worker; deps: OutboxDeps };
  /** With a wire of one's own. */
  depsWith(through: Partial<Pick<Session, "fetch" | "pacer">>): OutboxDeps;
  send(request: Request): Promise<Response>;
  faultsOn(): void;
  faultsOff(): void;
}

export async function createWritesWorld(db: Db, options: WritesOptions): Promise<WritesWorld> {
  const { provider, seed } = options;
  const base = createClock({ mode: "manual", start: START });
  const filling = options.filling ?? { firm: "imaginary" };
  const switches: Partial<ClioSwitches> & Partial<MyCaseSwitches> = { rate_limit: null };
  const sandbox: WritingSandbox =
    provider === "clio"
      ? createClioSandbox({ seed, filling, clock: base, switches })
      : createMyCaseSandbox({ seed, filling, clock: base, switches });
  let under_way = 0;
  const clock = new CrowdClock(base, () => under_way > 0 || isBusy(db));
  const random = createRandom(seed ^ 0x3717e5);
  const chance = createRandom(seed ^ 0xfa11);
  const connector = createConnector(provider, TIMEOUT_MS, () => chance.next());
  const side = options.wrap?.(connector.writing) ?? connector.writing;
  const { owner, authors } = await addFirm(db, sandbox, START, options.settings ?? allKinds(provider));
  const log = createLog({ log_level: "silent" });
  const errors: string[] = [];
  const happened = new Map<Happened, number>();
  const count = (what: Happened) => void happened.set(what, (happened.get(what) ?? 0) + 1);
  let mix = QUIET;

  const send = (request: Request) => sandbox.fetch(request);
  const tokens = new Map(authors.map((author) => [author.connection_id, sandbox.grant(author.user_id).access_token]));
  const tokenOf = (connection_id: string) => tokens.get(connection_id) ?? "";
  const session = (connection_id: string, through: Pick<Session, "fetch" | "clock" | "pacer">): Session => ({
    region: provider === "clio" ? "us" : null,
    firm_uuid: sandbox.provider === "mycase" ? sandbox.firm.uuid : null,
    tokens: {
      access_token: () => Promise.resolve(tokenOf(connection_id)),
      refresh: () => {
        const author = authors.find((one) => one.connection_id === connection_id);
        const { access_token } = sandbox.grant(author?.user_id);
        tokens.set(connection_id, access_token);
        return Promise.resolve(access_token);
      },
    },
    ...through,
  });
  const depsOf = (through: Pick<Session, "fetch" | "clock" | "pacer">, at: Db): OutboxDeps => ({
    db: at,
    providers: { [provider]: { writing: side, mapper: connector.mapper } } as OutboxDeps["providers"],
    session: (connection) => Promise.resolve(session(connection.connection_id, through)),
    clock: through.clock,
    log: {
      ...log,
      error: (detail: { err?: Error }, text?: string) => {
        if (detail.err) errors.push(`${text}: ${detail.err.stack ?? detail.err.message}`);
      },
    } as OutboxDeps["log"],
    random: () => chance.next(),
    open_file: contentOf,
    ready: () => Promise.resolve(),
    ...(options.parallel === undefined ? {} : { parallel: options.parallel }),
  });

  await syncOnce(db, connector, owner, (connection_id) => session(connection_id, { fetch: send, clock, pacer: unlimited }), clock);
  const world: WritesWorld = {
    options,
    provider,
    db,
    owner,
    authors,
    places: await readPlaces(db, owner),
    sandbox,
    clock,
    random,
    side,
    happened,
    zombies: new Set(),
    errors,
    calm: depsOf({ fetch: send, clock, pacer: unlimited }, db),
    send,
    depsWith: (through) => depsOf({ fetch: send, clock, pacer: unlimited, ...through }, db),
    worker() {
      const worker = new Worker({ send, clock, random, mishaps: mix, count, busy: (by) => void (under_way += by) });
      return { worker, deps: depsOf({ fetch: worker.fetch, clock: worker.clock, pacer: worker.pacer }, worker.db(db)) };
    },
    faultsOn() {
      mix = options.mix ?? QUIET;
      sandbox.faults.set({ seed, rates: {}, write_rates: mix.write_rates, storage_rates: mix.storage_rates });
      sandbox.lag.set({ seed, kinds: { "*": mix.lag } });
      if (sandbox.provider === "mycase") sandbox.switches.call_refused_silently_rate = mix.calls_dropped;
    },
    faultsOff() {
      mix = QUIET;
      sandbox.faults.clear();
      sandbox.lag.set({ seed, kinds: {} });
      if (sandbox.provider === "mycase") sandbox.switches.call_refused_silently_rate = 0;
    },
  };
  return world;
}

const isBusy = (db: Db): boolean => db.pool.totalCount > db.pool.idleCount || db.pool.waitingCount > 0;

export async function syncOnce(
  db: Db,
  connector: ReturnType<typeof createConnector>,
  owner: Owner,
  open: (connection_id: string) => Session,
  clock: Clock,
): Promise<void> {
  const deps: SyncDeps = {
    db,
    connectors: { [connector.provider]: connector } as SyncDeps["connectors"],
    session: (connection) => Promise.resolve(open(connection.connection_id)),
    clock,
    log: createLog({ log_level: "silent" }),
    lease_ms: 600_000,
    parallel: 3,
  };
  const end = await executeRun(deps, await startRun(deps, owner.connection_id, { mode: "full", trigger: "faults" }));
  if (end !== "succeeded") throw new Error(`the firm could not be read: ${end}`);
}

/** How often a worker looks whether something has come due; far more seldom than shipped, so that what comes due together is done together. */
const POLL_MS = 15_000;

/** Workers, one after the other, until nothing is left to do by itself and nobody has anything in hand. */
export async function workOff(world: WritesWorld): Promise<void> {
  for (;;) {
    const { worker, deps } = world.worker();
    const turn = writeTurn(deps, world.owner, worker.replaced);
    const end = await Promise.race([turn, worker.gone]);
    if (end === "stalled") {
      const zombie = turn.then(() => void world.zombies.delete(zombie));
      world.zombies.add(zombie);
    } else if (end === "died") await world.options.on_death?.(world);
    else if (end.due_at !== null && !end.again)
      await world.clock.sleep(Math.max(end.due_at.getTime() - world.clock.now().getTime(), POLL_MS));
    else if (!end.again && world.zombies.size > 0) await Promise.race(world.zombies);
    else if (!end.again) return;
  }
}
