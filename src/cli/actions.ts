/** What the API starts without waiting for it. */
import type { Actions } from "../api/deps.ts";
import { listConnections } from "../connections/store.ts";
import type { Db } from "../db/pool.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { Clock } from "../lib/clock.ts";
import type { Connector } from "../model/connector.ts";
import type { Provider } from "../model/kinds.ts";
import { runPreview } from "../projection/preview.ts";
import { decideHeld } from "../sync/decision.ts";
import { readConnection, type ConnectionForSync } from "../sync/store_connection.ts";
import { askForCare } from "../sync/webhooks/store_subscriptions.ts";
import type { Program } from "./program.ts";

export interface ActionDeps {
  db: Db;
  connectors: Record<Provider, Connector>;
  clock: Clock;
  jobs: Jobs;
  inBackground(work: Promise<unknown>): unknown;
  project: Program["project"];
  deliverMail(): Promise<unknown>;
  automate(firm_id: string): Promise<unknown>;
}

export function joinActions({ db, connectors, clock, jobs, inBackground, project, deliverMail, automate }: ActionDeps): Actions {
  const now = () => clock.now().toISOString();
  return {
    sync: async (_firm_id, connection_id, request, tell) => {
      const { run_id } = await jobs.ask(connection_id, request, tell);
      return { run_id };
    },
    settingsChanged: async (_firm_id, connection_id) => {
      const connection = await connectionNamed(db, connection_id);
      await jobs.project(connection);
      await jobs.schedule();
      await askForCare(db.kysely, connection, now());
    },
    membersChanged: async (firm_id, member_id) => {
      for (const { connection_id, first_synced_at } of await listConnections(db, { firm_id }))
        if (first_synced_at !== null) inBackground(project(connection_id, { kind: "member", id: member_id }, true));
    },
    deliverMail: () => void inBackground(deliverMail()),
    automate: (firm_id) => void inBackground(automate(firm_id)),
    preview: async (_firm_id, connection_id, preview_id) => {
      const connection = await connectionNamed(db, connection_id);
      inBackground(runPreview({ db, mapper: connectors[connection.provider].mapper, clock }, connection, preview_id));
    },
    decideHeld: async (_firm_id, connection_id, run_id, decision, tell) => {
      const connection = await connectionNamed(db, connection_id);
      const connector = connectors[connection.provider];
      await decideHeld(db, connector, { owner: connection, run_id, decision, country: connection.firm_country, now: now(), tell });
      inBackground(project(connection_id, { kind: "member", id: null }, false));
    },
  };
}

export async function connectionNamed(db: Db, connection_id: string): Promise<ConnectionForSync> {
  const connection = await readConnection(db.kysely, connection_id);
  if (!connection) throw new Error(`there is no connection ${connection_id}`);
  return connection;
}
