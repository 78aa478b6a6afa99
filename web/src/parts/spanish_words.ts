/** What clients read in the firm's own words, and which of it is not said in Spanish yet. Pure. */
import { isLike, type GroupRole, type ProjectType, type TeamRole } from "./setting_projects_words.ts";

export interface ClientText {
  /** The element where its Spanish is typed. */
  place: string;
  where: string;
  english: string;
  spanish: string;
}

export const phasePlace = (type: number, phase: number, part: "name" | "happened" | "next") => `spanish-${type}-${phase}-${part}`;
export const fieldPlace = (type: number, field_id: string) => `spanish-${type}-field-${field_id}`;
export const groupPlace = (group: string) => `spanish-group-${group}`;
export const rolePlace = (role: number) => `spanish-role-${role}`;

/** What is blank in English is shown to nobody, in any language. */
export function clientTexts(projects: unknown): ClientText[] {
  const { types, participants, team_roles } = projects as {
    types: ProjectType[];
    participants: { rule: string; groups: GroupRole[] };
    team_roles: TeamRole[];
  };
  const texts = [
    ...types.flatMap((type, at) => ofType(type, at)),
    ...(participants.rule === "by_group" ? participants.groups : []).map(({ group, role, es }) => ({
      ...{ place: groupPlace(group), where: `Role of ${group}`, english: role, spanish: es?.role ?? "" },
    })),
    ...team_roles.map(({ role, es }, at) => ({ place: rolePlace(at), where: "Team role", english: role, spanish: es?.role ?? "" })),
  ];
  // The portal has its own word for clients.
  return texts.filter(({ english }) => english.trim() !== "" && !isLike(english, "Client"));
}

function ofType({ name, fields, phases }: ProjectType, at: number): ClientText[] {
  const type = name || `Type ${at + 1}`;
  return [
    ...fields.map(({ field_id, label, es }) => ({
      ...{ place: fieldPlace(at, field_id), where: `${type}, a field`, english: label, spanish: es?.label ?? "" },
    })),
    ...phases.flatMap(({ name: phase, happened, next, es }, index) => {
      const where = `${type}, ${phase || `phase ${index + 1}`}`;
      return [
        { place: phasePlace(at, index, "name"), where: `${where}: its name`, english: phase, spanish: es?.name ?? "" },
        { place: phasePlace(at, index, "happened"), where: `${where}: what has happened`, english: happened, spanish: es?.happened ?? "" },
        { place: phasePlace(at, index, "next"), where: `${where}: what comes next`, english: next, spanish: es?.next ?? "" },
      ];
    }),
  ];
}

export const lacksSpanish = ({ spanish }: ClientText): boolean => spanish.trim() === "";

/** With one text said in Spanish; a twin without any text is none, so that nothing counts as changed. */
export function inSpanish<Entry extends { es?: object }>(entry: Entry, part: keyof NonNullable<Entry["es"]>, text: string): Entry {
  const { es, ...rest } = entry;
  const said = Object.entries({ ...es, [part]: text }).filter(([, each]) => each !== "");
  return { ...rest, ...(said.length > 0 ? { es: Object.fromEntries(said) } : {}) } as Entry;
}
