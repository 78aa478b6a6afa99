/** The two other ways in which such work is usually done, under the same mix and with the same checker, for comparison (engine-notes §2.2). */
import { WriteError } from "../../src/model/writing.ts";
import type { Provider } from "../../src/model/kinds.ts";
import type { WritingSide } from "../../src/model/writing.ts";
import type { Database } from "./database.ts";
import { runMix } from "./run.ts";
import type { WritesOptions } from "./world.ts";

export type Policy = "retry_always" | "never_retry";
export const POLICIES: readonly Policy[] = ["retry_always", "never_retry"];

export interface PolicyResult {
  policy: Policy;
  provider: Provider;
  deliveries: number;
  duplicates: number;
  missing: number;
}

const TRIES = 10;

const withCreate = (
  side: WritingSide,
  create: (writer: ReturnType<WritingSide["writer"]>) => ReturnType<WritingSide["writer"]>["create"],
): WritingSide => ({
  ...side,
  writer: (session) => {
    const writer = side.writer(session);
    return { ...writer, create: create(writer) };
  },
});

/** As a queue does whose job has failed: again; and what a dead worker had in hand is given to the next one. */
const always: Pick<WritesOptions, "wrap" | "on_death"> = {
  wrap: (side) =>
    withCreate(side, (writer) => async (writing) => {
      for (let tried = 1; ; tried++) {
        try {
          return await writer.create(writing);
        } catch (error) {
          if (tried === TRIES) throw error;
        }
      }
    }),
  on_death: async ({ db, owner, clock }) => {
    await db.pool.query(
      "update delivery set state = 'queued', lease_until = null, blocks = false, due_at = $2 where firm_id = $1 and state = 'sending' and step = 'create'",
      [owner.firm_id, clock.now().toISOString()],
    );
  },
};

const never: Pick<WritesOptions, "wrap" | "on_death"> = {
  wrap: (side) =>
    withCreate(
      side,
      (writer) => (writing) =>
        writer.create(writing).catch((error: unknown) => {
          if (!(error instanceof WriteError)) throw error;
          const { words, status, retry_after_ms, failure } = error;
          throw new WriteError(
            "no",
            { lasting: true, words, status, retry_after_ms, failure: failure === "unauthorized" ? "broken" : failure },
            error,
          );
        }),
    ),
  on_death: async ({ db, owner }) => {
    await db.pool.query(
      "update delivery set state = 'failed', reason = 'gave_up', lease_until = null, blocks = false, due_at = null where firm_id = $1 and state = 'sending' and step = 'create'",
      [owner.firm_id],
    );
  },
};

export async function runPolicy(
  database: Database,
  policy: Policy,
  asked: Pick<WritesOptions, "provider" | "seed" | "filling"> & { deliveries: number },
): Promise<PolicyResult> {
  const { deliveries, by_operation } = await runMix(database, {
    ...asked,
    ...(policy === "retry_always" ? always : never),
    parallel: 16,
    edits: 0,
  });
  const sum = (of: "duplicates" | "missing") => [...by_operation.values()].reduce((total, tally) => total + tally[of], 0);
  return { policy, provider: asked.provider, deliveries, duplicates: sum("duplicates"), missing: sum("missing") };
}
