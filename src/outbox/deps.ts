/** What the outbox works with; handed in by the program, so that tests run on a sandbox and a virtual clock. */
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Owner } from "../mirror/store.ts";
import type { Mapper } from "../model/facts.ts";
import type { Provider } from "../model/kinds.ts";
import type { WritingSide } from "../model/writing.ts";
import type { SyncDeps } from "../sync/deps.ts";
import type { OpenFile } from "./types.ts";

export interface OutboxDeps {
  db: Db;
  /** Each provider's way of writing, and of reading staff. */
  providers: Record<Provider, { writing: WritingSide; mapper: Mapper }>;
  session: SyncDeps["session"];
  clock: Clock;
  log: Log;
  /** Between 0 and 1; spreads retries. */
  random: () => number;
  open_file: OpenFile;
  /** Has the connection's lane taken up at once. */
  ready(owner: Owner): Promise<void>;
  /** What is added to a request's own time-out to make its lease: how long a worker may stall before it counts as gone. */
  lease_extra_ms?: number;
  /** Deliveries of one connection side by side. */
  parallel?: number;
}

export const LEASE_EXTRA_MS = 30_000;
export const PARALLEL = 8;
