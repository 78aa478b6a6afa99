/** Which findings admins have been told of. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Owner } from "../mirror/store.ts";

export type NoticeKind = "expiring" | "blind" | "disconnected";

/** False when it has been told before, whichever process did. */
export async function insertNotice(
  trx: Kysely<Tables>,
  owner: Owner,
  notice: { kind: NoticeKind; since: string },
  at: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into notice (firm_id, connection_id, kind, since, told_at)
    values (${owner.firm_id}, ${owner.connection_id}, ${notice.kind}, ${notice.since}::timestamptz, ${at}::timestamptz)
    on conflict do nothing`.execute(trx);
  return numAffectedRows === 1n;
}
