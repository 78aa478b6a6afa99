/** The process for `task.ts`; compiled code is kept, since very many of these start. */
import { enableCompileCache } from "node:module";
import type { Task } from "./task.ts";

enableCompileCache();

async function work(task: Task): Promise<void> {
  const { carryOut } = await import("./task.ts");
  const ended = await carryOut(task).then(
    () => ({}),
    (error: unknown) => ({ threw: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
  process.send?.(ended, () => process.disconnect());
}

process.once("message", (task: Task) => void work(task));
