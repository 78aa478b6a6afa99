/** Derived matters, as kept. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { listOf, unnestBytes, unnestLists, unnestPlain, unnestTexts } from "../db/texts.ts";
import type { Owner } from "../mirror/store.ts";
import type { Presence } from "../model/kinds.ts";

type Db = Kysely<Tables>;

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
  /** A `MatterForContact` as JSON. */
  for_contact: Buffer;
  view_text: Buffer;
  view_hash: string;
}

export async function writeMatters(trx: Db, owner: Owner, rows: MatterRow[], at: string): Promise<void> {
  const text = (value: (row: MatterRow) => string | null) => unnestTexts(rows.map((row) => value(row) ?? ""));
  const plain = (value: (row: MatterRow) => string | null) => unnestPlain(rows.map((row) => value(row) ?? ""));
  await sql`
    insert into matter (firm_id, connection_id, provider_id, number, name, status, practice_area, stage, opened_on, closed_on, updated_at, presence, left_out,
      practice_area_id, stage_id, staff_ids, main_client_id, for_contact, view, view_hash, projected_at)
    select ${owner.firm_id}, ${owner.connection_id}, p.provider_id, coalesce(p.number, ''), coalesce(p.name, ''), p.status, coalesce(p.practice_area, ''),
      coalesce(p.stage, ''), nullif(p.opened_on, '')::date, nullif(p.closed_on, '')::date, nullif(p.updated_at, '')::timestamptz, p.presence,
      p.left_out::boolean, nullif(p.practice_area_id, ''), nullif(p.stage_id, ''), ${listOf(sql`p.staff_ids`)}, nullif(p.main_client_id, ''),
      p.for_contact, p.view::json, p.view_hash, ${at}::timestamptz
    from rows from (${plain((row) => row.provider_id)}, ${text((row) => row.number)}, ${text((row) => row.name)}, ${plain((row) => row.status)},
      ${text((row) => row.practice_area)}, ${text((row) => row.stage)}, ${plain((row) => row.opened_on)}, ${plain((row) => row.closed_on)},
      ${plain((row) => row.updated_at)}, ${plain((row) => row.presence)}, ${plain((row) => String(row.left_out))}, ${plain((row) => row.practice_area_id)},
      ${plain((row) => row.stage_id)}, ${unnestLists(rows.map((row) => row.staff_ids))}, ${plain((row) => row.main_client_id)},
      ${unnestBytes(rows.map((row) => row.for_contact))}, ${unnestBytes(rows.map((row) => row.view_text))}, ${plain((row) => row.view_hash)})
      as p(provider_id, number, name, status, practice_area, stage, opened_on, closed_on, updated_at, presence, left_out, practice_area_id, stage_id,
        staff_ids, main_client_id, for_contact, view, view_hash)
    on conflict (firm_id, connection_id, provider_id) do update set number = excluded.number, name = excluded.name, status = excluded.status,
      practice_area = excluded.practice_area, stage = excluded.stage, opened_on = excluded.opened_on, closed_on = excluded.closed_on,
      updated_at = excluded.updated_at, presence = excluded.presence, left_out = excluded.left_out, practice_area_id = excluded.practice_area_id,
      stage_id = excluded.stage_id, staff_ids = excluded.staff_ids, main_client_id = excluded.main_client_id, for_contact = excluded.for_contact,
      view = excluded.view, view_hash = excluded.view_hash, projected_at = excluded.projected_at`.execute(trx);
}
