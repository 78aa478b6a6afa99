/** Small words that the mappers of all connectors need. */

/** Trimmed; numbers become text; nothing becomes "". */
export function trimmed(value: string | number | null | undefined): string {
  return value == null ? "" : String(value).trim();
}

/** The entries of a list that may be missing, without the null ones. */
export function present<T>(list: readonly (T | null | undefined)[] | null | undefined): T[] {
  return list == null ? [] : list.filter((entry) => entry != null);
}
