/** What is kept of matters and contacts, as the projection looks at it again. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import { mine } from "./store_owner.ts";

type Db = Kysely<Tables>;

type ViewTable = "matter" | "project";

/** Matters and projects are compared by this before anything is written; contacts by their text. */
export async function readHashes(db: Db, owner: Owner, table: ViewTable, ids: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ provider_id: string; view_hash: string }>`
    select provider_id, view_hash from ${sql.table(table)} where ${mine(owner)} and provider_id = any(${ids}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.provider_id, row.view_hash]));
}

export async function readViews<View>(db: Db, owner: Owner, table: ViewTable, ids: string[]): Promise<Map<string, View>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ provider_id: string; view: View }>`
    select provider_id, view from ${sql.table(table)} where ${mine(owner)} and provider_id = any(${ids}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.provider_id, row.view]));
}

/** Contacts as they are kept, for whoever looks at one after the other. A thousand of them read at once weigh ten times their text. */
export async function readContactTexts(db: Db, owner: Owner, ids: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ provider_id: string; text: string }>`
    select provider_id, view::text as text from contact where ${mine(owner)} and provider_id = any(${ids}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.provider_id, row.text]));
}

/** Rows that no record of the mirror accounts for; there should be none. */
export async function readOrphans(db: Db, owner: Owner): Promise<{ entity: "matter" | "contact" | "relationship"; provider_id: string }[]> {
  const { rows } = await sql<{ entity: "matter" | "contact" | "relationship"; provider_id: string }>`
    with mine as (select kind, provider_id from record where ${mine(owner)})
    select 'matter' as entity, provider_id from matter where ${mine(owner)} and provider_id not in (select provider_id from mine where kind = 'matter')
    union all
    select 'contact', provider_id from contact where ${mine(owner)} and provider_id not in (select provider_id from mine where kind = 'contact')
    union all
    select 'relationship', relationship_id from participation
    where ${mine(owner)} and relationship_id <> '' and relationship_id not in (select provider_id from mine where kind = 'relationship')
    limit 100`.execute(db);
  return rows;
}

export async function countContacts(db: Db, owner: Owner): Promise<Record<string, number>> {
  const { rows } = await sql<{
    state: string;
    n: number;
  }>`select state, count(*)::int as n from contact where ${mine(owner)} group by state`.execute(db);
  return Object.fromEntries(rows.map((row) => [row.state, row.n]));
}

/** Contacts whose answer changes by itself on or before this day. */
export async function readRevisits(db: Db, owner: Owner, day: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ provider_id: string }>`
    select provider_id from contact where ${mine(owner)} and revisit_on <= ${day}::date order by provider_id limit ${limit}`.execute(db);
  return rows.map((row) => row.provider_id);
}
