/** The firm's time zone, and its days as moments. */
import { createContext, use } from "react";

/** Told once above all pages: a list has hundreds of times, and each would ask for itself. */
export const ZoneContext = createContext("UTC");

export const useFirmZone = (): string => use(ZoneContext);

/** When a day (YYYY-MM-DD) begins in a zone, `later` days on; "" for what is no day. */
export function dayStart(day: string, zone: string, later = 0): string {
  const [year, month, date] = day.split("-").map(Number);
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return "";
  const wanted = Date.UTC(year!, month! - 1, date! + later);
  // What the zone's clocks show then, and again with the difference taken off: across a change of clocks the first guess may be off.
  let guess = wanted;
  for (let round = 0; round < 2; round++) guess = wanted - (shownAt(guess, zone) - guess);
  return new Date(guess).toISOString();
}

function shownAt(moment: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" },
  }).formatToParts(moment);
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(value("year"), value("month") - 1, value("day"), value("hour"), value("minute"), value("second"));
}
