/** Invitations: found by the hash of their token alone, before the firm is known. */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Role } from "../model/actor.ts";

type Db = Kysely<Tables>;

export interface InvitationRow {
  firm_id: string;
  invitation_id: string;
  member_id: string;
  firm: string;
  name: string;
  email: string;
  role: Role;
  invited_by: string;
  created_at: string;
  expires_at: string;
}

const OPEN = sql`
  select i.firm_id, i.invitation_id, i.member_id, f.name as firm, m.name, m.email, m.role, i.invited_by, i.created_at, i.expires_at
  from invitation i join member m on m.firm_id = i.firm_id and m.member_id = i.member_id join firm f on f.firm_id = i.firm_id`;
/** Still good: not used, not taken back, not too old, and for somebody without an account who is not shut out. */
const open = (now: string) =>
  sql`i.accepted_at is null and i.revoked_at is null and i.expires_at > ${now} and m.active and m.user_id is null`;

export async function insertInvitation(
  db: Db,
  row: Pick<InvitationRow, "firm_id" | "invitation_id" | "member_id" | "invited_by" | "created_at" | "expires_at"> & { token_hash: Buffer },
): Promise<void> {
  await sql`insert into invitation (firm_id, invitation_id, member_id, token_hash, invited_by, created_at, expires_at)
    values (${row.firm_id}, ${row.invitation_id}, ${row.member_id}, ${row.token_hash}, ${row.invited_by}, ${row.created_at}, ${row.expires_at})`.execute(
    db,
  );
}

export async function listInvitations(db: Db, firm_id: string, now: string): Promise<InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`${OPEN} where i.firm_id = ${firm_id} and ${open(now)} order by i.created_at desc`.execute(db);
  return rows;
}

/** Locked until the transaction ends: of two who use one token at the same moment, one finds it used. */
export async function findInvitation(db: Db, token_hash: Buffer, now: string): Promise<InvitationRow | null> {
  const { rows } = await sql<InvitationRow>`${OPEN} where i.token_hash = ${token_hash} and ${open(now)} for update of i, m`.execute(db);
  return rows[0] ?? null;
}

export async function markAccepted(db: Db, row: InvitationRow, at: string): Promise<void> {
  await sql`update invitation set accepted_at = ${at} where firm_id = ${row.firm_id} and invitation_id = ${row.invitation_id}`.execute(db);
}

/** False when there is none that is open. */
export async function revokeInvitation(db: Db, firm_id: string, invitation_id: string, at: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update invitation set revoked_at = ${at}
    where firm_id = ${firm_id} and invitation_id = ${invitation_id} and accepted_at is null and revoked_at is null`.execute(db);
  return numAffectedRows === 1n;
}

/** A new invitation takes the place of those before it. */
export async function revokeInvitationsOf(db: Db, firm_id: string, member_id: string, at: string): Promise<void> {
  await sql`update invitation set revoked_at = ${at}
    where firm_id = ${firm_id} and member_id = ${member_id} and accepted_at is null and revoked_at is null`.execute(db);
}
