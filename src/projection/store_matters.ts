/** Derived matters, as kept. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { unnestPlain } from "../db/texts.ts";
import type { Owner } from "../mirror/store.ts";
import type { Presence } from "../model/kinds.ts";
import type { MatterForContact } from "./types.ts";

type Db = Kysely<Tables>;

/** The rows without their views, which travel beside them. */
const columnsOf = (rows: { view_text: string }[]): string => JSON.stringify(rows.map((row) => ({ ...row, view_text: undefined })));

export interface MatterRow {
  provider_id: string;
  number: string;
  name: string;
  status: string;
  practice_area: string;
  stage: string;
  opened_on: string | null;
  closed_on: string | null;
  updated_at: string | null;
  presence: Presence;
  left_out: boolean;
  practice_area_id: string | null;
  stage_id: string | null;
  staff_ids: string[];
  main_client_id: string | null;
  for_contact: MatterForContact;
  view_text: string;
  view_hash: string;
}

export async function writeMatters(trx: Db, owner: Owner, rows: MatterRow[], at: string): Promise<void> {
  await sql`
    insert into matter (firm_id, connection_id, provider_id, number, name, status, practice_area, stage, opened_on, closed_on, updated_at, presence, left_out,
      practice_area_id, stage_id, staff_ids, main_client_id, for_contact, view, view_hash, projected_at)
    select ${owner.firm_id}, ${owner.connection_id}, p.provider_id, p.number, p.name, p.status, p.practice_area, p.stage, p.opened_on, p.closed_on, p.updated_at,
      p.presence, p.left_out, p.practice_area_id, p.stage_id, p.staff_ids, p.main_client_id, p.for_contact, p.unnest::json, p.view_hash, ${at}::timestamptz
    from rows from (json_to_recordset(${columnsOf(rows)}::text::json) as (provider_id text, number text, name text, status text, practice_area text,
      stage text, opened_on date, closed_on date, updated_at timestamptz, presence text, left_out boolean, practice_area_id text, stage_id text,
      staff_ids text[], main_client_id text, for_contact json, view_hash text), ${unnestPlain(rows.map((row) => row.view_text))}) as p
    on conflict (firm_id, connection_id, provider_id) do update set number = excluded.number, name = excluded.name, status = excluded.status,
      practice_area = excluded.practice_area, stage = excluded.stage, opened_on = excluded.opened_on, closed_on = excluded.closed_on,
      updated_at = excluded.updated_at, presence = excluded.presence, left_out = excluded.left_out, practice_area_id = excluded.practice_area_id,
      stage_id = excluded.stage_id, staff_ids = excluded.staff_ids, main_client_id = excluded.main_client_id, for_contact = excluded.for_contact,
      view = excluded.view, view_hash = excluded.view_hash, projected_at = excluded.projected_at`.execute(trx);
}
