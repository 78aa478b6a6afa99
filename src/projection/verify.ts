/**
 * Recomputes everything from the mirror and reports every difference from what is kept (invariant 3). Writes nothing. Each stage is
 * compared against what the stages before it filled, so agreement of all four means agreement of the whole.
 */
import type { Kysely } from "kysely";
import { readSettings } from "../connections/store_settings.ts";
import type { Tables } from "../db/tables.ts";
import { scanRecords, type MirrorRow, type Owner } from "../mirror/store.ts";
import type { Kind } from "../model/kinds.ts";
import { compareContacts, compareMatters } from "./compare.ts";
import { compareProjects } from "./compare_project.ts";
import type { ProjectDeps } from "./driver.ts";
import { loadEnvironment, type Environment } from "./environment.ts";
import { computeCompanies, hashPairs } from "./stage_companies.ts";
import { computeContacts } from "./stage_contacts.ts";
import { computeMatters } from "./stage_matters.ts";
import { computeProjects } from "./stage_projects.ts";
import { computeRelationships, sameParticipation } from "./stage_relationships.ts";
import { readAffiliations } from "./store_affiliations.ts";
import { readParticipants, type ParticipationRow } from "./store_participation.ts";
import type { ProjectView } from "./project_types.ts";
import { readProjectOrphans } from "./store_projects.ts";
import { countChanges, readState, whileAlone } from "./store_progress.ts";
import { readHashes, readOrphans, readViews } from "./store_views.ts";
import type { MatterView } from "./types.ts";

export interface Difference {
  entity: "company" | "matter" | "relationship" | "contact" | "project";
  provider_id: string;
  /** Fields that differ; "missing" or "left over" where the row itself does. */
  fields: string[];
}

export interface Verification {
  checked: { companies: number; matters: number; relationships: number; contacts: number };
  /** Changes that were not yet projected when it began: they explain differences. */
  pending: boolean;
  differences: Difference[];
}

const BATCH = 1000;
type Db = Kysely<Tables>;

export async function verify(deps: ProjectDeps, owner: Owner, progress: (done: number) => void = () => {}): Promise<Verification> {
  return whileAlone(deps.db, owner, () => recompute(deps, owner, progress));
}

async function recompute(deps: ProjectDeps, owner: Owner, progress: (done: number) => void): Promise<Verification> {
  const db = deps.db.kysely;
  const { settings, version } = await readSettings(db, owner);
  const state = await readState(db, owner);
  const env = await loadEnvironment(db, owner, deps.mapper, settings, deps.clock.now());
  const differences: Difference[] = [];
  let done = 0;
  const walk = async (kind: Kind, check: (rows: MirrorRow[]) => Promise<Difference[]>) => {
    let count = 0;
    for (let rows = await scanRecords(db, owner, kind, "", BATCH); rows.length > 0;) {
      differences.push(...(await check(rows)));
      count += rows.length;
      progress((done += rows.length));
      rows = await scanRecords(db, owner, kind, rows.at(-1)!.provider_id, BATCH);
    }
    return count;
  };
  const companies = await walk("company", (rows) => checkCompanies(db, env, rows));
  const matters = await walk("matter", (rows) => checkMatters(db, env, rows));
  const relationships = await walk("relationship", (rows) => checkRelationships(db, env, rows));
  const contacts = await walk("contact", (rows) => checkContacts(db, env, rows));
  const at = deps.clock.now().toISOString();
  if (env.context.projects !== null) await walk("matter", (rows) => checkProjects(db, env, rows, at));
  differences.push(...(await leftOver(db, owner, env.context.projects !== null)));
  const pending = state.pass_stage !== null || state.settings_version !== version || (await countChanges(db, owner, state.seq, 1)) > 0;
  return { checked: { companies, matters, relationships, contacts }, pending, differences };
}

