/** How connections are kept. */
import { sql } from "kysely";
import type { Db } from "../db/pool.ts";
import type { Provider } from "../model/kinds.ts";
import type { Probe } from "./probe.ts";
import type { Owner } from "./store_grants.ts";

type Kysely = Pick<Db, "kysely">;

export type Purpose = "sync" | "writeback";

export interface ConnectionRow extends Owner {
  provider: Provider;
  region: string | null;
  purpose: Purpose;
  account_id: string;
  account_name: string;
  firm_url: string | null;
  firm_uuid: string | null;
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
  /** Who disconnected it on purpose. */
  ended_by: string | null;
  ending_since: string | null;
  erasing_since: string | null;
  erase_total: number;
  erased: number;
}

const COLUMNS = sql`firm_id, connection_id, provider, region, purpose, account_id, account_name, firm_url, firm_uuid, user_id, user_name, user_email,
  state, state_reason, state_since, blind_since, first_synced_at, created_at, member_id, probe, ended_by, ending_since, erasing_since,
  erase_total::float8, erased::float8`;

export async function readConnection({ kysely }: Kysely, owner: Owner): Promise<ConnectionRow | null> {
  const { rows } = await sql<ConnectionRow>`select ${COLUMNS} from connection where ${mine(owner)}`.execute(kysely);
  return rows[0] ?? null;
}

export async function listConnections(
  { kysely }: Kysely,
  filter: { firm_id?: string; provider?: Provider } = {},
): Promise<ConnectionRow[]> {
  const { rows } = await sql<ConnectionRow>`
    select ${COLUMNS} from connection
    where (${filter.firm_id ?? null}::uuid is null or firm_id = ${filter.firm_id ?? null}::uuid)
      and (${filter.provider ?? null}::text is null or provider = ${filter.provider ?? null}::text)
    order by created_at, connection_id`.execute(kysely);
  return rows;
}

/** Two people of one firm may sign in at the same moment: one after the other decides what is known. */
export async function lockFirm({ kysely }: Kysely, firm_id: string): Promise<void> {
  await sql`select 1 from firm where firm_id = ${firm_id} for update`.execute(kysely);
}

type Account = Pick<
  ConnectionRow,
  "region" | "account_id" | "account_name" | "firm_url" | "firm_uuid" | "user_id" | "user_name" | "user_email"
>;

export async function insertConnection(
  { kysely }: Kysely,
  row: Owner & Account & { provider: Provider; purpose: Purpose; member_id: string | null; at: string },
): Promise<void> {
  await sql`
    insert into connection (firm_id, connection_id, provider, region, purpose, account_id, account_name, firm_url, firm_uuid,
      user_id, user_name, user_email, member_id, state_since, created_at)
    values (${row.firm_id}, ${row.connection_id}, ${row.provider}, ${row.region}, ${row.purpose}, ${row.account_id}, ${row.account_name},
      ${row.firm_url}, ${row.firm_uuid}, ${row.user_id}, ${row.user_name}, ${row.user_email}, ${row.member_id}, ${row.at}, ${row.at})`.execute(
    kysely,
  );
}

/** The same firm at the provider came back: everything that was synced stays (B-CON-6). */
export async function renewConnection({ kysely }: Kysely, row: Owner & Account & { member_id: string | null; at: string }): Promise<void> {
  await sql`
    update connection set account_name = ${row.account_name}, firm_url = coalesce(${row.firm_url}, firm_url),
      firm_uuid = coalesce(${row.firm_uuid}, firm_uuid), user_id = ${row.user_id}, user_name = ${row.user_name}, user_email = ${row.user_email},
      member_id = ${row.member_id}, probe = null, ended_by = null, ending_since = null,
      state = 'connected', state_reason = null, state_since = case state when 'connected' then state_since else ${row.at}::timestamptz end
    where ${mine(row)}`.execute(kysely);
}

/** Its account reads for the firm from now on, or no longer does. */
export async function setPurpose({ kysely }: Kysely, owner: Owner, purpose: Purpose): Promise<void> {
  await sql`update connection set purpose = ${purpose} where ${mine(owner)}`.execute(kysely);
}

/** Another person's account of the same firm, with its tokens, is behind this connection from now on. */
export async function setAccount(
  { kysely }: Kysely,
  owner: Owner,
  to: Pick<ConnectionRow, "user_id" | "user_name" | "user_email" | "member_id" | "probe"> & { at: string },
): Promise<void> {
  await sql`
    update connection set user_id = ${to.user_id}, user_name = ${to.user_name}, user_email = ${to.user_email}, member_id = ${to.member_id},
      probe = ${to.probe === null ? null : JSON.stringify(to.probe)}::text::jsonb, state = 'connected', state_reason = null, ended_by = null,
      state_since = case state when 'connected' then state_since else ${to.at}::timestamptz end
    where ${mine(owner)}`.execute(kysely);
}

/** What the account may do, as long as it is still the account that was asked. */
export async function writeProbe({ kysely }: Kysely, owner: Owner & { user_id: string }, probe: Probe): Promise<void> {
  await sql`update connection set probe = ${JSON.stringify(probe)}::text::jsonb where ${mine(owner)} and user_id = ${owner.user_id}`.execute(
    kysely,
  );
}

export async function deleteConnection({ kysely }: Kysely, owner: Owner): Promise<void> {
  await sql`delete from connection where ${mine(owner)}`.execute(kysely);
}

/** Whether requests may leave for it. Asked before each of them, so by the primary key alone. */
export async function isConnected({ kysely }: Kysely, owner: Owner): Promise<boolean> {
  const { rows } = await sql<{ state: string }>`select state from connection where ${mine(owner)}`.execute(kysely);
  return rows[0]?.state === "connected";
}

/** Only while this refresh is the newest: false when somebody else has refreshed, or is about to. */
export async function markDisconnected(
  { kysely }: Kysely,
  owner: Owner,
  held: { token_version: number; fence: number },
  reason: string,
  at: string,
): Promise<boolean> {
  const { rows } = await sql`
    update connection c set state = 'disconnected', state_reason = ${reason}, state_since = ${at}
    from (select firm_id, connection_id from connection_grant
      where ${mine(owner)} and token_version = ${held.token_version} and fence = ${held.fence} for update) g
    where c.firm_id = g.firm_id and c.connection_id = g.connection_id and c.state <> 'disconnected'
    returning true`.execute(kysely);
  return rows.length > 0;
}

const mine = (owner: Owner) => sql`firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`;
