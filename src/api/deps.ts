/** What the API works with; handed in by the program that joins the parts. */
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Connector } from "../model/connector.ts";
import type { Provider } from "../model/kinds.ts";
import type { SyncRequest } from "../sync/run.ts";

export interface ApiDeps {
  db: Db;
  /** Only their mappers: no route speaks to a provider. */
  connectors: Record<Provider, Pick<Connector, "mapper">>;
  log: Log;
  clock: Clock;
  actions: Actions;
  /** The built web app; null, or a folder that is not there: the API alone. */
  web_dir: string | null;
}

export interface Actions {
  /** Starts a run and gives its id; the run goes on by itself. Throws SyncRefused. */
  sync(firm_id: string, connection_id: string, request: SyncRequest): Promise<{ run_id: string }>;
  /** The connection's settings have changed: sees to it that everything is worked out anew, without waiting for it. */
  settingsChanged(firm_id: string, connection_id: string): Promise<void>;
}
