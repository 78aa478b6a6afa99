/** One worker's hold on one run: counts its requests, prolongs its lease, and refuses writes once the run is somebody else's. */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { crashPoint } from "../lib/crash_point.ts";
import type { Connector, VendorReader } from "../model/connector.ts";
import type { Settings } from "../model/settings.ts";
import type { SyncDeps } from "./deps.ts";
import type { RequestRank } from "../connections/budget.ts";
import type { ConnectionForSync } from "./store_connection.ts";
import { advanceListing, type ListingProgress } from "./store_listings.ts";
import { holdRun, type Run } from "./store_runs.ts";

/** The reason with which a run is asked to stop at its next page, so that another may have the turn, or because the program ends. */
export class RunPaused extends Error {
  override readonly name = "RunPaused";
}

/** design.md, Engine: writes, webhook re-reads, incremental, full. A full run that a person waits for counts as incremental. */
const rankOf = (run: Run): RequestRank => (run.mode === "record" ? 1 : run.mode === "incremental" || run.trigger === "manual" ? 2 : 3);

const NEVER = new AbortController().signal;

export class RunWorker {
  readonly deps: SyncDeps;
  readonly run: Run;
  readonly connection: ConnectionForSync;
  readonly connector: Connector;
  readonly settings: Settings;
  readonly reader: VendorReader;
  readonly pause: AbortSignal;
  readonly #requests: { pending: number };
  pages_stored = 0;

  private constructor(
    deps: SyncDeps,
    run: Run,
    connection: ConnectionForSync,
    settings: Settings,
    reader: VendorReader,
    pause: AbortSignal,
    requests: { pending: number },
  ) {
    this.deps = deps;
    this.run = run;
    this.connection = connection;
    this.connector = deps.connectors[connection.provider];
    this.settings = settings;
    this.reader = reader;
    this.pause = pause;
    this.#requests = requests;
  }

  static async open(
    deps: SyncDeps,
    run: Run,
    connection: ConnectionForSync,
    settings: Settings,
    pause: AbortSignal = NEVER,
  ): Promise<RunWorker> {
    const requests = { pending: 0 };
    const session = await deps.session(connection, () => (requests.pending += 1), { rank: rankOf(run), pause });
    const reader = deps.connectors[connection.provider].reader(session);
    return new RunWorker(deps, run, connection, settings, reader, pause, requests);
  }

  now(): string {
    return this.deps.clock.now().toISOString();
  }

  #lease(): string {
    return new Date(this.deps.clock.now().getTime() + this.deps.lease_ms).toISOString();
  }

  /** A transaction that counts only while the run is ours. */
  async commit<T>(work: (trx: Kysely<Tables>) => Promise<T>, phase?: string): Promise<T> {
    return this.#counting((requests) =>
      this.deps.db.transaction(async (trx) => {
        await holdRun(trx, this.run, this.#lease(), phase === undefined ? { requests } : { requests, phase });
        return work(trx);
      }),
    );
  }

  /** The same for a page, whose listing `work` moves on. Whether the run is ours is asked at the end, in one statement with that. */
  async commitPage<T>(work: (trx: Kysely<Tables>) => Promise<{ progress: ListingProgress; result: T }>): Promise<T> {
    return this.#counting((requests) =>
      this.deps.db.transaction(async (trx) => {
        const { progress, result } = await work(trx);
        await advanceListing(trx, this.run, progress, this.#lease(), requests);
        crashPoint("page:before_commit");
        return result;
      }),
    );
  }

  async #counting<T>(commit: (requests: number) => Promise<T>): Promise<T> {
    const requests = this.#requests.pending;
    this.#requests.pending = 0; // now, since other commits may be waiting for their turn
    try {
      return await commit(requests);
    } catch (error) {
      this.#requests.pending += requests;
      throw error;
    }
  }

  /** Prolongs the lease while `work` waits for the provider, which may take minutes. */
  async alive<T>(work: Promise<T>): Promise<T> {
    const stop = new AbortController();
    const beat = this.#beat(stop.signal);
    try {
      return await Promise.race([work, beat]);
    } finally {
      stop.abort(new Error("done"));
    }
  }

  async #beat(signal: AbortSignal): Promise<never> {
    for (;;) {
      const going = await this.deps.clock.sleep(this.deps.lease_ms / 3, signal).then(
        () => true,
        () => false,
      );
      if (!going) return new Promise<never>(() => {});
      await this.commit(async () => {});
    }
  }
}
