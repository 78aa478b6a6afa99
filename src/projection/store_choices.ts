/** What the settings can choose from, of what the projection has met. Reads only. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";

/** The relationship texts that contacts have, the most frequent first. */
export async function listRoles(db: Kysely<Tables>, owner: Owner, limit: number): Promise<string[]> {
  const { rows } = await sql<{ role: string }>`
    select role from participation where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and role <> ''
    group by role order by count(*) desc, role limit ${limit}`.execute(db);
  return rows.map((row) => row.role);
}
