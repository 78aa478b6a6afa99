/** How grants, keys and sign-ins under way are kept. Leases live by the database's clock, which all processes share. */
import { sql } from "kysely";
import type { Db } from "../db/pool.ts";

type Kysely = Pick<Db, "kysely">;

export interface Owner {
  firm_id: string;
  connection_id: string;
}

export interface FirmKeyRow {
  firm_id: string;
  key_id: string;
  kek_id: string;
  wrapped: Buffer;
}

export async function newestFirmKey({ kysely }: Kysely, firm_id: string): Promise<FirmKeyRow | null> {
  const { rows } = await sql<FirmKeyRow>`
    select firm_id, key_id, kek_id, wrapped from firm_key where firm_id = ${firm_id} order by created_at desc, key_id desc limit 1`.execute(
    kysely,
  );
  return rows[0] ?? null;
}

export async function readFirmKey({ kysely }: Kysely, firm_id: string, key_id: string): Promise<FirmKeyRow> {
  const { rows } = await sql<FirmKeyRow>`
    select firm_id, key_id, kek_id, wrapped from firm_key where firm_id = ${firm_id} and key_id = ${key_id}`.execute(kysely);
  if (!rows[0]) throw new Error(`firm ${firm_id} has no key ${key_id}`);
  return rows[0];
}

export async function insertFirmKey({ kysely }: Kysely, row: FirmKeyRow): Promise<void> {
  await sql`insert into firm_key (firm_id, key_id, kek_id, wrapped) values (${row.firm_id}, ${row.key_id}, ${row.kek_id}, ${row.wrapped})`.execute(
    kysely,
  );
}

type WrappedKey = Pick<FirmKeyRow, "key_id" | "kek_id" | "wrapped">;

/** The installation's one key; `made` where there was none. */
export async function readInstallationKey({ kysely }: Kysely, made: WrappedKey): Promise<WrappedKey> {
  const read = () => sql<WrappedKey>`select key_id, kek_id, wrapped from installation_key`.execute(kysely);
  const there = (await read()).rows[0];
  if (there) return there;
  await sql`
    insert into installation_key (key_id, kek_id, wrapped) values (${made.key_id}, ${made.kek_id}, ${made.wrapped}) on conflict do nothing`.execute(
    kysely,
  );
  return (await read()).rows[0]!;
}

export async function rewrapInstallationKey(
  { kysely }: Kysely,
  anew: (row: WrappedKey) => Promise<Pick<WrappedKey, "kek_id" | "wrapped">>,
): Promise<void> {
  const { rows } = await sql<WrappedKey>`select key_id, kek_id, wrapped from installation_key`.execute(kysely);
  for (const row of rows) {
    const next = await anew(row);
    await sql`
      update installation_key set kek_id = ${next.kek_id}, wrapped = ${next.wrapped} where key_id = ${row.key_id} and kek_id = ${row.kek_id}`.execute(
      kysely,
    );
  }
}

/** Every key of every firm, the oldest first. */
export async function listFirmKeys({ kysely }: Kysely): Promise<FirmKeyRow[]> {
  const { rows } = await sql<FirmKeyRow>`select firm_id, key_id, kek_id, wrapped from firm_key order by created_at, key_id`.execute(kysely);
  return rows;
}

/** The same key, wrapped otherwise; leaves one alone that another has wrapped anew meanwhile. */
export async function rewrapFirmKey({ kysely }: Kysely, row: FirmKeyRow, next: Pick<FirmKeyRow, "kek_id" | "wrapped">): Promise<void> {
  await sql`
    update firm_key set kek_id = ${next.kek_id}, wrapped = ${next.wrapped}
    where firm_id = ${row.firm_id} and key_id = ${row.key_id} and kek_id = ${row.kek_id}`.execute(kysely);
}

export async function listGrants({ kysely }: Kysely, firm_id: string): Promise<Owner[]> {
  const { rows } = await sql<Owner>`select firm_id, connection_id from connection_grant where firm_id = ${firm_id}`.execute(kysely);
  return rows;
}

