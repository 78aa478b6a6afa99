/** Who takes part in a matter's portal (B-MAT-5), and which of the team they see (B-MAT-6, B-MAT-7). Pure. */
import type { PreparedContext } from "./prepare.ts";
import type { PreparedProjects } from "./prepare_projects.ts";
import type { ProjectInput, ProjectParticipant, ProjectTeamMember } from "./project_types.ts";
import { because, matterSource, settingSource } from "./reasons.ts";
import { foldKey } from "./text.ts";
import type { MatterView } from "./types.ts";

/** The main client's role where no group says otherwise. */
const MAIN_ROLE = "Client";

/** The main client first, then in the provider's order; each person once, in the first role that is found. Only who is on the matter. */
export function portalParticipants(input: ProjectInput, ctx: PreparedContext, projects: PreparedProjects): ProjectParticipant[] {
  const { contact_id, flagged, reason } = input.matter.main_client;
  const by_group = projects.role_of_group === null ? [] : grouped(input, ctx, projects.role_of_group);
  const main = contact_id === null ? [] : [{ contact_id, role: MAIN_ROLE, flagged: flagged === "not_found" ? flagged : null, reason }];
  const found = new Map<string, ProjectParticipant>();
  for (const participant of [...main, ...by_group]) {
    const known = found.get(participant.contact_id);
    if (!known) found.set(participant.contact_id, participant);
    // The rule says who the main client is, their group in which role.
    else if (known.reason === reason && known.role === MAIN_ROLE) known.role = participant.role;
  }
  return [...found.values()];
}

function grouped(
  { matter, related, people }: ProjectInput,
  ctx: PreparedContext,
  role_of_group: ReadonlyMap<string, string>,
): ProjectParticipant[] {
  const found: ProjectParticipant[] = [];
  const add = (contact_id: string, group: string, relationship_id: string | null) => {
    const role = role_of_group.get(foldKey(group));
    const person = people.get(contact_id);
    if (role === undefined || person?.type === "company") return;
    const sources = [
      matterSource(matter.provider_id),
      relationship_id === null
        ? { kind: "contact" as const, id: contact_id, field: "people_group" }
        : { kind: "relationship" as const, id: relationship_id },
      settingSource("projects.participants.groups"),
    ];
    const reason = because("B-MAT-5", "takes_part_group", { group, role }, sources);
    found.push({ contact_id, role, flagged: person ? null : "not_found", reason });
  };
  if (ctx.provider === "clio") for (const { person_id, role, relationship_id } of related) add(person_id, role, relationship_id);
  else {
    for (const { person_id, person_type, capacity } of matter.participants) {
      if (capacity !== "on_case" || person_type !== "contact") continue;
      const group_id = people.get(person_id)?.people_group_id ?? null;
      if (group_id !== null) add(person_id, ctx.people_groups.get(group_id)?.name ?? "", null);
    }
  }
  return found;
}

/** Only mapped roles, and only who is active at the provider; in the order of the roles. */
export function portalTeam(matter: MatterView, projects: PreparedProjects): ProjectTeamMember[] {
  return matter.team
    .flatMap((member) => {
      const role = member.active ? projects.role_of_title.get(foldKey(member.title)) : undefined;
      return role === undefined ? [] : [{ member, role }];
    })
    .toSorted((a, b) => a.role.position - b.role.position)
    .map(({ member, role }) => ({
      staff_id: member.staff_id,
      name: [member.first_name, member.last_name].filter((part) => part !== "").join(" ") || member.name,
      role: role.role,
      phone: role.show_phone ? member.phone : "",
      email: role.show_email ? member.email : "",
      reason: because("B-MAT-7", "team_role", { title: member.title, role: role.role }, [
        { kind: "staff", id: member.staff_id, field: "title" },
        settingSource("projects.team_roles"),
      ]),
    }));
}
