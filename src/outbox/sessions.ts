/** The writers' connections, opened once per turn. */
import type { Session } from "../model/connector.ts";
import { VendorError } from "../model/connector.ts";
import { readConnection } from "../sync/store_connection.ts";
import type { OutboxDeps } from "./deps.ts";

export interface Sessions {
  of(connection_id: string): Promise<Session>;
}

/** A person waits for a write: ahead of whatever is read. */
const URGENT = 0;

export function openSessions(deps: OutboxDeps, firm_id: string, pause: AbortSignal): Sessions {
  const open = new Map<string, Promise<Session>>();
  const make = async (connection_id: string): Promise<Session> => {
    const connection = await readConnection(deps.db.kysely, connection_id);
    if (connection?.firm_id !== firm_id || connection.state !== "connected")
      throw new VendorError("unauthorized", "the account is not connected");
    return deps.session(connection, () => undefined, { rank: URGENT, pause });
  };
  return {
    of(connection_id) {
      const known = open.get(connection_id) ?? make(connection_id);
      open.set(connection_id, known);
      // One that could not be opened is tried anew.
      known.catch(() => open.delete(connection_id));
      return known;
    },
  };
}