async function checkCompanies(db: Db, env: Environment, rows: MirrorRow[]): Promise<Difference[]> {
  const company_ids = rows.map((row) => row.provider_id);
  const kept = Map.groupBy(await readAffiliations(db, env.owner, { company_ids }), (pair) => pair.company_id);
  const computed = Map.groupBy(computeCompanies(env, rows).pairs, (pair) => pair.company_id);
  return company_ids
    .filter((id) => hashPairs(kept.get(id) ?? []) !== hashPairs(computed.get(id) ?? []))
    .map((provider_id) => ({ entity: "company", provider_id, fields: ["people"] }));
}

async function checkMatters(db: Db, env: Environment, rows: MirrorRow[]): Promise<Difference[]> {
  const results = await computeMatters(db, env, rows);
  const ids = rows.map((row) => row.provider_id);
  const kept = Map.groupBy(await readParticipants(db, env.owner, { matter_ids: ids }), (row) => row.matter_id);
  const wrong = results.filter((result) => result.compared !== "same");
  const views = await readViews<MatterView>(
    db,
    env.owner,
    "matter",
    wrong.map(({ row }) => row.provider_id),
  );
  const differences = wrong.map(({ row, view }): Difference => {
    const kept_view = views.get(row.provider_id);
    return {
      entity: "matter",
      provider_id: row.provider_id,
      fields: kept_view && view ? compareMatters(kept_view, view).map((change) => change.field) : ["missing"],
    };
  });
  const people = results.filter((result) => !sameList(kept.get(result.row.provider_id) ?? [], result.participants));
  return [
    ...differences,
    ...people.map(({ row }): Difference => ({ entity: "matter", provider_id: row.provider_id, fields: ["participants"] })),
  ];
}

const sameList = (kept: ParticipationRow[], computed: ParticipationRow[]): boolean =>
  kept.length === computed.length && computed.every((row, index) => sameParticipation(kept[index], row));

async function checkRelationships(db: Db, env: Environment, rows: MirrorRow[]): Promise<Difference[]> {
  const ids = rows.map((row) => row.provider_id);
  const kept = new Map((await readParticipants(db, env.owner, { relationship_ids: ids })).map((row) => [row.relationship_id, row]));
  const computed = new Map(computeRelationships(env, rows).map((row) => [row.relationship_id, row]));
  return ids
    .filter((id) => (computed.has(id) ? !sameParticipation(kept.get(id), computed.get(id)!) : kept.has(id)))
    .map((provider_id) => ({ entity: "relationship", provider_id, fields: ["participation"] }));
}

async function checkContacts(db: Db, env: Environment, rows: MirrorRow[]): Promise<Difference[]> {
  const differences: Difference[] = [];
  await computeContacts(db, env, rows, ({ view, compared, kept }) => {
    if (compared === "same") return;
    const fields = kept ? compareContacts(kept, view).map((change) => change.field) : ["missing"];
    differences.push({ entity: "contact", provider_id: view.provider_id, fields });
  });
  return differences;
}

/** What clients see of the matters that are kept; a stage that is not kept yet differs too. */
async function checkProjects(db: Db, env: Environment, rows: MirrorRow[], at: string): Promise<Difference[]> {
  const results = await computeProjects(db, env, rows, at);
  const ids = rows.map((row) => row.provider_id);
  const hashes = await readHashes(db, env.owner, "project", ids);
  const wrong = results.filter(({ row, new_stage }) => new_stage !== null || hashes.get(row.provider_id) !== row.view_hash);
  const views = await readViews<ProjectView>(
    db,
    env.owner,
    "project",
    wrong.map(({ row }) => row.provider_id),
  );
  return wrong.map(({ row }) => {
    const view = views.get(row.provider_id);
    const fields = view ? compareProjects(view, row.view).map((change) => change.field) : ["missing"];
    return { entity: "project", provider_id: row.provider_id, fields };
  });
}

async function leftOver(db: Db, owner: Owner, projects: boolean): Promise<Difference[]> {
  const orphans = (await readOrphans(db, owner)).map(({ entity, provider_id }): Difference => ({
    entity,
    provider_id,
    fields: ["left over"],
  }));
  const of_clients = (await readProjectOrphans(db, owner, projects)).map((provider_id): Difference => ({
    entity: "project",
    provider_id,
    fields: ["left over"],
  }));
  return [...orphans, ...of_clients];
}
