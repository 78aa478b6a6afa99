/** How a person wants to be told: in which way, when not, in which language. Pure. */
import { z } from "zod";
import type { AutomationRules } from "../model/automation.ts";
import { nextOpen } from "../automations/hours.ts";
import { nextDue, wallClock } from "../sync/due.ts";

const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Must be a time such as 21:00");

export const preferencesSchema = z.strictObject({
  email: z.boolean().describe("Tell me by e-mail"),
  text: z.boolean().describe("Tell me by text message, where the firm has set that up"),
  quiet: z
    .strictObject({ from: hour, until: hour })
    .nullable()
    .describe("At these times nothing comes, by the clock of the firm; null: it may come at any time"),
});
export type Preferences = z.infer<typeof preferencesSchema>;

const DEFAULT: Preferences = { email: true, text: false, quiet: { from: "21:00", until: "08:00" } };

/** What a person has not said is as it is for everybody. */
export const preferencesOf = (kept: Record<string, unknown>): Preferences => {
  const read = preferencesSchema.safeParse({ ...DEFAULT, ...kept });
  return read.success ? read.data : DEFAULT;
};

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

export function isQuiet(quiet: Preferences["quiet"], zone: string, at: Date): boolean {
  if (quiet === null) return false;
  const [from, until] = [minutesOf(quiet.from), minutesOf(quiet.until)];
  const minute = Math.floor(wallClock(zone, at.getTime()) / MINUTE_MS) % DAY_MINUTES;
  return from <= until ? minute >= from && minute < until : minute >= from || minute < until;
}

/** When it may reach them: `at` itself, or the first moment after it. `rules`: what also waits for the firm's hours. Null: never, as both exclude each other. */
export function nextTold(quiet: Preferences["quiet"], rules: AutomationRules | null, zone: string, at: Date): Date | null {
  let next = at;
  for (let tries = 0; tries < 20; tries++) {
    if (rules !== null) next = nextOpen(rules, zone, next);
    if (!isQuiet(quiet, zone, next)) return next;
    next = nextDue({ incremental_at: [quiet!.until], incremental_zone: "firm", weekly_full: false }, zone, next);
  }
  return null;
}
