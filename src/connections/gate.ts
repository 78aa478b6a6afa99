/**
 * No request leaves for a connection once it is disconnected (B-CON-7, F30), in no process: whether it still is connected is asked of the
 * database right before each departure. Whoever disconnects closes this gate first and waits out `DRAIN_MS`, so that all that went
 * through before have left when the grant is revoked.
 */
import type { Db } from "../db/pool.ts";
import { systemClock } from "../lib/clock.ts";
import { VendorError } from "../model/connector.ts";
import { isConnected } from "./store.ts";
import type { Owner } from "./store_grants.ts";

/** An answer older than this says nothing any more (a process that was held up between asking and leaving asks again). */
const GOOD_FOR_MS = 1_000;
export const DRAIN_MS = 2 * GOOD_FOR_MS;

/** Resolves when a request may leave, which it then does without waiting for anything else. */
export async function passGate(db: Pick<Db, "kysely">, owner: Owner): Promise<void> {
  for (;;) {
    const asked = systemClock.now().getTime();
    if (!(await isConnected(db, owner))) throw new VendorError("unauthorized", "This connection is disconnected.");
    if (systemClock.now().getTime() - asked < GOOD_FOR_MS) return;
  }
}
