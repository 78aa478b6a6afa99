/** Which member stands for which staff member (B-CON-8, B-OWN-4, B-OWN-5). Never guessed: what is not certain is vacant, and says why. */
import type { Member, ProjectionContext } from "./types.ts";

export interface StaffMapping {
  staff_id: string;
  /** The provider's full name; "" where the mirror has no such person. */
  name: string;
  /** Null: counts as a vacant role. */
  member: Member | null;
  mapped_by: "rule" | "email" | null;
  /** Why there is no member, as the end of a sentence that starts with the name; "" where there is one. */
  problem: string;
  /** One e-mail, several people: listed, never guessed (B-CON-8). */
  ambiguous: boolean;
  /** A rule by hand that names a member who cannot take it (B-OWN-4): ignored, and listed. */
  ignored_rule: { member: string; problem: string } | null;
}

type Context = Pick<ProjectionContext, "settings" | "staff" | "members">;

export function mapStaff(ctx: Context): Map<string, StaffMapping> {
  const members = new Map(ctx.members.map((member) => [member.member_id, member]));
  const by_email = groupByEmail(ctx.members);
  const staff_by_email = groupByEmail([...ctx.staff.values()]);
  const rules = new Map(ctx.settings.owner.attorney_rules.toReversed().map((rule) => [rule.staff_id, rule.member_id]));
  const mappings = new Map<string, StaffMapping>();
  for (const staff_id of new Set([...ctx.staff.keys(), ...rules.keys()])) {
    const staff = ctx.staff.get(staff_id);
    const base = { staff_id, name: staff?.name || `${staff?.first_name ?? ""} ${staff?.last_name ?? ""}`.trim() };
    const rule = rules.get(staff_id);
    const by_rule = rule === undefined ? null : findMember(members, rule);
    if (by_rule?.member) {
      mappings.set(staff_id, { ...base, member: by_rule.member, mapped_by: "rule", problem: "", ambiguous: false, ignored_rule: null });
      continue;
    }
    const ignored_rule = by_rule && { member: by_rule.name, problem: by_rule.problem };
    const email = foldEmail(staff?.email ?? "");
    const found = mapByEmail(email, staff_by_email.get(email)?.length ?? 0, by_email.get(email) ?? []);
    mappings.set(staff_id, { ...base, ...found, ignored_rule });
  }
  return mappings;
}

function mapByEmail(email: string, staff_with_it: number, members: Member[]): Omit<StaffMapping, "staff_id" | "name" | "ignored_rule"> {
  const vacant = (problem: string, ambiguous = false) => ({ member: null, mapped_by: null, problem, ambiguous });
  const member = members[0];
  if (email === "") return vacant("has no e-mail to be matched by");
  if (staff_with_it > 1) return vacant("shares an e-mail with other staff", true);
  if (!member) return vacant("is not a member");
  if (members.length > 1) return vacant("has the e-mail of several members", true);
  return member.active ? { member, mapped_by: "email", problem: "", ambiguous: false } : vacant("is an inactive member");
}

/** The member if there is an active one by that id, else how to call them and what is wrong. */
export function findMember(members: ReadonlyMap<string, Member>, id: string): { member: Member | null; name: string; problem: string } {
  const member = members.get(id);
  if (!member) return { member: null, name: id, problem: "is not a member any more" };
  return member.active ? { member, name: member.name, problem: "" } : { member: null, name: member.name, problem: "is inactive" };
}

const foldEmail = (email: string): string => email.trim().toLowerCase();

function groupByEmail<T extends { email: string }>(people: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const person of people) {
    const email = foldEmail(person.email);
    if (email === "") continue;
    const group = groups.get(email);
    if (group) group.push(person);
    else groups.set(email, [person]);
  }
  return groups;
}
