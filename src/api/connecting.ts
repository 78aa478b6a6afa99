/** What routes have done about connections; only the program that joins the parts can speak to a provider. */
import type { Tell } from "../accounts/store_audit.ts";
import type { Application, NewApplication } from "../connections/applications.ts";
import type { Begin, Connected } from "../connections/connect.ts";
import type { Designated } from "../connections/designate.ts";
import type { Owner } from "../connections/store_grants.ts";
import type { Provider } from "../model/kinds.ts";
import type { Disconnected } from "../sync/disconnect.ts";

type Begun = Omit<Begin, "redirect_uri">;
type Answer = { state: string; session: string | null } & ({ code: string } | { error: string });

export interface Connecting {
  /** Throws ConnectRefused. */
  begin(input: Begun): Promise<{ authorize_url: string; expires_at: string }>;
  /** Stores the connection, asks the provider what it may do, and sees to it that it is read. Throws ConnectRefused. */
  finish(answer: Answer, tell: (connected: Connected) => Tell): Promise<Connected>;
  /** Its account reads for the firm from now on (B-CON-2). Throws DesignateRefused. */
  designate(owner: Owner, tell: (done: Designated) => Tell): Promise<Designated>;
  /** Asks the provider once more what the account may do (B-CON-3). Throws VendorError. */
  probe(owner: Owner): Promise<void>;
  /** Null: there is no such connection. */
  disconnect(owner: Owner, by: string, tell: Tell): Promise<Disconnected | null>;
  /** Begins to erase; it goes on by itself. Throws EraseRefused. False: there is no such connection. */
  erase(owner: Owner, typed: string, tell: (account_name: string) => Tell): Promise<boolean>;
  /** The firm's own applications, and where the installation has one. */
  applications(firm_id: string): Promise<{ own: Application[]; installed(provider: Provider, region: string | null): boolean }>;
  setApplication(firm_id: string, given: NewApplication, by: string, tell: Tell): Promise<void>;
  /** False: there is none. */
  removeApplication(firm_id: string, provider: Provider, region: string | null, tell: Tell): Promise<boolean>;
}
