/** Peak hours, Monday to Friday (clio.md 4): outside them the vendor allows more. */
const PEAKS = {
  us: { zone: "America/Los_Angeles", from: 4, to: 19 },
  ca: { zone: "America/Los_Angeles", from: 4, to: 19 },
  // The vendor says GMT for the EU, all year round.
  eu: { zone: "UTC", from: 7, to: 22 },
  au: { zone: "Australia/Sydney", from: 6, to: 21 },
} as const;

export function isPeak(region: keyof typeof PEAKS, now: Date): boolean {
  const { zone, from, to } = PEAKS[region];
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, weekday: "short", hour: "numeric", hourCycle: "h23" }).formatToParts(
    now,
  );
  const weekday = parts.find((part) => part.type === "weekday")?.value ?? "";
  const hour = Number(parts.find((part) => part.type === "hour")?.value);
  return !["Sat", "Sun"].includes(weekday) && hour >= from && hour < to;
}
