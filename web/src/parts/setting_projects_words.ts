/** The settings of matters for clients as the page works with them, and how their names compare. */

export interface Phase {
  name: string;
  happened: string;
  next: string;
  es?: { name?: string; happened?: string; next?: string };
  stages: string[];
}
export interface ProjectType {
  name: string;
  matches: string[];
  fields: { field_id: string; label: string; es?: { label?: string } }[];
  phases: Phase[];
}
export interface GroupRole {
  group: string;
  role: string;
  es?: { role?: string };
}
export interface TeamRole {
  role: string;
  es?: { role?: string };
  titles: string[];
  show_phone: boolean;
  show_email: boolean;
}

/** As the rules compare names. */
export const fold = (text: string): string => text.trim().replace(/\s+/g, " ").toLowerCase();
export const isLike = (a: string, b: string): boolean => fold(a) === fold(b);
