/** How a connection is kept alive, for whoever looks after it: its grant, its budget, its subscriptions. Reads only. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Budget } from "./budget.ts";
import type { Owner } from "./store_grants.ts";

type Db = Kysely<Tables>;
const mine = ({ firm_id, connection_id }: Owner) => sql`firm_id = ${firm_id} and connection_id = ${connection_id}`;

/** Null: it was never asked for. With the database's time, which budgets are kept by. */
export async function readBudget(
  db: Db,
  scope: string,
): Promise<(Pick<Budget, "told_limit" | "departures" | "halted_until"> & { now: number }) | null> {
  const { rows } = await sql<Pick<Budget, "told_limit" | "departures" | "halted_until"> & { now: number }>`
    select told_limit, departures, (extract(epoch from halted_until) * 1000)::float8 as halted_until,
      (extract(epoch from clock_timestamp()) * 1000)::float8 as now
    from rate_budget where scope = ${scope}`.execute(db);
  return rows[0] ?? null;
}

export async function readClientId(db: Db, owner: Owner): Promise<string | null> {
  const { rows } = await sql<{ client_id: string }>`select client_id from connection_grant where ${mine(owner)}`.execute(db);
  return rows[0]?.client_id ?? null;
}

export interface Subscribed {
  model: string;
  kind: string;
  state: "creating" | "pending" | "enabled";
  since: string;
  heard_at: string | null;
  expires_at: string | null;
  silent_since: string | null;
}

/** One per kind that the provider tells of; the last delivery of a kind counts for whichever subscription brought it. */
export async function listSubscribed(db: Db, owner: Owner): Promise<Subscribed[]> {
  const { rows } = await sql<Subscribed>`
    select distinct on (s.model) s.model, s.kind, s.state, s.state_since as since, s.expires_at, s.silent_since,
      (select max(i.received_at) from webhook_inbox i
        where i.firm_id = s.firm_id and i.connection_id = s.connection_id and i.kind = s.kind) as heard_at
    from webhook_subscription s where s.firm_id = ${owner.firm_id} and s.connection_id = ${owner.connection_id} and s.state <> 'ended'
    order by s.model, s.created_at desc`.execute(db);
  return rows;
}
