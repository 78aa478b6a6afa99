/** `privity work`: carries out runs as they come due, and whatever else waits. Any number of these may run, on any number of machines. */
import type { Output } from "../output.ts";
import type { Program } from "../program.ts";

export interface WorkOptions {
  /** Turns side by side. */
  turns: string;
}

export async function workCommand(program: Program, output: Output, options: WorkOptions): Promise<void> {
  const told = stopSignal();
  const working = await program.jobs.work({ slots: Number(options.turns) });
  output.result({ working: true, turns: Number(options.turns) }, () => ["Working. Stop it with Ctrl-C: the page in hand is stored first."]);
  await told;
  await working.stop();
}

/** Works, unless told not to, until the program is told to stop. */
export async function workUntilStopped(program: Program, work: boolean): Promise<void> {
  const told = stopSignal();
  const working = work ? await program.jobs.work() : null;
  await told;
  await working?.stop();
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
