/**
 * B-SYN-2: the day behind which closed matters are left out. Counted from the day of connecting, not from today, so that no matter drops
 * out by mere ageing. Pure.
 */
import type { Settings } from "../model/settings.ts";

export function mattersSince(settings: Settings, connected_at: string): string | null {
  const years = settings.sync.matters_first_years;
  if (years === null) return null;
  const day = new Date(connected_at);
  day.setUTCFullYear(day.getUTCFullYear() - years);
  return day.toISOString().slice(0, 10);
}
