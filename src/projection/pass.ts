/** A pass over the whole firm, stage by stage, batch by batch: bounded memory, and after a crash it goes on where it stood. */
import type { Kysely } from "kysely";
import type { Db } from "../db/pool.ts";
import { keepStatistics } from "../db/statistics.ts";
import type { Tables } from "../db/tables.ts";
import { crashPoint } from "../lib/crash_point.ts";
import { scanRecords, type MirrorRow } from "../mirror/store.ts";
import type { Kind } from "../model/kinds.ts";
import type { Cause, Environment } from "./environment.ts";
import { computeCompanies, writeCompanies } from "./stage_companies.ts";
import { differingContacts, writeContactResults } from "./stage_contacts.ts";
import { computeMatters, differingMatters, writeMatterResults } from "./stage_matters.ts";
import { computeRelationships, writeRelationships } from "./stage_relationships.ts";
import { markTwinsStale } from "./store_twins.ts";
import { computeProjects, differingProjects, writeProjectResults } from "./stage_projects.ts";
import { advancePass, PASS_STAGES, withoutWaiting, type PassStage } from "./store_progress.ts";

const BATCH = 1000;

/** What is computed and compared outside a transaction (nobody else projects this connection meanwhile), and the write that it leads to. */
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
      const differing = await differingMatters(db, env, await computeMatters(db, env, rows), cause);
      return (trx) => writeMatterResults(trx, env, differing, at);
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
      const differing = await differingContacts(db, env, rows, cause);
      return async (trx) => {
        await writeContactResults(trx, env, differing, at);
        if (differing.twins.ids.length > 0) await markTwinsStale(trx, env.owner);
      };
    },
  },
  project: {
    kind: "matter",
    compute: async (db, env, rows, cause, at) => {
      const differing = await differingProjects(db, env, await computeProjects(db, env, rows, at), cause);
      return (trx) => writeProjectResults(trx, env, differing, at);
    },
  },
};

/** What a pass reads of what it fills, also within one stage. */
const FILLED = ["record", "matter", "participation", "affiliation", "contact"] as const;
/** Batches between two looks at how far these have grown. */
const STATISTICS_EVERY = 2;

/** The last stage is only for firms that show matters to clients. */
export const stagesFrom = (first: PassStage, projects: boolean): PassStage[] =>
  PASS_STAGES.slice(PASS_STAGES.indexOf(first)).filter((stage) => projects || stage !== "project");

/** Kinds that a pass goes through from this stage on, as often as it does. */
export const kindsFrom = (first: PassStage, projects: boolean): Kind[] => stagesFrom(first, projects).map((stage) => STAGES[stage].kind);

export interface PassInput {
  cause: Cause;
  from: { stage: PassStage; after: string };
  now: () => string;
  /** Asked for each batch; false ends the pass early (it is no longer the right one). */
  goOn: () => Promise<boolean>;
}

/** Runs the pass; false when it was ended early. While some batches are being written, the next ones are read and computed. */
export async function runPass(db: Db, env: Environment, input: PassInput): Promise<boolean> {
  for (const stage of stagesFrom(input.from.stage, env.context.projects !== null)) {
    const from = stage === input.from.stage ? input.from.after : "";
    if (!(await runStage(db, env, stage, from, input))) return false;
  }
  crashPoint("projection:pass_done");
  return true;
}

/** Batches that are read and computed beside those that are being written: so neither PostgreSQL nor we wait for the other. */
const AHEAD = 2;
/** Batches that are written at a time: each is of other rows, and writing one is most of what a pass waits for. */
const WRITERS = 2;

interface Batch {
  /** The last id in it, null where it is empty. Its records are let go as soon as they are computed. */
  last: string | null;
  count: number;
  write: Write;
  /** False: the pass is no longer the right one. */
  right: boolean;
}

async function runStage(db: Db, env: Environment, stage: PassStage, from: string, input: PassInput): Promise<boolean> {
  await keepStatistics(db.kysely, FILLED);
  const prepare = batchMaker(db, env, stage, from, input);
  const under_way = Array.from({ length: AHEAD }, prepare);
  const writer = batchWriter(db, env, stage);
  for (let done = 1; ; done++) {
    const { last, count, write, right } = (await under_way.shift())!;
    if (!right || last === null) {
      await writer.end();
      return right;
    }
    under_way.push(prepare());
    crashPoint("projection:batch_computed");
    await writer.write(write, last, count);
    if (done % STATISTICS_EVERY === 0) await keepStatistics(db.kysely, FILLED);
  }
}

/**
 * Writes a few batches side by side. How far the pass has come is told in order, after the rows: what a crash leaves written beyond it is
 * computed again and found to be as it should be.
 */
function batchWriter(db: Db, env: Environment, stage: PassStage) {
  const writing: Promise<void>[] = [];
  let told: Promise<void> = Promise.resolve();
  return {
    async write(write: Write, last: string, count: number): Promise<void> {
      if (writing.length >= WRITERS) await writing.shift();
      const written = unhurried(db, write);
      told = Promise.all([written, told]).then(() => unhurried(db, (trx) => advancePass(trx, env.owner, stage, last, count)));
      const batch = told.then(() => crashPoint("projection:batch_committed"));
      batch.catch(() => {}); // heard when its turn comes
      writing.push(batch);
    },
    end: async (): Promise<void> => void (await Promise.all(writing)),
  };
}

const unhurried = (db: Db, write: Write): Promise<void> =>
  db.transaction(async (trx) => {
    await withoutWaiting(trx);
    await write(trx);
  });

/** Each call gives the batch after the one before, without waiting for it to be written; empty ones at the end. */
function batchMaker(db: Db, env: Environment, stage: PassStage, from: string, input: PassInput): () => Promise<Batch> {
  const { kind, compute } = STAGES[stage];
  let after = Promise.resolve(from);
  return () => {
    const read = after.then((id) => scanRecords(db.kysely, env.owner, kind, id, BATCH));
    after = read.then((rows) => rows.at(-1)?.provider_id ?? LAST);
    const batch = read.then(async (rows): Promise<Batch> => {
      const last = rows.at(-1)?.provider_id;
      if (last === undefined) return { last: null, count: 0, write: async () => {}, right: true };
      const [write, right] = await Promise.all([compute(db.kysely, env, rows, input.cause, input.now()), input.goOn()]);
      return { last, count: rows.length, write, right };
    });
    for (const promise of [after, batch]) promise.catch(() => {}); // heard when the batch's turn comes
    return batch;
  };
}

/** Behind every id. */
const LAST = "\u{10FFFF}";
