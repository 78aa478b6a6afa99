/**
 * A process of its own for each thing that is measured, so that memory and processor time belong to one of them. The parent asks, the
 * child answers; one question at a time.
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import packageJson from "../package.json" with { type: "json" };
import type { Answers, Questions } from "./tasks.ts";

const CHILD = fileURLToPath(new URL("child.ts", import.meta.url));

/** What `npm run privity` tells Node. */
export const SHIPPED_FLAGS = /node ((?:--\S+ )*)/.exec(packageJson.scripts.privity)?.[1]?.split(" ").filter(Boolean) ?? [];

export interface WorkerOptions {
  /** As Privity itself is run. */
  as_shipped?: boolean;
  /** A folder for processor profiles (Chrome's format). */
  profile?: string | null;
}

export class Worker {
  readonly process: ChildProcess;

  constructor(options: WorkerOptions = {}) {
    const profiling = options.profile ? ["--cpu-prof", `--cpu-prof-dir=${options.profile}`] : [];
    const execArgv = [...(options.as_shipped ? SHIPPED_FLAGS : []), ...profiling];
    this.process = fork(CHILD, [], { execArgv, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  }

  async ask<Name extends keyof Questions>(name: Name, input: Questions[Name]): Promise<Answers[Name]> {
    const message = await new Promise<{ answer: Answers[Name] } | { error: string }>((answered, failed) => {
      const ended = (code: number | null, signal: string | null) =>
        failed(new Error(`the process for ${name} ended with ${signal ?? `status ${code}`}`));
      this.process.once("exit", ended);
      this.process.once("message", (answer) => {
        // It may be asked a thousand times.
        this.process.off("exit", ended);
        answered(answer as { answer: Answers[Name] } | { error: string });
      });
      this.process.send({ name, input });
    });
    if ("error" in message) throw new Error(`${name}: ${message.error}`);
    return message.answer;
  }

  /** Lets it end by itself, so that a profile gets written. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, "exit");
    this.process.disconnect();
    await ended;
  }
}

/** One question to a process that lives for it alone. */
export async function askOnce<Name extends keyof Questions>(
  name: Name,
  input: Questions[Name],
  options: WorkerOptions = {},
): Promise<Answers[Name]> {
  const worker = new Worker(options);
  try {
    return await worker.ask(name, input);
  } finally {
    await worker.stop();
  }
}
