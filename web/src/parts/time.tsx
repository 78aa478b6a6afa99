/** Times in the firm's time zone, with UTC beside them for whoever points at them (B-SYN-1). */
import { useFirmZone } from "./zone.ts";

/** Making one takes longer than using it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>();
function formatIn(zone: string): Intl.DateTimeFormat {
  const made = formats.get(zone) ?? new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "short", timeZone: zone });
  formats.set(zone, made);
  return made;
}

export function Time({ at, fallback = "never" }: { at: string | null; fallback?: string }) {
  const zone = useFirmZone();
  if (at === null) return <>{fallback}</>;
  return (
    <time dateTime={at} title={`${at.slice(0, 19).replace("T", " ")} UTC (shown in ${zone})`}>
      {formatIn(zone).format(new Date(at))}
    </time>
  );
}

/** A day without a time; a year may be missing (--MM-DD). */
export function dayText(day: string): string {
  const [, year, month, dayOfMonth] = /^(\d{4}|-)-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (!month || !dayOfMonth) return day;
  const date = new Date(Date.UTC(year === "-" ? 2000 : Number(year), Number(month) - 1, Number(dayOfMonth)));
  return new Intl.DateTimeFormat("en-US", {
    day: "numeric",
    month: "long",
    timeZone: "UTC",
    ...(year === "-" ? {} : { year: "numeric" }),
  }).format(date);
}
