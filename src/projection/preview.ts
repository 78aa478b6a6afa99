/**
 * Tries settings on the whole firm and says what would change, before anything does (B-WHY-3). The same pure functions as in a pass, in
 * the same order of stages, over the mirror as it is at one moment; what would differ from the contacts as they are kept goes into the
 * preview's own rows, and nothing into the projection. Memory is that of a batch or two.
 */
import type { Kysely } from "kysely";
import { audit } from "../accounts/store_audit.ts";
import { readSettings, readSettingsVersion, writeSettings } from "../connections/store_settings.ts";
import type { Tables } from "../db/tables.ts";
import { readSeq, type Owner } from "../mirror/store.ts";
import type { Actor } from "../model/actor.ts";
import { compareContacts } from "./compare.ts";
import { project, type ProjectDeps } from "./driver.ts";
import { loadEnvironment, type Environment } from "./environment.ts";
import { leavesMatters } from "./matter.ts";
import { batches } from "./mirror_batches.ts";
import { kindsFrom } from "./pass.ts";
import { listsOf, newTally, type Tally } from "./preview_lists.ts";
import { withWhys } from "./preview_whys.ts";
import { tryProjects } from "./preview_projects.ts";
import { sortName } from "./rows.ts";
import { computeContacts, type ContactResult } from "./stage_contacts.ts";
import { computeMatters } from "./stage_matters.ts";
import { countChanges, countRecordsOf, readState } from "./store_progress.ts";
import { readViews } from "./store_views.ts";
import {
  advancePreview,
  atOneMoment,
  countedPreviewMatters,
  countMovedContacts,
  countMovedRecords,
  endPreview,
  holdSeq,
  insertPreviewMatters,
  insertPreviewRows,
  openPreviewMatters,
  readLastChange,
  readPreview,
  startPreview,
  type PreviewRecord,
  type PreviewRow,
} from "./store_preview.ts";
import type { MatterView } from "./types.ts";

type Db = Kysely<Tables>;

/** Changes may come in between two steps; with a sync under way there is no end to them. */
const TRIES = 3;

/** What keeps a preview from being made or applied, said so that a person can act on it. */
export class PreviewRefused extends Error {
  override readonly name = "PreviewRefused";
}

/** Works out a preview that has been asked for; its row says how far it is and how it ended. */
export async function runPreview(deps: ProjectDeps, owner: Owner, preview_id: string): Promise<void> {
  const db = deps.db.kysely;
  const preview = await readPreview(db, owner, preview_id);
  if (!preview) throw new PreviewRefused(`there is no preview ${preview_id}`);
  try {
    for (let left = TRIES; left > 0; left--) {
      await project(deps, owner, { kind: "recompute", id: null });
      if (await atOneMoment(deps.db, (trx) => compareAll(deps, trx, owner, preview))) return;
    }
    throw new PreviewRefused("Records keep coming in. Try again when the sync has ended.");
  } catch (error) {
    const known = error instanceof PreviewRefused;
    await endPreview(db, owner, preview_id, { state: "failed", error: known ? error.message : "It could not be worked out." });
    if (!known) throw error;
  }
}

/** False when what is kept is behind the mirror at this moment: comparing would show that as well. */
async function compareAll(deps: ProjectDeps, trx: Db, owner: Owner, preview: PreviewRecord): Promise<boolean> {
  const state = await readState(trx, owner);
  const { version } = await readSettings(trx, owner);
  if (version !== preview.base_version) throw new PreviewRefused("The settings were changed meanwhile.");
  const seq = await readSeq(trx, owner);
  if (state.pass_stage !== null || state.settings_version !== version || (await countChanges(trx, owner, state.seq, 1)) > 0) return false;
  const before = await readSettingsVersion(trx, owner, version);
  const with_matters = before === null || !leavesMatters(before, preview.settings);
  const with_projects = preview.settings.projects.on || before?.projects.on === true;
  const total = await countRecordsOf(trx, owner, [...(with_matters ? (["matter"] as const) : []), ...kindsFrom("contact", with_projects)]);
  await startPreview(deps.db.kysely, owner, preview.preview_id, { seq, change_id: await readLastChange(trx, owner), total });

  const env = await loadEnvironment(trx, owner, deps.mapper, preview.settings, deps.clock.now());
  const tally = newTally();
  const step = (rows: number) => advancePreview(deps.db.kysely, owner, preview.preview_id, rows, deps.clock.now().toISOString());
  if (with_matters) await tryMatters(trx, env, tally, step);
  const tried: Environment = { ...env, matters: with_matters ? "preview_matter" : "matter" };
  await tryContacts(deps, trx, tried, preview.preview_id, tally, step);
  const keep = async (rows: PreviewEntry[], gone_through: number) => {
    await insertPreviewRows(deps.db.kysely, owner, preview.preview_id, rows);
    await step(gone_through);
  };
  const at = deps.clock.now().toISOString();
  const projects = with_projects ? await tryProjects(trx, env, tally, { with_matters, at }, keep) : null;
  await endPreview(deps.db.kysely, owner, preview.preview_id, { state: "done", outcome: tally.outcome(projects) });
  return true;
}

