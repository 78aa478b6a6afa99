/** Who belongs to which company, as kept. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import { mine } from "./store_owner.ts";

type Db = Kysely<Tables>;

export async function readAffiliations(
  db: Db,
  owner: Owner,
  by: { contact_ids: string[] } | { company_ids: string[] },
): Promise<{ company_id: string; contact_id: string }[]> {
  const condition =
    "contact_ids" in by ? sql`contact_id = any(${by.contact_ids}::text[])` : sql`company_id = any(${by.company_ids}::text[])`;
  const { rows } = await sql<{ company_id: string; contact_id: string }>`
    select company_id, contact_id from affiliation where ${mine(owner)} and ${condition}
    order by length(company_id), company_id, length(contact_id), contact_id`.execute(db);
  return rows;
}

export async function replaceAffiliations(
  trx: Db,
  owner: Owner,
  of: { contact_ids: string[] } | { company_ids: string[] },
  pairs: { company_id: string; contact_id: string }[],
): Promise<void> {
  const condition =
    "contact_ids" in of ? sql`contact_id = any(${of.contact_ids}::text[])` : sql`company_id = any(${of.company_ids}::text[])`;
  await sql`delete from affiliation where ${mine(owner)} and ${condition}`.execute(trx);
  if (pairs.length === 0) return;
  await sql`
    insert into affiliation (firm_id, connection_id, company_id, contact_id)
    select ${owner.firm_id}, ${owner.connection_id}, p.company_id, p.contact_id
    from json_to_recordset(${JSON.stringify(pairs)}::text::json) as p(company_id text, contact_id text) on conflict do nothing`.execute(
    trx,
  );
}
