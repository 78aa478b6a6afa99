/** What is asked of a firm's members and connections. Reads only. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Provider } from "../model/kinds.ts";
import type { Probe } from "./probe.ts";

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
  user_id: string;
  user_name: string;
  user_email: string;
  state: "connected" | "disconnected";
  state_reason: string | null;
  state_since: string;
  blind_since: string | null;
  first_synced_at: string | null;
  created_at: string;
  /** Who connected it here; null: the command line. */
  member_id: string | null;
  probe: Probe | null;
  ended_by: string | null;
  ending_since: string | null;
  erasing_since: string | null;
  erase_total: number;
  erased: number;
  token_obtained_at: string | null;
  token_expires_at: string | null;
  refresh_refused_at: string | null;
  /** The last call that the provider answered. */
  proved_at: string | null;
  /** How often a day what changed is read. */
  reads_a_day: number | null;
  /** What is wrong with its webhooks: polls find what deliveries should have told, or they could not be set up. */
  webhooks_trouble: "silent" | "failing" | null;
  webhooks_since: string | null;
  webhooks_detail: string | null;
}

/** A provider that is away for a moment is no trouble yet. */
const FAILURES = 3;

/** Never with anything of a token but when it ends. */
export async function listConnectionRows(db: Db, firm_id: string): Promise<ConnectionRow[]> {
  const { rows } = await sql<ConnectionRow>`
    select c.firm_id, c.connection_id, c.provider, c.region, c.purpose, c.account_id, c.account_name, c.firm_url, c.user_id, c.user_name, c.user_email,
      c.state, c.state_reason, c.state_since, c.blind_since, c.first_synced_at, c.created_at, c.member_id, c.probe, c.ended_by, c.ending_since,
      c.erasing_since, c.erase_total::float8, c.erased::float8, g.obtained_at as token_obtained_at,
      g.expires_at as token_expires_at, g.refresh_refused_at, g.proved_at,
      (select jsonb_array_length(s.document->'sync'->'incremental_at') from settings_version s
        where s.firm_id = c.firm_id and s.connection_id = c.connection_id order by s.version desc limit 1) as reads_a_day,
      case when s.since is not null then 'silent' when w.error is not null then 'failing' end as webhooks_trouble,
      coalesce(s.since, w.error_since) as webhooks_since, coalesce(s.models, w.error) as webhooks_detail
    from connection c left join connection_grant g on g.firm_id = c.firm_id and g.connection_id = c.connection_id
      left join webhook_care w on w.firm_id = c.firm_id and w.connection_id = c.connection_id and w.failures >= ${FAILURES}
      left join lateral (
        select min(h.silent_since) as since, string_agg(h.model, ', ' order by h.model) as models from webhook_subscription h
        where h.firm_id = c.firm_id and h.connection_id = c.connection_id and h.state <> 'ended' and not exists (
          select 1 from webhook_inbox i where i.firm_id = h.firm_id and i.connection_id = h.connection_id and i.kind = h.kind and i.received_at > h.silent_since)
          and h.silent_since is not null
      ) s on true
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
