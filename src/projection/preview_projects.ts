/** What proposed settings would make of matters as clients see them (B-WHY-3): which would be shown, in which phase, to whom by name. */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { MirrorRow } from "../mirror/store.ts";
import type { FieldChange } from "./compare.ts";
import { compareProjects } from "./compare_project.ts";
import type { Environment } from "./environment.ts";
import { matterLabel } from "./standing.ts";
import { batches } from "./mirror_batches.ts";
import type { Tally } from "./preview_lists.ts";
import type { ProjectView } from "./project_types.ts";
import { computeMatters } from "./stage_matters.ts";
import { computeProjects } from "./stage_projects.ts";
import { readContactNames } from "./store_lists_matters.ts";
import type { PreviewRow } from "./store_preview.ts";
import type { ProjectRow } from "./store_projects.ts";
import { readViews } from "./store_views.ts";
import type { MatterView } from "./types.ts";

type Db = Kysely<Tables>;

interface BeforeAfter {
  before: number;
  after: number;
}

export interface ProjectsOutcome {
  /** Open matters as they would be, leads left out. */
  open: number;
  shown: BeforeAfter;
  notified: BeforeAfter;
  /** Of the open ones. */
  with_phase: BeforeAfter;
  messages_paused: BeforeAfter;
  /** What would stand for no type, and which stages for no phase, with how many open matters are there; the most frequent. */
  unmapped_types: { value: string; count: number }[];
  unmapped_stages: { type: string; stage: string; count: number }[];
}

const MOST_UNMAPPED = 100;

/** With `with_matters` the matters themselves would be otherwise too. */
export async function tryProjects(
  trx: Db,
  env: Environment,
  tally: Tally,
  options: { with_matters: boolean; at: string },
  keep: (rows: (PreviewRow & { lists: string[] })[], gone_through: number) => Promise<unknown>,
): Promise<ProjectsOutcome> {
  const counts = newCounts();
  for await (const rows of batches(trx, env.owner, "matter")) {
    const ids = rows.map((row) => row.provider_id);
    const matters = await mattersAsTried(trx, env, rows, options.with_matters);
    const after = new Map((await computeProjects(trx, env, rows, options.at, matters)).map(({ row }) => [row.provider_id, row]));
    const before = await readViews<ProjectView>(trx, env.owner, "project", ids);
    const found = [];
    for (const id of ids) {
      const [old, now, matter] = [before.get(id) ?? null, after.get(id) ?? null, matters.get(id)];
      if (!matter) continue;
      counts.add(old, now, matter);
      const changes = compareProjects(old, now?.view ?? null);
      if (changes.length === 0) continue;
      const name = [matter.number, matter.name].filter((part) => part !== "").join(" ") || matterLabel(matter);
      found.push({
        entity: "matter" as const,
        sort_name: name.toLowerCase(),
        provider_id: id,
        name,
        lists: listsOf(changes),
        changes: changes.map((change) => ({ ...change, why: null })),
      });
    }
    for (const { provider_id, name, lists } of found) tally.addMatter({ provider_id, name }, lists);
    await keep(await withNames(trx, env, found), rows.length);
  }
  return counts.outcome();
}

async function mattersAsTried(trx: Db, env: Environment, rows: MirrorRow[], with_matters: boolean): Promise<Map<string, MatterView>> {
  if (with_matters) return new Map((await computeMatters(trx, env, rows, "all")).map(({ row, view }) => [row.provider_id, view!]));
  return readViews<MatterView>(
    trx,
    env.owner,
    "matter",
    rows.map((row) => row.provider_id),
  );
}

type Part = { contact_id: string; role: string };
const isPart = (value: unknown): value is Part => typeof value === "object" && value !== null && "contact_id" in value;

/** Whoever would take part, or no longer, is named: an admin reads names, not ids (B-MAT-5). */
async function withNames<Row extends { changes: FieldChange[] }>(trx: Db, env: Environment, rows: Row[]): Promise<Row[]> {
  const parts = rows.flatMap((row) => row.changes.flatMap((change) => [change.old, change.new].filter(isPart)));
  const names = await readContactNames(trx, env.owner, [...new Set(parts.map((part) => part.contact_id))]);
  const named = (value: unknown) => (isPart(value) ? { ...value, name: names.get(value.contact_id) ?? null } : value);
  return rows.map((row) => ({
    ...row,
    changes: row.changes.map((change) => ({ ...change, old: named(change.old), new: named(change.new) })),
  }));
}

/** `matter_shown`, or `<what>:<value>`: `matter_phase:Negotiation`, `participant_added:Judge`. */
export function listsOf(changes: readonly FieldChange[]): string[] {
  return [...new Set(changes.map(listOf))];
}

const text = (value: unknown): string => (typeof value === "string" ? value : "none");
const role = (value: unknown): string => (isPart(value) ? value.role : "none");

function listOf({ field, old, new: now }: FieldChange): string {
  switch (field) {
    case "project_type":
      return `matter_type:${text(now)}`;
    case "phase":
      return `matter_phase:${text(now)}`;
    case "messages_paused":
      return now === true ? "matter_paused" : "matter_resumed";
    case "shown":
      return now === true ? "matter_shown" : "matter_hidden";
    case "notified":
      return now === true ? "matter_notified" : "matter_unnotified";
    default:
      if (now === null) return `participant_removed:${role(old)}`;
      return old === null ? `participant_added:${role(now)}` : `participant_role:${role(now)}`;
  }
}

function newCounts() {
  const none = (): BeforeAfter => ({ before: 0, after: 0 });
  const [shown, notified, with_phase, messages_paused] = [none(), none(), none(), none()];
  const types = new Map<string, { value: string; count: number }>();
  const stages = new Map<string, { type: string; stage: string; count: number }>();
  let open = 0;
  const count = (where: BeforeAfter, old: boolean, now: boolean) => {
    where.before += Number(old);
    where.after += Number(now);
  };
  const more = <T extends { count: number }>(map: Map<string, T>, key: string, first: T) => {
    const known = map.get(key);
    if (known) known.count++;
    else map.set(key, first);
  };
  return {
    add(old: ProjectView | null, now: ProjectRow | null, matter: MatterView) {
      const is_open = now?.open ?? (matter.status === "open" && !matter.left_out && !matter.lead);
      count(shown, old?.shown.is ?? false, now?.shown ?? false);
      count(notified, old?.notified.is ?? false, now?.notified ?? false);
      if (!is_open) return;
      open++;
      count(messages_paused, old?.messages_paused ?? false, now?.messages_paused ?? false);
      count(with_phase, old !== null && old.phase.name !== null, now !== null && now.phase !== null);
      if (now?.type === null) more(types, now.type_value, { value: now.type_value, count: 1 });
      else if (now?.messages_paused) more(stages, JSON.stringify([now.type, now.stage]), { type: now.type, stage: now.stage, count: 1 });
    },
    outcome: (): ProjectsOutcome => ({
      ...{ open, shown, notified, with_phase, messages_paused },
      unmapped_types: mostFrequent(types),
      unmapped_stages: mostFrequent(stages),
    }),
  };
}

const mostFrequent = <T extends { count: number }>(map: ReadonlyMap<string, T>): T[] =>
  [...map.values()].toSorted((a, b) => b.count - a.count).slice(0, MOST_UNMAPPED);