/** The same tokens in other boxes. Compare-and-set: false when they were refreshed meanwhile, and so sealed anew anyway. */
export async function resealGrant(
  { kysely }: Kysely,
  row: GrantRow,
  next: Pick<GrantRow, "key_id" | "access_token" | "refresh_token" | "previous_refresh_token">,
): Promise<boolean> {
  const { rows } = await sql`
    update connection_grant set key_id = ${next.key_id}, access_token = ${next.access_token}, refresh_token = ${next.refresh_token},
      previous_refresh_token = ${next.previous_refresh_token}
    where ${mine(row)} and token_version = ${row.token_version} and key_id = ${row.key_id}
      and (previous_refresh_token is null) = ${row.previous_refresh_token === null}
    returning true`.execute(kysely);
  return rows.length > 0;
}

export interface GrantRow extends Owner {
  /** The application that they were given to; null: not kept then. */
  client_id: string | null;
  token_version: number;
  key_id: string;
  access_token: Buffer;
  refresh_token: Buffer | null;
  previous_refresh_token: Buffer | null;
  previous_token_version: number | null;
  obtained_at: string;
  expires_at: string | null;
  scope: string | null;
  proved_at: string | null;
  refresh_refused_at: string | null;
  fence: number;
  leased: boolean;
}

export async function readGrant({ kysely }: Kysely, owner: Owner): Promise<GrantRow | null> {
  const { rows } = await sql<GrantRow>`
    select firm_id, connection_id, client_id, token_version, key_id, access_token, refresh_token, previous_refresh_token, previous_token_version,
      obtained_at, expires_at, scope, proved_at, refresh_refused_at, fence, coalesce(lease_until > clock_timestamp(), false) as leased
    from connection_grant where ${mine(owner)}`.execute(kysely);
  return rows[0] ?? null;
}

/** What the exchange at the provider gave: replaces whatever was there, and every refresh that is still under way loses its fence. */
export async function putGrant({ kysely }: Kysely, row: NewTokens & Owner & { client_id?: string | null }): Promise<void> {
  await sql`
    insert into connection_grant as g (firm_id, connection_id, token_version, key_id, access_token, refresh_token, obtained_at, expires_at, scope, proved_at, client_id)
    values (${row.firm_id}, ${row.connection_id}, ${row.token_version}, ${row.key_id}, ${row.access_token}, ${row.refresh_token},
      ${row.obtained_at}, ${row.expires_at}, ${row.scope}, ${row.obtained_at}, ${row.client_id ?? null})
    on conflict (firm_id, connection_id) do update set token_version = excluded.token_version, key_id = excluded.key_id,
      access_token = excluded.access_token, refresh_token = excluded.refresh_token, previous_refresh_token = null, previous_token_version = null,
      obtained_at = excluded.obtained_at, expires_at = excluded.expires_at, scope = excluded.scope, proved_at = excluded.proved_at, client_id = excluded.client_id,
      refresh_refused_at = null, lease_until = null, fence = g.fence + 1`.execute(kysely);
}

export interface NewTokens {
  token_version: number;
  key_id: string;
  access_token: Buffer;
  refresh_token: Buffer | null;
  obtained_at: string;
  expires_at: string | null;
  scope: string | null;
}

/** The right to refresh this version; null when somebody else has it, or the version has moved on. */
export async function takeLease({ kysely }: Kysely, owner: Owner, token_version: number, lease_ms: number): Promise<number | null> {
  const { rows } = await sql<{ fence: number }>`
    update connection_grant set lease_until = clock_timestamp() + ${lease_ms} * interval '1 millisecond', fence = fence + 1
    where ${mine(owner)} and token_version = ${token_version} and (lease_until is null or lease_until <= clock_timestamp())
    returning fence`.execute(kysely);
  return rows[0]?.fence ?? null;
}

/** The lease from now on, while it is still ours; false: it ended, and perhaps somebody else has it. */
export async function prolongLease({ kysely }: Kysely, owner: Owner, fence: number, lease_ms: number): Promise<boolean> {
  const { rows } = await sql`
    update connection_grant set lease_until = clock_timestamp() + ${lease_ms} * interval '1 millisecond'
    where ${mine(owner)} and fence = ${fence} and lease_until > clock_timestamp() returning true`.execute(kysely);
  return rows.length > 0;
}

export async function endLease({ kysely }: Kysely, owner: Owner, fence: number): Promise<void> {
  await sql`update connection_grant set lease_until = null where ${mine(owner)} and fence = ${fence}`.execute(kysely);
}

