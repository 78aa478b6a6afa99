/** Contacts with something that could not be used, or that are skipped for a reason, grouped by it. Reads only. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";

export interface ContactIssueRow {
  code: string;
  count: number;
  /** The first few, by name. */
  sample: { provider_id: string; name: string }[];
}

const SAMPLE = 5;

/** `code` is that of the reason: of what could not be used, and of the skip where there is one. Companies and archived ones are as they should be. */
export async function listContactIssues(db: Kysely<Tables>, owner: Owner): Promise<ContactIssueRow[]> {
  const mine = sql`firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`;
  const { rows } = await sql<ContactIssueRow>`
    with coded as (
      select unnest(issue_codes) as code, sort_name, provider_id from contact where ${mine} and issue_codes <> '{}' and state <> 'tombstone'
      union all
      select skip_code, sort_name, provider_id from contact where ${mine} and state = 'skipped' and skip_code not in ('company', 'archived')
    ), numbered as (
      select code, provider_id, count(*) over (partition by code) as n, row_number() over (partition by code order by sort_name, provider_id) as nth from coded
    )
    select f.code, max(f.n)::int as count, json_agg(json_build_object('provider_id', c.provider_id, 'name', c.view->>'name') order by f.nth) as sample
    from numbered f join contact c on c.firm_id = ${owner.firm_id} and c.connection_id = ${owner.connection_id} and c.provider_id = f.provider_id
    where f.nth <= ${SAMPLE} group by f.code order by count desc, f.code`.execute(db);
  return rows;
}
