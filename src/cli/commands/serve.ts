/** `privity serve`: the page and the API, and a look at the provider every so often. Loopback only until there is a sign-in. */
import { fileURLToPath } from "node:url";
import { serve, type ServerType } from "@hono/node-server";
import { listConnections } from "../../connections/store.ts";
import { SyncRefused } from "../../sync/run.ts";
import type { Output } from "../output.ts";
import type { Program } from "../program.ts";

export const WEB_DIR = fileURLToPath(new URL("../../../dist/web", import.meta.url));

export interface Serving {
  url: string;
  stop(): Promise<void>;
}

/** Listens on loopback; any other address would show a firm's data to whoever asks, since nobody signs in yet. */
export async function startServing(program: Program, port: number): Promise<Serving> {
  const server = await new Promise<ServerType>((ready, failed) => {
    const listening = serve({ fetch: program.api.fetch, hostname: "127.0.0.1", port }, () => ready(listening));
    listening.once("error", failed);
  });
  const address = server.address();
  const taken = typeof address === "object" && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${taken}`,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

export interface ServeOptions {
  port?: string;
  every: string;
}

export async function serveCommand(program: Program, output: Output, options: ServeOptions): Promise<void> {
  const serving = await startServing(program, options.port === undefined ? program.config.port : Number(options.port));
  output.result({ url: serving.url }, () => [
    `Privity is at ${serving.url}`,
    "There is no sign-in yet, so it listens on this machine only. Stop it with Ctrl-C.",
  ]);
  await keepCurrent(program, Number(options.every) * 1000);
  await serving.stop();
}

/** Reads what changed, every so often, until the program is told to stop. What an earlier process left unfinished is taken up first. */
export async function keepCurrent(program: Program, every_ms: number): Promise<void> {
  const stop = new AbortController();
  const end = () => stop.abort(new Error("stopped"));
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  while (!stop.signal.aborted) {
    await syncOnce(program);
    await program.sync.clock.sleep(every_ms, stop.signal).catch(() => {});
  }
}

async function syncOnce(program: Program): Promise<void> {
  for (const connection of await listConnections(program.db)) {
    if (connection.purpose !== "sync" || connection.state !== "connected") continue;
    try {
      const { done } = await program.startSync(connection.connection_id, { mode: "incremental", trigger: "schedule" });
      await done;
    } catch (error) {
      if (!(error instanceof SyncRefused))
        program.log.error({ err: error, connection_id: connection.connection_id }, "a sync could not be started");
    }
  }
}
