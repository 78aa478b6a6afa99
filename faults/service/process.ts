/** Privity's own programs, as a firm runs them, for stories: `privity serve` and `privity work` against a sandbox on this machine. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { systemEnvironment } from "../../src/lib/config.ts";
import { systemClock } from "../../src/lib/clock.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

export interface Program {
  /** What it has said so far. */
  said(): string;
  isRunning(): boolean;
  /** The code or signal that it ended with. */
  ended: Promise<number | NodeJS.Signals | null>;
  kill(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

export interface Surroundings {
  database_url: string;
  secret_key: string;
  sandbox_url: string;
  client: { client_id: string; client_secret: string };
  /** Extra variables. */
  more?: Record<string, string>;
}

export function privity(args: string[], { database_url, secret_key, sandbox_url, client, more = {} }: Surroundings): Program {
  const { PATH = "", HOME = "" } = systemEnvironment();
  const env = {
    PATH,
    HOME,
    DATABASE_URL: database_url,
    PRIVITY_SECRET_KEY: secret_key,
    PRIVITY_DATA_DIR: tmpdir(),
    PRIVITY_CLIO_URL: sandbox_url,
    PRIVITY_MYCASE_API_URL: sandbox_url,
    PRIVITY_MYCASE_AUTH_URL: sandbox_url,
    CLIO_CLIENT_ID: client.client_id,
    CLIO_CLIENT_SECRET: client.client_secret,
    MYCASE_CLIENT_ID: client.client_id,
    MYCASE_CLIENT_SECRET: client.client_secret,
    PRIVITY_LOG: "warn",
    ...more,
  };
  const child: ChildProcess = spawn(process.execPath, [MAIN, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-20_000)));
  const ended = once(child, "exit").then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null);
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    said: () => said,
    isRunning,
    ended,
    kill: (signal) => void child.kill(signal),
    async stop() {
      if (!isRunning()) return;
      child.kill("SIGTERM");
      await Promise.race([ended, systemClock.sleep(15_000)]);
      if (isRunning()) child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Waits until something is so; false when it did not come about. */
export async function comesAbout(holds: () => Promise<boolean>, patience_ms: number, step_ms = 100): Promise<boolean> {
  const deadline = systemClock.now().getTime() + patience_ms;
  while (!(await holds().catch(() => false))) {
    if (systemClock.now().getTime() > deadline) return false;
    await systemClock.sleep(step_ms);
  }
  return true;
}
