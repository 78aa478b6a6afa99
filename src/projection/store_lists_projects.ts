/** What is asked of matters as clients see them: how complete the mapping is, and what it leaves out. Reads only. */
import { sql, type Kysely, type RawBuilder } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import type { ProjectList, ProjectView, StageSeen } from "./project_types.ts";
import type { MatterView } from "./types.ts";

type Db = Kysely<Tables>;

const mine = (owner: Owner) => sql`p.firm_id = ${owner.firm_id} and p.connection_id = ${owner.connection_id}`;

export interface ProjectCounts {
  open: number;
  with_type: number;
  with_phase: number;
  shown: number;
  notified: number;
  messages_paused: number;
  main_client: { skipped: number; company: number; not_found: number; nobody: number };
}

/** Types, phases, pauses and main clients of open matters; shown and notified of all. */
export async function countProjects(db: Db, owner: Owner): Promise<ProjectCounts> {
  const { rows } = await sql<Omit<ProjectCounts, "main_client"> & ProjectCounts["main_client"]>`
    select count(*) filter (where open)::int as open, count(*) filter (where open and type is not null)::int as with_type,
      count(*) filter (where open and phase is not null)::int as with_phase, count(*) filter (where shown)::int as shown,
      count(*) filter (where notified)::int as notified, count(*) filter (where open and messages_paused)::int as messages_paused,
      count(*) filter (where open and main_client_flag = 'company')::int as company,
      count(*) filter (where open and main_client_flag = 'not_found')::int as not_found,
      count(*) filter (where open and main_client_flag = 'nobody')::int as nobody,
      count(*) filter (where open and ${SKIPPED})::int as skipped
    from project p where ${mine(owner)}`.execute(db);
  const { skipped, company, not_found, nobody, ...counts } = rows[0]!;
  return { ...counts, main_client: { skipped, company, not_found, nobody } };
}

/** Asked when it is shown: contacts change without their matters (B-MAT-5). */
const SKIPPED = sql`exists (
  select 1 from matter m join contact c on c.firm_id = m.firm_id and c.connection_id = m.connection_id and c.provider_id = m.main_client_id
  where m.firm_id = p.firm_id and m.connection_id = p.connection_id and m.provider_id = p.provider_id and c.state = 'skipped')`;

const MOST = 200;

/** What stands for no type, with how many open matters have it; the most frequent first. */
export async function listUnmappedTypes(db: Db, owner: Owner): Promise<{ value: string; count: number }[]> {
  const { rows } = await sql<{ value: string; count: number }>`
    select min(type_value) as value, count(*)::int as count from project p where ${mine(owner)} and open and type is null
    group by lower(type_value) order by count(*) desc, lower(type_value) limit ${MOST}`.execute(db);
  return rows;
}

/** Stages that no phase of their type has, with how many open matters are in them (B-MAT-9). */
export async function listUnmappedStages(db: Db, owner: Owner): Promise<{ type: string; stage: string; count: number }[]> {
  const { rows } = await sql<{ type: string; stage: string; count: number }>`
    select type, min(stage) as stage, count(*)::int as count from project p
    where ${mine(owner)} and open and messages_paused and type is not null
    group by type, lower(stage) order by count(*) desc, type, lower(stage) limit ${MOST}`.execute(db);
  return rows;
}

const IN_LIST: Record<ProjectList, RawBuilder<unknown>> = {
  unmapped_type: sql`p.open and p.type is null`,
  unmapped_stage: sql`p.open and p.messages_paused and p.type is not null`,
  main_client_skipped: sql`p.open and ${SKIPPED}`,
  main_client_company: sql`p.open and p.main_client_flag = 'company'`,
  main_client_not_found: sql`p.open and p.main_client_flag = 'not_found'`,
  main_client_nobody: sql`p.open and p.main_client_flag = 'nobody'`,
  shown: sql`p.shown`,
  hidden: sql`p.open and not p.shown`,
  notified: sql`p.notified`,
};

export interface ProjectListRow {
  provider_id: string;
  view: ProjectView;
  matter: MatterView;
  main_client: string | null;
}

/** By id; `value`: only of this unmapped value or stage, ignoring case. One row more than `limit` when there are more. */
export async function listProjects(
  db: Db,
  owner: Owner,
  { list, value }: { list: ProjectList; value: string | undefined },
  after: string,
  limit: number,
): Promise<ProjectListRow[]> {
  const column = list === "unmapped_stage" ? sql`p.stage` : sql`p.type_value`;
  const { rows } = await sql<ProjectListRow>`
    select p.provider_id, p.view, m.view as matter, c.view->>'name' as main_client from project p
    join matter m on m.firm_id = p.firm_id and m.connection_id = p.connection_id and m.provider_id = p.provider_id
    left join contact c on c.firm_id = m.firm_id and c.connection_id = m.connection_id and c.provider_id = m.main_client_id
    where ${mine(owner)} and ${IN_LIST[list]} and p.provider_id > ${after} and (${value ?? null}::text is null or lower(${column}) = lower(${value ?? null}::text))
    order by p.provider_id limit ${limit + 1}`.execute(db);
  return rows;
}

export interface ProjectOfMatter {
  view: ProjectView;
  projected_at: string;
}

export async function readProject(db: Db, owner: Owner, matter_id: string): Promise<ProjectOfMatter | null> {
  const { rows } = await sql<ProjectOfMatter>`
    select p.view, p.projected_at from project p where ${mine(owner)} and p.provider_id = ${matter_id}`.execute(db);
  return rows[0] ?? null;
}

/** The stages in which a matter was seen, oldest first. */
export async function listStages(db: Db, owner: Owner, matter_id: string): Promise<StageSeen[]> {
  const { rows } = await sql<StageSeen>`
    select stage, since from matter_stage p where ${mine(owner)} and matter_id = ${matter_id} order by position`.execute(db);
  return rows;
}

/** Name and state of contacts, as they are now; whom the mirror does not have is not in the map. */
export async function readContactStates(
  db: Db,
  owner: Owner,
  ids: readonly string[],
): Promise<Map<string, { name: string; type: "person" | "company"; state: string }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ provider_id: string; name: string; type: "person" | "company"; state: string }>`
    select p.provider_id, p.view->>'name' as name, p.view->>'type' as type, p.state from contact p
    where ${mine(owner)} and p.provider_id = any(${ids}::text[])`.execute(db);
  return new Map(rows.map(({ provider_id, ...row }) => [provider_id, row]));
}
