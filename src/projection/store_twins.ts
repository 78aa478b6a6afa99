/**
 * Contacts that are in and share an e-mail or phone with another one of the firm (B-CTC-6), kept beside the contacts: to find them by
 * comparing everybody takes a look at every contact, and a list that is filtered by it is asked for all day.
 */
import { sql, type Kysely, type RawBuilder } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import { mine } from "./store_owner.ts";

type Db = Kysely<Tables>;

/** Two connections of one firm may be worked out at once, and neither sees what the other has not committed: so one waits for the other. */
async function alone(trx: Db, firm_id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`twins ${firm_id}`}, 0))`.execute(trx);
}

/** The whole firm anew. */
export async function renewTwins(trx: Db, firm_id: string): Promise<void> {
  await alone(trx, firm_id);
  await replace(trx, firm_id, sql`firm_id = ${firm_id}`, heldBy(firm_id, sql`true`), sql`true`);
}

export async function markTwinsStale(trx: Db, owner: Owner): Promise<void> {
  await sql`update projection_state set twins_stale = true where ${mine(owner)} and not twins_stale`.execute(trx);
}

/** At the end of a pass. */
export async function renewStaleTwins(trx: Db, owner: Owner): Promise<void> {
  const { numAffectedRows } = await sql`update projection_state set twins_stale = false where ${mine(owner)} and twins_stale`.execute(trx);
  if (numAffectedRows === 1n) await renewTwins(trx, owner.firm_id);
}

/** Whoever has one of these e-mails or phones, or had one until now: `ids` of this connection. */
export async function renewTwinsOf(trx: Db, owner: Owner, ids: readonly string[], keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const { firm_id, connection_id } = owner;
  await alone(trx, firm_id);
  const { rows } = await sql<{ connection_id: string; provider_id: string; channel_keys: string[] }>`
    select connection_id, provider_id, channel_keys from contact
    where firm_id = ${firm_id} and state = 'in' and channel_keys && ${keys}::text[]`.execute(trx);
  const touched = [...rows, ...ids.map((provider_id) => ({ connection_id, provider_id }))];
  const of = sql`select * from json_to_recordset(${JSON.stringify(touched.map((row) => [row.connection_id, row.provider_id]).map(([c, p]) => ({ c, p })))}::text::json) as t(c uuid, p text)`;
  const all = [...new Set(rows.flatMap((row) => row.channel_keys))];
  await replace(
    trx,
    firm_id,
    sql`firm_id = ${firm_id} and (connection_id, provider_id) in (${of})`,
    heldBy(firm_id, sql`channel_keys && ${all}::text[]`),
    sql`(connection_id, provider_id) in (${of})`,
  );
}

/** Contacts with each of their e-mails and phones, and how many hold it. One that lists the same twice holds it once. */
const heldBy = (firm_id: string, which: RawBuilder<unknown>) => sql`
  select connection_id, provider_id, count(*) over (partition by key) as holders
  from contact, lateral (select distinct unnest(channel_keys) as key) k where firm_id = ${firm_id} and state = 'in' and ${which}`;

async function replace(
  trx: Db,
  firm_id: string,
  old: RawBuilder<unknown>,
  holders: RawBuilder<unknown>,
  which: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    with twin as materialized (
      select distinct connection_id, provider_id from (${holders}) h where holders > 1 and ${which}
    ), gone as (
      delete from contact_twin where ${old} and (connection_id, provider_id) not in (select connection_id, provider_id from twin)
    )
    insert into contact_twin select ${firm_id}::uuid, connection_id, provider_id from twin on conflict do nothing`.execute(trx);
}
