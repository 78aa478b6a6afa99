/** The firm's own words for its clients, in the language that they read; what has no Spanish is said in English. Pure. */
import type { Language } from "../model/language.ts";
import type { ProjectSettings } from "../model/settings_projects.ts";
import { foldKey } from "./text.ts";

export interface PhaseWords {
  name: string;
  happened: string;
  next: string;
}

export interface ClientWords {
  /** Null: the settings have no such phase any more. */
  phase(type: string, name: string): PhaseWords | null;
  /** What the type's custom field is called; `label`: as it was when it was worked out. */
  label(type: string, field_id: string, label: string): string;
  /** As which somebody takes part. */
  participant(role: string): string;
  team(role: string): string;
}

export function clientWords({ types, participants, team_roles }: ProjectSettings, language: Language): ClientWords {
  const say = (english: string, spanish: string | undefined): string =>
    language === "es" && spanish !== undefined && spanish.trim() !== "" ? spanish : english;
  const isLike = (name: string) => (each: { name: string }) => foldKey(each.name) === foldKey(name);
  const roleOf = (roles: readonly { role: string; es?: { role?: string | undefined } | undefined }[], role: string): string => {
    const found = roles.filter((each) => foldKey(each.role) === foldKey(role));
    // Several groups may give one role; its Spanish may stand at any of them.
    return say(
      role,
      found.map((each) => each.es?.role).find((spanish) => spanish !== undefined && spanish.trim() !== ""),
    );
  };
  return {
    phase(type, name) {
      const found = types.find(isLike(type))?.phases.find(isLike(name));
      if (!found) return null;
      const { es } = found;
      return { name: say(name, es?.name), happened: say(found.happened, es?.happened), next: say(found.next, es?.next) };
    },
    label: (type, field_id, label) => say(label, types.find(isLike(type))?.fields.find((field) => field.field_id === field_id)?.es?.label),
    participant: (role) => roleOf(participants.groups, role),
    team: (role) => roleOf(team_roles, role),
  };
}
