/** A pass over the whole firm, stage by stage, batch by batch: bounded memory, and after a crash it goes on where it stood. */
import type { Kysely } from "kysely";
import type { Db } from "../db/pool.ts";
import { keepStatistics } from "../db/statistics.ts";
import type { Tables } from "../db/tables.ts";
import { crashPoint } from "../lib/crash_point.ts";
import { scanRecords, type MirrorRow } from "../mirror/store.ts";
import type { Kind } from "../model/kinds.ts";
import type { Cause, Environment } from "./environment.ts";
import {
  computeCompanies,
  computeContacts,
  computeMatters,
  computeRelationships,
  writeCompanies,
  writeContactResults,
  writeMatterResults,
  writeOwnCompanies,
  writeRelationships,
} from "./stages.ts";
import { advancePass, PASS_STAGES, withoutWaiting, type PassStage } from "./store.ts";

const BATCH = 250;

/** What is computed outside a transaction, and the write that it leads to. */
type Write = (trx: Kysely<Tables>) => Promise<unknown>;
type Stage = (db: Kysely<Tables>, env: Environment, rows: MirrorRow[], cause: Cause, at: string) => Promise<Write>;

const STAGES: Record<PassStage, { kind: Kind; compute: Stage }> = {
  company: {
    kind: "company",
    compute: async (_db, env, rows) => {
      const result = computeCompanies(env, rows);
      return (trx) => writeCompanies(trx, env, rows, result);
    },
  },
  matter: {
    kind: "matter",
    compute: async (db, env, rows, cause, at) => {
      const results = await computeMatters(db, env, rows);
      return (trx) => writeMatterResults(trx, env, results, cause, at);
    },
  },
  relationship: {
    kind: "relationship",
    compute: async (_db, env, rows) => {
      const result = computeRelationships(env, rows);
      return (trx) => writeRelationships(trx, env, rows, result);
    },
  },
  contact: {
    kind: "contact",
    compute: async (db, env, rows, cause, at) => {
      const results = await computeContacts(db, env, rows);
      return async (trx) => {
        await writeContactResults(trx, env, results, cause, at);
        await writeOwnCompanies(trx, env, results);
      };
    },
  },
};

/** What a pass reads of what it fills, also within one stage. */
const FILLED = ["record", "matter", "participation", "affiliation", "contact"] as const;
/** Batches between two looks at how far these have grown. */
const STATISTICS_EVERY = 8;

/** Kinds that a pass goes through from this stage on. */
export const kindsFrom = (first: PassStage): Kind[] => PASS_STAGES.slice(PASS_STAGES.indexOf(first)).map((stage) => STAGES[stage].kind);

export interface PassInput {
  cause: Cause;
  from: { stage: PassStage; after: string };
  now: () => string;
  /** Called before each batch; false ends the pass early (it is no longer the right one). */
  goOn: () => Promise<boolean>;
}

/** Runs the pass; false when it was ended early. While one batch is being written, the next is read and computed. */
export async function runPass(db: Db, env: Environment, input: PassInput): Promise<boolean> {
  for (const stage of PASS_STAGES.slice(PASS_STAGES.indexOf(input.from.stage))) {
    const from = stage === input.from.stage ? input.from.after : "";
    if (!(await runStage(db, env, stage, from, input))) return false;
  }
  crashPoint("projection:pass_done");
  return true;
}

interface Batch {
  rows: MirrorRow[];
  write: Write;
}

async function runStage(db: Db, env: Environment, stage: PassStage, from: string, input: PassInput): Promise<boolean> {
  const next = async (after: string): Promise<Batch> => {
    const rows = await scanRecords(db.kysely, env.owner, STAGES[stage].kind, after, BATCH);
    const write = rows.length > 0 ? await STAGES[stage].compute(db.kysely, env, rows, input.cause, input.now()) : async () => {};
    return { rows, write };
  };
  await keepStatistics(db.kysely, FILLED);
  let batches = 0;
  for (let batch = await next(from); batch.rows.length > 0;) {
    if (!(await input.goOn())) return false;
    const last = batch.rows.at(-1)!.provider_id;
    const ahead = next(last);
    ahead.catch(() => {}); // awaited below
    crashPoint("projection:batch_computed");
    const { rows, write } = batch;
    await db.transaction(async (trx) => {
      await withoutWaiting(trx);
      await write(trx);
      await advancePass(trx, env.owner, stage, last, rows.length);
    });
    crashPoint("projection:batch_committed");
    if (++batches % STATISTICS_EVERY === 0) await keepStatistics(db.kysely, FILLED);
    batch = await ahead;
  }
  return true;
}
