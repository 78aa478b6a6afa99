/** Times in the firm's time zone, with UTC beside them for whoever points at them (B-SYN-1). */
import { useConnections } from "../api.ts";

export function Time({ at, fallback = "never" }: { at: string | null; fallback?: string }) {
  const zone = useConnections().data?.firm.time_zone ?? "UTC";
  if (at === null) return <>{fallback}</>;
  const date = new Date(at);
  const shown = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "short", timeZone: zone }).format(date);
  return (
    <time dateTime={at} title={`${at.slice(0, 19).replace("T", " ")} UTC (shown in ${zone})`}>
      {shown}
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