type Step = (rows: number) => Promise<void>;
type PreviewEntry = PreviewRow & { lists: string[] };

/** Who takes part in a matter is the provider's word alone; what a contact rule reads of the matter itself may be otherwise. */
async function tryMatters(trx: Db, env: Environment, tally: Tally, step: Step): Promise<void> {
  await openPreviewMatters(trx);
  for await (const rows of batches(trx, env.owner, "matter")) {
    const results = await computeMatters(trx, env, rows);
    const differing = results.filter((result) => result.compared !== "same").map((result) => result.row);
    const views = await readViews<MatterView>(
      trx,
      env.owner,
      "matter",
      differing.map((row) => row.provider_id),
    );
    for (const row of differing) tally.matter({ now_left_out: views.get(row.provider_id)?.left_out ?? false, then_left_out: row.left_out });
    await insertPreviewMatters(
      trx,
      env.owner,
      results.map((result) => result.row),
    );
    await step(rows.length);
  }
  await countedPreviewMatters(trx);
}

/** While the rows of one batch are written, the next one is read and computed. */
async function tryContacts(deps: ProjectDeps, trx: Db, env: Environment, preview_id: string, tally: Tally, step: Step): Promise<void> {
  let written: Promise<unknown> = Promise.resolve();
  for await (const rows of batches(trx, env.owner, "contact")) {
    const found: PreviewEntry[] = [];
    await computeContacts(trx, env, rows, (result) => {
      const entry = entryOf(result, tally);
      if (entry) found.push(entry);
    });
    await written;
    written = insertPreviewRows(deps.db.kysely, env.owner, preview_id, found).then(() => step(rows.length));
    written.catch(() => {}); // awaited above or below
  }
  await written;
}

/** What would change, if the contact is in or would be; nobody sees the tags of the others. */
function entryOf({ view, kept }: ContactResult, tally: Tally): PreviewEntry | null {
  tally.state(kept?.state ?? view.state, view.state);
  if (!kept || (kept.state !== "in" && view.state !== "in" && kept.state === view.state)) return null;
  const changes = compareContacts(kept, view);
  if (changes.length === 0) return null;
  const lists = listsOf(changes);
  const { provider_id, name } = view;
  tally.add({ provider_id, name }, lists);
  return { entity: "contact", sort_name: sortName(view), provider_id, name, lists, changes: withWhys(changes, kept, view) };
}

/** Puts previewed settings in force, if what they were tried on is still as it was; gives the new version. */
export async function applyPreview(
  deps: Pick<ProjectDeps, "db">,
  owner: Owner,
  preview_id: string,
  by: { actor: Actor; note: string | null; at: string },
): Promise<number> {
  return deps.db.transaction(async (trx) => {
    const preview = await readPreview(trx, owner, preview_id);
    if (preview?.state !== "done")
      throw new PreviewRefused("Only a preview that has been worked out, and was not applied yet, can be applied.");
    const seq = await holdSeq(trx, owner);
    const moved = await whatMoved(trx, owner, preview, seq);
    if (moved.length > 0) throw new PreviewRefused(`Since the preview ${moved.join(", and ")}. Look at it anew.`);
    const { actor, note, at } = by;
    const change = { settings: preview.settings, if_version: preview.base_version, created_by: actor.name, note, at };
    const version = await writeSettings(trx, owner, change);
    await endPreview(trx, owner, preview_id, { state: "applied" });
    await audit(trx, actor, "settings.change", owner.connection_id, { version, note, preview_id });
    return version;
  });
}

async function whatMoved(trx: Db, owner: Owner, preview: PreviewRecord, seq: number): Promise<string[]> {
  const moved: string[] = [];
  const { version, created_by } = await readSettings(trx, owner);
  if (version !== preview.base_version) moved.push(`the settings were changed to version ${version} by ${created_by}`);
  // The clock of the mirror moves on with rows that came as they were, too: only records that carry a later number have changed.
  const kinds = seq === preview.seq ? [] : await countMovedRecords(trx, owner, preview.seq ?? 0);
  if (kinds.length > 0) {
    moved.push(`these records changed: ${kinds.map(({ kind, n }) => `${n} of kind ${kind}`).join(", ")}`);
  } else if ((await readLastChange(trx, owner)) !== preview.change_id) {
    const contacts = await countMovedContacts(trx, owner, preview.change_id ?? 0);
    moved.push(`${contacts} contacts changed by what members added or by a new day`);
  }
  return moved;
}
