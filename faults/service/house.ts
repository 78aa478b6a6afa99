/** A firm on a served sandbox that also delivers its webhooks, by real HTTP to a real receiver. */
import { randomBytes } from "node:crypto";
import { serve as listen, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import { hookRoutes } from "../../src/api/routes/hooks.ts";
import { openVault, type Vault } from "../../src/connections/vault.ts";
import type { Db } from "../../src/db/pool.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { Secret } from "../../src/lib/secret.ts";
import type { Provider } from "../../src/model/kinds.ts";
import { tendNow, tendWebhooks, type CareDeps } from "../../src/sync/webhooks/care.ts";
import { processHints } from "../../src/sync/webhooks/hints.ts";
import { createReceiver } from "../../src/sync/webhooks/receive.ts";
import { serveWorld, type Served, type ServeOptions } from "../served.ts";

export interface House extends Served {
  deps: CareDeps;
  /** Where webhooks come to. */
  hooks_url: string;
  /** How often a sync was asked for to close a gap. */
  gaps: () => number;
  /** Looks after the subscriptions now; throws when that fails. */
  tend(): Promise<void>;
  /** Looks after them if it is time to. */
  tendIfDue(): Promise<void>;
  /** Waits until deliveries that are on their way have come, and reads what they hinted at. */
  settle(): Promise<void>;
  query<T extends object>(text: string, ...values: unknown[]): Promise<T[]>;
}

/** One key for all stories of a process, since they share a database. */
const KEY = new Secret(randomBytes(32).toString("base64"));
export const openStoryVault = (db: Db): Promise<Vault> => openVault(db, { secret_key: KEY, secret_key_file: "/dev/null" });

export async function createHouse(db: Db, provider: Provider, options: ServeOptions = {}): Promise<House> {
  const served = await serveWorld(db, provider, options);
  const { world } = served;
  const vault = await openStoryVault(db);
  const { connectors, clock, log } = world.deps;
  const receiver = createReceiver({ db, vault, connectors, clock, log });
  const app = new Hono();
  hookRoutes(app, receiver);
  const server = await new Promise<ServerType>((ready) => {
    const listening = listen({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, () => ready(listening));
  });
  const hooks_url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  let gaps = 0;
  const deps: CareDeps = { ...world.deps, vault, hooks_url: () => hooks_url, syncSoon: async () => void (gaps += 1) };
  const query = async <T extends object>(text: string, ...values: unknown[]) => (await db.pool.query<T>(text, values)).rows;
  return {
    ...served,
    deps,
    hooks_url,
    gaps: () => gaps,
    query,
    async tend() {
      // Stories share a database, and a row that another one's worker has in hand is passed over for that moment.
      for (let tries = 0; tries < 100; tries += 1) {
        const { had, error } = await tendNow(deps, world.owner);
        if (error !== null) throw new Error(`the webhooks could not be looked after: ${error}`);
        if (had) return;
        await systemClock.sleep(50);
      }
      throw new Error("the webhooks could not be looked after: somebody else has them");
    },
    async tendIfDue() {
      while ((await tendWebhooks(deps)) > 0);
    },
    async settle() {
      for (let rounds = 0; rounds < 400; rounds += 1) {
        await world.vendor.sandbox.settle();
        await processHints(deps);
        const waiting = await query("select 1 from webhook_hint where connection_id = $1 limit 1", world.owner.connection_id);
        if (waiting.length === 0) return;
        await systemClock.sleep(50);
      }
      throw new Error("deliveries do not come to an end");
    },
    async close() {
      await new Promise((closed) => {
        server.close(closed);
        if ("closeAllConnections" in server) server.closeAllConnections();
      });
      await served.close();
    },
  };
}

/** Plays with a firm that has been read and is subscribed, and closes it whatever happens. */
export async function inHouse<T>(db: Db, provider: Provider, options: ServeOptions, play: (house: House) => Promise<T>): Promise<T> {
  const house = await createHouse(db, provider, options);
  try {
    await house.world.sync();
    await house.tend();
    await house.settle();
    await house.world.sync(); // closes the gap before the subscriptions spoke
    return await play(house);
  } finally {
    await leave(house);
  }
}

/** Nobody looks after a firm whose sandbox is gone. */
async function leave(house: House): Promise<void> {
  await house
    .query("update connection set state = 'disconnected' where connection_id = $1", house.world.owner.connection_id)
    .catch(() => []);
  await house.query("delete from webhook_hint where connection_id = $1", house.world.owner.connection_id).catch(() => []);
  await house.close();
}
