/** The program and the sandboxes as processes of their own, as somebody starts them who has only read the README. */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setInterval } from "node:timers/promises";
import { within } from "../src/lib/clock.ts";

const PROGRAM = join(import.meta.dirname, "../src/cli/main.ts");
const START_MS = 120_000;

export interface Process {
  pid: number;
  /** What it said on standard error so far. */
  said(): string;
  alive(): boolean;
  kill(): void;
  /** As Ctrl-C does; gives the exit code. */
  stop(): Promise<number | null>;
  /** The exit code, and what was said on standard output. */
  ended: Promise<{ code: number | null; out: string }>;
  /** Waits until standard output has what fits. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
}

export function privity(args: string[], environment: Record<string, string>): Process {
  const env = { PATH: process.env["PATH"], ...environment };
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(process.execPath, [PROGRAM, ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let out = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  const ended = new Promise<{ code: number | null; out: string }>((done) => child.once("close", (code) => done({ code, out })));
  const says = (pattern: RegExp) =>
    within(START_MS, async () => {
      for await (const _ of setInterval(20)) {
        const found = pattern.exec(out);
        if (found) return found;
        if (child.exitCode !== null) break;
      }
      throw new Error(`privity ${args[0]} ended with ${child.exitCode} and never said ${pattern.source}: ${said.slice(-2000)}`);
    });
  return {
    pid: child.pid!,
    said: () => said,
    alive: () => child.exitCode === null && child.signalCode === null,
    kill: () => void child.kill("SIGKILL"),
    stop: async () => {
      child.kill("SIGTERM");
      return (await ended).code;
    },
    ended,
    says,
  };
}

export interface Sandboxes {
  process: Process;
  clio: string;
  mycase: string;
  environment: Record<string, string>;
}

export async function sandboxes(args: string[] = []): Promise<Sandboxes> {
  const started = privity(["sandbox", "--json", "--clio-port", "0", "--mycase-port", "0", ...args], {});
  const { clio, mycase, environment } = JSON.parse((await started.says(/\{.*\}(?=\n)/))[0]) as Omit<Sandboxes, "process">;
  return { process: started, clio, mycase, environment };
}

/** The redirect address and the address of webhooks name it, so it has to be known before. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