/** Compare-and-set: only the holder of the newest fence replaces the version that it refreshed. False: somebody else was faster. */
export async function replaceTokens(
  { kysely }: Kysely,
  owner: Owner,
  held: { token_version: number; fence: number },
  next: NewTokens & { previous_refresh_token: Buffer | null },
): Promise<boolean> {
  const { rows } = await sql`
    update connection_grant set token_version = ${next.token_version}, key_id = ${next.key_id}, access_token = ${next.access_token},
      refresh_token = ${next.refresh_token}, previous_refresh_token = ${next.previous_refresh_token}, previous_token_version = ${held.token_version},
      obtained_at = ${next.obtained_at}, expires_at = ${next.expires_at}, scope = coalesce(${next.scope}, scope), refresh_refused_at = null,
      lease_until = null
    where ${mine(owner)} and token_version = ${held.token_version} and fence = ${held.fence}
    returning true`.execute(kysely);
  return rows.length > 0;
}

export async function markRefused(
  { kysely }: Kysely,
  owner: Owner,
  held: { token_version: number; fence: number },
  at: string,
): Promise<void> {
  await sql`
    update connection_grant set refresh_refused_at = coalesce(refresh_refused_at, ${at}), lease_until = null
    where ${mine(owner)} and token_version = ${held.token_version} and fence = ${held.fence}`.execute(kysely);
}

/** The tokens of a connection that ends; a grant that came meanwhile stays. */
export async function deleteGrant({ kysely }: Kysely, owner: Owner, token_version: number): Promise<void> {
  await sql`delete from connection_grant where ${mine(owner)} and token_version = ${token_version}`.execute(kysely);
}

/** For a move of accounts: both rows stay as they are until the transaction ends. Null: one of them is being refreshed just now. */
export async function lockIdleGrants({ kysely }: Kysely, firm_id: string, ids: readonly string[]): Promise<Map<string, GrantRow> | null> {
  const { rows } = await sql<GrantRow>`
    select firm_id, connection_id, client_id, token_version, key_id, access_token, refresh_token, previous_refresh_token, previous_token_version,
      obtained_at, expires_at, scope, proved_at, refresh_refused_at, fence, coalesce(lease_until > clock_timestamp(), false) as leased
    from connection_grant where firm_id = ${firm_id} and connection_id = any(${ids}::uuid[]) order by connection_id for update`.execute(
    kysely,
  );
  return rows.some((row) => row.leased) ? null : new Map(rows.map((row) => [row.connection_id, row]));
}

/** The provider served a call: the previous pair is not needed any more. */
export async function markProved({ kysely }: Kysely, owner: Owner, token_version: number, at: string): Promise<void> {
  await sql`
    update connection_grant set proved_at = ${at}, previous_refresh_token = null, previous_token_version = null
    where ${mine(owner)} and token_version = ${token_version}`.execute(kysely);
}

export interface SignIn {
  firm_id: string;
  provider: string;
  region: string | null;
  purpose: string;
  redirect_uri: string;
  session: string | null;
  member_id: string | null;
  connection_id: string | null;
  expires_at: string;
}

export async function insertSignIn({ kysely }: Kysely, state_hash: Buffer, row: SignIn): Promise<void> {
  await sql`delete from oauth_state where expires_at < now() - interval '1 day'`.execute(kysely);
  await sql`
    insert into oauth_state (state_hash, firm_id, provider, region, purpose, redirect_uri, session, member_id, connection_id, expires_at)
    values (${state_hash}, ${row.firm_id}, ${row.provider}, ${row.region}, ${row.purpose}, ${row.redirect_uri}, ${row.session}, ${row.member_id},
      ${row.connection_id}, ${row.expires_at})`.execute(kysely);
}

/** Gives it once. */
export async function takeSignIn({ kysely }: Kysely, state_hash: Buffer): Promise<SignIn | null> {
  const { rows } = await sql<SignIn>`
    delete from oauth_state where state_hash = ${state_hash}
    returning firm_id, provider, region, purpose, redirect_uri, session, member_id, connection_id, expires_at`.execute(kysely);
  return rows[0] ?? null;
}

const mine = (owner: Owner) => sql`firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}`;
