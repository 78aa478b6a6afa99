/** `privity serve`: the page and the API, and the work of a `privity work`, unless told not to. Loopback only until there is a sign-in. */
import { fileURLToPath } from "node:url";
import { serve, type ServerType } from "@hono/node-server";
import type { Output } from "../output.ts";
import type { Program } from "../program.ts";
import { workUntilStopped } from "./work.ts";

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
  /** False: other processes work. */
  work: boolean;
}

export async function serveCommand(program: Program, output: Output, options: ServeOptions): Promise<void> {
  const serving = await startServing(program, options.port === undefined ? program.config.port : Number(options.port));
  output.result({ url: serving.url }, () => [
    `Privity is at ${serving.url}`,
    "There is no sign-in yet, so it listens on this machine only. Stop it with Ctrl-C.",
  ]);
  await workUntilStopped(program, options.work);
  await serving.stop();
}
