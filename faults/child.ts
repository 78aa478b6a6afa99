/** The other end of a kill: carries out the one sync that it is sent. Compiled code is kept, since hundreds of these start. */
import { enableCompileCache } from "node:module";
import type { ChildTask } from "./sync_task.ts";

enableCompileCache();

async function work(task: ChildTask): Promise<void> {
  const { carryOut, tell } = await import("./sync_task.ts");
  try {
    await carryOut(task);
  } catch (error) {
    await tell({ threw: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
  process.disconnect();
}

process.once("message", (task: ChildTask) => void work(task));
