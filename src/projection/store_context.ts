/** What the rules look things up in: the firm, its members, and the short lists of the mirror. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";
import type { Kind } from "../model/kinds.ts";
import type { Member } from "./types.ts";
import { mine } from "./store_owner.ts";

type Db = Kysely<Tables>;

export async function readFirm(db: Db, owner: Owner): Promise<{ time_zone: string; country: string; connected_at: string }> {
  const { rows } = await sql<{ time_zone: string; country: string; connected_at: string }>`
    select f.time_zone, f.country, c.created_at as connected_at from connection c join firm f using (firm_id)
    where c.firm_id = ${owner.firm_id} and c.connection_id = ${owner.connection_id}`.execute(db);
  return rows[0]!;
}

export async function readMembers(db: Db, firm_id: string): Promise<Member[]> {
  const { rows } =
    await sql<Member>`select member_id, name, email, active from member where firm_id = ${firm_id} order by member_id`.execute(db);
  return rows;
}

export async function readKind(db: Db, owner: Owner, kind: Kind): Promise<{ raw: Record<string, unknown> }[]> {
  const { rows } = await sql<{ raw: Record<string, unknown> }>`
    select raw from record where ${mine(owner)} and kind = ${kind} and presence <> 'tombstone' order by length(provider_id), provider_id`.execute(
    db,
  );
  return rows;
}
