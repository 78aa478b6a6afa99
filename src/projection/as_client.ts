/** What the client reads of a matter: the view without reasons and ids, and the firm's own words of the phase (B-MAT-3, B-MAT-9). Pure. */
import type { MatterStatus } from "../model/facts.ts";
import type { Language } from "../model/language.ts";
import type { ProjectSettings } from "../model/settings_projects.ts";
import { clientWords, type ClientWords } from "./client_words.ts";
import type { ProjectView } from "./project_types.ts";
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
export function asClient(project: ProjectView, matter: MatterView, settings: ProjectSettings, language: Language): ClientSees {
  const { name, number, description, status, opened_on, closed_on } = matter;
  const words = clientWords(settings, language);
  const type = project.type.name ?? "";
  return {
    ...{ name: name || number, number, description, status, opened_on, closed_on },
    phase: phaseInWords(project, words),
    fields: project.fields.map(({ field_id, label, kind, text }) => ({ label: words.label(type, field_id, label), kind, text })),
    team: project.team.map(({ name: member, role, phone, email }) => ({ name: member, role: words.team(role), phone, email })),
  };
}

function phaseInWords({ type, phase }: ProjectView, words: ClientWords): ClientSees["phase"] {
  const { name, since } = phase;
  if (type.name === null || name === null) return null;
  const said = words.phase(type.name, name) ?? { name, happened: "", next: "" };
  return { name: said.name, since, happened: said.happened, next: said.next };
}
