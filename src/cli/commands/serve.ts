/** `privity serve`: the page and the API, and the work of a `privity work`, unless told not to. */
import { fileURLToPath } from "node:url";
import { serve, type ServerType } from "@hono/node-server";
import { isFresh } from "../../accounts/sign_up.ts";
import { within } from "../../lib/clock.ts";
import type { Output } from "../output.ts";
import type { Program } from "../program.ts";
import { workUntilStopped } from "./work.ts";

export const WEB_DIR = fileURLToPath(new URL("../../../dist/web", import.meta.url));

export interface Serving {
  url: string;
  stop(): Promise<void>;
}

/** On this machine's own address unless PRIVITY_HOST says another. */
export async function startServing(program: Program, port: number): Promise<Serving> {
  const { host: hostname } = program.config;
  const server = await new Promise<ServerType>((ready, failed) => {
    const serverOptions = { requestTimeout: UPLOAD_MS };
    const listening = serve({ fetch: program.api.fetch, hostname, port, serverOptions }, () => ready(listening));
    listening.once("error", failed);
  });
  const address = server.address();
  const taken = typeof address === "object" && address ? address.port : port;
  return {
    url: port === 0 ? `http://127.0.0.1:${taken}` : program.config.url,
    stop: async () => {
      program.beginStop();
      const closed = new Promise<void>((done) => server.close(() => done()));
      await within(PATIENCE_MS, () => closed).catch(() => {
        if ("closeAllConnections" in server) server.closeAllConnections();
        return closed;
      });
    },
  };
}

/** A large file over a slow line; what stalls is given up sooner (outbox/files.ts). */
const UPLOAD_MS = 3_600_000;

/** How long requests that are under way may take to end when the program stops. */
const PATIENCE_MS = 5_000;

export interface ServeOptions {
  port?: string;
  /** False: other processes work. */
  work: boolean;
}

export async function serveCommand(program: Program, output: Output, options: ServeOptions): Promise<void> {
  const serving = await startServing(program, program.config.port);
  const { set_up_code } = program.accounts;
  const code = set_up_code !== null && (await isFresh(program.accounts)) ? set_up_code.reveal() : null;
  output.result({ url: serving.url, ...(code === null ? {} : { set_up_code: code }) }, () => [
    `Privity is at ${serving.url}`,
    ...(code === null ? [] : [`Nobody has signed up yet. The first one needs this set-up code: ${code}`]),
    "Stop it with Ctrl-C.",
  ]);
  await workUntilStopped(program, options.work, () => serving.stop());
}
