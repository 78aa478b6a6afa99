/** What is asked of a firm's members and connections. Reads only. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Provider } from "../model/kinds.ts";

type Db = Kysely<Tables>;

export interface ConnectionRow {
  firm_id: string;
  connection_id: string;
  provider: Provider;
  region: string | null;
  purpose: "sync" | "writeback";
  account_id: string;
  account_name: string;
  firm_url: string | null;
  user_name: string;
  user_email: string;
  state: "connected" | "disconnected";
  state_reason: string | null;
  state_since: string;
  blind_since: string | null;
  first_synced_at: string | null;
  created_at: string;
  token_obtained_at: string | null;
  token_expires_at: string | null;
  refresh_refused_at: string | null;
  /** The last call that the provider answered. */
  proved_at: string | null;
  /** How often a day what changed is read. */
  reads_a_day: number | null;
}

/** Never with anything of a token but when it ends. */
export async function listConnectionRows(db: Db, firm_id: string): Promise<ConnectionRow[]> {
  const { rows } = await sql<ConnectionRow>`
    select c.firm_id, c.connection_id, c.provider, c.region, c.purpose, c.account_id, c.account_name, c.firm_url, c.user_name, c.user_email,
      c.state, c.state_reason, c.state_since, c.blind_since, c.first_synced_at, c.created_at, g.obtained_at as token_obtained_at,
      g.expires_at as token_expires_at, g.refresh_refused_at, g.proved_at,
      (select jsonb_array_length(s.document->'sync'->'incremental_at') from settings_version s
        where s.firm_id = c.firm_id and s.connection_id = c.connection_id order by s.version desc limit 1) as reads_a_day
    from connection c left join connection_grant g on g.firm_id = c.firm_id and g.connection_id = c.connection_id
    where c.firm_id = ${firm_id} order by c.created_at, c.connection_id`.execute(db);
  return rows;
}

export interface MemberRow {
  member_id: string;
  name: string;
  email: string;
  role: "admin" | "member";
  active: boolean;
}

export async function listMembers(db: Db, firm_id: string): Promise<MemberRow[]> {
  const { rows } =
    await sql<MemberRow>`select member_id, name, email, role, active from member where firm_id = ${firm_id} order by lower(name), member_id`.execute(
      db,
    );
  return rows;
}
