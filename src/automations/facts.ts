/** Key facts and their days (B-KEY-3): which fact counts, and whether it falls on a day. Pure. */
import { fallsOn } from "../projection/key_facts.ts";
import { foldKey, isLeapYear } from "../projection/text.ts";
import type { KeyFactView } from "../projection/types.ts";

type Fact = Pick<KeyFactView, "label" | "origin" | "date">;

/** Where both exist the member's own counts; of several of one kind the first. */
export function factCounts(facts: readonly Fact[], label: string): Fact | null {
  const dated = facts.filter((fact) => fact.date !== null && foldKey(fact.label) === foldKey(label));
  return dated.find((fact) => fact.origin === "manual") ?? dated[0] ?? null;
}

export function isOn(date: string, day: string, every_year: boolean): boolean {
  if (!every_year) return date === day;
  // Nobody's birthday comes before they are born.
  if (!date.startsWith("--") && date > day) return false;
  return fallsOn(date, Number(day.slice(0, 4))) === day;
}

/** How the texts of dates that fall on this day end: by them they are looked for. */
export function endingsOn(day: string): string[] {
  const ends = [day.slice(4)];
  if (day.endsWith("-02-28") && !isLeapYear(Number(day.slice(0, 4)))) ends.push("-02-29");
  return ends;
}

const DAY_MS = 86_400_000;
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** At most so many days are looked back for, when nothing ran: what is older is no news. */
const LOOK_BACK = 7;

/** The days after `since` up to `today` on which nobody has looked yet. */
export function daysMissed(since: string, today: string): string[] {
  const first = [addDays(since, 1), addDays(today, 1 - LOOK_BACK)].toSorted().at(-1)!;
  const days: string[] = [];
  for (let day = first; day <= today; day = addDays(day, 1)) days.push(day);
  return days;
}
