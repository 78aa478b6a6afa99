/** Runs the sandboxes as a program of their own: no code of theirs is ours. */
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { within } from "../lib/clock.ts";
import { CliError } from "./output.ts";

const PROGRAM = fileURLToPath(new URL("../../sandbox/main.ts", import.meta.url));
const START_MS = 20_000;

export interface Sandboxes {
  /** What Privity's environment needs to reach them. */
  environment: Record<string, string>;
  stop(): Promise<void>;
}

export function runSandboxes(args: string[]): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...args], { stdio: "inherit" });
}

/** Starts them on free ports; they say on one JSON line where they are. */
export async function startSandboxes(args: string[]): Promise<Sandboxes> {
  const child = spawn(process.execPath, [PROGRAM, "--json", "--clio-port", "0", "--mycase-port", "0", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<never>((_, reject) =>
    child.once("exit", (code) => reject(new CliError(`the sandboxes ended with code ${code}`))),
  );
  ended.catch(() => {});
  const lines = createInterface({ input: child.stdout });
  const first = new Promise<string>((resolve) => lines.once("line", resolve));
  try {
    const told = JSON.parse(await within(START_MS, () => Promise.race([first, ended]))) as { environment: Record<string, string> };
    return { environment: told.environment, stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}
