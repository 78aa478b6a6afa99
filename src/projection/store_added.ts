/** What members added to contacts, as the rules read it. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import type { ManualKeyFact, ManualTag } from "./types.ts";
import { mine } from "./store_owner.ts";

type Db = Kysely<Tables>;

export interface Additions {
  pins: Map<string, { member_id: string }>;
  tags: Map<string, ManualTag[]>;
  key_facts: Map<string, ManualKeyFact[]>;
}

/** To contacts, and to matters: main clients named by hand. */
export async function hasAdditions(db: Db, owner: Owner): Promise<{ additions: boolean; named_clients: boolean }> {
  const { rows } = await sql<{ additions: boolean; named_clients: boolean }>`
    select (exists (select 1 from contact_pin where ${mine(owner)}) or exists (select 1 from manual_tag where ${mine(owner)})
      or exists (select 1 from manual_key_fact where ${mine(owner)})) as additions,
      exists (select 1 from main_client where ${mine(owner)}) as named_clients`.execute(db);
  return rows[0]!;
}

export async function readAdditions(db: Db, owner: Owner, ids: string[]): Promise<Additions> {
  const of = sql`${mine(owner)} and contact_id = any(${ids}::text[])`;
  const pins = await sql<{ contact_id: string; member_id: string }>`select contact_id, member_id from contact_pin where ${of}`.execute(db);
  const tags = await sql<ManualTag & { contact_id: string }>`
    select contact_id, name, member_id, created_at as at from manual_tag where ${of} order by created_at, name`.execute(db);
  const facts = await sql<ManualKeyFact & { contact_id: string }>`
    select contact_id, key_fact_id, label, date, text, member_id, created_at as at from manual_key_fact where ${of} order by created_at, key_fact_id`.execute(
    db,
  );
  return {
    pins: new Map(pins.rows.map((row) => [row.contact_id, { member_id: row.member_id }])),
    tags: groupByContact(tags.rows),
    key_facts: groupByContact(facts.rows),
  };
}

function groupByContact<Row extends { contact_id: string }>(rows: Row[]): Map<string, Omit<Row, "contact_id">[]> {
  const groups = new Map<string, Omit<Row, "contact_id">[]>();
  for (const { contact_id, ...row } of rows) {
    const group = groups.get(contact_id);
    if (group) group.push(row);
    else groups.set(contact_id, [row]);
  }
  return groups;
}
