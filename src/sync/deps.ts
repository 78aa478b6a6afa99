/** What a run works with; handed in by the program, so that tests run on a sandbox and a virtual clock. */
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Metrics } from "../lib/metrics.ts";
import type { RequestRank } from "../connections/budget.ts";
import type { Connector, Session } from "../model/connector.ts";
import type { Provider } from "../model/kinds.ts";
import type { ConnectionForSync } from "./store_connection.ts";

/** How urgent requests are, and until when they are wanted. */
export interface Need {
  rank: RequestRank;
  /** Once it aborts, no further request waits for its turn: the wait ends with the signal's reason. */
  pause: AbortSignal;
}

export interface SyncDeps {
  db: Db;
  connectors: Record<Provider, Connector>;
  /** Tokens, pacer and fetch for one connection; `on_request` counts what leaves. */
  session(connection: ConnectionForSync, on_request: NonNullable<Session["on_request"]>, need: Need): Promise<Session>;
  clock: Clock;
  log: Log;
  metrics?: Pick<Metrics, "run" | "records">;
  /** How long a run stays ours without a sign of life. Milliseconds. */
  lease_ms: number;
  /** Listings that are read side by side; they share one rate budget. */
  parallel: number;
}

export const defaults = { lease_ms: 30_000, parallel: 3 };
