/**
 * Brings the projection of one connection up to date with its mirror, its settings and the firm's day: piece by piece for what changed,
 * by a pass over the whole firm where everything may have. Only one process projects a connection at a time.
 */
import { readSettings, readSettingsVersion, type SettingsVersion } from "../connections/store_settings.ts";
import type { Db } from "../db/pool.ts";
import { renewStatistics } from "../db/statistics.ts";
import type { Clock } from "../lib/clock.ts";
import { crashPoint } from "../lib/crash_point.ts";
import { readChanges, readSeq, type Owner } from "../mirror/store.ts";
import type { Mapper } from "../model/facts.ts";
import { loadEnvironment, localDay, type Cause } from "./environment.ts";
import { kindsFrom, runPass } from "./pass.ts";
import { firstStage } from "./project_settings.ts";
import { readFirm } from "./store_context.ts";
import { dropProjects } from "./store_projects.ts";
import {
  advanceSeq,
  countChanges,
  countRecordsOf,
  finishPass,
  PASS_STAGES,
  readState,
  setDay,
  settleIndexes,
  startPass,
  whileAlone,
  type PassStage,
  type ProjectionState,
} from "./store_progress.ts";
import { renewStaleTwins } from "./store_twins.ts";
import { readRevisits } from "./store_views.ts";
import { FIRM_WIDE, projectChanges, projectContacts } from "./touch.ts";

export interface ProjectDeps {
  db: Db;
  mapper: Mapper;
  clock: Clock;
}

const BATCH = 500;
const WHOLE = PASS_STAGES[0];
/** When this many and a quarter of all records changed, one pass costs less than following each change. */
const MANY = 2000;
const MANY_SHARE = 0.25;

/** Projects until nothing is left to do. `recompute` asks for a pass whatever has changed. */
export async function project(
  deps: ProjectDeps,
  owner: Owner,
  cause: Cause,
  options: { recompute?: boolean; pause?: AbortSignal } = {},
): Promise<void> {
  await whileAlone(deps.db, owner, async () => {
    if (options.recompute) await beginPass(deps, owner, WHOLE, await readSettings(deps.db.kysely, owner));
    // What has been worked out stays: whoever comes next goes on from there.
    while (await step(deps, owner, cause, options.pause)) options.pause?.throwIfAborted();
  });
}

/** One step; false when nothing was left to do. */
async function step(deps: ProjectDeps, owner: Owner, cause: Cause, pause: AbortSignal | undefined): Promise<boolean> {
  const db = deps.db.kysely;
  const state = await readState(db, owner);
  const present = await readSettings(db, owner);
  const { version } = present;
  if (state.pass_stage !== null && state.pass_settings_version === version)
    return continuePass(deps, owner, state, passCause(cause, state, version), pause);
  if (await manyChanged(deps, owner, state)) return beginPass(deps, owner, WHOLE, present);
  if (state.settings_version !== version) {
    const first = await firstStageOf(deps, owner, state, present);
    return beginPass(deps, owner, first, present, first === WHOLE ? undefined : state.seq);
  }
  return (await followChanges(deps, owner, state, cause, present)) || followDay(deps, owner, state);
}

/** A pass that settings asked for is due to them; any other to whatever asked. */
function passCause(cause: Cause, state: ProjectionState, version: number): Cause {
  return state.settings_version !== 0 && state.settings_version !== version ? { kind: "settings", id: String(version) } : cause;
}

async function manyChanged(deps: ProjectDeps, owner: Owner, state: ProjectionState): Promise<boolean> {
  if ((await countChanges(deps.db.kysely, owner, state.seq, MANY)) < MANY) return false;
  const total = await countRecordsOf(deps.db.kysely, owner, kindsFrom(WHOLE, false));
  const many = Math.max(MANY, Math.ceil(total * MANY_SHARE));
  return (await countChanges(deps.db.kysely, owner, state.seq, many)) >= many;
}

/** The stages before it read nothing of what the settings say otherwise, and stand as they are. */
async function firstStageOf(deps: ProjectDeps, owner: Owner, state: ProjectionState, present: Present): Promise<PassStage> {
  if (state.settings_version === 0 || state.pass_stage !== null) return WHOLE;
  const before = await readSettingsVersion(deps.db.kysely, owner, state.settings_version);
  return before === null ? WHOLE : firstStage(before, present.settings);
}

