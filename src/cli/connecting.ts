/** Connecting from the command line: a small listener on loopback takes the provider's answer, where the person's browser brings it. */
import { serve, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import { beginConnect, ConnectRefused, finishConnect, type ConnectDeps, type Connected, type Told } from "../connections/connect.ts";
import { within } from "../lib/clock.ts";
import { listConnections } from "../connections/store.ts";
import { systemFetch } from "../lib/network.ts";
import type { Provider } from "../model/kinds.ts";
import { telling } from "./acting.ts";
import type { Program } from "./program.ts";

interface Listener {
  redirect_uri: string;
  /** Resolves when the provider has sent the person back and the connection is stored. */
  connected: Promise<Connected>;
  close(): void;
}

const onRecord: Told = (trx, { firm_id, connection_id, provider, purpose, is_new, identity }) =>
  telling(firm_id, "connection.connect", connection_id, { provider, purpose, is_new, user: identity.user_name })(trx);

/** Listens for one answer. `port` 0 takes any free one; a provider that knows exact redirect addresses needs the registered one. */
async function listenForAnswer(deps: ConnectDeps, port: number): Promise<Listener> {
  const { promise, resolve, reject } = Promise.withResolvers<Connected>();
  const app = new Hono();
  app.get("/oauth/callback", async (c) => {
    const { state, code, error } = c.req.query();
    if (!state || (!code && !error))
      return c.text("This address takes a provider's answer; it came without one. Start again from the command line.", 400);
    try {
      const connected = await finishConnect(
        deps,
        code ? { state, code, session: null } : { state, error: error ?? "", session: null },
        onRecord,
      );
      setImmediate(() => resolve(connected));
      return c.text(`${connected.identity.account_name} is connected. You can close this page.`);
    } catch (failure) {
      setImmediate(() => reject(failure));
      return c.text(failure instanceof ConnectRefused ? failure.message : "That did not work; the command line says more.", 400);
    }
  });
  promise.catch(() => {}); // whoever waits hears it
  const server = await new Promise<ServerType>((ready) => {
    const listening = serve({ fetch: app.fetch, hostname: "127.0.0.1", port }, () => ready(listening));
  });
  const address = server.address();
  const taken = typeof address === "object" && address ? address.port : port;
  return { redirect_uri: `http://127.0.0.1:${taken}/oauth/callback`, connected: promise, close: () => void server.close() };
}

interface ConnectInput {
  firm_id: string;
  provider: Provider;
  region: string | null;
  port: number;
  /** Called with the address that the person has to open. */
  ask: (authorize_url: string) => void | Promise<void>;
  wait_ms: number;
}

export async function connectOne(program: Program, input: ConnectInput): Promise<Connected> {
  const deps = program.connecting.connect;
  const listener = await listenForAnswer(deps, input.port);
  try {
    const { firm_id, provider, region } = input;
    // Whoever sits at the command line may give the connection that reads to another account.
    const reading = (await listConnections(program.db, { firm_id, provider })).find((row) => row.purpose === "sync");
    const begun = await beginConnect(deps, {
      firm_id,
      provider,
      region,
      purpose: "sync",
      redirect_uri: listener.redirect_uri,
      session: null,
      connection_id: reading?.connection_id ?? null,
    });
    return await within(input.wait_ms, async () => {
      await input.ask(begun.authorize_url);
      return listener.connected;
    });
  } finally {
    listener.close();
  }
}

/** Opens the address as a browser would. True when that alone led to our callback, as a simulator that consents by itself does. */
export async function followAuthorize(authorize_url: string): Promise<boolean> {
  let url = new URL(authorize_url);
  for (let hops = 0; hops < 5; hops += 1) {
    const answer = await systemFetch(new Request(url, { redirect: "manual", headers: { "user-agent": "Privity/1.0" } }));
    await answer.body?.cancel();
    const location = answer.headers.get("location");
    if (answer.status < 300 || answer.status > 399 || location === null) return url.pathname === "/oauth/callback" && answer.ok;
    url = new URL(location, url);
  }
  return false;
}
