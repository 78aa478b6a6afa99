/** The other end of `worker.ts`: carries out what it is asked, ends when its parent lets go of it. */
import { tasks, type Questions } from "./tasks.ts";

process.on("message", (message: { name: keyof Questions; input: never }) => {
  const carryOut = tasks[message.name] as (input: unknown) => Promise<unknown>;
  carryOut(message.input).then(
    (answer) => process.send?.({ answer }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
