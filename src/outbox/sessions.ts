/** The writers' connections, opened once per turn. */
import type { Session } from "../model/connector.ts";
import { VendorError } from "../model/connector.ts";
import { readConnection } from "../sync/store_connection.ts";
import type { OutboxDeps } from "./deps.ts";
import { ownAccount, type Firm } from "./firm.ts";
import type { DeliveryRow } from "./store.ts";
import { readUserBehind } from "./store_claim.ts";
import type { Writer } from "./way.ts";

type Account = Pick<Writer, "connection_id" | "user_id">;

export interface Sessions {
  of(account: Account): Promise<Session>;
}

/** A person waits for a write: ahead of whatever is read. */
const URGENT = 0;

export function openSessions(deps: OutboxDeps, firm_id: string, pause: AbortSignal): Sessions {
  const open = new Map<string, Promise<Session>>();
  const make = async (key: string, { connection_id, user_id }: Account): Promise<Session> => {
    const connection = await readConnection(deps.db.kysely, connection_id);
    if (connection?.firm_id !== firm_id || connection.state !== "connected")
      throw new VendorError("unauthorized", "the account is not connected");
    const session = await deps.session(connection, () => undefined, { rank: URGENT, pause });
    // The token was taken before this: whoever is behind the connection now is who was behind it then.
    const take = async () => {
      await session.pacer.take();
      if ((await readUserBehind(deps.db.kysely, { firm_id, connection_id })) === user_id) return;
      open.delete(key);
      throw new VendorError("unauthorized", "another account is behind this connection by now");
    };
    return { ...session, pacer: { take, learn: (seen) => session.pacer.learn(seen) } };
  };
  return {
    of(account) {
      const key = `${account.connection_id} ${account.user_id}`;
      const known = open.get(key) ?? make(key, account);
      open.set(key, known);
      // One that could not be opened is tried anew.
      known.catch(() => open.delete(key));
      return known;
    },
  };
}

/** For a look: the account that wrote sees it best, behind whichever connection it is by now; where it is gone, the firm's own looks. */
export async function sessionToLook(firm: Firm, sessions: Sessions, row: DeliveryRow): Promise<Session> {
  const own = ownAccount(firm);
  const wrote = firm.writers.find((one) => one.user_id === row.writer_user_id && one.state === "connected") ?? own;
  return sessions.of(wrote).catch((error: unknown) => {
    if (wrote.connection_id === own.connection_id) throw error;
    return sessions.of(own);
  });
}
