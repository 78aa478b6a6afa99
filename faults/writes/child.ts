/** The process for `kill_task.ts`; compiled code is kept, since very many of these start. */
import { enableCompileCache } from "node:module";
import type { KillTask } from "./kill_task.ts";

enableCompileCache();

async function work(task: KillTask): Promise<void> {
  const { carryOut } = await import("./kill_task.ts");
  const ended = await carryOut(task).then(
    () => ({ ended: true }),
    (error: unknown) => ({ threw: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
  process.send?.(ended, () => process.disconnect());
}

/** Its parent has lost its patience: what keeps it? */
process.once("SIGTERM", () => {
  const told = { threw: `it did not come to an end: ${process.getActiveResourcesInfo().join(", ")}` };
  if (process.connected) process.send?.(told, () => process.exit(1));
  else process.exit(1);
});

process.once("message", (task: KillTask) => void work(task));
