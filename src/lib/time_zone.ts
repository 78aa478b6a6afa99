/** Names of time zones. What this machine does not know is refused where it is typed, and is UTC where it is already stored. */

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** A zone by which times can be told, whatever is stored. */
export const usableZone = (name: string): string => (isKnown(name) ? name : "UTC");

const known = new Map<string, boolean>();

/** Asking Intl is slow, and this is asked for every planned time; names that people made up are few. */
function isKnown(name: string): boolean {
  const answer = known.get(name) ?? isTimeZone(name);
  if (known.size < 1000) known.set(name, answer);
  return answer;
}
