/** Titles of the staff beside those that team roles name (B-MAT-7): what matches nothing is listed. Pure. */
import type { StaffFacts } from "../model/facts.ts";
import type { ProjectSettings } from "../model/settings_projects.ts";
import { foldKey, squeeze } from "./text.ts";

export interface TitlesUnmatched {
  /** Titles of active staff that belong to no role: clients do not see these people. */
  unmapped: { title: string; staff: number }[];
  /** Titles that a role names and nobody active has. */
  not_found: { role: string; title: string }[];
}

export function unmatchedTitles(staff: Iterable<StaffFacts>, roles: ProjectSettings["team_roles"]): TitlesUnmatched {
  const mapped = new Set(roles.flatMap((role) => role.titles.map(foldKey)));
  const found = new Map<string, { title: string; staff: number }>();
  for (const { title, active } of staff) {
    const key = foldKey(title);
    if (!active || key === "") continue;
    const known = found.get(key);
    if (known) known.staff++;
    else found.set(key, { title: squeeze(title), staff: 1 });
  }
  return {
    unmapped: [...found].filter(([key]) => !mapped.has(key)).map(([, entry]) => entry),
    not_found: roles.flatMap(({ role, titles }) => titles.filter((title) => !found.has(foldKey(title))).map((title) => ({ role, title }))),
  };
}
