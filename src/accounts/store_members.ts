/** Members and their accounts. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Role } from "../model/actor.ts";

type Db = Kysely<Tables>;

export interface Member {
  firm_id: string;
  member_id: string;
  user_id: string | null;
  name: string;
  email: string;
  role: Role;
  active: boolean;
}

export interface MemberRow extends Omit<Member, "firm_id" | "user_id"> {
  account: "none" | "invited" | "open";
  /** Whether signing in takes a code too. */
  second_factor: boolean;
  /** Their own accounts at the providers, through which is written what they log (B-WRB-3). */
  connections: { connection_id: string; provider: "clio" | "mycase"; connected: boolean }[];
}

const COLUMNS = sql`firm_id, member_id, user_id, name, email, role, active`;

export async function readMember(db: Db, firm_id: string, member_id: string): Promise<Member | null> {
  const { rows } = await sql<Member>`select ${COLUMNS} from member where firm_id = ${firm_id} and member_id = ${member_id}`.execute(db);
  return rows[0] ?? null;
}

export async function memberOfUser(db: Db, user_id: string): Promise<Member | null> {
  const { rows } = await sql<Member>`select ${COLUMNS} from member where user_id = ${user_id}`.execute(db);
  return rows[0] ?? null;
}

/** By the e-mail of the account, which is nobody else's on this installation. */
export async function memberByUserEmail(db: Db, email: string): Promise<Member | null> {
  const { rows } = await sql<Member>`
    select ${COLUMNS} from member where user_id = (select id from auth."user" where email = ${email.toLowerCase()})`.execute(db);
  return rows[0] ?? null;
}

export async function memberByEmail(db: Db, firm_id: string, email: string): Promise<Member | null> {
  const { rows } = await sql<Member>`
    select ${COLUMNS} from member where firm_id = ${firm_id} and lower(email) = ${email.toLowerCase()}`.execute(db);
  return rows[0] ?? null;
}

export async function listMembers(db: Db, firm_id: string, now: string): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select member_id, name, email, role, active,
      case when user_id is not null then 'open'
        when exists (select from invitation i where i.firm_id = m.firm_id and i.member_id = m.member_id
          and i.accepted_at is null and i.revoked_at is null and i.expires_at > ${now}) then 'invited'
        else 'none' end as account,
      coalesce((select u.two_factor_enabled from auth."user" u where u.id = m.user_id), false) as second_factor,
      coalesce((select json_agg(json_build_object('connection_id', c.connection_id, 'provider', c.provider, 'connected', c.state = 'connected')
          order by c.provider, c.created_at)
        from connection c where c.firm_id = m.firm_id and c.erasing_since is null
          and (c.member_id = m.member_id or lower(c.user_email) = lower(m.email))), '[]') as connections
    from member m where firm_id = ${firm_id} order by lower(name), member_id`.execute(db);
  return rows;
}

/** A firm's admins that can sign in; locked, so that two of them cannot go at the same moment. */
export async function lockAdmins(db: Db, firm_id: string): Promise<string[]> {
  const { rows } = await sql<{ member_id: string }>`
    select member_id from member where firm_id = ${firm_id} and role = 'admin' and active and user_id is not null
    order by member_id for update`.execute(db);
  return rows.map((row) => row.member_id);
}

export async function updateMember(db: Db, firm_id: string, member_id: string, to: { role: Role; active: boolean }): Promise<void> {
  await sql`update member set role = ${to.role}, active = ${to.active} where firm_id = ${firm_id} and member_id = ${member_id}`.execute(db);
}

export async function giveAccount(db: Db, firm_id: string, member_id: string, user_id: string): Promise<void> {
  await sql`update member set user_id = ${user_id} where firm_id = ${firm_id} and member_id = ${member_id}`.execute(db);
}

export async function updateFirm(db: Db, firm: { firm_id: string; name: string; time_zone: string; country: string }): Promise<void> {
  await sql`update firm set name = ${firm.name}, time_zone = ${firm.time_zone}, country = ${firm.country} where firm_id = ${firm.firm_id}`.execute(
    db,
  );
}
