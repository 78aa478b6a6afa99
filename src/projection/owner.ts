/** Whose contact it is (B-OWN-1 to 5): a pin, one member for all, or the ladder of roles on the matter that decides. */
import { findMember, type StaffMapping } from "./mapping.ts";
import type { PreparedContext } from "./prepare.ts";
import { because, contactSource, matterSource, settingSource } from "./reasons.ts";
import { matterLabel, type DecidingMatter } from "./standing.ts";
import type { ContactInput, OwnerView, Reason, Source } from "./types.ts";

type Role = "lead" | "originating";

export const roleName = (provider: PreparedContext["provider"], role: Role): string =>
  role === "originating" ? "originating attorney" : provider === "clio" ? "responsible attorney" : "lead attorney";

/** The owner, and what was ignored on the way: a pin or a rule to someone who cannot own (B-OWN-4). */
export function ownerOf(
  input: ContactInput,
  deciding: DecidingMatter | null,
  ctx: PreparedContext,
): { owner: OwnerView; issues: Reason[] } {
  const issues: Reason[] = [];
  const pinned = pinnedOwner(input, ctx, issues);
  if (pinned) return { owner: pinned, issues };
  if (ctx.settings.owner.role === "primary_member") return { owner: oneForAll(ctx), issues };
  const passed_over: string[] = [];
  const owner = (deciding && ladder(deciding, ctx, passed_over, issues)) ?? fallback(input, deciding, ctx, passed_over.join("; "));
  return { owner, issues };
}

function pinnedOwner({ pin }: ContactInput, ctx: PreparedContext, issues: Reason[]): OwnerView | null {
  if (!pin) return null;
  const { member, name, problem } = findMember(ctx.members_by_id, pin.member_id);
  const sources: Source[] = [{ kind: "member", id: pin.member_id }];
  if (member) {
    return {
      member_id: member.member_id,
      staff_id: null,
      matter_id: null,
      reason: because("B-OWN-4", "owner_pin", { member: name }, sources),
    };
  }
  issues.push(because("B-OWN-4", "pin_ignored", { member: name, problem }, sources));
  return null;
}

/** Who the settings name as primary member, or what is wrong with them. */
function primaryMember(ctx: PreparedContext) {
  const id = ctx.settings.owner.primary_member;
  if (id === null) return { member: null, problem: "no primary member is set" };
  const { member, name, problem } = findMember(ctx.members_by_id, id);
  return { member, problem: member ? "" : `the primary member, ${name}, ${problem}` };
}

function oneForAll(ctx: PreparedContext): OwnerView {
  const { member, problem } = primaryMember(ctx);
  const sources = [settingSource("owner.role"), settingSource("owner.primary_member")];
  const reason = because("B-OWN-1", "owner_all", { member: member?.name ?? null, problem }, sources);
  return { member_id: member?.member_id ?? null, staff_id: null, matter_id: null, reason };
}

/** The chosen role, else the other one; whoever is not mapped to an active member leaves it vacant (B-OWN-3, B-OWN-5). */
function ladder(deciding: DecidingMatter, ctx: PreparedContext, passed_over: string[], issues: Reason[]): OwnerView | null {
  const roles: Role[] = ctx.settings.owner.role === "originating" ? ["originating", "lead"] : ["lead", "originating"];
  for (const role of roles) {
    const holders = deciding.matter.staff.filter((person) => person[role]);
    if (holders.length === 0) passed_over.push(`there is no ${roleName(ctx.provider, role)}`);
    for (const { staff_id } of holders) {
      const mapping = ctx.staff_mapping.get(staff_id);
      if (mapping?.ignored_rule) noteIgnoredRule(mapping, issues);
      if (mapping?.member) return heldBy(mapping, role, deciding, ctx, passed_over.join("; "));
      const name = mapping?.name || `staff #${staff_id}`;
      passed_over.push(`the ${roleName(ctx.provider, role)}, ${name}, ${mapping?.problem ?? "is not known yet"}`);
    }
  }
  return null;
}

function heldBy(mapping: StaffMapping, role: Role, deciding: DecidingMatter, ctx: PreparedContext, passed_over: string): OwnerView {
  const { matter, client, through } = deciding;
  const member = mapping.member as NonNullable<StaffMapping["member"]>;
  const params = {
    member: member.name,
    attorney: mapping.name || `staff #${mapping.staff_id}`,
    role: roleName(ctx.provider, role),
    mapped_by: mapping.mapped_by as "rule" | "email",
    matter: matterLabel(matter),
    client,
    through: through?.name ?? null,
    passed_over,
  };
  const sources: Source[] = [matterSource(matter.provider_id), { kind: "staff", id: mapping.staff_id }];
  if (mapping.mapped_by === "rule") sources.push(settingSource("owner.attorney_rules"));
  const reason = because(passed_over === "" ? "B-OWN-3" : "B-OWN-5", "owner_attorney", params, sources);
  return { member_id: member.member_id, staff_id: mapping.staff_id, matter_id: matter.provider_id, reason };
}

function noteIgnoredRule(mapping: StaffMapping, issues: Reason[]): void {
  const { member, problem } = mapping.ignored_rule as NonNullable<StaffMapping["ignored_rule"]>;
  const known = issues.some((issue) => issue.code === "rule_ignored" && issue.sources[1]?.id === mapping.staff_id);
  if (known) return;
  const sources: Source[] = [settingSource("owner.attorney_rules"), { kind: "staff", id: mapping.staff_id }];
  issues.push(because("B-OWN-4", "rule_ignored", { attorney: mapping.name || `staff #${mapping.staff_id}`, member, problem }, sources));
}

function fallback(input: ContactInput, deciding: DecidingMatter | null, ctx: PreparedContext, passed_over: string): OwnerView {
  const primary = ctx.settings.owner.fallback === "primary_member" ? primaryMember(ctx) : { member: null, problem: "" };
  const sources = [deciding ? matterSource(deciding.matter.provider_id) : contactSource(input.facts), settingSource("owner.fallback")];
  const params = {
    member: primary.member?.name ?? null,
    matter: deciding && matterLabel(deciding.matter),
    passed_over,
    problem: primary.problem,
  };
  return {
    member_id: primary.member?.member_id ?? null,
    staff_id: null,
    matter_id: deciding?.matter.provider_id ?? null,
    reason: because("B-OWN-3", "owner_fallback", params, sources),
  };
}
