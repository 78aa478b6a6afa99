/** What the client reads of a matter: the view without reasons and ids, and the firm's own words of the phase (B-MAT-3, B-MAT-9). Pure. */
import type { MatterStatus } from "../model/facts.ts";
import type { ProjectSettings } from "../model/settings_projects.ts";
import type { ProjectView } from "./project_types.ts";
import { foldKey } from "./text.ts";
import type { MatterView } from "./types.ts";

export interface ClientSees {
  name: string;
  number: string;
  description: string;
  status: MatterStatus;
  opened_on: string | null;
  closed_on: string | null;
  /** Null: status and opened date stand for it. `since` null: it was so when the portal was switched on. */
  phase: { name: string; since: string | null; happened: string; next: string } | null;
  fields: { label: string; kind: string; text: string }[];
  team: { name: string; role: string; phone: string; email: string }[];
}

/** Whether it is shown at all is said by the view. The words are those in force: a better wording needs nothing worked out anew. */
export function asClient(project: ProjectView, matter: MatterView, settings: ProjectSettings): ClientSees {
  const { name, number, description, status, opened_on, closed_on } = matter;
  return {
    ...{ name: name || number, number, description, status, opened_on, closed_on },
    phase: phaseInWords(project, settings),
    fields: project.fields.map(({ label, kind, text }) => ({ label, kind, text })),
    team: project.team.map(({ name: member, role, phone, email }) => ({ name: member, role, phone, email })),
  };
}

function phaseInWords({ type, phase }: ProjectView, { types }: ProjectSettings): ClientSees["phase"] {
  const { name } = phase;
  if (type.name === null || name === null) return null;
  const mapped = types.find((each) => foldKey(each.name) === foldKey(type.name!));
  const words = mapped?.phases.find((each) => foldKey(each.name) === foldKey(name));
  return { name, since: phase.since, happened: words?.happened ?? "", next: words?.next ?? "" };
}
