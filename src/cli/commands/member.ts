/** `privity member add|list`: who owns contacts. Signing in as one comes with the sign-in. */
import { insertMember } from "../../accounts/store_firms.ts";
import { listMembers } from "../../connections/store_lists.ts";
import { listConnections } from "../../connections/store.ts";
import { newId } from "../../lib/ids.ts";
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
  if (!(await insertMember(program.db.kysely, firm.firm_id, member))) throw new CliError(`${email} is a member already`);
  await followMembers(program, firm.firm_id, member.member_id);
  output.result(member, () => [`${member.name} is a member; contacts whose attorney has this e-mail are theirs.`]);
}

/** Who a member is decides who owns what: everything is worked out anew. */
export async function followMembers(program: Program, firm_id: string, member_id: string | null): Promise<void> {
  for (const connection of await listConnections(program.db, { firm_id })) {
    if (connection.first_synced_at !== null) await program.project(connection.connection_id, { kind: "member", id: member_id }, true);
  }
}

export async function memberList(program: Program, output: Output, options: { firm?: string }): Promise<void> {
  const firm = await chooseFirm(program, options.firm);
  const members = await listMembers(program.db.kysely, firm.firm_id);
  output.result(members, () => table([["NAME", "E-MAIL", "ROLE"], ...members.map((member) => [member.name, member.email, member.role])]));
}
