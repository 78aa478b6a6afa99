/** What one settings document says otherwise than another, setting by setting (B-WHY-4). */
import { isDeepStrictEqual } from "node:util";
import { isObject } from "./settings_check.ts";

export interface SettingChange {
  path: string;
  /** Null also where the earlier document did not know the setting. */
  old: unknown;
  new: unknown;
}

/** Settings that stand alone are told alone; a list or a value that may be missing as a whole is one value. */
const WHOLE = new Set(["matters.lead", "projects.shown.field", "projects.notified.field"]);

export function diffSettings(before: unknown, after: unknown, path = ""): SettingChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (WHOLE.has(path) || !isObject(before) || !isObject(after)) return [{ path, old: before ?? null, new: after ?? null }];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => diffSettings(before[name], after[name], path === "" ? name : `${path}.${name}`));
}
