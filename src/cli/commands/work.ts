/** `privity work`: carries out runs as they come due, and whatever else waits. Any number of these may run, on any number of machines. */
import { startDelivering } from "../delivering.ts";
import { startWebhookLoop } from "../../sync/webhooks/loop.ts";
import type { Output } from "../output.ts";
import type { Program } from "../program.ts";

export interface WorkOptions {
  /** Turns side by side. */
  turns: string;
}

export async function workCommand(program: Program, output: Output, options: WorkOptions): Promise<void> {
  const told = stopSignal();
  const working = await startWork(program, { slots: Number(options.turns) });
  output.result({ working: true, turns: Number(options.turns) }, () => ["Working. Stop it with Ctrl-C: the page in hand is stored first."]);
  await told;
  program.beginStop();
  await working.stop();
}

/** Works, unless told not to, until the program is told to stop; `also` is stopped side by side with the work. */
export async function workUntilStopped(
  program: Program,
  work: boolean,
  also: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const told = stopSignal();
  const working = work ? await startWork(program) : null;
  await told;
  program.beginStop();
  await Promise.all([also(), working?.stop()]);
}

/** Runs as they come due, what webhooks hint at, and events on their way out. */
async function startWork(program: Program, options: { slots?: number } = {}): Promise<{ stop(): Promise<unknown> }> {
  const parts = [await program.jobs.work(options), startWebhookLoop(program.webhooks), startDelivering(program)];
  return { stop: () => Promise.all(parts.map((part) => part.stop())) };
}

/** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((stop) => {
    const end = () => {
      process.off("SIGINT", end).off("SIGTERM", end);
      stop();
    };
    process.once("SIGINT", end).once("SIGTERM", end);
  });
}
