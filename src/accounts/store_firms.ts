/** Firms, and how their members come to be. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Role } from "../model/actor.ts";

type Db = Kysely<Tables>;

export interface FirmRow {
  firm_id: string;
  name: string;
  time_zone: string;
  country: string;
}

export async function readFirm(db: Db, firm_id: string): Promise<FirmRow> {
  const { rows } = await sql<FirmRow>`select firm_id, name, time_zone, country from firm where firm_id = ${firm_id}`.execute(db);
  if (!rows[0]) throw new Error(`there is no firm ${firm_id}`);
  return rows[0];
}

export interface FirmSettings extends Omit<FirmRow, "firm_id"> {
  /** Of contacts, matters and the audit log (B-WHY-2). */
  keep_history_days: number;
}

export async function readFirmSettings(db: Db, firm_id: string): Promise<FirmSettings> {
  const { rows } = await sql<FirmSettings>`
    select name, time_zone, country, keep_history_days from firm where firm_id = ${firm_id}`.execute(db);
  if (!rows[0]) throw new Error(`there is no firm ${firm_id}`);
  return rows[0];
}

export async function putFirmSettings(db: Db, firm_id: string, to: FirmSettings): Promise<void> {
  await sql`
    update firm set name = ${to.name}, time_zone = ${to.time_zone}, country = ${to.country}, keep_history_days = ${to.keep_history_days}
    where firm_id = ${firm_id}`.execute(db);
}

/** All firms of the installation: for the command line only, which stands above them. */
export async function listFirms(db: Db): Promise<FirmRow[]> {
  const { rows } = await sql<FirmRow>`select firm_id, name, time_zone, country from firm order by created_at, firm_id`.execute(db);
  return rows;
}

export async function insertFirm(db: Db, firm: FirmRow): Promise<void> {
  await sql`insert into firm (firm_id, name, time_zone, country) values (${firm.firm_id}, ${firm.name}, ${firm.time_zone}, ${firm.country})`.execute(
    db,
  );
}

/** False when the firm has a member of that e-mail already: nothing is changed then. */
export async function insertMember(
  db: Db,
  firm_id: string,
  member: { member_id: string; name: string; email: string; role: Role },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into member (firm_id, member_id, name, email, role) values (${firm_id}, ${member.member_id}, ${member.name}, ${member.email}, ${member.role})
    on conflict do nothing`.execute(db);
  return numAffectedRows === 1n;
}
