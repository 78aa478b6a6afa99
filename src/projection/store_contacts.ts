/** Derived contacts, as kept, with the columns that lists filter and sort by. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { listOf, unnestBytes, unnestPlain, unnestLists, unnestTexts } from "../db/texts.ts";
import type { Owner } from "../mirror/store.ts";
import type { ContactView } from "./types.ts";

type Db = Kysely<Tables>;

export interface ContactRow {
  provider_id: string;
  state: ContactView["state"];
  sort_name: string;
  client_status: string | null;
  owner_member_id: string | null;
  tag_keys: string[];
  channel_keys: string[];
  skip_code: string | null;
  issue_codes: string[];
  search: string;
  revisit_on: string | null;
  view_text: Buffer;
}

export async function writeContacts(trx: Db, owner: Owner, rows: ContactRow[], at: string): Promise<void> {
  const column = (value: (row: ContactRow) => string | null) => unnestPlain(rows.map((row) => value(row) ?? ""));
  const typed = (value: (row: ContactRow) => string) => unnestTexts(rows.map(value));
  const list = (value: (row: ContactRow) => string[]) => unnestLists(rows.map(value));
  await sql`
    insert into contact (firm_id, connection_id, provider_id, state, sort_name, client_status, owner_member_id, tag_keys, channel_keys, skip_code, issue_codes, search,
      revisit_on, view, first_projected_at, projected_at)
    select ${owner.firm_id}, ${owner.connection_id}, p.provider_id, p.state, coalesce(p.sort_name, ''), nullif(p.client_status, ''),
      nullif(p.owner_member_id, '')::uuid, ${listOf(sql`p.tags`)}, ${listOf(sql`p.channels`)}, nullif(p.skip_code, ''), ${listOf(sql`p.issues`)}, p.search,
      nullif(p.revisit_on, '')::date, p.view::json, ${at}::timestamptz, ${at}::timestamptz
    from rows from (${column((row) => row.provider_id)}, ${column((row) => row.state)}, ${typed((row) => row.sort_name)},
      ${column((row) => row.client_status)}, ${column((row) => row.owner_member_id)}, ${list((row) => row.tag_keys)},
      ${list((row) => row.channel_keys)}, ${column((row) => row.skip_code)}, ${list((row) => row.issue_codes)}, ${typed((row) => row.search)}, ${column((row) => row.revisit_on)},
      ${unnestBytes(rows.map((row) => row.view_text))})
      as p(provider_id, state, sort_name, client_status, owner_member_id, tags, channels, skip_code, issues, search, revisit_on, view)
    on conflict (firm_id, connection_id, provider_id) do update set state = excluded.state, sort_name = excluded.sort_name,
      client_status = excluded.client_status, owner_member_id = excluded.owner_member_id, tag_keys = excluded.tag_keys, channel_keys = excluded.channel_keys,
      skip_code = excluded.skip_code, issue_codes = excluded.issue_codes, search = excluded.search, revisit_on = excluded.revisit_on, view = excluded.view,
      projected_at = excluded.projected_at`.execute(trx);
}
