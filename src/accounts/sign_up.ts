/** How people get an account: the first admin of a fresh installation signs up, everybody else is invited. */
import type { Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import { newId } from "../lib/ids.ts";
import type { Actor, Role } from "../model/actor.ts";
import { AccountRefused, type AccountDeps, type From } from "./deps.ts";
import { invitationLetter, invitationLink } from "./letters.ts";
import { limitTries } from "./limits.ts";
import { audit } from "./store_audit.ts";
import { insertFirm, insertMember, listFirms, readFirm } from "./store_firms.ts";
import { findInvitation, insertInvitation, markAccepted, revokeInvitationsOf, type InvitationRow } from "./store_invitations.ts";
import { queueMail } from "./store_mail.ts";
import { giveAccount, memberByEmail, updateFirm, updateMember, type Member } from "./store_members.ts";
import { emailTaken, hasUsers, insertUser, lockSignUp } from "./store_users.ts";
import { hashOf, newToken } from "./tokens.ts";

const INVITATION_MS = 7 * 24 * 3600_000;

type Trx = Kysely<Tables>;

export interface SignUp {
  name: string;
  email: string;
  password: string;
  firm: { name: string; time_zone: string; country: string };
}

/** Whether nobody has an account yet. */
export async function isFresh({ db }: Pick<AccountDeps, "db">): Promise<boolean> {
  return !(await hasUsers(db.kysely));
}

/** The first admin and the firm. A firm that the command line has made before anybody could sign in is theirs. */
export async function signUp(deps: AccountDeps, input: SignUp): Promise<Actor> {
  const password_hash = await hashPassword(deps, input.password);
  return deps.db.transaction(async (trx) => {
    await lockSignUp(trx);
    if (await hasUsers(trx)) throw new AccountRefused("signed-up-already", "This installation has its first admin already.");
    const known = (await listFirms(trx))[0];
    const firm_id = known?.firm_id ?? newId(deps.clock);
    if (known) await updateFirm(trx, { firm_id, ...input.firm });
    else await insertFirm(trx, { firm_id, ...input.firm });
    const member = await ensureMember(trx, deps, firm_id, { ...input, role: "admin" });
    await openAccount(trx, deps, member, password_hash);
    const actor = actorOfMember(member);
    await audit(trx, actor, "firm.sign_up", firm_id, { firm: input.firm.name });
    return actor;
  });
}

export interface Invite {
  name: string;
  email: string;
  role: Role;
}

/** The member is there from now on and may own contacts; the invitation lets the person in. An earlier one is no longer good. */
export async function invite(
  deps: AccountDeps,
  actor: Actor,
  input: Invite,
): Promise<{ invitation_id: string; member_id: string; link: string }> {
  const token = newToken();
  const now = deps.clock.now();
  const link = invitationLink(deps.url, token);
  return deps.db.transaction(async (trx) => {
    const known = await memberByEmail(trx, actor.firm_id, input.email);
    if (known?.user_id) throw new AccountRefused("email-taken", `${input.email} has an account in this firm already.`);
    const member = await ensureMember(trx, deps, actor.firm_id, input);
    const at = now.toISOString();
    const row = { firm_id: actor.firm_id, invitation_id: newId(deps.clock), member_id: member.member_id, invited_by: actor.name };
    await revokeInvitationsOf(trx, actor.firm_id, member.member_id, at);
    const expires_at = new Date(now.getTime() + INVITATION_MS).toISOString();
    await insertInvitation(trx, { ...row, token_hash: hashOf(token), created_at: at, expires_at });
    const firm = await readFirm(trx, actor.firm_id);
    await queueMail(trx, actor.firm_id, invitationLetter(member.email, firm.name, actor.name, link));
    await audit(trx, actor, "invitation.create", row.invitation_id, { email: member.email, role: input.role });
    return { invitation_id: row.invitation_id, member_id: member.member_id, link };
  });
}

/** Whom an invitation is for; null for a token that is none, was used, taken back, or is too old. */
export async function lookAtInvitation(deps: AccountDeps, from: From, token: string): Promise<InvitationRow | null> {
  await limitTries(deps, "token", from, "");
  return deps.db.transaction((trx) => findInvitation(trx, hashOf(token), deps.clock.now().toISOString()));
}

export async function acceptInvitation(deps: AccountDeps, from: From, token: string, password: string): Promise<Actor & { email: string }> {
  await limitTries(deps, "token", from, "");
  const password_hash = await hashPassword(deps, password);
  const now = deps.clock.now().toISOString();
  return deps.db.transaction(async (trx) => {
    const row = await findInvitation(trx, hashOf(token), now);
    if (!row) throw new AccountRefused("invalid-token", "This invitation is not good any more.");
    if (await emailTaken(trx, row.email))
      throw new AccountRefused("email-taken", "This e-mail has an account with another firm here. Ask to be invited by another address.");
    await markAccepted(trx, row, now);
    await openAccount(trx, deps, row, password_hash);
    const actor = actorOfMember(row);
    await audit(trx, actor, "invitation.accept", row.invitation_id);
    return { ...actor, email: row.email };
  });
}

async function hashPassword({ auth }: Pick<AccountDeps, "auth">, password: string): Promise<string> {
  return (await auth.$context).password.hash(password);
}

/** The member of that e-mail: as invited, or new. */
async function ensureMember(trx: Trx, deps: AccountDeps, firm_id: string, { name, email, role }: Invite): Promise<Member> {
  await insertMember(trx, firm_id, { member_id: newId(deps.clock), name, email, role });
  const member = await memberByEmail(trx, firm_id, email);
  if (!member) throw new Error("a member that was just kept is not there");
  await updateMember(trx, firm_id, member.member_id, { role, active: true });
  return { ...member, role, active: true };
}

async function openAccount(
  trx: Trx,
  deps: AccountDeps,
  member: Pick<Member, "firm_id" | "member_id" | "name" | "email">,
  password_hash: string,
) {
  const { name, email } = member;
  const user_id = newId(deps.clock);
  const made = await insertUser(trx, { user_id, account_row_id: newId(deps.clock), name, email, password_hash });
  if (!made) throw new AccountRefused("email-taken", "This e-mail has an account here already.");
  await giveAccount(trx, member.firm_id, member.member_id, user_id);
}

const actorOfMember = ({ firm_id, member_id, name, role }: Pick<Member, "firm_id" | "member_id" | "name" | "role">): Actor => ({
  firm_id,
  member_id,
  name,
  role,
  via: "session",
  scopes: null,
});
