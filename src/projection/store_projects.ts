/** Matters as clients may see them, and the stages they were seen in, as kept. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { unnestBytes } from "../db/texts.ts";
import type { Owner } from "../mirror/store.ts";
import type { ProjectView, StageSeen } from "./project_types.ts";
import { mine } from "./store_owner.ts";

type Db = Kysely<Tables>;

export interface ProjectRow {
  provider_id: string;
  type: string | null;
  type_value: string;
  phase: string | null;
  stage: string;
  open: boolean;
  shown: boolean;
  notified: boolean;
  messages_paused: boolean;
  participant_ids: string[];
  main_client_flag: string | null;
  view: ProjectView;
  view_text: Buffer;
  view_hash: string;
}

export async function writeProjects(trx: Db, owner: Owner, rows: ProjectRow[], at: string): Promise<void> {
  if (rows.length === 0) return;
  const columns = JSON.stringify(rows.map((row) => ({ ...row, view: undefined, view_text: undefined })));
  await sql`
    insert into project (firm_id, connection_id, provider_id, type, type_value, phase, stage, open, shown, notified, messages_paused, participant_ids,
      main_client_flag, view, view_hash, projected_at)
    select ${owner.firm_id}, ${owner.connection_id}, p.provider_id, p.type, p.type_value, p.phase, p.stage, p.open, p.shown, p.notified, p.messages_paused,
      p.participant_ids, p.main_client_flag, p.unnest::json, p.view_hash, ${at}::timestamptz
    from rows from (json_to_recordset(${columns}::text::json) as (provider_id text, type text, type_value text, phase text, stage text, open boolean,
      shown boolean, notified boolean, messages_paused boolean, participant_ids text[], main_client_flag text, view_hash text),
      ${unnestBytes(rows.map((row) => row.view_text))}) as p
    on conflict (firm_id, connection_id, provider_id) do update set type = excluded.type, type_value = excluded.type_value, phase = excluded.phase,
      stage = excluded.stage, open = excluded.open, shown = excluded.shown, notified = excluded.notified, messages_paused = excluded.messages_paused,
      participant_ids = excluded.participant_ids, main_client_flag = excluded.main_client_flag, view = excluded.view, view_hash = excluded.view_hash,
      projected_at = excluded.projected_at`.execute(trx);
}

/** The firm has switched them off. What was seen of stages stays. */
export async function dropProjects(trx: Db, owner: Owner): Promise<void> {
  await sql`delete from project where ${mine(owner)}`.execute(trx);
}

/** Those that no matter accounts for, or all of them where none should be; there should be none. */
export async function readProjectOrphans(db: Db, owner: Owner, on: boolean): Promise<string[]> {
  const { rows } = await sql<{ provider_id: string }>`
    select provider_id from project p where ${mine(owner)} and (not ${on}::boolean or not exists (
      select 1 from matter m where m.firm_id = p.firm_id and m.connection_id = p.connection_id and m.provider_id = p.provider_id)) limit 100`.execute(
    db,
  );
  return rows.map((row) => row.provider_id);
}

export interface StageRow extends StageSeen {
  matter_id: string;
  position: number;
}

export async function readStages(db: Db, owner: Owner, matter_ids: string[]): Promise<StageRow[]> {
  const { rows } = await sql<StageRow>`
    select matter_id, position, stage, since from matter_stage where ${mine(owner)} and matter_id = any(${matter_ids}::text[])
    order by matter_id, position`.execute(db);
  return rows;
}

export async function insertStages(trx: Db, owner: Owner, rows: StageRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into matter_stage (firm_id, connection_id, matter_id, position, stage, since)
    select ${owner.firm_id}, ${owner.connection_id}, p.matter_id, p.position, p.stage, p.since
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as p(matter_id text, position int, stage text, since timestamptz)
    on conflict do nothing`.execute(trx);
}

/** Clio's relationships of these matters, each matter's by id ascending. */
export async function readRelated(
  db: Db,
  owner: Owner,
  matter_ids: string[],
): Promise<{ matter_id: string; person_id: string; role: string; relationship_id: string }[]> {
  const { rows } = await sql<{ matter_id: string; person_id: string; role: string; relationship_id: string }>`
    select matter_id, person_id, role, relationship_id from participation
    where ${mine(owner)} and matter_id = any(${matter_ids}::text[]) and relationship_id <> ''
    order by matter_id, length(relationship_id), relationship_id`.execute(db);
  return rows;
}

/** The matters that name any of these people, themselves or by a relationship. */
export async function mattersNaming(db: Db, owner: Owner, person_ids: string[]): Promise<string[]> {
  if (person_ids.length === 0) return [];
  const { rows } = await sql<{ matter_id: string }>`
    select distinct matter_id from participation where ${mine(owner)} and person_id = any(${person_ids}::text[])`.execute(db);
  return rows.map((row) => row.matter_id);
}
