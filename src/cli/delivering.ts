/** Sends events to the firms' endpoints beside the other work. */
import { randomInt } from "node:crypto";
import { deliverEvents } from "../events/deliver.ts";
import type { Program } from "./program.ts";

export function startDelivering(program: Program): { stop(): Promise<void> } {
  const { db, vault, log, metrics, config, sync } = program;
  const stop = new AbortController();
  const done = deliverEvents(
    {
      db,
      vault,
      log,
      clock: sync.clock,
      random: () => randomInt(1_000_000) / 1_000_000,
      allow_local: config.allow_local_webhooks,
      on_attempt: (outcome) => metrics.delivery(outcome),
    },
    stop.signal,
  );
  return {
    async stop() {
      stop.abort(new Error("stopping"));
      await done;
    },
  };
}
