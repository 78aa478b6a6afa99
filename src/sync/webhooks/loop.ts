/** What any number of processes may run beside each other: reads what was hinted at, looks after subscriptions, forgets old deliveries. */
import { tendWebhooks, type CareDeps } from "./care.ts";
import { processHints, TRIGGER } from "./hints.ts";
import { RunPaused } from "../worker.ts";
import { failLostRuns, forgetDeliveries } from "./store_inbox.ts";

/** A look costs one indexed query; so nobody has to be woken, and a lost wake-up cannot happen. */
const LOOK_MS = 150;
const CARE_MS = 1000;
const SWEEP_MS = 60_000;
/** Deliveries hold clients' data: kept as long as a replay may be wanted. */
const KEPT_MS = 14 * 86_400_000;
const FORGOTTEN_AT_ONCE = 5000;

export interface WebhookLoop {
  /** Ends what is under way, and waits no longer for a turn at the provider. */
  stop(): Promise<void>;
}

export function startWebhookLoop(deps: CareDeps): WebhookLoop {
  const end = new AbortController();
  const every = async (ms: number, work: () => Promise<unknown>) => {
    while (!end.signal.aborted) {
      await work().catch((error: unknown) => deps.log.warn({ err: error }, "webhooks could not be worked on"));
      await deps.clock.sleep(ms, end.signal).catch(() => {});
    }
  };
  const loops = [
    every(LOOK_MS, async () => {
      while (!end.signal.aborted && (await processHints(deps, end.signal)) > 0);
    }),
    every(CARE_MS, () => tendWebhooks(deps, end.signal)),
    every(SWEEP_MS, () => sweep(deps)),
  ];
  return {
    async stop() {
      end.abort(new RunPaused("the program ends"));
      await Promise.all(loops);
    },
  };
}

async function sweep(deps: CareDeps): Promise<void> {
  const now = deps.clock.now();
  await failLostRuns(deps.db.kysely, TRIGGER, now.toISOString());
  await forgetDeliveries(deps.db.kysely, new Date(now.getTime() - KEPT_MS).toISOString(), FORGOTTEN_AT_ONCE);
}
