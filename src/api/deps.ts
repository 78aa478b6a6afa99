/** What the API works with; handed in by the program that joins the parts. */
import type { Vault } from "../connections/vault.ts";
import type { AccountDeps } from "../accounts/deps.ts";
import type { MailServerDeps } from "../accounts/mail_server.ts";
import type { Tell } from "../accounts/store_audit.ts";
import type { Db } from "../db/pool.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Connector } from "../model/connector.ts";
import type { Provider } from "../model/kinds.ts";
import type { FileSpace } from "../outbox/files.ts";
import type { Outbox } from "../outbox/types.ts";
import type { PortalDeps } from "../portal/types.ts";
import type { Receiver } from "../sync/webhooks/receive.ts";
import type { SyncRequest } from "../sync/run.ts";
import type { Connecting } from "./connecting.ts";
import type { Operations } from "./operations.ts";

export interface ApiDeps {
  db: Db;
  /** Locks what is shown once and kept: endpoints' secrets, answers for idempotency keys. */
  vault: Vault;
  /** Endpoints in private networks and on this machine, by plain http too. */
  allow_local_webhooks: boolean;
  operations: Operations;
  /** Only what needs no request: no route speaks to a provider. */
  connectors: Record<Provider, Pick<Connector, "mapper" | "limit">>;
  accounts: AccountDeps;
  /** Takes what the providers deliver. */
  hooks: Receiver;
  log: Log;
  clock: Clock;
  actions: Actions;
  /** Activities, and their way to the providers. */
  outbox: Outbox;
  files: FileSpace;
  /** Of one key or session; left out: any number. */
  requests_per_minute?: number;
  connecting: Connecting;
  /** What the firms' clients come in by. */
  portal: PortalDeps;
  /** The firms' own SMTP servers, and the installation's. */
  mail_server: MailServerDeps;
  /** The built web app; null, or a folder that is not there: the API alone. */
  web_dir: string | null;
}

export interface Actions {
  /** Starts a run and gives its id; the run goes on by itself. `tell` is called in its transaction. Throws SyncRefused. */
  sync(firm_id: string, connection_id: string, request: SyncRequest, tell: Tell): Promise<{ run_id: string }>;
  /** The connection's settings have changed: sees to it that everything is worked out anew, without waiting for it. */
  settingsChanged(firm_id: string, connection_id: string): Promise<void>;
  /** Who belongs to the firm has changed: who owns what is worked out anew, without waiting for it. */
  membersChanged(firm_id: string, member_id: string): Promise<void>;
  /** Sends the mail that waits, without waiting for it. */
  deliverMail(): void;
  /** Does what automations have to do for a firm, without waiting for it. */
  automate(firm_id: string): void;
  /** Works out a preview that has been asked for, without waiting for it. */
  preview(firm_id: string, connection_id: string, preview_id: string): Promise<void>;
  /** An admin's word on what a run held (B-SYN-6), told in the same transaction; what is derived follows without waiting for it. */
  decideHeld(firm_id: string, connection_id: string, run_id: string, decision: "approve" | "refuse", tell: Tell): Promise<void>;
}