type Present = Pick<SettingsVersion, "settings" | "version">;

/** `through`: the place in the mirror's order of changes that all stages will have seen when the pass is done; by default, where it is now. */
async function beginPass(deps: ProjectDeps, owner: Owner, stage: PassStage, present: Present, through?: number): Promise<true> {
  const projects = present.settings.projects.on;
  const seq = through ?? (await readSeq(deps.db.kysely, owner));
  const total = await countRecordsOf(deps.db.kysely, owner, kindsFrom(stage, projects));
  await startPass(deps.db.kysely, owner, { stage, seq, settings_version: present.version, total, projects });
  return true;
}

async function continuePass(
  deps: ProjectDeps,
  owner: Owner,
  state: ProjectionState,
  cause: Cause,
  pause: AbortSignal | undefined,
): Promise<true> {
  const settings = await readSettingsVersion(deps.db.kysely, owner, state.pass_settings_version!);
  const env = await loadEnvironment(deps.db.kysely, owner, deps.mapper, settings!, deps.clock.now());
  const done = await runPass(deps.db, env, {
    cause,
    from: { stage: state.pass_stage!, after: state.pass_after ?? "" },
    now: () => deps.clock.now().toISOString(),
    goOn: async () => !pause?.aborted && (await readSettings(deps.db.kysely, owner)).version === state.pass_settings_version,
  });
  if (done) {
    const projects = env.context.projects !== null;
    if (state.projects && !projects) await dropProjects(deps.db.kysely, owner);
    const finished = deps.db.transaction(async (trx) => {
      await renewStaleTwins(trx, owner);
      await finishPass(trx, owner, env.context.day, projects);
    });
    // Beside each other: each keeps one of PostgreSQL's processes busy, and nobody else is at work any more.
    await Promise.all([
      finished,
      settleIndexes(deps.db.kysely),
      renewStatistics(deps.db.kysely, ["contact", "contact_words", "matter", "change"]),
    ]);
  }
  return true;
}

async function followChanges(deps: ProjectDeps, owner: Owner, state: ProjectionState, cause: Cause, present: Present): Promise<boolean> {
  const through = await readSeq(deps.db.kysely, owner);
  const changes = await readChanges(deps.db.kysely, owner, state.seq, BATCH);
  const last = changes.at(-1);
  if (!last) {
    // Rows that came as they were have taken numbers too; nobody has to look at those again.
    if (through > state.seq) await advanceSeq(deps.db.kysely, owner, through);
    return false;
  }
  if (changes.some((change) => FIRM_WIDE.includes(change.kind))) return beginPass(deps, owner, WHOLE, present);
  const { settings } = present;
  const env = await loadEnvironment(deps.db.kysely, owner, deps.mapper, settings, deps.clock.now());
  await deps.db.transaction(async (trx) => {
    const run: Cause = cause.kind === "run" ? cause : { kind: "run", id: last.run_id };
    await projectChanges(trx, env, changes, run, deps.clock.now().toISOString());
    crashPoint("projection:batch_computed");
    await advanceSeq(trx, owner, last.seq);
  });
  crashPoint("projection:batch_committed");
  return true;
}

/** Answers that change by themselves: a birthday that was in the future has come. */
async function followDay(deps: ProjectDeps, owner: Owner, state: ProjectionState): Promise<boolean> {
  const firm = await readFirm(deps.db.kysely, owner);
  const today = localDay(deps.clock.now(), firm.time_zone);
  if (state.projected_day !== null && state.projected_day >= today) return false;
  const { settings } = await readSettings(deps.db.kysely, owner);
  const env = await loadEnvironment(deps.db.kysely, owner, deps.mapper, settings, deps.clock.now());
  const ids = await readRevisits(deps.db.kysely, owner, today, BATCH);
  await deps.db.transaction(async (trx) => {
    await projectContacts(trx, env, ids, { kind: "day", id: today }, deps.clock.now().toISOString());
    if (ids.length < BATCH) await setDay(trx, owner, today);
  });
  return ids.length === BATCH;
}
