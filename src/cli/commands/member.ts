/** `privity member add|invite|link|reset|list`: who owns contacts, and how they come in. */
import { AccountRefused } from "../../accounts/deps.ts";
import { deliverMail } from "../../accounts/mailing.ts";
import { createResetLink } from "../../accounts/passwords.ts";
import { createSignInLink } from "../../accounts/sign_in.ts";
import { invite } from "../../accounts/sign_up.ts";
import { insertMember } from "../../accounts/store_firms.ts";
import { listMembers } from "../../accounts/store_members.ts";
import { listConnections } from "../../connections/store.ts";
import { newId } from "../../lib/ids.ts";
import { commandLine } from "../../model/actor.ts";
import { telling } from "../acting.ts";
import { chooseFirm } from "../choose.ts";
import { CliError, table, type Output } from "../output.ts";
import type { Program } from "../program.ts";

export async function addMember(
  program: Program,
  output: Output,
  email: string,
  options: { name: string; admin?: boolean; firm?: string },
): Promise<void> {
  const firm = await chooseFirm(program, options.firm);
  if (!/^\S+@\S+$/.test(email)) throw new CliError(`${email} is no e-mail address`);
  const member = {
    member_id: newId(program.sync.clock),
    name: options.name,
    email,
    role: options.admin ? ("admin" as const) : ("member" as const),
  };
  await program.db.transaction(async (trx) => {
    if (!(await insertMember(trx, firm.firm_id, member))) throw new CliError(`${email} is a member already`);
    await telling(firm.firm_id, "member.add", member.member_id, { email, role: member.role })(trx);
  });
  await followMembers(program, firm.firm_id, member.member_id);
  output.result(member, () => [`${member.name} is a member; contacts whose attorney has this e-mail are theirs.`]);
}

/** The invitation is mailed where SMTP is set; the link is printed in any case, to hand it over. */
export async function inviteMember(
  program: Program,
  output: Output,
  email: string,
  options: { name: string; admin?: boolean; firm?: string },
): Promise<void> {
  const { firm_id } = await chooseFirm(program, options.firm);
  if (!/^\S+@\S+$/.test(email)) throw new CliError(`${email} is no e-mail address`);
  const role = options.admin ? "admin" : "member";
  const invited = await refusalAsError(invite(program.accounts, commandLine(firm_id), { name: options.name, email, role }));
  await deliverMail(program.mailing);
  await followMembers(program, firm_id, invited.member_id);
  output.result(invited, () => [`${options.name} chooses a password here, within seven days:`, `  ${invited.link}`]);
}

/** For whoever is locked out, and where no mail can be sent. */
export async function printSignInLink(program: Program, output: Output, email: string): Promise<void> {
  const link = await createSignInLink(program.accounts, email);
  if (link === null) throw noAccount(email);
  output.result({ link }, () => ["This link signs in once, within ten minutes:", `  ${link}`]);
}

/** The link that a forgotten password's mail would hold, to be handed over where no mail can be sent. */
export async function printResetLink(program: Program, output: Output, email: string): Promise<void> {
  const link = await createResetLink(program.accounts, email);
  if (link === null) throw noAccount(email);
  output.result({ link }, () => ["By this link a new password is chosen, once, within one hour; it ends all sessions:", `  ${link}`]);
}

const noAccount = (email: string) => new CliError(`Nobody active has an account with ${email} here; \`privity member invite\` makes one`);

async function refusalAsError<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw error instanceof AccountRefused ? new CliError(error.message) : error;
  });
}

/** Who a member is decides who owns what: everything is worked out anew. */
export async function followMembers(program: Program, firm_id: string, member_id: string | null): Promise<void> {
  for (const connection of await listConnections(program.db, { firm_id })) {
    if (connection.first_synced_at !== null) await program.project(connection.connection_id, { kind: "member", id: member_id }, true);
  }
}

export async function memberList(program: Program, output: Output, options: { firm?: string }): Promise<void> {
  const firm = await chooseFirm(program, options.firm);
  const members = await listMembers(program.db.kysely, firm.firm_id, program.sync.clock.now().toISOString());
  output.result(members, () =>
    table([
      ["NAME", "E-MAIL", "ROLE", "ACCOUNT"],
      ...members.map((member) => [member.name, member.email, member.active ? member.role : "not active", member.account]),
    ]),
  );
}
