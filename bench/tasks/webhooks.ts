/** The receiving end of webhooks with the loop that works on them, on a port; and a look at the database from outside. */
import { randomBytes } from "node:crypto";
import { serve, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import { hookRoutes } from "../../src/api/routes/hooks.ts";
import { openVault } from "../../src/connections/vault.ts";
import { connect } from "../../src/db/pool.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { Secret } from "../../src/lib/secret.ts";
import type { Owner } from "../../src/mirror/store.ts";
import { tendNow } from "../../src/sync/webhooks/care.ts";
import { startWebhookLoop } from "../../src/sync/webhooks/loop.ts";
import { createReceiver } from "../../src/sync/webhooks/receive.ts";
import type { OpenedSandbox } from "./sandbox.ts";
import { syncDeps } from "./sync.ts";

interface Place {
  database_url: string;
  sandbox: OpenedSandbox;
  owner: Owner;
}

/** Listens, subscribes, and works until its process ends. */
export async function receiveWebhooks({ database_url, sandbox, owner }: Place): Promise<null> {
  const db = await connect(database_url, {}, "server");
  const sync = syncDeps(db, sandbox);
  const vault = await openVault(db, { secret_key: new Secret(randomBytes(32).toString("base64")), secret_key_file: "" });
  const app = new Hono();
  hookRoutes(app, createReceiver({ db, vault, connectors: sync.connectors, clock: systemClock, log: sync.log }));
  const server = await new Promise<ServerType>((ready) => {
    const listening = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, () => ready(listening));
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const deps = { ...sync, vault, hooks_url: () => url, syncSoon: () => Promise.resolve() };
  const { error } = await tendNow(deps, owner);
  if (error !== null) throw new Error(error);
  startWebhookLoop(deps);
  return null;
}

/** When each name could be read from outside; asks as long as it takes, but no longer than a minute. */
export async function watchNames(input: { database_url: string; owner: Owner; ids: number[] }): Promise<Record<string, number>> {
  const db = await connect(input.database_url, {}, "server");
  const seen: Record<string, number> = {};
  const until = Date.now() + 60_000;
  try {
    while (Object.keys(seen).length < input.ids.length && Date.now() < until) {
      const { rows } = await db.pool.query<{ provider_id: string }>(
        "select provider_id from contact where firm_id = $1 and connection_id = $2 and provider_id = any($3) and view->>'name' like 'Quagga%'",
        [input.owner.firm_id, input.owner.connection_id, input.ids.filter((id) => seen[id] === undefined).map(String)],
      );
      for (const { provider_id } of rows) seen[provider_id] = Date.now();
      await systemClock.sleep(10);
    }
  } finally {
    await db.close();
  }
  return seen;
}
