/** Matters as clients see them follow from the matters, from relationships, and from the stages in which they were seen. */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { bytesOf } from "../lib/bytes.ts";
import { rawOf, readRaw, type MirrorRow } from "../mirror/store.ts";
import { compareProjects } from "./compare_project.ts";
import type { Cause, Environment } from "./environment.ts";
import type { PreparedProjects } from "./prepare_projects.ts";
import { projectForClients } from "./project.ts";
import type { ProjectInput, ProjectView, StageSeen } from "./project_types.ts";
import { hashOf, historyOf } from "./stages.ts";
import { writeChanges, type ChangeRow } from "./store_changes.ts";
import { insertStages, readRelated, readStages, writeProjects, type ProjectRow, type StageRow } from "./store_projects.ts";
import { readHashes, readViews } from "./store_views.ts";
import { realMoment } from "./text.ts";
import type { MatterView } from "./types.ts";

type Db = Kysely<Tables>;

export interface ProjectResult {
  row: ProjectRow;
  /** A stage that was not seen before. */
  new_stage: StageRow | null;
}

/** `views`: the matters as the stage before made them; by default, as they are kept. */
export async function computeProjects(
  db: Db,
  env: Environment,
  rows: MirrorRow[],
  at: string,
  views?: ReadonlyMap<string, MatterView>,
): Promise<ProjectResult[]> {
  const projects = env.context.projects;
  if (projects === null) return [];
  const ids = rows.map((row) => row.provider_id);
  const matters = views ?? (await readViews<MatterView>(db, env.owner, "matter", ids));
  const seen = Map.groupBy(await readStages(db, env.owner, ids), (stage) => stage.matter_id);
  const related = await relatedTo(db, env, projects, ids);
  const people = await readPeople(db, env, projects, [...matters.values()], related);
  return rows.flatMap((row) => {
    const matter = matters.get(row.provider_id);
    if (!matter) return [];
    const { stages, new_stage } = withPresent(seen.get(row.provider_id) ?? [], matter, env.mapper.matter(rawOf(row)).stage_since, at);
    const input: ProjectInput = { matter, presence: row.presence, stages, related: related.get(row.provider_id) ?? [], people };
    return [{ row: projectRow(projectForClients(input, env.context, projects), input), new_stage }];
  });
}

/** The first stage began when the provider says; where it does not, nobody knows. A later one began at the latest when it was noticed. */
function withPresent(
  seen: readonly StageRow[],
  { provider_id, stage }: MatterView,
  stage_since: string | null,
  at: string,
): { stages: readonly StageSeen[]; new_stage: StageRow | null } {
  const last = seen.at(-1);
  if (last?.stage === stage) return { stages: seen, new_stage: null };
  const moment = realMoment(stage_since);
  const since = moment === null ? (last ? at : null) : new Date(moment).toISOString();
  const new_stage = { matter_id: provider_id, position: (last?.position ?? 0) + 1, stage, since };
  return { stages: [...seen, new_stage], new_stage };
}

type Related = Map<string, { person_id: string; role: string; relationship_id: string }[]>;

async function relatedTo(db: Db, env: Environment, projects: PreparedProjects, ids: string[]): Promise<Related> {
  if (projects.role_of_group === null || env.mapper.provider !== "clio") return new Map();
  return Map.groupBy(await readRelated(db, env.owner, ids), (row) => row.matter_id);
}

/** Whose own record says of what group they are, or whether they are a company; where nobody takes part by group, nobody's. */
async function readPeople(
  db: Db,
  env: Environment,
  projects: PreparedProjects,
  matters: MatterView[],
  related: Related,
): Promise<ProjectInput["people"]> {
  if (projects.role_of_group === null) return new Map();
  const ids =
    env.mapper.provider === "clio"
      ? [...related.values()].flat().map((row) => row.person_id)
      : matters.flatMap((matter) => matter.participants.filter((each) => each.capacity === "on_case").map((each) => each.person_id));
  const raw = await readRaw(db, env.owner, "contact", [...new Set(ids)]);
  return new Map([...raw].map(([id, row]) => [id, env.mapper.contact(row)]));
}

function projectRow(view: ProjectView, { matter, presence }: ProjectInput): ProjectRow {
  const { main_client, status, stage, left_out, lead } = matter;
  const columns = {
    provider_id: view.provider_id,
    type: view.type.name,
    type_value: view.type.value,
    phase: view.phase.name,
    stage,
    open: status === "open" && !left_out && !lead && presence !== "tombstone",
    shown: view.shown.is,
    notified: view.notified.is,
    messages_paused: view.messages_paused,
    participant_ids: view.participants.map((participant) => participant.contact_id),
    main_client_flag: main_client.flagged ?? (main_client.contact_id === null ? "nobody" : null),
  };
  const view_text = JSON.stringify(view);
  return { ...columns, view, view_text: bytesOf(view_text), view_hash: hashOf(`${JSON.stringify(columns)} ${view_text}`) };
}

export interface ProjectWrite {
  rows: ProjectRow[];
  new_stages: StageRow[];
  changes: ChangeRow[];
}

export async function differingProjects(db: Db, env: Environment, results: ProjectResult[], cause: Cause): Promise<ProjectWrite> {
  const ids = results.map(({ row }) => row.provider_id);
  const hashes = await readHashes(db, env.owner, "project", ids);
  const differing = results.filter(({ row }) => hashes.get(row.provider_id) !== row.view_hash).map(({ row }) => row);
  const known = differing.map((row) => row.provider_id).filter((id) => hashes.has(id));
  const views = await readViews<ProjectView>(db, env.owner, "project", known);
  return {
    rows: differing,
    new_stages: results.map((result) => result.new_stage).filter((stage) => stage !== null),
    changes: differing.flatMap((row) => {
      const old = views.get(row.provider_id);
      return old ? historyOf("matter", row.provider_id, compareProjects(old, row.view), cause) : [];
    }),
  };
}

export async function writeProjectResults(trx: Db, env: Environment, write: ProjectWrite, at: string): Promise<void> {
  await insertStages(trx, env.owner, write.new_stages);
  if (write.rows.length === 0) return;
  await writeProjects(trx, env.owner, write.rows, at);
  await writeChanges(trx, env.owner, write.changes, [], at);
}
