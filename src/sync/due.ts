/**
 * When a connection is read next (B-SYN-1): times of day in the firm's zone or in UTC. A local time that a clock change skips runs at the
 * next valid one, one that it doubles runs once. Pure; Node 24 has no Temporal yet, so offsets come from Intl.
 */
import { usableZone } from "../lib/time_zone.ts";
import type { Settings } from "../model/settings.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WEEK = 7 * DAY;
/** A weekly run at the same time of day as a week ago may be an hour early by a clock change, and a little by a busy worker. */
const NEARLY = 2 * 60 * MINUTE;

export type Cadence = Pick<Settings["sync"], "incremental_at" | "incremental_zone" | "weekly_full">;

/** The first planned time after `after`. */
export function nextDue(cadence: Cadence, firm_zone: string, after: Date): Date {
  const zone = cadence.incremental_zone === "utc" ? "UTC" : firm_zone;
  const from = after.getTime();
  const today = startOfDay(wallClock(zone, from));
  // A zone may skip a whole day, and "today" may have begun twice.
  const days = [-1, 0, 1, 2, 3].map((offset) => today + offset * DAY);
  const times = days.flatMap((day) => cadence.incremental_at.map((time) => instantOf(zone, day + minutesOf(time) * MINUTE)));
  return new Date(Math.min(...times.filter((time) => time > from)));
}

/** Once a week everything is read, at one of the planned times. */
export function plannedMode(cadence: Cadence, last_full_at: string | null, now: Date): "incremental" | "full" {
  if (!cadence.weekly_full || last_full_at === null) return "incremental";
  return now.getTime() - Date.parse(last_full_at) >= WEEK - NEARLY ? "full" : "incremental";
}

const RETRY_AFTER = 5 * MINUTE;
const RETRY_AT_MOST = 6 * 60 * MINUTE;

/** A run that failed is tried again before its next planned time: after 5 minutes, then 10, 20, … up to 6 hours. */
export function retryDue(planned: Date, failures: number, now: Date): Date {
  const pause = Math.min(RETRY_AT_MOST, RETRY_AFTER * 2 ** Math.min(10, failures - 1));
  return new Date(Math.min(planned.getTime(), now.getTime() + pause));
}

/** For people: `2026-11-22 06:00 EST`. */
export function localTime(zone: string, at: Date): string {
  const name = formatOf(zone)
    .formatToParts(at)
    .find((part) => part.type === "timeZoneName")!.value;
  const wall = new Date(wallClock(zone, at.getTime())).toISOString();
  return `${wall.slice(0, 10)} ${wall.slice(11, 16)} ${name}`;
}

/** What the clocks on the wall show at that moment, as if they showed UTC. */
export function wallClock(zone: string, at: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) parts[type] = Number(value);
  const { year, month, day, hour, minute, second } = parts;
  return Date.UTC(year!, month! - 1, day, hour, minute, second) + (((at % 1000) + 1000) % 1000);
}

/** The first moment at which the wall shows `wall`; where it never does, the first moment after the gap. */
function instantOf(zone: string, wall: number): number {
  const offsets = [wallClock(zone, wall - DAY) - (wall - DAY), wallClock(zone, wall + DAY) - (wall + DAY)];
  const guesses = offsets.map((offset) => wall - offset);
  const right = guesses.filter((guess) => wallClock(zone, guess) === wall);
  if (right.length > 0) return Math.min(...right);
  let [before, after] = [Math.min(...guesses) - MINUTE, Math.max(...guesses)];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallClock(zone, middle) >= wall) after = middle;
    else before = middle;
  }
  return after;
}

const startOfDay = (wall: number) => Math.floor(wall / DAY) * DAY;

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return hours! * 60 + minutes!;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    const numeric = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" } as const;
    format = new Intl.DateTimeFormat("en-US", { ...numeric, timeZone: usableZone(zone), hourCycle: "h23", timeZoneName: "short" });
    formats.set(zone, format);
  }
  return format;
}
