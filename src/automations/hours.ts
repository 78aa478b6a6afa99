/** When an automated e-mail may leave: in the firm's hours, on its working days, in its time zone. Pure. */
import type { AutomationRules } from "../model/automation.ts";
import { nextDue, wallClock } from "../sync/due.ts";

const MINUTE_MS = 60_000;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Monday is 1. */
const weekday = (wall: number): number => new Date(wall).getUTCDay() || 7;

export function isOpen(rules: AutomationRules, zone: string, at: Date): boolean {
  const wall = wallClock(zone, at.getTime());
  const minute = Math.floor((wall % (24 * 60 * MINUTE_MS)) / MINUTE_MS);
  return rules.days.includes(weekday(wall)) && minute >= minutesOf(rules.from) && minute < minutesOf(rules.until);
}

/** The moment itself where it is open; else when it opens next. */
export function nextOpen(rules: AutomationRules, zone: string, at: Date): Date {
  let next = at;
  // A week has every working day; a clock change may take one opening away.
  for (let tries = 0; tries < 20 && !isOpen(rules, zone, next); tries++)
    next = nextDue({ incremental_at: [rules.from], incremental_zone: "firm", weekly_full: false }, zone, next);
  return next;
}
