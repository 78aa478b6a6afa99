/** What the rules for matters as clients see them look up again and again, made ready once. */
import type { ProjectSettings, ProjectType } from "../model/settings_projects.ts";
import { foldKey } from "./text.ts";

export interface PreparedType {
  name: string;
  fields: ProjectType["fields"];
  has_phases: boolean;
  /** The phase of a stage, by the stage's folded name. */
  phase_of: ReadonlyMap<string, string>;
}

export interface PreparedRole {
  role: string;
  position: number;
  show_phone: boolean;
  show_email: boolean;
}

export interface PreparedProjects {
  type_of: ReadonlyMap<string, PreparedType>;
  default_type: PreparedType | null;
  /** Null: the main client alone takes part. */
  role_of_group: ReadonlyMap<string, string> | null;
  role_of_title: ReadonlyMap<string, PreparedRole>;
}

/** Null where matters are not worked out for clients. */
export function prepareProjects(settings: ProjectSettings): PreparedProjects | null {
  if (!settings.on) return null;
  const types = settings.types.map((type) => ({ type, prepared: prepareType(type) }));
  const { rule, groups } = settings.participants;
  const wanted = settings.default_type === null ? null : foldKey(settings.default_type);
  return {
    type_of: new Map(types.flatMap(({ type, prepared }) => type.matches.map((value) => [foldKey(value), prepared] as const))),
    default_type: types.find(({ type }) => foldKey(type.name) === wanted)?.prepared ?? null,
    role_of_group: rule === "main_client" ? null : new Map(groups.map(({ group, role }) => [foldKey(group), role])),
    role_of_title: new Map(
      settings.team_roles.flatMap(({ role, titles, show_phone, show_email }, position) =>
        titles.map((title) => [foldKey(title), { role, position, show_phone, show_email }] as const),
      ),
    ),
  };
}

function prepareType({ name, fields, phases }: ProjectType): PreparedType {
  const phase_of = new Map(phases.flatMap((phase) => phase.stages.map((stage) => [foldKey(stage), phase.name] as const)));
  return { name, fields, has_phases: phases.length > 0, phase_of };
}
