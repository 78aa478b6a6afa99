/** How firms and their members come to be. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { FirmRow, MemberRow } from "./store_lists.ts";

type Db = Kysely<Tables>;

export async function insertFirm(db: Db, firm: FirmRow): Promise<void> {
  await sql`insert into firm (firm_id, name, time_zone, country) values (${firm.firm_id}, ${firm.name}, ${firm.time_zone}, ${firm.country})`.execute(
    db,
  );
}

/** False when the firm has a member of that e-mail already: nothing is changed then. */
export async function insertMember(db: Db, firm_id: string, member: Omit<MemberRow, "active">): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into member (firm_id, member_id, name, email, role) values (${firm_id}, ${member.member_id}, ${member.name}, ${member.email}, ${member.role})
    on conflict do nothing`.execute(db);
  return numAffectedRows === 1n;
}
