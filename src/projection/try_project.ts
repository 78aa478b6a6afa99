/** One matter with settings that are only tried: the same rules over the same records, and nothing written (B-WHY-3). */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { readRecords, type Owner } from "../mirror/store.ts";
import type { Settings } from "../model/settings.ts";
import type { ProjectDeps } from "./driver.ts";
import { loadEnvironment } from "./environment.ts";
import type { ProjectView } from "./project_types.ts";
import { computeMatters } from "./stage_matters.ts";
import { computeProjects } from "./stage_projects.ts";
import type { MatterView } from "./types.ts";

/** Null: there is no such matter. `project` null: these settings work out nothing for clients. */
export async function tryProject(
  deps: Pick<ProjectDeps, "mapper" | "clock">,
  db: Kysely<Tables>,
  owner: Owner,
  matter_id: string,
  settings: Settings,
): Promise<{ matter: MatterView; project: ProjectView | null } | null> {
  const now = deps.clock.now();
  const rows = await readRecords(db, owner, "matter", [matter_id]);
  if (rows.length === 0) return null;
  const env = await loadEnvironment(db, owner, deps.mapper, settings, now);
  const matter = (await computeMatters(db, env, rows, "all"))[0]!.view!;
  const [result] = await computeProjects(db, env, rows, now.toISOString(), new Map([[matter_id, matter]]));
  return { matter, project: result?.row.view ?? null };
}
