/** What a run works with; handed in by the program, so that tests run on a sandbox and a virtual clock. */
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Connector, Session } from "../model/connector.ts";
import type { Provider } from "../model/kinds.ts";
import type { ConnectionForSync } from "./store.ts";

export interface SyncDeps {
  db: Db;
  connectors: Record<Provider, Connector>;
  /** Tokens, pacer and fetch for one connection; `on_request` counts what leaves. */
  session(connection: ConnectionForSync, on_request: NonNullable<Session["on_request"]>): Promise<Session>;
  clock: Clock;
  log: Log;
  /** How long a run stays ours without a sign of life. Milliseconds. */
  lease_ms: number;
  /** Listings that are read side by side; they share one rate budget. */
  parallel: number;
}

export const defaults = { lease_ms: 30_000, parallel: 3 };
