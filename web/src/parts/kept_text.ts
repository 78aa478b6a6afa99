/** What somebody types is kept in this tab until it is sent: a failed request, a reload or a session that ends loses none of it. */
import { useCallback, useState } from "react";

export function useKept<T extends object>(key: string, empty: T): [T, (value: T) => void, () => void] {
  const [value, setValue] = useState<T>(() => ({ ...empty, ...read(key) }));
  const set = useCallback(
    (next: T) => {
      setValue(next);
      write(key, next);
    },
    [key],
  );
  const clear = useCallback(() => write(key, null), [key]);
  return [value, set, clear];
}

/** Whoever signs out leaves nothing of what they typed behind: answers, notes, settings that were not saved. */
export function forgetTyped(): void {
  try {
    for (const key of Object.keys(window.sessionStorage)) if (key.startsWith("privity.")) window.sessionStorage.removeItem(key);
  } catch {
    // Nothing is kept, then.
  }
}

function read(key: string): object {
  try {
    const found: unknown = JSON.parse(window.sessionStorage.getItem(key) ?? "{}");
    return typeof found === "object" && found !== null ? found : {};
  } catch {
    return {};
  }
}

/** A browser that keeps nothing for pages still lets them be used. */
function write(key: string, value: object | null): void {
  try {
    if (value === null) window.sessionStorage.removeItem(key);
    else window.sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full, or turned off.
  }
}
