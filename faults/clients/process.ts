/** Processes of their own, which may die. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { systemClock } from "../../src/lib/clock.ts";
import type { Task } from "./task.ts";

const CHILD = fileURLToPath(new URL("child.ts", import.meta.url));
const PATIENCE_MS = 120_000;

interface End {
  killed: boolean;
  /** What it threw; null: nothing. */
  threw: string | null;
}

export async function run(task: Task): Promise<End> {
  const child = fork(CHILD, [], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  let threw: string | null = null;
  let late = false;
  child.on("message", (message: { threw?: string }) => void (threw = message.threw ?? null));
  const patience = new AbortController();
  const watch = async () => {
    await systemClock.sleep(PATIENCE_MS, patience.signal);
    late = true;
    child.kill("SIGKILL");
  };
  watch().catch(() => {});
  child.send(task);
  const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  patience.abort(new Error("ended"));
  if (late) threw = "it did not come to an end";
  else if (code !== 0 && code !== null) threw ??= `it ended with ${code}`;
  return { killed: signal === "SIGKILL" && !late, threw };
}
