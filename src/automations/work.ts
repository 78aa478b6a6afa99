/** One round of all that automations do, for every firm or one. Any number of processes may do it at once; what it does twice harms nothing. */
import { advanceAll } from "./advance.ts";
import type { AutomationDeps } from "./deps.ts";
import { evaluateAll } from "./evaluate.ts";
import { sendAll } from "./send.ts";
import { tellSent } from "./tell.ts";

export interface Round {
  firm_id?: string;
  stop?: AbortSignal;
  /** How long a sender may stall before its e-mail counts as lost from sight. */
  lease_ms?: number;
}

export async function work(deps: AutomationDeps, { firm_id, stop, lease_ms }: Round = {}): Promise<void> {
  const halted = () => stop?.aborted === true;
  await evaluateAll(deps, firm_id ?? null);
  // An e-mail that was sent carries its start on.
  for (let more = 1; more > 0 && !halted();) more = (await advanceAll(deps, stop)) + (await sendAll(deps, { stop, lease_ms }));
  while ((await tellSent(deps)) > 0 && !halted());
}
